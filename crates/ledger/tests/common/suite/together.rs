//! Runs at the same time, and messages not sent yet.
use std::sync::atomic::Ordering::Relaxed;

use ledger::{Item, Key, Plan, Run, Step, Store, When, outbox};
use model::{Message, Scope, Transition};

use super::everything;
use crate::common::{
    Broken, CONTROLS, Counting, Plain, Unreadable, Whole, World, arn, at, control, event, finding,
    look, plan, send, standing, sweep, word,
};

/// A sweep that read first and writes last does not overwrite what an event saw between.
pub async fn a_slow_sweep_and_a_newer_event(account: &str, store: &impl Store) {
    let open = World::from([("a", [Whole, Broken]), ("b", [Whole, Whole])]);
    let shut = World::from([
        ("a", [Whole, Whole]),
        ("b", [Whole, Broken]),
        ("c", [Whole, Whole]),
    ]);
    sweep(store, everything(account, 10), &open).await.unwrap();
    let new = World::from([("c", [Whole, Broken])]);
    let (findings, snapshot) = look(account, &open.into_iter().chain(new).collect(), at(20));
    let mut slow = Run::begin(store, &Plain, everything(account, 20))
        .await
        .unwrap();
    let published = event(store, account, "a", &shut, at(30)).await.unwrap();
    assert_eq!(published, [word(Transition::Resolved, "a", 1)]);
    // `c` is new, and was whole before anything reported that it was broken: nothing is known of that
    // but the event's word.
    let published = event(store, account, "c", &shut, at(30)).await.unwrap();
    assert_eq!(published, [""; 0]);
    // The event found `b` broken and then whole again.
    let published = event(store, account, "b", &shut, at(31)).await.unwrap();
    assert_eq!(published, [word(Transition::Opened, "b", 1)]);
    event(
        store,
        account,
        "b",
        &World::from([("b", [Whole, Whole])]),
        at(32),
    )
    .await
    .unwrap();
    slow.observe(findings).await.unwrap();
    slow.end(&snapshot).await.unwrap();
    assert_eq!(send(store, slow.take_pending()).await.unwrap(), [""; 0]);
    let stands = standing(store, account).await;
    let of = |finding: &str| stands.get(finding).map(String::as_str);
    assert_eq!(of("a s3.versioning"), Some("resolved"));
    assert_eq!(of("b s3.versioning"), Some("resolved"));
    assert_eq!(of("c s3.versioning"), None);
}

