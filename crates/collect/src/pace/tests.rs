use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::retry::RetryConfig;
use futures::future::join_all;

use super::lane::{Bucket, GivenUp, Lane, Outcome, PATIENCE};
use super::limits::{Limit, Operation};
use crate::fault::Fault;
use crate::time::Virtual;
use crate::wire::{Reply, WireRequest, aws_at, error, ok};

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn a_bucket_gives_its_burst_at_once_and_then_its_rate() {
    let limit = Limit {
        per_second: 2.0,
        burst: 3,
    };
    let lane = Lane::new(Some(Arc::new(Bucket::new(limit))));
    let waits: Vec<_> = (0..6)
        .map(|_| lane.wait(at(0)).unwrap_or_default().as_millis())
        .collect();
    assert_eq!(waits, [0, 0, 0, 500, 1000, 1500]);
    assert_eq!(lane.wait(at(60)), None, "it fills up again");
    assert_eq!(Lane::new(None).wait(at(0)), None);
}

#[test]
fn an_operation_is_given_up_after_its_patience_and_tried_again_later() {
    let lane = Lane::new(None);
    for second in 0..=PATIENCE.as_secs() {
        assert_eq!(lane.is_open(at(second)), Ok(()));
        lane.note(Outcome::Throttled, at(second), at(second));
    }
    let end = PATIENCE.as_secs();
    assert_eq!(lane.is_open(at(end)), Err(GivenUp::Throttled));
    assert_eq!(lane.is_open(at(end + 59)), Err(GivenUp::Throttled));
    assert_eq!(lane.is_open(at(end + 60)), Ok(()), "one call tries");
    assert_eq!(
        lane.is_open(at(end + 60)),
        Err(GivenUp::Throttled),
        "the others wait"
    );
    lane.note(Outcome::Answered, at(end + 61), at(end + 61));
    assert_eq!(lane.is_open(at(end + 61)), Ok(()));
}

#[test]
fn one_answer_is_enough_to_go_on() {
    let lane = Lane::new(None);
    for second in 0..100 {
        let outcome = if second % 15 == 0 {
            Outcome::Answered
        } else {
            Outcome::Failed
        };
        lane.note(outcome, at(second), at(second));
        assert_eq!(lane.is_open(at(second)), Ok(()));
    }
}

fn operation(method: &str, uri: &str, target: Option<&str>) -> Operation {
    let mut request = HttpRequest::empty();
    request.set_method(method).unwrap();
    request.set_uri(uri).unwrap();
    if let Some(target) = target {
        request
            .headers_mut()
            .insert("x-amz-target", target.to_owned());
    }
    Operation::of(&request)
}

#[test]
fn operations_are_distinguished_by_name_and_region_and_not_by_resource() {
    let acl = |host: &str, query: &str| operation("GET", &format!("https://{host}/?{query}"), None);
    assert_eq!(
        acl("a.s3.eu-west-1.amazonaws.com", "acl"),
        acl("b.c.s3.eu-west-1.amazonaws.com", "acl")
    );
    assert_ne!(
        acl("a.s3.eu-west-1.amazonaws.com", "acl"),
        acl("a.s3.us-east-1.amazonaws.com", "acl")
    );
    assert_ne!(
        acl("a.s3.eu-west-1.amazonaws.com", "acl"),
        acl("a.s3.eu-west-1.amazonaws.com", "policy")
    );
    let points = "https://111122223333.s3-control.eu-west-1.amazonaws.com/v20180820/accesspoint";
    assert_eq!(
        operation("GET", points, None),
        operation("GET", &format!("{points}/alpha"), None)
    );
    let of = |host: &str, name: &str| {
        operation(
            "POST",
            &format!("https://{host}.us-east-1.amazonaws.com/"),
            Some(name),
        )
        .limit()
    };
    let rate = |host, name| of(host, name).map(|(limit, _)| limit.per_second);
    assert_eq!(
        rate("organizations", "AWSOrganizationsV20161128.DescribePolicy"),
        Some(2.0)
    );
    assert_eq!(
        rate("kms", "TrentService.GetKeyRotationStatus"),
        Some(1000.0)
    );
    assert_eq!(rate("kms", "TrentService.CreateKey"), None);
    let own = operation(
        "POST",
        "http://127.0.0.1:5000/",
        Some("AWSOrganizationsV20161128.DescribePolicy"),
    );
    assert_eq!(own.limit(), None, "an endpoint of the owner's own");
    let lambda = |path: &str| {
        operation(
            "GET",
            &format!("https://lambda.us-east-1.amazonaws.com/{path}"),
            None,
        )
        .limit()
        .unwrap()
    };
    assert_eq!(
        lambda("2015-03-31/functions").1,
        lambda("2019-09-30/provisioned").1,
        "one bucket for all"
    );
}

