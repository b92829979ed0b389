use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use model::iam::{Entity, EntityCreated, EntityPolicies, ServiceUse};
use model::{Fact, Kind, Reason, Scope};

use super::account::{ANN, S3_USED, used, whole};
use super::{count, read, see};
use crate::wire::WireRequest;

const GET: &str = "GetServiceLastAccessedDetails";

fn ann() -> Scope {
    Scope::Resources(vec![ANN.parse().unwrap()])
}

#[tokio::test]
async fn services_and_the_actions_that_are_tracked() {
    let needs = &[ServiceUse::NEED, EntityPolicies::NEED, EntityCreated::NEED];
    let (snapshot, requests) = read(whole, Entity::INFO, needs, ann()).await;
    let used = see::<ServiceUse>(&snapshot, 0).unwrap().services;
    let services: Vec<_> = used
        .iter()
        .map(|one| (&*one.service, one.last.is_some()))
        .collect();
    assert_eq!(services, [("s3", true)]);
    let actions = used[0].actions.iter();
    let actions: Vec<_> = actions
        .map(|one| (&*one.action, one.last.is_some()))
        .collect();
    assert_eq!(
        actions,
        [("CreateBucket", false), ("ListAllMyBuckets", true)]
    );
    assert_eq!(see::<EntityPolicies>(&snapshot, 0).unwrap().len(), 2);
    assert!(see::<EntityCreated>(&snapshot, 0).is_ok());
    let job = requests
        .iter()
        .find(|one| one.operation().starts_with("Generate"));
    assert!(job.unwrap().body.contains("Granularity=ACTION_LEVEL"));
}

#[tokio::test]
async fn a_job_is_waited_for_and_every_page_is_read() {
    let looks = AtomicUsize::new(0);
    let answer = move |request: &WireRequest| match request.operation() {
        GET if request.body.contains("Marker=next") => {
            used("COMPLETED", &S3_USED.replace(">s3<", ">ec2<"), None)
        }
        GET if looks.fetch_add(1, Relaxed) < 2 => used("IN_PROGRESS", "", None),
        GET => used("COMPLETED", S3_USED, Some("next")),
        _ => whole(request),
    };
    let (snapshot, requests) = read(answer, Entity::INFO, &[ServiceUse::NEED], ann()).await;
    assert_eq!(see::<ServiceUse>(&snapshot, 0).unwrap().services.len(), 2);
    assert_eq!(count(&requests, GET), 4);
}

#[tokio::test]
async fn an_incomplete_report_is_not_used() {
    for (status, word) in [("FAILED", "FAILED"), ("IN_PROGRESS", "still working")] {
        let answer = move |request: &WireRequest| match request.operation() {
            GET => used(status, "", None),
            _ => whole(request),
        };
        let (snapshot, _) = read(answer, Entity::INFO, &[ServiceUse::NEED], ann()).await;
        let Err(Reason::Failed(why)) = see::<ServiceUse>(&snapshot, 0) else {
            panic!("{status}")
        };
        assert!(why.contains(word), "{why}");
    }
}
