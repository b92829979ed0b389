use std::fmt::Write;

use model::ebs::{Volume, VolumeEncrypted};
use model::ec2::{Instance, InstanceProfile, MetadataOptions, PublicAddresses};
use model::{Fact, Kind, KindInfo, Need, Observed, Reason, Scope, Snapshot};

use crate::wire::{WireRequest, WireResponse, aws, error_of, ok};
use crate::{KindNeeds, Request, Sweep};

const READERS: &[&[crate::Reader]] = &[
    crate::account::READERS,
    crate::ebs::READERS,
    crate::ec2::READERS,
];
const HERE: &str = "arn:aws:ec2:eu-west-1:111122223333";
const OPTIONS: &str = "<metadataOptions><httpTokens>required</httpTokens>\
    <httpEndpoint>enabled</httpEndpoint></metadataOptions>";
const ALONE: &str = "<networkInterfaceSet/>";

fn sweep(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
    wanted: &[(&'static KindInfo, &'static [Need])],
    scope: Scope,
) -> (Sweep, crate::wire::Log) {
    let (aws, log) = aws(answer);
    let wanted = wanted.iter().map(|(kind, needs)| KindNeeds { kind, needs });
    let regions = (scope == Scope::Everything).then(|| vec!["eu-west-1".into()]);
    let request = Request::new(wanted, scope, regions);
    (Sweep::new(&aws, READERS, request).unwrap(), log)
}

/// What is seen of instances, and the requests.
async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
    needs: &'static [Need],
    scope: Scope,
) -> (Snapshot, Vec<WireRequest>) {
    // Kept to the end, since a control of another kind looks at the facts too.
    let everything = scope == Scope::Everything;
    let kept = everything.then_some((model::Account::INFO, needs));
    let wanted: Vec<_> = kept.into_iter().chain([(Instance::INFO, needs)]).collect();
    let (mut sweep, log) = sweep(answer, &wanted, scope);
    // What was judged is dropped: of those that are named, they are looked at as they are judged.
    let mut judged = None;
    while let Some(piece) = sweep.next().await {
        if !everything && piece.kind.id == Instance::ID {
            judged = Some(sweep.snapshot().clone());
        }
    }
    let requests = log.lock().unwrap().clone();
    (judged.unwrap_or_else(|| sweep.finish()), requests)
}

fn instances(page: usize, of: usize, members: &str) -> String {
    let mut body = "<DescribeInstancesResponse><reservationSet>".to_owned();
    for number in 0..of {
        let _ = write!(
            body,
            "<item><ownerId>111122223333</ownerId><instancesSet><item>\
             <instanceId>i-{page}-{number}</instanceId>\
             <instanceState><name>running</name></instanceState>{members}\
             </item></instancesSet></item>"
        );
    }
    body + "</reservationSet>"
}

fn volumes(page: usize, of: usize) -> String {
    let mut body = "<DescribeVolumesResponse><volumeSet>".to_owned();
    for number in 0..of {
        let _ = write!(
            body,
            "<item><volumeId>vol-{page}-{number}</volumeId><encrypted>true</encrypted></item>"
        );
    }
    body + "</volumeSet>"
}

/// The page that a request names, by its token.
fn page(request: &WireRequest) -> usize {
    let token = request
        .body
        .split('&')
        .find_map(|one| one.strip_prefix("NextToken="));
    token.map_or(0, |token| token.parse().unwrap())
}

fn closed(body: &str, page: usize, last: usize, root: &str) -> String {
    let next = match page < last {
        true => format!("<nextToken>{}</nextToken>", page + 1),
        false => String::new(),
    };
    format!("{body}{next}</{root}>")
}

/// 10,000 instances and 5,000 volumes, each with its facts: no more than a page of each is in
/// memory at once, and each is judged once.
#[tokio::test]
async fn pages_are_judged_and_dropped_as_they_come() {
    let answer = |request: &WireRequest| {
        let page = page(request);
        ok(match request.operation() {
            "DescribeInstances" => {
                let body = instances(page, 1000, OPTIONS);
                closed(&body, page, 9, "DescribeInstancesResponse")
            }
            _ => closed(&volumes(page, 500), page, 9, "DescribeVolumesResponse"),
        })
    };
    let wanted: &[(&'static KindInfo, &'static [Need])] = &[
        (Instance::INFO, &[MetadataOptions::NEED]),
        (Volume::INFO, &[VolumeEncrypted::NEED]),
    ];
    let (mut sweep, log) = sweep(answer, wanted, Scope::Everything);
    let mut judged = [0, 0];
    while let Some(piece) = sweep.next().await {
        let snapshot = sweep.snapshot();
        let mut held = 0;
        for ((kind, needs), judged) in wanted.iter().zip(&mut judged) {
            let seen = |row: &usize| snapshot.observed(&needs[0], *row) == Observed::Seen(());
            let rows: Vec<_> = (0..snapshot.count(kind)).filter(seen).collect();
            held += rows.len();
            if piece.kind.id == kind.id {
                assert_eq!(rows, piece.rows.clone().collect::<Vec<_>>());
                *judged += rows.len();
            }
        }
        assert!(held <= 1000, "{held} are held at once");
    }
    assert_eq!(judged, [10_000, 5_000]);
    assert_eq!(log.lock().unwrap().len(), 20);
    let snapshot = sweep.finish();
    for kind in [Instance::INFO, Volume::INFO] {
        assert!(snapshot.unlisted(kind).is_empty());
    }
}

