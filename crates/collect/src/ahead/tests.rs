use model::s3::{Bucket, Versioning};
use model::{Fact, Kind, Observed, Scope, Snapshot};

use crate::Places;
use crate::wire::{WireRequest, WireResponse, aws, error, ok};
use crate::{KindNeeds, Request, Sweep, s3};

const ARN: &str = "arn:aws:s3:::bravo";
const ON: &str = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";

fn listed(region: &str) -> WireResponse {
    let bucket = format!("<Name>bravo</Name><BucketRegion>{region}</BucketRegion>");
    let buckets = format!("<Buckets><Bucket>{bucket}</Bucket></Buckets>");
    ok(format!(
        "<ListAllMyBucketsResult>{buckets}</ListAllMyBucketsResult>"
    ))
}

/// What is seen of a bucket that is said to lie in us-east-1, and where its versioning was
/// asked for.
async fn read(
    list: impl Fn() -> WireResponse + Send + Sync + 'static,
    versioning: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Snapshot, Vec<String>) {
    let (aws, log) = aws(move |request| match request.path.contains("versioning") {
        true => versioning(request),
        false => list(),
    });
    let one = KindNeeds {
        kind: Bucket::INFO,
        needs: &[Versioning::NEED],
    };
    let scope = Scope::Resources(vec![ARN.parse().unwrap()]);
    let places = Places::from([(ARN.to_owned(), "us-east-1".into())]);
    let request = Request::new([one], scope, None).with_places(places);
    let mut sweep = Sweep::new(&aws, &[s3::READERS], request).unwrap();
    let _ = sweep.next().await;
    let requests = log.lock().unwrap().clone();
    let read = requests
        .iter()
        .filter(|one| one.path.contains("versioning"));
    (
        sweep.snapshot().clone(),
        read.map(|one| format!("{} at {}", one.bucket(), one.host))
            .collect(),
    )
}

fn is_seen(snapshot: &Snapshot) -> bool {
    let row = snapshot.row_of(Bucket::INFO, ARN);
    row.is_some_and(|row| snapshot.observed(&Versioning::NEED, row) == Observed::Seen(()))
}

#[tokio::test]
async fn what_came_true_is_read_once() {
    let (snapshot, read) = read(|| listed("us-east-1"), |_| ok(ON)).await;
    assert_eq!(read, ["bravo at s3.us-east-1.amazonaws.com"]);
    assert!(is_seen(&snapshot) && snapshot.is_listed::<Bucket>(snapshot.root()));
}

#[tokio::test]
async fn what_lies_elsewhere_is_read_there() {
    let moved = |request: &WireRequest| match request.host.contains("us-east-1") {
        true => error(301, "PermanentRedirect"),
        false => ok(ON),
    };
    let (snapshot, read) = read(|| listed("eu-west-1"), moved).await;
    assert_eq!(
        read,
        [
            "bravo at s3.us-east-1.amazonaws.com",
            "bravo at s3.eu-west-1.amazonaws.com"
        ]
    );
    assert!(is_seen(&snapshot));
    assert_eq!(snapshot.region_of(Bucket::INFO, 0), Some("eu-west-1"));
}

#[tokio::test]
async fn what_is_not_there_or_was_not_listed_is_forgotten() {
    let nothing = || ok("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>");
    let (gone, read_of_another) = read(nothing, |_| ok(ON)).await;
    assert_eq!((gone.count(Bucket::INFO), gone.all_gone().count()), (0, 1));
    assert_eq!(read_of_another.len(), 1, "somebody else's");
    let (unlisted, _) = read(|| error(403, "AccessDenied"), |_| ok(ON)).await;
    assert_eq!(
        (unlisted.count(Bucket::INFO), unlisted.all_gone().count()),
        (0, 0)
    );
    assert_eq!(
        unlisted.unlisted(Bucket::INFO).len(),
        1,
        "what was not listed is not assessed"
    );
}

#[tokio::test]
async fn what_s3_denies_by_mistake_is_read_again() {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    let times = AtomicUsize::new(0);
    let denies = move |_: &WireRequest| match times.fetch_add(1, Relaxed) {
        0 => error(404, "NoSuchBucket"),
        _ => ok(ON),
    };
    let (snapshot, read) = read(|| listed("us-east-1"), denies).await;
    assert_eq!(read.len(), 2);
    assert!(is_seen(&snapshot) && snapshot.all_gone().count() == 0);
}
