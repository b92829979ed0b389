use model::s3::{
    Bucket, DestinationOwner, DestinationRegion, Replication, Versioning, VersioningStatus,
};
use model::{Fact, Kind, Need, Observed, Reason, Resource, Scope, Snapshot, View};

use super::READERS;
use crate::wire::{WireRequest, WireResponse, aws, error, ok};
use crate::{KindNeeds, Request, Sweep};

const ALL: &[&[crate::Reader]] = &[READERS];

/// Reads everything that the needs ask for, keeping all of it.
async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
    needs: &'static [Need],
    scope: Scope,
    regions: Option<Vec<Box<str>>>,
) -> (Snapshot, Vec<WireRequest>) {
    let (aws, log) = aws(answer);
    let wanted = [
        KindNeeds {
            kind: Bucket::INFO,
            needs,
        },
        // A second ask, of the account, keeps what the first would let go after judging.
        KindNeeds {
            kind: model::Account::INFO,
            needs,
        },
    ];
    let wanted = wanted
        .into_iter()
        .filter(|one| one.kind.id == Bucket::ID || scope == Scope::Everything);
    let request = Request::new(wanted, scope.clone(), regions);
    let mut sweep = Sweep::new(&aws, ALL, request).unwrap();
    let mut last = None;
    while let Some(piece) = sweep.next().await {
        if piece.kind.id == Bucket::ID || last.is_none() || scope == Scope::Everything {
            last = Some(sweep.snapshot().clone());
        }
    }
    let requests = log.lock().unwrap().clone();
    (last.unwrap_or_else(|| sweep.finish()), requests)
}

fn see<F: Fact<Of = Bucket>>(snapshot: &Snapshot, name: &str) -> Result<F::Value, Reason> {
    let needs: &'static [Need] = const { &[F::NEED] };
    let view = View::new(snapshot, Bucket::INFO, needs);
    let row = snapshot
        .row_of(Bucket::INFO, &format!("arn:aws:s3:::{name}"))
        .unwrap();
    let bucket: Resource<Bucket> = view.resource(snapshot.row_at(row));
    bucket.see::<F>().cloned().map_err(|gap| gap.reason)
}

fn buckets(names: &[(&str, &str)], token: Option<&str>) -> WireResponse {
    let bucket = |(name, region): &(&str, &str)| {
        format!("<Bucket><Name>{name}</Name><BucketRegion>{region}</BucketRegion></Bucket>")
    };
    let all: String = names.iter().map(bucket).collect();
    let token = token.map(|token| format!("<ContinuationToken>{token}</ContinuationToken>"));
    ok(format!(
        "<ListAllMyBucketsResult><Buckets>{all}</Buckets>{}</ListAllMyBucketsResult>",
        token.unwrap_or_default()
    ))
}

const VERSIONED: &str =
    "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";

#[tokio::test]
async fn every_page_and_every_region_at_its_own_endpoint() {
    let answer = |request: &WireRequest| match &*request.path {
        path if path.contains("continuation-token=next") => {
            buckets(&[("charlie", "eu-west-1")], None)
        }
        path if path.contains("max-buckets") => buckets(
            &[("alpha", "us-east-1"), ("bravo", "eu-west-1")],
            Some("next"),
        ),
        _ => ok(VERSIONED),
    };
    let (snapshot, requests) = read(answer, &[Versioning::NEED], Scope::Everything, None).await;
    for name in ["alpha", "bravo", "charlie"] {
        assert_eq!(
            see::<Versioning>(&snapshot, name).unwrap().status,
            VersioningStatus::Enabled
        );
    }
    let host = |name: &str| {
        let about = requests.iter().find(|request| request.bucket() == name);
        about.unwrap().host.clone()
    };
    assert_eq!(host("alpha"), "s3.us-east-1.amazonaws.com");
    assert_eq!(host("bravo"), "s3.eu-west-1.amazonaws.com");
    assert_eq!(requests.len(), 2 + 3, "two pages, and one call a bucket");
}

