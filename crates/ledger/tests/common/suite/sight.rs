//! What cannot be read.
use ledger::{Baseline, Plan, Run, Store};
use model::Transition;

use super::everything;
use crate::common::{
    Broken, Plain, Unreadable, Whole, World, at, control, event, finding, look, send, standing,
    sweep, word,
};

pub async fn what_is_not_seen_is_not_resolved(account: &str, store: &impl Store) {
    let open = World::from([("a", [Whole, Broken]), ("b", [Whole, Broken])]);
    sweep(store, everything(account, 10), &open).await.unwrap();
    let blind = World::from([("a", [Whole, Unreadable]), ("b", [Whole, Unreadable])]);
    let published = sweep(store, everything(account, 20), &blind).await.unwrap();
    assert_eq!(published, ["coverage-lost s3:GetBucketVersioning"]);
    // An event about one bucket says nothing of the other.
    let whole = World::from([("a", [Whole, Whole]), ("b", [Whole, Whole])]);
    let published = event(store, account, "b", &whole, at(30)).await.unwrap();
    assert_eq!(published, [word(Transition::Resolved, "b", 1)]);
    // A list that failed, and one of another Region, say nothing of what they do not hold.
    let (_, mut empty) = look(account, &World::new(), at(40));
    let elsewhere = empty.clone().within(Some(vec!["us-east-1".into()]));
    let narrow = Plan {
        regions: Some(vec!["us-east-1".into()]),
        ..everything(account, 40)
    };
    let published = crate::common::run(store, narrow, vec![], &elsewhere)
        .await
        .unwrap();
    assert_eq!(published, [""; 0]);
    let root = empty.root();
    empty.listed::<model::s3::Bucket>(
        root,
        at(50),
        model::Listing::Missed(model::Reason::Throttled),
    );
    assert_eq!(
        crate::common::run(store, everything(account, 50), vec![], &empty)
            .await
            .unwrap(),
        [""; 0]
    );
    let stands = standing(store, account).await;
    assert_eq!(
        (
            stands["a s3.versioning"].as_str(),
            stands["b s3.versioning"].as_str()
        ),
        ("open", "resolved")
    );
}

/// A sweep that gets into no account is none: the first look is still to come, and another sweep
/// that is under way is not overtaken.
pub async fn an_account_that_is_shut(account: &str, store: &impl Store) {
    let world = World::from([("a", [Whole, Broken])]);
    let quiet = |ms| Plan {
        baseline: Baseline::Digest,
        ..everything(account, ms)
    };
    let (findings, snapshot) = look(account, &world, at(10));
    let mut seeing = Run::begin(store, &Plain, quiet(10)).await.unwrap();
    let shut = async |ms| {
        let mut run = Run::begin(store, &Plain, quiet(ms)).await.unwrap();
        let unseen = finding(account, "a", 1, Unreadable, at(ms));
        run.observe(vec![(control(unseen.control), unseen)])
            .await
            .unwrap();
        run.end_blind().await.unwrap();
        send(store, run.take_pending()).await.unwrap()
    };
    let lost = "coverage-lost s3:GetBucketVersioning";
    assert_eq!(shut(20).await, [lost]);
    assert_eq!(shut(21).await, [""; 0]);
    seeing.observe(findings).await.unwrap();
    seeing.end(&snapshot).await.unwrap();
    let published = send(store, seeing.take_pending()).await.unwrap();
    assert_eq!(published, ["digest of 1"]);
}

/// Lost coverage is published once by permission, and so is restored coverage.
pub async fn coverage(account: &str, store: &impl Store) {
    let seeing = World::from([("a", [Whole, Broken]), ("b", [Whole, Whole])]);
    let half = World::from([("a", [Whole, Unreadable]), ("b", [Whole, Whole])]);
    let blind = World::from([("a", [Whole, Unreadable]), ("b", [Whole, Unreadable])]);
    let lost = ["coverage-lost s3:GetBucketVersioning"];
    let published = async |ms, world: &World| {
        let (mut findings, snapshot) = look(account, world, at(ms));
        for (control, finding) in &mut findings {
            if let model::Outcome::Pass(evidence) | model::Outcome::Fail { evidence, .. } =
                &mut finding.outcome
            {
                evidence.0.push(model::Sight {
                    fact: control.needs()[0].id.into(),
                    of: finding.resource.clone(),
                    at: finding.observed_at,
                    value: serde_json::Value::Null,
                });
            }
        }
        crate::common::run(store, everything(account, ms), findings, &snapshot)
            .await
            .unwrap()
    };
    assert_eq!(
        published(10, &seeing).await,
        [word(Transition::Opened, "a", 1)]
    );
    assert_eq!(published(20, &half).await, lost);
    assert_eq!(
        published(30, &blind).await,
        lost,
        "another bucket went dark"
    );
    assert_eq!(published(35, &blind).await, [""; 0]);
    assert_eq!(published(40, &half).await, [""; 0]);
    assert_eq!(published(45, &blind).await, lost, "it was seen meanwhile");
    assert_eq!(
        published(50, &seeing).await,
        ["coverage-restored s3:GetBucketVersioning"]
    );
    assert_eq!(published(60, &seeing).await, [""; 0]);
    assert_eq!(published(70, &blind).await, lost);
}
