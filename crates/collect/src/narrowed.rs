//! Sweeps of some Regions: what is about all of them is not judged by some.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use std::time::Duration;

use aws_smithy_types::retry::RetryConfig;
use model::s3::{Bucket, PredictableNames, Versioning};
use model::{Account, Fact, Kind, Observed, Reason, Region, Scope, Snapshot, View};

use crate::time::Virtual;
use crate::wire::{Reply, WireRequest, WireResponse, aws, aws_at, ok};
use crate::{KindNeeds, Readers, Request, Sweep};

const ALL: Readers = &[crate::account::READERS, crate::s3::READERS];

const BUCKETS: &str = "<ListAllMyBucketsResult><Buckets><Bucket><Name>bucket-a</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>\
    <Bucket><Name>bucket-b</Name><BucketRegion>eu-west-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>";

fn answer(request: &WireRequest) -> WireResponse {
    match &*request.path {
        "/regions" | "/listRegions" => ok(
            r#"{"Regions": [{"RegionName": "eu-west-1", "RegionOptStatus": "ENABLED"},
                {"RegionName": "us-east-1", "RegionOptStatus": "ENABLED_BY_DEFAULT"}]}"#,
        ),
        _ if request.method == "HEAD" => (404, &[("x-amz-request-id", "1")], String::new()),
        path if path.contains("versioning") => ok("<VersioningConfiguration/>"),
        _ => ok(BUCKETS),
    }
}

async fn read(answer: fn(&WireRequest) -> WireResponse, regions: Option<&[&str]>) -> Snapshot {
    let (aws, _) = aws(answer);
    let needs = const { &[PredictableNames::NEED] };
    let wanted = [KindNeeds {
        kind: Account::INFO,
        needs,
    }];
    let regions = regions.map(|all| all.iter().map(|region| (*region).into()).collect());
    let request = Request::new(wanted, Scope::Everything, regions);
    let mut sweep = Sweep::new(&aws, ALL, request).unwrap();
    while sweep.next().await.is_some() {}
    sweep.finish()
}

fn regions(snapshot: &Snapshot) -> Result<usize, Reason> {
    let view = View::new(snapshot, Account::INFO, const { &[PredictableNames::NEED] });
    let regions = view.resource(snapshot.root()).children::<Region>();
    regions.map(|all| all.len()).map_err(|gap| gap.reason)
}

#[tokio::test]
async fn chosen_regions_are_no_complete_list() {
    assert_eq!(regions(&read(answer, None).await), Ok(2));
    let some = read(answer, Some(&["eu-west-1"])).await;
    assert_eq!(regions(&some), Err(Reason::NotRequested));
    assert_eq!(some.count(Region::INFO), 1);
    assert_eq!(
        some.observed(&PredictableNames::NEED, 0),
        Observed::Seen(())
    );
}

#[tokio::test]
async fn no_region_at_all_is_a_failed_list() {
    let none: fn(&WireRequest) -> WireResponse = |request| match request.path.contains("egions") {
        true => ok(r#"{"Regions": []}"#),
        false => answer(request),
    };
    let snapshot = read(none, None).await;
    let missed = snapshot.unlisted(Region::INFO).remove(0).0;
    assert!(matches!(missed.reason, Reason::Failed(_)), "{missed}");
}

/// What is not read in time is missed, and says so; what was read stays.
#[test]
fn a_sweep_ends_in_its_time() {
    let time = Virtual::default();
    let stalled = |request: &WireRequest| match request.bucket() == "bucket-b" {
        true => Reply::Stalled,
        false => Reply::Response(answer(request)),
    };
    let (aws, _) = aws_at(&time, RetryConfig::standard().with_max_attempts(9), stalled);
    let needs = const { &[Versioning::NEED] };
    let wanted = [Bucket::INFO, Account::INFO].map(|kind| KindNeeds { kind, needs });
    let request = Request::new(wanted, Scope::Everything, None).within(Duration::from_secs(45));
    let snapshot = time.run(async {
        let mut sweep = Sweep::new(&aws, ALL, request).unwrap();
        while sweep.next().await.is_some() {}
        sweep.finish()
    });
    assert_eq!(time.passed(), Duration::from_secs(45));
    let seen = |name: &str| {
        let row = snapshot.row_of(Bucket::INFO, &format!("arn:aws:s3:::{name}"));
        snapshot.observed(&Versioning::NEED, row.unwrap())
    };
    assert_eq!(seen("bucket-a"), Observed::Seen(()));
    let late = "the time for this run was up before it was read";
    assert_eq!(seen("bucket-b"), Observed::Missed(Reason::failed(late)));
}
