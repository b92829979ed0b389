//! What every store must do, told as stories. Each story has an account of its own, so that one
//! table serves all.
use std::sync::atomic::Ordering::Relaxed;

use ledger::{Baseline, Filter, Item, Key, Page, Plan, Run, Share, Step, Store, When, outbox};
use model::{Scope, Transition};

use super::{
    Broken, CONTROLS, Counting, Excepted, Plain, Unreadable, Whole, World, arn, at, control, event,
    finding, look, plan, send, standing, sweep, word,
};

/// `paged` items of 9,000 bytes are more than one page of the store; the last story's account has
/// `findings`.
pub async fn all(store: &impl Store, paged: usize, findings: usize) {
    transactions(store).await;
    pages(store, paged).await;
    a_life("100000000001", store).await;
    a_baseline("100000000002", store).await;
    what_is_not_seen_is_not_resolved("100000000003", store).await;
    deleted_buckets("100000000004", store).await;
    controls_come_and_go("100000000005", store).await;
    a_slow_sweep_and_a_newer_event("100000000006", store).await;
    events_about_one_bucket("100000000012", store).await;
    two_sweeps_at_once("100000000007", store).await;
    open_close_open("100000000008", store).await;
    coverage("100000000009", store).await;
    many("100000000010", store, findings).await;
    a_job_of_shares("100000000011", store).await;
}

fn everything(account: &str, ms: i64) -> Plan {
    plan(account, Scope::Everything, at(ms))
}

fn item(place: &str, observed_at: i64) -> Item {
    let key = Key {
        partition: "test".into(),
        place: place.into(),
    };
    Item {
        key,
        observed_at,
        expires: Some(4_000_000_000),
        data: format!("{{\"is\":\"{place}\"}}"),
    }
}

/// All or nothing, and only over what is older.
async fn transactions(store: &impl Store) {
    let put = |place: &str, at, when| Step::Put(item(place, at), when);
    store
        .commit(&[put("a", 1, When::Older(1)), put("b", 5, When::Always)])
        .await
        .unwrap();
    assert_eq!(
        store.get(&item("a", 1).key).await.unwrap(),
        Some(item("a", 1))
    );
    let refused = store
        .commit(&[
            put("c", 9, When::Always),
            put("b", 5, When::Older(5)),
            put("a", 2, When::Older(2)),
        ])
        .await;
    assert_eq!(refused, Err(ledger::CommitError::Refused(vec![1])));
    assert_eq!(store.get(&item("c", 9).key).await.unwrap(), None);
    assert_eq!(
        store.get(&item("a", 1).key).await.unwrap(),
        Some(item("a", 1))
    );
    let check = |place: &str, at| Step::Check(item(place, 0).key, When::Older(at));
    store
        .commit(&[
            check("nowhere", 0),
            check("b", 6),
            put("a", 3, When::Older(3)),
        ])
        .await
        .unwrap();
    let refused = store
        .commit(&[check("b", 5), put("a", 4, When::Older(4))])
        .await;
    assert_eq!(refused, Err(ledger::CommitError::Refused(vec![0])));
    store
        .commit(&[
            Step::Delete(item("a", 0).key),
            Step::Delete(item("nowhere", 0).key),
        ])
        .await
        .unwrap();
    assert_eq!(store.get(&item("a", 0).key).await.unwrap(), None);
}

/// A partition is read whole, page by page, in order, by the beginning of the place.
async fn pages(store: &impl Store, count: usize) {
    let place = |number: usize| format!("many#{number:04}");
    let filler = "x".repeat(9_000);
    for batch in (0..count).collect::<Vec<_>>().chunks(100) {
        let steps = batch.iter().map(|number| {
            let one = item(&place(*number), 1);
            Step::Put(
                Item {
                    data: format!("\"{filler}\""),
                    ..one
                },
                When::Always,
            )
        });
        store.commit(&steps.collect::<Vec<_>>()).await.unwrap();
    }
    let (mut after, mut found, mut pages) = (None, Vec::new(), 0);
    loop {
        let Page { items, next } = store.page("test", "many#", after).await.unwrap();
        found.extend(items.into_iter().map(|item| item.key.place));
        pages += 1;
        if next.is_none() {
            break;
        }
        after = next;
    }
    assert!(pages > 1, "more than one page");
    assert_eq!(found, (0..count).map(place).collect::<Vec<_>>());
}