/// As the program has it.
fn retries() -> RetryConfig {
    crate::aws::retries()
}

/// Reads ACLs and versioning of so many buckets at once, and counts what was read of each. Returns how long it took.
fn read(
    buckets: usize,
    answer: impl Fn(&WireRequest) -> Reply + Send + Sync + 'static,
) -> (Duration, usize, usize, Vec<Fault>) {
    let time = Virtual::default();
    let (aws, _) = aws_at(&time, retries(), answer);
    let client = crate::s3::client(&aws, Some("eu-west-1"));
    let (acls, versions) = time.run(async {
        let acls = join_all((0..buckets).map(|number| {
            let name = format!("bucket-{number}");
            client.get_bucket_acl().bucket(name).send()
        }));
        let versions = join_all((0..buckets).map(|number| {
            let name = format!("bucket-{number}");
            client.get_bucket_versioning().bucket(name).send()
        }));
        futures::join!(acls, versions)
    });
    let faults = acls.iter().filter_map(|one| one.as_ref().err());
    let faults = faults.map(|error| Fault {
        message: error.to_string().into(),
        ..Fault::odd("")
    });
    let read = |all: usize, failed: usize| all - failed;
    let (no_acl, no_version) = (
        acls.iter().filter(|one| one.is_err()).count(),
        versions.iter().filter(|one| one.is_err()).count(),
    );
    (
        time.passed(),
        read(acls.len(), no_acl),
        read(versions.len(), no_version),
        faults.collect(),
    )
}

fn answered(request: &WireRequest) -> Reply {
    Reply::Response(ok(match request.path.contains("acl") {
        true => {
            "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList/></AccessControlPolicy>"
        }
        false => "<VersioningConfiguration/>",
    }))
}

#[test]
fn an_operation_that_is_throttled_for_good_holds_up_no_other() {
    let (took, acls, versions, _) = read(34, |request| match request.path.contains("acl") {
        true => Reply::Response(error(503, "SlowDown")),
        false => answered(request),
    });
    assert_eq!((acls, versions), (0, 34));
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[test]
fn an_operation_that_stalls_is_given_up() {
    let (took, acls, versions, _) = read(100, |request| match request.path.contains("acl") {
        true => Reply::Stalled,
        false => answered(request),
    });
    assert_eq!((acls, versions), (0, 100));
    assert!(took < Duration::from_mins(1), "{took:?}");
}

/// Somebody else uses up a part of the quota: it costs some retries, and not the rate.
#[test]
fn foreign_throttling_does_not_collapse_the_rate() {
    for hundredths in [5, 20] {
        let count = AtomicUsize::new(0);
        let (took, acls, versions, faults) = read(300, move |request| {
            // Evenly spread, and never the same twice in a row.
            match count.fetch_add(1, Relaxed) * 37 % 100 < hundredths {
                true => Reply::Response(error(503, "SlowDown")),
                false => answered(request),
            }
        });
        assert_eq!((acls, versions), (300, 300), "{faults:?}");
        assert!(took < Duration::from_secs(10), "{hundredths} %: {took:?}");
    }
}
