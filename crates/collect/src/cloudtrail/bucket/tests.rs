//! The bucket of a trail: the account's own, another account's, and denied.
use model::cloudtrail::{Trail, TrailBucketAccess, TrailBucketLog, TrailBucketVersioning};
use model::{Account, Fact, Kind, Need, Observed, Reason, Scope};
use serde_json::{Value, json};

use crate::wire::{WireRequest, WireResponse, aws, error, ok};
use crate::{KindNeeds, Request, Sweep};

const NEEDS: &[Need] = &[
    TrailBucketAccess::NEED,
    TrailBucketLog::NEED,
    TrailBucketVersioning::NEED,
];

/// The subresource of a bucket that a path names.
fn about(path: &str) -> &str {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    query.split(['&', '=']).next().unwrap_or_default()
}

fn usual(request: &WireRequest) -> WireResponse {
    if request.host.starts_with("cloudtrail.") {
        let trail = json!({"TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit",
            "HomeRegion": "eu-west-1", "S3BucketName": "logs"});
        return ok(json!({"trailList": [trail]}).to_string());
    }
    match about(&request.path) {
        "logging" => ok(
            "<BucketLoggingStatus><LoggingEnabled><TargetBucket>access</TargetBucket>\
            <TargetPrefix>a/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>",
        ),
        "versioning" => ok("<VersioningConfiguration><Status>Enabled</Status>\
            </VersioningConfiguration>"),
        "policy" => error(404, "NoSuchBucketPolicy"),
        "acl" => ok(
            "<AccessControlPolicy><Owner><ID>own</ID></Owner><AccessControlList/>\
            </AccessControlPolicy>",
        ),
        "ownershipControls" => error(404, "OwnershipControlsNotFoundError"),
        "publicAccessBlock" => error(404, "NoSuchPublicAccessBlockConfiguration"),
        _ => ok("<ListAllMyBucketsResult><Buckets><Bucket><Name>logs</Name>\
            <BucketRegion>us-west-2</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>"),
    }
}

async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Vec<Observed<Value>>, Vec<WireRequest>) {
    let (aws, log) = aws(answer);
    // Kept to the end, since a control of another kind looks at the facts too.
    let wanted = [Account::INFO, Trail::INFO].map(|kind| KindNeeds { kind, needs: NEEDS });
    let regions = Some(vec!["eu-west-1".into()]);
    let request = Request::new(wanted, Scope::Everything, regions);
    let readers = &[crate::account::READERS, crate::cloudtrail::READERS];
    let mut sweep = Sweep::new(&aws, readers, request).unwrap();
    while sweep.next().await.is_some() {}
    let requests = log.lock().unwrap().clone();
    let snapshot = sweep.finish();
    let values = NEEDS.iter().map(|need| snapshot.value(need, 0));
    (values.collect(), requests)
}

#[tokio::test]
async fn the_own_bucket_is_read_in_its_region() {
    let (values, requests) = read(usual).await;
    let access = json!({"policy": null, "acl": {"owner": "own", "grants": []},
        "ownership": null, "block": null});
    let expected = [
        access,
        json!({"bucket": "access", "prefix": "a/"}),
        json!({"status": "enabled", "mfa-delete": false}),
    ];
    assert_eq!(values, expected.map(Observed::Seen));
    let there = requests.iter().filter(|one| one.host.contains("us-west-2"));
    assert_eq!(there.count(), 6, "{requests:?}");
}

#[tokio::test]
async fn a_bucket_of_another_account_is_not_read() {
    let (values, _) = read(|request| match request.path.contains("prefix=logs") {
        true => ok("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"),
        false => usual(request),
    })
    .await;
    for value in values {
        let Observed::Missed(Reason::Failed(why)) = value else {
            panic!("{value:?}")
        };
        assert_eq!(&*why, "bucket `logs` is no bucket of this account");
    }
}

#[tokio::test]
async fn what_is_denied_names_its_action() {
    let (values, _) = read(|request| match about(&request.path) {
        "logging" | "versioning" | "acl" => error(403, "AccessDenied"),
        _ => usual(request),
    })
    .await;
    let denied = [
        "s3:GetBucketAcl",
        "s3:GetBucketLogging",
        "s3:GetBucketVersioning",
    ];
    let denied = denied.map(|action| Observed::Missed(Reason::Denied(action.into())));
    assert_eq!(values, denied);
}