async fn a_life(account: &str, store: &impl Store) {
    let mut world = World::from([("a", [Whole, Broken]), ("b", [Whole, Whole])]);
    let mut ms = 0;
    for (truth, told) in [
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
        let told: Vec<_> = told
            .into_iter()
            .map(|transition| word(transition, "a", 1))
            .collect();
        assert_eq!(news, told, "{truth:?} at {ms}");
    }
    assert_eq!(
        standing(store, account).await.len(),
        1,
        "passes are not stored"
    );
}

/// The first run of an account is told all together; so is that of a control, and no event.
async fn a_baseline(account: &str, store: &impl Store) {
    let quiet = |ms| Plan {
        baseline: Baseline::Digest,
        hold: false,
        ..everything(account, ms)
    };
    let mut world = World::from([("a", [Broken, Broken]), ("b", [Whole, Broken])]);
    // A run that dies before its end tells nothing of what it wrote.
    let (mut found, _) = look(account, &World::from([("a", [Whole, Broken])]), at(5));
    found.retain(|(control, _)| control.id() == CONTROLS[1]);
    let mut dead = Run::begin(store, &Plain, quiet(5)).await.unwrap();
    dead.observe(found).await.unwrap();
    assert_eq!(dead.take_pending(), []);
    let one = Plan {
        controls: vec![control(CONTROLS[1])],
        ..quiet(10)
    };
    let (mut found, snapshot) = look(account, &world, at(10));
    found.retain(|(control, _)| control.id() == CONTROLS[1]);
    assert_eq!(
        super::run(store, one, found, &snapshot).await.unwrap(),
        ["digest of 2"]
    );
    assert_eq!(
        sweep(store, quiet(20), &world).await.unwrap(),
        ["digest of 1"],
        "a control's first run"
    );
    world.insert("b", [Broken, Whole]);
    let told = sweep(store, quiet(30), &world).await.unwrap();
    assert_eq!(
        told,
        [
            word(Transition::Opened, "b", 0),
            word(Transition::Resolved, "b", 1)
        ]
    );
    world.insert("a", [Whole, Whole]);
    let told = sweep(store, quiet(40), &world).await.unwrap();
    assert_eq!(
        told,
        [
            word(Transition::Resolved, "a", 0),
            word(Transition::Resolved, "a", 1)
        ]
    );
}

/// A job that looks at everything in many runs is told together as well, at its end.
async fn a_job_of_shares(account: &str, store: &impl Store) {
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
    let told = sweep(store, share("a", 10, Share::Part), &a).await.unwrap();
    assert_eq!(told, [""; 0], "others come after it");
    let told = sweep(store, share("b", 20, Share::Last), &b).await.unwrap();
    assert_eq!(told, ["digest of 3"]);
    let worse = World::from([("a", [Broken, Broken])]);
    let told = sweep(store, share("a", 30, Share::Part), &worse)
        .await
        .unwrap();
    assert_eq!(
        told,
        [word(Transition::Opened, "a", 0)],
        "the next job tells news"
    );
    let told = sweep(store, share("b", 40, Share::Last), &b).await.unwrap();
    assert_eq!(told, [""; 0]);
}

