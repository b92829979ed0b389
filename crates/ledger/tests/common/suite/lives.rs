//! A finding from its beginning to its end.
use ledger::{Baseline, Plan, Run, Share, Store};
use model::{Scope, Transition};

use super::everything;
use crate::common::{
    Broken, CONTROLS, Excepted, Plain, Whole, World, arn, at, control, event, look, plan, standing,
    sweep, word,
};

pub async fn a_life(account: &str, store: &impl Store) {
    let mut world = World::from([("a", [Whole, Broken]), ("b", [Whole, Whole])]);
    let mut ms = 0;
    for (truth, published) in [
        (Broken, vec![Transition::Opened]),
        (Broken, vec![]),
        (Excepted, vec![Transition::Excepted]),
        (Excepted, vec![]),
        (Broken, vec![Transition::ExceptionExpired]),
        (Whole, vec![Transition::Resolved]),
        (Whole, vec![]),
        (Broken, vec![Transition::Reopened]),
        (Excepted, vec![Transition::Excepted]),
        (Whole, vec![Transition::Resolved]),
        (Excepted, vec![]),
        (Whole, vec![Transition::Resolved]),
    ] {
        ms += 10;
        world.insert("a", [Whole, truth]);
        let news = sweep(store, everything(account, ms), &world).await.unwrap();
        let published: Vec<_> = published
            .into_iter()
            .map(|transition| word(transition, "a", 1))
            .collect();
        assert_eq!(news, published, "{truth:?} at {ms}");
    }
    assert_eq!(
        standing(store, account).await.len(),
        1,
        "passes are not stored"
    );
}

/// The first run of an account is published all together; so is that of a control, and no event.
pub async fn a_baseline(account: &str, store: &impl Store) {
    let quiet = |ms| Plan {
        baseline: Baseline::Digest,
        hold: false,
        ..everything(account, ms)
    };
    let mut world = World::from([("a", [Broken, Broken]), ("b", [Whole, Broken])]);
    // A run that dies before its end publishes nothing of what it wrote.
    let (mut findings, _) = look(account, &World::from([("a", [Whole, Broken])]), at(5));
    findings.retain(|(control, _)| control.id() == CONTROLS[1]);
    let mut dead = Run::begin(store, &Plain, quiet(5)).await.unwrap();
    dead.observe(findings).await.unwrap();
    assert_eq!(dead.take_pending(), []);
    let one = Plan {
        controls: vec![control(CONTROLS[1])],
        ..quiet(10)
    };
    let (mut findings, snapshot) = look(account, &world, at(10));
    findings.retain(|(control, _)| control.id() == CONTROLS[1]);
    assert_eq!(
        crate::common::run(store, one, findings, &snapshot)
            .await
            .unwrap(),
        ["digest of 2"]
    );
    assert_eq!(
        sweep(store, quiet(20), &world).await.unwrap(),
        ["digest of 1"],
        "a control's first run"
    );
    world.insert("b", [Broken, Whole]);
    let published = sweep(store, quiet(30), &world).await.unwrap();
    assert_eq!(
        published,
        [
            word(Transition::Opened, "b", 0),
            word(Transition::Resolved, "b", 1)
        ]
    );
    world.insert("a", [Whole, Whole]);
    let published = sweep(store, quiet(40), &world).await.unwrap();
    assert_eq!(
        published,
        [
            word(Transition::Resolved, "a", 0),
            word(Transition::Resolved, "a", 1)
        ]
    );
}