#[tokio::test]
async fn one_region_alone() {
    let answer = |request: &WireRequest| match request.path.contains("bucket-region=eu-west-1") {
        true => buckets(&[("bravo", "eu-west-1"), ("odd", "us-east-1")], None),
        false => ok(VERSIONED),
    };
    let only = Some(vec!["eu-west-1".into()]);
    let (snapshot, requests) = read(answer, &[Versioning::NEED], Scope::Everything, only).await;
    assert_eq!(snapshot.count(Bucket::INFO), 1);
    assert_eq!(requests.len(), 2);
}

#[tokio::test]
async fn regions_missing_from_a_list_are_requested() {
    let answer = |request: &WireRequest| match &*request.path {
        path if path.contains("location") && request.bucket() == "old" => {
            ok("<LocationConstraint>EU</LocationConstraint>")
        }
        path if path.contains("location") && request.bucket() == "lost" => {
            error(404, "NoSuchBucket")
        }
        path if path.contains("location") => ok("<LocationConstraint/>"),
        path if path.contains("versioning") => ok(VERSIONED),
        _ => ok(
            "<ListAllMyBucketsResult><Buckets><Bucket><Name>old</Name></Bucket><Bucket><Name>first</Name></Bucket>\
                 <Bucket><Name>lost</Name></Bucket></Buckets></ListAllMyBucketsResult>",
        ),
    };
    let (snapshot, _) = read(answer, &[Versioning::NEED], Scope::Everything, None).await;
    let regions: Vec<_> = snapshot
        .rows::<Bucket>()
        .map(|row| snapshot.region(row).unwrap().to_owned())
        .collect();
    assert_eq!(regions, ["eu-west-1", "us-east-1"]);
}

#[tokio::test]
async fn a_failed_list_is_no_empty_list() {
    for (status, code, reason) in [
        (
            403,
            "AccessDenied",
            Reason::Denied("s3:ListAllMyBuckets".into()),
        ),
        (503, "SlowDown", Reason::Throttled),
        (
            500,
            "InternalError",
            Reason::failed("InternalError: made by a test"),
        ),
    ] {
        let (snapshot, _) = read(
            move |_| error(status, code),
            &[Versioning::NEED],
            Scope::Everything,
            None,
        )
        .await;
        let missed = snapshot.unlisted(Bucket::INFO);
        assert_eq!(
            missed
                .into_iter()
                .map(|(gap, ..)| gap.reason)
                .collect::<Vec<_>>(),
            [reason]
        );
    }
}

#[tokio::test]
async fn a_later_page_that_fails_fails_the_list() {
    let answer = |request: &WireRequest| match request.path.contains("continuation-token") {
        true => error(403, "AccessDenied"),
        false => buckets(&[("alpha", "us-east-1")], Some("next")),
    };
    let (snapshot, _) = read(answer, &[Versioning::NEED], Scope::Everything, None).await;
    assert_eq!(snapshot.unlisted(Bucket::INFO).len(), 1);
}

#[tokio::test]
async fn a_named_bucket_costs_its_own_calls_alone() {
    let answer = |request: &WireRequest| match request.path.contains("prefix=bravo") {
        true => buckets(
            &[("bravo", "eu-west-1"), ("bravo-other", "eu-west-1")],
            None,
        ),
        false => ok(VERSIONED),
    };
    let scope = Scope::Resources(vec!["arn:aws:s3:::bravo".parse().unwrap()]);
    let (snapshot, requests) = read(answer, &[Versioning::NEED], scope, None).await;
    assert!(see::<Versioning>(&snapshot, "bravo").is_ok());
    assert_eq!(requests.len(), 2);
    assert!(snapshot.unlisted(Bucket::INFO).is_empty());
}