#[tokio::test]
async fn what_is_absent_is_a_gap_of_one_fact() {
    const NEEDS: &[Need] = &[
        InstanceProfile::NEED,
        MetadataOptions::NEED,
        PublicAddresses::NEED,
    ];
    let body = closed(&instances(0, 1, ALONE), 0, 0, "DescribeInstancesResponse");
    let (snapshot, requests) = read(move |_| ok(body.clone()), NEEDS, Scope::Everything).await;
    assert_eq!(
        snapshot.id_at(Instance::INFO, 0),
        format!("{HERE}:instance/i-0-0")
    );
    let Observed::Missed(Reason::Failed(why)) = snapshot.observed(&MetadataOptions::NEED, 0) else {
        panic!("a gap")
    };
    assert!(why.contains("MetadataOptions"), "{why}");
    for need in [InstanceProfile::NEED, PublicAddresses::NEED] {
        assert_eq!(
            snapshot.observed(&need, 0),
            Observed::Seen(()),
            "{}",
            need.id
        );
    }
    assert_eq!(requests.len(), 1);
}

/// What came before a page that is refused stays; the list is no complete one.
#[tokio::test]
async fn a_list_that_ends_early_is_no_complete_list() {
    const NEEDS: &[Need] = &[MetadataOptions::NEED];
    let answer = |request: &WireRequest| match page(request) {
        0 => ok(closed(
            &instances(0, 3, OPTIONS),
            0,
            9,
            "DescribeInstancesResponse",
        )),
        _ => error_of(request, 403, "UnauthorizedOperation"),
    };
    let (snapshot, _) = read(answer, NEEDS, Scope::Everything).await;
    assert_eq!(snapshot.count(Instance::INFO), 3);
    assert_eq!(snapshot.observed(&NEEDS[0], 2), Observed::Seen(()));
    let missed = snapshot.unlisted(Instance::INFO).remove(0).0;
    assert_eq!(
        missed.reason,
        Reason::Denied("ec2:DescribeInstances".into())
    );
}

#[tokio::test]
async fn a_named_resource_is_described_alone_and_proved_gone() {
    const NEEDS: &[Need] = &[MetadataOptions::NEED];
    let arn = format!("{HERE}:instance/i-0-0");
    let scope = || Scope::Resources(vec![arn.parse().unwrap()]);
    let there = closed(&instances(0, 1, OPTIONS), 0, 0, "DescribeInstancesResponse");
    let none = closed(&instances(0, 0, ""), 0, 0, "DescribeInstancesResponse");
    let (snapshot, requests) = read(move |_| ok(there.clone()), NEEDS, scope()).await;
    assert_eq!(snapshot.observed(&NEEDS[0], 0), Observed::Seen(()));
    assert_eq!(snapshot.all_gone().count(), 0);
    let body = &requests[0].body;
    assert!(
        body.contains("InstanceId.1=i-0-0") && !body.contains("MaxResults"),
        "{body}"
    );
    let (snapshot, _) = read(move |_| ok(none.clone()), NEEDS, scope()).await;
    assert_eq!(snapshot.all_gone().count(), 1);
    let refused = |request: &WireRequest| error_of(request, 400, "InvalidInstanceID.NotFound");
    let (snapshot, _) = read(refused, NEEDS, scope()).await;
    assert_eq!(snapshot.all_gone().count(), 1);
    let denied = |request: &WireRequest| error_of(request, 403, "UnauthorizedOperation");
    let (snapshot, _) = read(denied, NEEDS, scope()).await;
    assert_eq!(snapshot.all_gone().count(), 0);
    let missed = snapshot.unlisted(Instance::INFO).remove(0).0;
    assert_eq!(
        missed.reason,
        Reason::Denied("ec2:DescribeInstances".into())
    );
}

#[tokio::test]
async fn what_is_terminated_is_none() {
    const NEEDS: &[Need] = &[InstanceProfile::NEED];
    let body = instances(0, 1, "").replace("running", "terminated");
    let body = closed(&body, 0, 0, "DescribeInstancesResponse");
    let (snapshot, _) = read(move |_| ok(body.clone()), NEEDS, Scope::Everything).await;
    assert_eq!(snapshot.count(Instance::INFO), 0);
    assert!(snapshot.unlisted(Instance::INFO).is_empty());
}