/// A newer look at a bucket by one control says nothing of the others.
pub async fn events_about_one_bucket(account: &str, store: &impl Store) {
    let whole = World::from([("a", [Whole, Whole])]);
    sweep(store, everything(account, 10), &whole).await.unwrap();
    let scope = || Scope::Resources(vec![arn("a").parse().unwrap()]);
    let look = async |which, truth, ms| {
        let mut run = Run::begin(store, &Plain, plan(account, scope(), at(ms)))
            .await
            .unwrap();
        let observed = finding(account, "a", which, truth, at(ms));
        run.observe(vec![(control(CONTROLS[which]), observed)])
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
    // Who could not see it does not know better.
    assert_eq!(look(0, Unreadable, 41).await, [""; 0]);
    assert_eq!(
        look(0, Broken, 40).await,
        [word(Transition::Reopened, "a", 0)]
    );
}

/// A person waits for the result of an event: what is known is read twice, and what is new and the
/// word of it are written at once.
pub async fn an_event_is_quick(account: &str, store: &impl Store) {
    let store = &Counting::new(store);
    let worlds = [
        World::from([("a", [Broken, Broken])]),
        World::from([("a", [Whole, Broken])]),
        World::from([("a", [Whole, Broken])]),
    ];
    for (ms, (world, news)) in (10..).zip(worlds.iter().zip([2, 1, 0])) {
        let published = event(store, account, "a", world, at(ms)).await.unwrap();
        assert_eq!(published.len(), news);
        let calls = [&store.pages, &store.commits, &store.gets].map(|count| count.load(Relaxed));
        let sent = usize::from(news > 0);
        assert_eq!(calls, [2, 1 + sent, 0], "{ms}");
        store.forget();
    }
}

pub async fn two_sweeps_at_once(account: &str, store: &impl Store) {
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
    let mut published = send(store, first.take_pending()).await.unwrap();
    published.extend(send(store, second.take_pending()).await.unwrap());
    published.sort();
    let opened = |name, which| word(Transition::Opened, name, which);
    assert_eq!(
        published,
        [opened("a", 0), opened("a", 1), opened("b", 1)],
        "each once"
    );
}

/// Events ask for a sweep by some controls each minute: one by all, which takes longer, is not to
/// begin anew each time.
pub async fn sweeps_by_one_control(account: &str, store: &impl Store) {
    let by = |which: usize, ms| Plan {
        controls: vec![control(CONTROLS[which])],
        partial: true,
        ..everything(account, ms)
    };
    let of = |which, world: &World, ms| {
        let (mut findings, snapshot) = look(account, world, at(ms));
        findings.retain(|(control, _)| control.id() == CONTROLS[which]);
        (findings, snapshot)
    };
    let whole = World::from([("a", [Whole, Whole]), ("b", [Whole, Whole])]);
    let broken = World::from([("a", [Broken, Whole]), ("b", [Whole, Broken])]);
    sweep(store, everything(account, 10), &whole).await.unwrap();
    let begin = async |plan| Run::begin(store, &Plain, plan).await.unwrap();
    let (mut slow, mut other, mut same) = (
        begin(everything(account, 20)).await,
        begin(by(0, 20)).await,
        begin(by(1, 20)).await,
    );
    let (findings, snapshot) = of(1, &whole, 21);
    crate::common::run(store, by(1, 21), findings, &snapshot)
        .await
        .unwrap();
    for run in [&mut slow, &mut other] {
        let (findings, _) = of(0, &broken, 20);
        run.observe(findings).await.unwrap();
    }
    other.end(&look(account, &broken, at(20)).1).await.unwrap();
    let overtaken = Err(ledger::Error::Overtaken);
    let (late, snapshot) = of(1, &broken, 20);
    assert_eq!(same.observe(late.clone()).await, overtaken);
    // What it saw of the other control is older than what was seen since.
    assert_eq!(begin(by(1, 22)).await.end(&snapshot).await, Ok(()));
    assert_eq!(slow.observe(late).await, overtaken);
    let mut again = begin(everything(account, 23)).await;
    let (findings, snapshot) = look(account, &broken, at(23));
    again.observe(findings).await.unwrap();
    // Another one sees the same, and is complete first: there is nothing left that would be news.
    let (later, _) = of(1, &broken, 24);
    crate::common::run(store, by(1, 24), later, &snapshot)
        .await
        .unwrap();
    again.end(&snapshot).await.unwrap();
    let stands = standing(store, account).await;
    assert_eq!(stands["a s3.object-lock"], "open");
    assert_eq!(stands["b s3.versioning"], "open");
    for mut run in [slow, other, again] {
        send(store, run.take_pending()).await.unwrap();
    }
}

/// Three transitions before anything is published: all three are in the outbox, in order.
pub async fn open_close_open(account: &str, store: &impl Store) {
    let before = outbox::all(store).await.unwrap();
    assert_eq!(before, [], "earlier stories sent everything");
    for (ms, truth) in [(10, Broken), (20, Whole), (30, Broken)] {
        let (findings, snapshot) = look(account, &World::from([("a", [Whole, truth])]), at(ms));
        let mut run = Run::begin(store, &Plain, everything(account, ms))
            .await
            .unwrap();
        run.observe(findings).await.unwrap();
        run.end(&snapshot).await.unwrap();
    }
    let in_outbox = async |before| {
        let batch = outbox::Round::default().next(store, before, 100).await;
        batch.unwrap().messages
    };
    let mut pending = in_outbox(i64::MAX).await;
    let bodies: Vec<_> = pending.iter().map(|one| one.message.body.clone()).collect();
    let expected = [
        Transition::Opened,
        Transition::Resolved,
        Transition::Reopened,
    ]
    .map(|what| word(what, "a", 1));
    assert_eq!(bodies, expected);
    let mut round = outbox::Round::default();
    let mut one_by_one = Vec::new();
    loop {
        let next = round.next(store, i64::MAX, 1).await.unwrap();
        if next.is_empty() {
            break;
        }
        one_by_one.extend(next.messages.into_iter().map(|one| one.message.body));
    }
    assert_eq!(
        one_by_one.len(),
        3,
        "each is handed out once, though nobody takes it"
    );
    pending.dedup_by_key(|one| one.message.id.clone());
    assert_eq!(pending.len(), 3, "each has an id of its own");
    assert_eq!(
        in_outbox(at(20).as_millisecond()).await.len(),
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

/// A message that this version cannot read is set aside and reported; those around it are handed
/// out, and the age of the oldest counts it.
pub async fn an_unreadable_message(store: &impl Store) {
    let place = |time: i64| Key {
        partition: "outbox#3".into(),
        place: format!("{time:015}#id#findings"),
    };
    let message = |id: &str| Message {
        id: id.into(),
        to: "findings".into(),
        subject: None,
        body: "news".into(),
        attributes: vec![],
    };
    let item = |time, data: String| Item {
        key: place(time),
        observed_at: time,
        expires: None,
        data,
    };
    let good = |id| serde_json::to_string(&message(id)).unwrap();
    let data = ["{".to_owned(), good("a"), "[]".to_owned(), good("b")];
    let steps = (1..)
        .zip(data)
        .map(|(time, data)| Step::Put(item(time, data), When::Always));
    store.commit(&steps.collect::<Vec<_>>()).await.unwrap();
    assert_eq!(outbox::oldest(store).await.unwrap(), Some(1));
    let mut round = outbox::Round::default();
    let (mut handed_out, mut times) = (Vec::new(), 0);
    loop {
        let batch = round.next(store, 10, 1).await.unwrap();
        if batch.is_empty() {
            break;
        }
        for one in &batch.unreadable {
            times += 1;
            let original = message(&format!("unreadable-{times}"));
            outbox::set_aside(store, one, original, at(0))
                .await
                .unwrap();
        }
        handed_out.extend(batch.messages.into_iter().map(|one| one.message.id));
    }
    assert_eq!(
        (handed_out, times),
        (vec!["a".to_owned(), "b".to_owned()], 2)
    );
    let left = outbox::all(store).await.unwrap();
    let ids: Vec<_> = left.iter().map(|one| one.message.id.as_str()).collect();
    assert!(
        ids.contains(&"unreadable-1") && ids.contains(&"unreadable-2"),
        "{ids:?}"
    );
    assert_eq!(left.len(), 4);
    let aside = store
        .page("audit#unreadable", "", None)
        .await
        .unwrap()
        .items;
    let kept: Vec<_> = aside.iter().map(|item| item.data.as_str()).collect();
    assert_eq!(kept, ["{", "[]"], "nothing is thrown away");
    assert_eq!(outbox::oldest(store).await.unwrap(), Some(2));
    send(store, left).await.unwrap();
}