#[tokio::test]
async fn a_named_bucket_that_is_not_there_is_gone() {
    let scope = Scope::Resources(vec!["arn:aws:s3:::bravo".parse().unwrap()]);
    let (snapshot, requests) = read(|_| buckets(&[], None), &[Versioning::NEED], scope, None).await;
    let gone: Vec<_> = snapshot.all_gone().map(|(_, id, _)| id).collect();
    assert_eq!(gone, ["arn:aws:s3:::bravo"]);
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
async fn a_bucket_deleted_during_the_run_is_gone() {
    let answer = |request: &WireRequest| match &*request.path {
        path if path.contains("prefix=") => buckets(&[], None),
        path if path.contains("max-buckets") => buckets(&[("bravo", "eu-west-1")], None),
        _ => error(404, "NoSuchBucket"),
    };
    let (snapshot, _) = read(answer, &[Versioning::NEED], Scope::Everything, None).await;
    assert_eq!(snapshot.all_gone().count(), 1);
    assert!(snapshot.is_gone(Bucket::INFO, 0));
}

#[tokio::test]
async fn a_bucket_that_s3_denies_by_mistake_is_read_again() {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    static REQUESTS: AtomicUsize = AtomicUsize::new(0);
    let answer = |request: &WireRequest| match request.path.contains("versioning") {
        false => buckets(&[("bravo", "eu-west-1")], None),
        true if REQUESTS.fetch_add(1, Relaxed) == 0 => error(404, "NoSuchBucket"),
        true => ok(VERSIONED),
    };
    let (snapshot, _) = read(answer, &[Versioning::NEED], Scope::Everything, None).await;
    assert_eq!(snapshot.all_gone().count(), 0);
    assert!(see::<Versioning>(&snapshot, "bravo").is_ok());
}

#[tokio::test]
async fn the_region_of_a_destination_is_public() {
    let answer = |request: &WireRequest| match &*request.method {
        "HEAD" if request.host.starts_with("copies.") => (
            403,
            &[("x-amz-bucket-region", "us-west-2")] as &[_],
            String::new(),
        ),
        "HEAD" => (404, &[("x-amz-request-id", "1")] as &[_], String::new()),
        _ if request.path.contains("replication") => ok("<ReplicationConfiguration><Role>r</Role>\
            <Rule><ID>1</ID><Status>Enabled</Status><Destination><Bucket>arn:aws:s3:::copies</Bucket></Destination></Rule>\
            <Rule><ID>2</ID><Status>Disabled</Status><Destination><Bucket>arn:aws:s3:::nowhere</Bucket></Destination></Rule>\
            </ReplicationConfiguration>"),
        _ => buckets(&[("bravo", "eu-west-1"), ("copies", "us-west-2")], None),
    };
    let (snapshot, requests) = read(answer, &[Replication::NEED], Scope::Everything, None).await;
    let rules = see::<Replication>(&snapshot, "bravo").unwrap().unwrap();
    let rules_again = rules.clone();
    let regions: Vec<_> = rules.into_iter().map(|rule| rule.region).collect();
    assert_eq!(
        regions,
        [
            DestinationRegion::In("us-west-2".into()),
            DestinationRegion::NoSuchBucket
        ]
    );
    let owners: Vec<_> = rules_again.into_iter().map(|rule| rule.owner).collect();
    assert_eq!(
        owners,
        [DestinationOwner::Ours, DestinationOwner::SomebodyElse]
    );
    let heads: Vec<_> = requests
        .iter()
        .filter(|request| request.method == "HEAD")
        .collect();
    assert!(
        heads.iter().all(|head| !head.signed),
        "asked without credentials"
    );
}

/// The marker of each fact's request, and what AWS answers where nothing is configured.
const ABSENT: &[(&str, &str, u16, &str)] = &[
    (
        "account.s3-public-access-block",
        "publicAccessBlock",
        404,
        "NoSuchPublicAccessBlockConfiguration",
    ),
    (
        "s3.bucket.public-access-block",
        "publicAccessBlock",
        404,
        "NoSuchPublicAccessBlockConfiguration",
    ),
    (
        "s3.bucket.object-ownership",
        "ownershipControls",
        404,
        "OwnershipControlsNotFoundError",
    ),
    (
        "s3.bucket.versioning",
        "versioning",
        200,
        "<VersioningConfiguration/>",
    ),
    (
        "s3.bucket.lifecycle",
        "lifecycle",
        404,
        "NoSuchLifecycleConfiguration",
    ),
    (
        "s3.bucket.object-lock",
        "object-lock",
        404,
        "ObjectLockConfigurationNotFoundError",
    ),
    (
        "s3.bucket.notifications",
        "notification",
        200,
        "<NotificationConfiguration/>",
    ),
    ("s3.bucket.policy", "policy", 404, "NoSuchBucketPolicy"),
    (
        "s3.bucket.acl",
        "acl",
        200,
        "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList/></AccessControlPolicy>",
    ),
    (
        "s3.bucket.encryption",
        "encryption",
        404,
        "ServerSideEncryptionConfigurationNotFoundError",
    ),
    (
        "s3.bucket.access-log",
        "logging",
        200,
        "<BucketLoggingStatus/>",
    ),
    ("s3.bucket.tags", "tagging", 404, "NoSuchTagSet"),
    (
        "s3.bucket.website",
        "website",
        404,
        "NoSuchWebsiteConfiguration",
    ),
    (
        "s3.bucket.replication",
        "replication",
        404,
        "ReplicationConfigurationNotFoundError",
    ),
];

/// Every fact, three ways: absent is a value, denied names the declared action, nonsense fails.
#[tokio::test]
async fn absent_denied_and_failed_are_kept_apart() {
    let facts = READERS
        .iter()
        .flat_map(crate::Reader::fills)
        .filter(|need| !need.is_listing());
    // Of access points and Regions, and by way of them: `points/tests.rs`.
    let by_one_call = facts
        .filter(|need| [Bucket::ID, model::Account::ID].contains(&need.kind.id))
        .filter(|need| need.id != "s3.bucket.access-points");
    for need in by_one_call {
        let row = ABSENT.iter().find(|row| row.0 == need.id);
        let (_, marker, status, response) =
            *row.unwrap_or_else(|| panic!("no row for {}", need.id));
        let needs: &'static [Need] = Vec::leak(vec![need]);
        let one = move |response: WireResponse| {
            move |request: &WireRequest| match request.path.contains(marker) {
                true => response.clone(),
                false => buckets(&[("bravo", "eu-west-1")], None),
            }
        };
        let absent = if status == 200 {
            ok(response)
        } else {
            error(status, response)
        };
        let seen = |snapshot: &Snapshot| snapshot.observed(&need, 0);
        let (snapshot, _) = read(one(absent), needs, Scope::Everything, None).await;
        assert_eq!(seen(&snapshot), Observed::Seen(()), "{}: absent", need.id);
        let (snapshot, _) = read(
            one(error(403, "AccessDenied")),
            needs,
            Scope::Everything,
            None,
        )
        .await;
        let denied = Reason::Denied(need.reads[0].into());
        assert_eq!(
            seen(&snapshot),
            Observed::Missed(denied),
            "{}: denied",
            need.id
        );
        let (snapshot, _) = read(one(error(503, "SlowDown")), needs, Scope::Everything, None).await;
        assert_eq!(
            seen(&snapshot),
            Observed::Missed(Reason::Throttled),
            "{}: throttled",
            need.id
        );
        let (snapshot, _) = read(one(ok("no xml")), needs, Scope::Everything, None).await;
        let failed = matches!(seen(&snapshot), Observed::Missed(Reason::Failed(_)));
        assert!(failed, "{}: {:?}", need.id, seen(&snapshot));
    }
}