async fn what_is_not_seen_is_not_resolved(account: &str, store: &impl Store) {
    let open = World::from([("a", [Whole, Broken]), ("b", [Whole, Broken])]);
    sweep(store, everything(account, 10), &open).await.unwrap();
    let blind = World::from([("a", [Whole, Unreadable]), ("b", [Whole, Unreadable])]);
    let told = sweep(store, everything(account, 20), &blind).await.unwrap();
    assert_eq!(told, ["coverage-lost s3:GetBucketVersioning"]);
    // An event about one bucket says nothing of the other.
    let whole = World::from([("a", [Whole, Whole]), ("b", [Whole, Whole])]);
    let told = event(store, account, "b", &whole, at(30)).await.unwrap();
    assert_eq!(told, [word(Transition::Resolved, "b", 1)]);
    // A list that failed, and one of another Region, say nothing of what they do not hold.
    let (_, mut empty) = look(account, &World::new(), at(40));
    let elsewhere = empty.clone().within(Some(vec!["us-east-1".into()]));
    let narrow = Plan {
        regions: Some(vec!["us-east-1".into()]),
        ..everything(account, 40)
    };
    let told = super::run(store, narrow, vec![], &elsewhere).await.unwrap();
    assert_eq!(told, [""; 0]);
    let root = empty.root();
    empty.listed::<model::s3::Bucket>(
        root,
        at(50),
        model::Listing::Missed(model::Reason::Throttled),
    );
    assert_eq!(
        super::run(store, everything(account, 50), vec![], &empty)
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

async fn deleted_buckets(account: &str, store: &impl Store) {
    let mut world = World::from([
        ("a", [Whole, Broken]),
        ("b", [Excepted, Broken]),
        ("c", [Broken, Whole]),
    ]);
    sweep(store, everything(account, 10), &world).await.unwrap();
    world.remove("a");
    let told = sweep(store, everything(account, 20), &world).await.unwrap();
    assert_eq!(told, [word(Transition::Gone, "a", 1)]);
    world.remove("b");
    let mut told = event(store, account, "b", &world, at(30)).await.unwrap();
    told.sort();
    assert_eq!(
        told,
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
    let told = sweep(store, everything(account, 50), &world).await.unwrap();
    assert_eq!(told, [word(Transition::Reopened, "a", 1)]);
}

async fn controls_come_and_go(account: &str, store: &impl Store) {
    let world = World::from([("a", [Broken, Broken])]);
    sweep(store, everything(account, 10), &world).await.unwrap();
    // `s3.object-lock` is no more.
    let (mut found, snapshot) = look(account, &world, at(20));
    found.remove(0);
    let fewer = Plan {
        controls: vec![control(CONTROLS[1])],
        catalogue: vec![CONTROLS[1]],
        ..everything(account, 20)
    };
    let told = super::run(store, fewer, found, &snapshot).await.unwrap();
    assert_eq!(told, [word(Transition::Retired, "a", 0)]);
    // `s3.versioning` is called `s3.object-lock` from now on: nobody is told, and it stays open.
    let (mut found, snapshot) = look(account, &World::from([("a", [Broken, Whole])]), at(30));
    found.truncate(1);
    let renamed = Plan {
        controls: vec![control(CONTROLS[0])],
        catalogue: vec![CONTROLS[0]],
        renamed: vec![(CONTROLS[1], CONTROLS[0])],
        ..everything(account, 30)
    };
    let told = super::run(store, renamed, found, &snapshot).await.unwrap();
    let stands = standing(store, account).await;
    // The retired one of that name was older: the renamed one takes its place.
    assert_eq!(stands.len(), 1, "{stands:?}");
    assert!(told.len() <= 1, "{told:?}");
    assert_eq!(stands["a s3.object-lock"], "open");
}

/// A sweep that read first and writes last does not overwrite what an event saw between.
async fn a_slow_sweep_and_a_newer_event(account: &str, store: &impl Store) {
    let open = World::from([("a", [Whole, Broken]), ("b", [Whole, Whole])]);
    let shut = World::from([("a", [Whole, Whole]), ("b", [Whole, Broken])]);
    sweep(store, everything(account, 10), &open).await.unwrap();
    let (found, snapshot) = look(account, &open, at(20));
    let mut slow = Run::begin(store, &Plain, everything(account, 20))
        .await
        .unwrap();
    let told = event(store, account, "a", &shut, at(30)).await.unwrap();
    assert_eq!(told, [word(Transition::Resolved, "a", 1)]);
    // The event found `b` broken and then whole again: nothing is known of that but its word.
    let told = event(store, account, "b", &shut, at(31)).await.unwrap();
    assert_eq!(told, [word(Transition::Opened, "b", 1)]);
    event(
        store,
        account,
        "b",
        &World::from([("b", [Whole, Whole])]),
        at(32),
    )
    .await
    .unwrap();
    slow.observe(found).await.unwrap();
    slow.end(&snapshot).await.unwrap();
    assert_eq!(send(store, slow.take_pending()).await.unwrap(), [""; 0]);
    let stands = standing(store, account).await;
    assert_eq!(
        (
            stands["a s3.versioning"].as_str(),
            stands["b s3.versioning"].as_str()
        ),
        ("resolved", "resolved")
    );
}

/// A newer look at a bucket by one control says nothing of the others.
async fn events_about_one_bucket(account: &str, store: &impl Store) {
    let whole = World::from([("a", [Whole, Whole])]);
    sweep(store, everything(account, 10), &whole).await.unwrap();
    let scope = || Scope::Resources(vec![arn("a").parse().unwrap()]);
    let look = async |which, truth, ms| {
        let mut run = Run::begin(store, &Plain, plan(account, scope(), at(ms)))
            .await
            .unwrap();
        let found = finding(account, "a", which, truth, at(ms));
        run.observe(vec![(control(CONTROLS[which]), found)])
            .await
            .unwrap();
        send(store, run.take_pending()).await.unwrap()
    };
    assert_eq!(
        look(1, Broken, 31).await,
        [word(Transition::Opened, "a", 1)]
    );
    assert_eq!(
        look(0, Broken, 30).await,
        [word(Transition::Opened, "a", 0)]
    );
    assert_eq!(
        look(1, Whole, 33).await,
        [word(Transition::Resolved, "a", 1)]
    );
    assert_eq!(
        look(0, Whole, 32).await,
        [word(Transition::Resolved, "a", 0)]
    );
    assert_eq!(look(0, Broken, 31).await, [""; 0], "somebody knows better");
}

async fn two_sweeps_at_once(account: &str, store: &impl Store) {
    let world = World::from([("a", [Broken, Broken]), ("b", [Whole, Broken])]);
    let (one, snapshot) = look(account, &world, at(10));
    let (two, later) = look(account, &world, at(11));
    let mut first = Run::begin(store, &Plain, everything(account, 10))
        .await
        .unwrap();
    let mut second = Run::begin(store, &Plain, everything(account, 11))
        .await
        .unwrap();
    second.observe(two).await.unwrap();
    first.observe(one).await.unwrap();
    second.end(&later).await.unwrap();
    assert_eq!(first.end(&snapshot).await, Err(ledger::Error::Overtaken));
    let mut told = send(store, first.take_pending()).await.unwrap();
    told.extend(send(store, second.take_pending()).await.unwrap());
    told.sort();
    let opened = |name, which| word(Transition::Opened, name, which);
    assert_eq!(
        told,
        [opened("a", 0), opened("a", 1), opened("b", 1)],
        "each once"
    );
}

/// Three transitions before anything is published: all three are in the outbox, in order.
async fn open_close_open(account: &str, store: &impl Store) {
    let before = outbox::all(store).await.unwrap();
    assert_eq!(before, [], "earlier stories sent everything");
    for (ms, truth) in [(10, Broken), (20, Whole), (30, Broken)] {
        let (found, snapshot) = look(account, &World::from([("a", [Whole, truth])]), at(ms));
        let mut run = Run::begin(store, &Plain, everything(account, ms))
            .await
            .unwrap();
        run.observe(found).await.unwrap();
        run.end(&snapshot).await.unwrap();
    }
    let mut pending = outbox::pending(store, i64::MAX, 100).await.unwrap();
    let bodies: Vec<_> = pending.iter().map(|one| one.message.body.clone()).collect();
    let told = [
        Transition::Opened,
        Transition::Resolved,
        Transition::Reopened,
    ]
    .map(|what| word(what, "a", 1));
    assert_eq!(bodies, told);
    let mut round = outbox::Round::default();
    let mut one_by_one = Vec::new();
    loop {
        let next = round.next(store, i64::MAX, 1).await.unwrap();
        if next.is_empty() {
            break;
        }
        one_by_one.extend(next.into_iter().map(|one| one.message.body));
    }
    assert_eq!(
        one_by_one.len(),
        3,
        "each is handed out once, though nobody takes it"
    );
    pending.dedup_by_key(|one| one.message.id.clone());
    assert_eq!(pending.len(), 3, "each has an id of its own");
    assert_eq!(
        outbox::pending(store, at(20).as_millisecond(), 100)
            .await
            .unwrap()
            .len(),
        1,
        "what is older"
    );
    assert_eq!(
        outbox::oldest(store).await.unwrap(),
        Some(at(10).as_millisecond())
    );
    send(store, pending).await.unwrap();
    assert_eq!(outbox::oldest(store).await.unwrap(), None);
}

/// Losing sight is told once by permission, and so is getting it back.
async fn coverage(account: &str, store: &impl Store) {
    let seeing = World::from([("a", [Whole, Broken]), ("b", [Whole, Whole])]);
    let half = World::from([("a", [Whole, Unreadable]), ("b", [Whole, Whole])]);
    let blind = World::from([("a", [Whole, Unreadable]), ("b", [Whole, Unreadable])]);
    let lost = ["coverage-lost s3:GetBucketVersioning"];
    let told = async |ms, world: &World| {
        let (mut found, snapshot) = look(account, world, at(ms));
        for (control, finding) in &mut found {
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
        super::run(store, everything(account, ms), found, &snapshot)
            .await
            .unwrap()
    };
    assert_eq!(told(10, &seeing).await, [word(Transition::Opened, "a", 1)]);
    assert_eq!(told(20, &half).await, lost);
    assert_eq!(told(30, &blind).await, [""; 0]);
    assert_eq!(told(40, &half).await, [""; 0]);
    assert_eq!(
        told(50, &seeing).await,
        ["coverage-restored s3:GetBucketVersioning"]
    );
    assert_eq!(told(60, &seeing).await, [""; 0]);
    assert_eq!(told(70, &blind).await, lost);
}

/// Many findings of one account: pages of a Query, not a read each.
pub async fn many(account: &str, store: &impl Store, count: usize) {
    let names: Vec<&'static str> = (0..count)
        .map(|number| -> &'static str { format!("bucket-{number:05}").leak() })
        .collect();
    let world: World = names.iter().map(|name| (*name, [Whole, Broken])).collect();
    let quiet = |ms| Plan {
        baseline: Baseline::Digest,
        hold: false,
        ..everything(account, ms)
    };
    let store = &Counting::new(store);
    assert_eq!(
        sweep(store, quiet(10), &world).await.unwrap(),
        [format!("digest of {count}")]
    );
    store.forget();
    assert_eq!(sweep(store, quiet(20), &world).await.unwrap(), [""; 0]);
    let filter = Filter {
        account: Some(account.into()),
        ..Filter::default()
    };
    let mut open = 0;
    ledger::findings(store, &filter, |_| open += 1)
        .await
        .unwrap();
    assert_eq!(open, count);
    // The sweep reads them before and after, and the list once more.
    assert_eq!(store.gets.load(Relaxed), 0, "no read of a single item");
    let pages = store.pages.load(Relaxed);
    assert!(pages <= 20 + count / 100, "{pages} pages");
    assert_eq!(store.commits.load(Relaxed), 1, "only that it was complete");
}