/// A job that looks at everything in many runs is published together as well, at its end.
pub async fn a_job_of_shares(account: &str, store: &impl Store) {
    let share = |name: &str, ms, share| Plan {
        baseline: Baseline::Digest,
        share: Some(share),
        ..plan(
            account,
            Scope::Resources(vec![arn(name).parse().unwrap()]),
            at(ms),
        )
    };
    let (a, b) = (
        World::from([("a", [Whole, Broken])]),
        World::from([("b", [Broken, Broken])]),
    );
    let published = sweep(store, share("a", 10, Share::Part), &a).await.unwrap();
    assert_eq!(published, [""; 0], "others come after it");
    let published = sweep(store, share("b", 20, Share::Last), &b).await.unwrap();
    assert_eq!(published, ["digest of 3"]);
    let worse = World::from([("a", [Broken, Broken])]);
    let published = sweep(store, share("a", 30, Share::Part), &worse)
        .await
        .unwrap();
    assert_eq!(
        published,
        [word(Transition::Opened, "a", 0)],
        "the next job tells news"
    );
    let published = sweep(store, share("b", 40, Share::Last), &b).await.unwrap();
    assert_eq!(published, [""; 0]);
}

pub async fn deleted_buckets(account: &str, store: &impl Store) {
    let mut world = World::from([
        ("a", [Whole, Broken]),
        ("b", [Excepted, Broken]),
        ("c", [Broken, Whole]),
    ]);
    sweep(store, everything(account, 10), &world).await.unwrap();
    world.remove("a");
    let published = sweep(store, everything(account, 20), &world).await.unwrap();
    assert_eq!(published, [word(Transition::Gone, "a", 1)]);
    world.remove("b");
    let mut published = event(store, account, "b", &world, at(30)).await.unwrap();
    published.sort();
    assert_eq!(
        published,
        [
            word(Transition::Gone, "b", 0),
            word(Transition::Gone, "b", 1)
        ]
    );
    assert_eq!(
        sweep(store, everything(account, 40), &world).await.unwrap(),
        [""; 0]
    );
    world.insert("a", [Whole, Broken]);
    let published = sweep(store, everything(account, 50), &world).await.unwrap();
    assert_eq!(published, [word(Transition::Reopened, "a", 1)]);
}

pub async fn controls_come_and_go(account: &str, store: &impl Store) {
    let world = World::from([("a", [Broken, Broken])]);
    sweep(store, everything(account, 10), &world).await.unwrap();
    // `s3.object-lock` is no more.
    let (mut findings, snapshot) = look(account, &world, at(20));
    findings.remove(0);
    let fewer = Plan {
        controls: vec![control(CONTROLS[1])],
        catalogue: vec![CONTROLS[1]],
        ..everything(account, 20)
    };
    let published = crate::common::run(store, fewer, findings, &snapshot)
        .await
        .unwrap();
    assert_eq!(published, [word(Transition::Retired, "a", 0)]);
    // `s3.versioning` is called `s3.object-lock` from now on: nothing is published, and it stays open.
    let (mut findings, snapshot) = look(account, &World::from([("a", [Broken, Whole])]), at(30));
    findings.truncate(1);
    let renamed = Plan {
        controls: vec![control(CONTROLS[0])],
        catalogue: vec![CONTROLS[0]],
        renamed: vec![(CONTROLS[1], CONTROLS[0])],
        ..everything(account, 30)
    };
    let published = crate::common::run(store, renamed, findings, &snapshot)
        .await
        .unwrap();
    let stands = standing(store, account).await;
    // The retired one of that name was older: the renamed one takes its place.
    assert_eq!(stands.len(), 1, "{stands:?}");
    assert!(published.len() <= 1, "{published:?}");
    assert_eq!(stands["a s3.object-lock"], "open");
}

/// An act is published each time, and not that it is long ago.
pub async fn acts(account: &str, store: &impl Store) {
    let acts = |ms| Plan {
        acts: &["s3.versioning"],
        ..everything(account, ms)
    };
    let (done, quiet) = (
        World::from([("a", [Whole, Broken])]),
        World::from([("a", [Whole, Whole])]),
    );
    for (ms, world, published) in [
        (10, &done, vec![word(Transition::Opened, "a", 1)]),
        (20, &done, vec![]),
        (30, &quiet, vec![]),
        (40, &done, vec![]),
        (100_000_000, &quiet, vec![]),
        (100_000_010, &done, vec![word(Transition::Reopened, "a", 1)]),
    ] {
        assert_eq!(
            sweep(store, acts(ms), world).await.unwrap(),
            published,
            "{ms}"
        );
    }
}
