//! Any interleaving of sweeps, events and crashes, with the world changing under them: nobody
//! older overwrites anybody newer, and every transition of every finding is sent.
//!
//! Each run is a future that halts before and after every operation of the store, so that a
//! schedule of numbers decides who goes on next and who dies where. Runs over a store and the state
//! machine by itself are played alike.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#[path = "common/mod.rs"]
mod common;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use common::{
    Broken, CONTROLS, Plain, REGION, Truth, Unreadable, Whole, World, at, control, finding,
};
use ledger::protocol::{Answer, Protocol, Request};
use ledger::{
    CommitError, Error, File, Filter, Item, Key, Page, Plan, Record, Run, Step, Store, outbox,
};
use model::s3::Bucket;
use model::{AccountRef, Demand, Finding, Kind, Listing, Scope, Snapshot, Timestamp};
use proptest::prelude::*;

const ACCOUNT: &str = "111122223333";
const NAMES: [&str; 2] = ["a", "b"];

/// A store that lets others go on before and after each operation.
struct Halting<'a>(&'a File);

/// Ready the second time it is asked.
struct Halt(bool);
impl Future for Halt {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        // Whoever does several things at once asks those alone that called.
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Store for Halting<'_> {
    async fn get(&self, key: &Key) -> Result<Option<Item>, Error> {
        Halt(false).await;
        self.0.get(key).await
    }
    async fn page(
        &self,
        partition: &str,
        prefix: &str,
        after: Option<String>,
    ) -> Result<Page, Error> {
        Halt(false).await;
        self.0.page(partition, prefix, after).await
    }
    async fn commit(&self, steps: &[Step]) -> Result<(), CommitError> {
        Halt(false).await;
        let done = self.0.commit(steps).await;
        Halt(false).await;
        done
    }
}

/// What everybody shares: the world, the time, what was sent, and what complete runs saw.
#[derive(Default)]
struct Shared {
    world: World,
    ms: i64,
    sent: Vec<String>,
    /// What each run saw of each finding: run, when, and how it looked (`None`: gone).
    seen: Vec<(usize, String, i64, Option<Truth>)>,
    complete: BTreeSet<usize>,
}

impl Shared {
    fn tick(&mut self) -> i64 {
        self.ms += 1;
        self.ms
    }
}

type Common = Rc<RefCell<Shared>>;
type Findings = Vec<(&'static dyn Demand, Finding)>;

/// Reads one bucket as it is now: its findings, or that it is gone.
fn read(
    shared: &Common,
    number: usize,
    name: &'static str,
    judged: &[&str],
    snapshot: &mut Snapshot,
) -> Findings {
    let mut shared = shared.borrow_mut();
    let ms = shared.tick();
    let Some(truths) = shared.world.get(name).copied() else {
        snapshot.gone(Bucket::INFO, &common::arn(name), at(ms));
        for which in judged {
            shared
                .seen
                .push((number, format!("{name} {which}"), ms, None));
        }
        return Vec::new();
    };
    let truths = truths.into_iter().enumerate();
    let truths = truths.filter(|(which, _)| judged.contains(&CONTROLS[*which]));
    let findings = truths.map(|(which, truth)| {
        shared.seen.push((
            number,
            format!("{name} {}", CONTROLS[which]),
            ms,
            Some(truth),
        ));
        (
            control(CONTROLS[which]),
            finding(ACCOUNT, name, which, truth, at(ms)),
        )
    });
    findings.collect()
}

/// What a run is about that begins now.
fn planned(shared: &Common, about: Option<&'static str>, partial: bool) -> Plan {
    let started = shared.borrow_mut().tick();
    let scope = about.map_or(Scope::Everything, |name| {
        Scope::Resources(vec![common::arn(name).parse().unwrap()])
    });
    let mut plan = common::plan(ACCOUNT, scope, at(started));
    plan.partial = partial && about.is_none();
    if plan.partial {
        plan.controls.retain(|control| control.id() == CONTROLS[1]);
    }
    plan
}

/// The list that a run sees now, and the buckets that it reads one by one.
fn listed(
    shared: &Common,
    number: usize,
    about: Option<&'static str>,
    judged: &[&str],
    started: Timestamp,
) -> (Snapshot, Vec<&'static str>) {
    let mut snapshot = Snapshot::new(AccountRef::new("aws", ACCOUNT), started);
    let root = snapshot.root();
    let how = if about.is_some() {
        Listing::Named
    } else {
        Listing::Complete
    };
    let listed = shared.borrow_mut().tick();
    snapshot.listed::<Bucket>(root, at(listed), how);
    let present: Vec<_> = match about {
        Some(name) => vec![name],
        None => shared.borrow().world.keys().copied().collect(),
    };
    if about.is_none() {
        for name in NAMES.iter().filter(|name| !present.contains(name)) {
            let mut shared = shared.borrow_mut();
            for which in judged {
                shared
                    .seen
                    .push((number, format!("{name} {which}"), listed, None));
            }
        }
    }
    (snapshot, present)
}

/// A sweep of everything, by all controls or by the last of them, or an event about one bucket.
async fn look(
    store: Halting<'_>,
    shared: Common,
    number: usize,
    about: Option<&'static str>,
    partial: bool,
) -> Result<(), Error> {
    let plan = planned(&shared, about, partial);
    let judged: Vec<_> = plan.controls.iter().map(|control| control.id()).collect();
    let started = plan.started;
    let mut run = Run::begin(&store, &Plain, plan).await?;
    let (mut snapshot, present) = listed(&shared, number, about, &judged, started);
    let root = snapshot.root();
    for name in present {
        Halt(false).await;
        snapshot.enter::<Bucket>(root, &common::arn(name), Some(REGION));
        let findings = read(&shared, number, name, &judged, &mut snapshot);
        run.observe(findings).await?;
        publish(&store, &shared, run.take_pending()).await;
    }
    run.end(&snapshot).await?;
    publish(&store, &shared, run.take_pending()).await;
    shared.borrow_mut().complete.insert(number);
    Ok(())
}

/// The state machine by itself: each time it is polled, one thing happens.
struct Walk<'a> {
    store: &'a File,
    shared: Common,
    number: usize,
    about: Option<&'static str>,
    plan: Option<Plan>,
    protocol: Option<Protocol<'static, Plain>>,
    judged: Vec<&'static str>,
    snapshot: Option<Snapshot>,
    present: VecDeque<&'static str>,
    ending: bool,
    /// What was asked for and not done yet; what was done and not answered yet; what is to be sent.
    request: Option<Request>,
    answered: Option<Answer>,
    pending: VecDeque<outbox::Pending>,
}

/// What a store that has no latency answers.
fn now<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}

fn answer(store: &File, request: Request) -> Answer {
    match request {
        Request::Read(parts) => Answer::Items(
            parts
                .into_iter()
                .map(|(partition, prefix)| {
                    now(store.page(&partition, &prefix, None)).unwrap().items
                })
                .collect(),
        ),
        Request::Get(key) => Answer::Item(now(store.get(&key)).unwrap()),
        Request::Commit(steps) => match now(store.commit(&steps)) {
            Ok(()) => Answer::Committed,
            Err(CommitError::Refused(places)) => Answer::Refused(places),
            Err(CommitError::Failed(error)) => panic!("{error}"),
        },
    }
}

fn walk<'a>(
    store: &'a File,
    shared: Common,
    number: usize,
    about: Option<&'static str>,
    partial: bool,
) -> Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>> {
    let plan = planned(&shared, about, partial);
    Box::pin(Walk {
        store,
        number,
        about,
        request: Some(Protocol::<Plain>::earlier(&plan)),
        judged: plan.controls.iter().map(|control| control.id()).collect(),
        plan: Some(plan),
        protocol: None,
        snapshot: None,
        present: VecDeque::new(),
        ending: false,
        answered: None,
        pending: VecDeque::new(),
        shared,
    })
}

impl Walk<'_> {
    /// One thing happens; whether that was the last.
    fn step(&mut self) -> Result<bool, Error> {
        if let Some(request) = self.request.take() {
            self.answered = Some(answer(self.store, request));
            return Ok(false);
        }
        let snapshot = self.snapshot.as_ref().filter(|_| self.ending);
        if let Some(answer) = self.answered.take() {
            let Some(protocol) = &mut self.protocol else {
                let Answer::Items(mut items) = answer else {
                    panic!("it asked for items")
                };
                let plan = self.plan.take().unwrap();
                let started = plan.started;
                self.protocol = Some(Protocol::begin(plan, &Plain, items.remove(0))?);
                let (snapshot, present) =
                    listed(&self.shared, self.number, self.about, &self.judged, started);
                self.snapshot = Some(snapshot);
                self.present = present.into();
                return Ok(false);
            };
            protocol.answer(answer, snapshot)?;
            self.pending.extend(protocol.take_pending());
            return Ok(false);
        }
        if let Some(pending) = self.pending.pop_front() {
            self.shared.borrow_mut().sent.push(pending.message.id);
            now(outbox::sent(self.store, [pending.key])).unwrap();
            return Ok(false);
        }
        let protocol = self.protocol.as_mut().unwrap();
        self.request = protocol.next(snapshot)?;
        if self.request.is_some() {
            return Ok(false);
        }
        let snapshot = self.snapshot.as_mut().unwrap();
        if let Some(name) = self.present.pop_front() {
            let root = snapshot.root();
            snapshot.enter::<Bucket>(root, &common::arn(name), Some(REGION));
            protocol.observe(read(
                &self.shared,
                self.number,
                name,
                &self.judged,
                snapshot,
            ));
        } else if !self.ending {
            self.ending = true;
            protocol.end(snapshot);
        } else {
            self.shared.borrow_mut().complete.insert(self.number);
            return Ok(true);
        }
        Ok(false)
    }
}

impl Future for Walk<'_> {
    type Output = Result<(), Error>;
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        match self.step() {
            Ok(false) => Poll::Pending,
            Ok(true) => Poll::Ready(Ok(())),
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

/// A run over a store that halts.
fn run<'a>(
    store: &'a File,
    shared: Common,
    number: usize,
    about: Option<&'static str>,
    partial: bool,
) -> Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>> {
    Box::pin(look(Halting(store), shared, number, about, partial))
}

/// Begins a run: over a store, or the state machine by itself.
type Begin = for<'a> fn(
    &'a File,
    Common,
    usize,
    Option<&'static str>,
    bool,
) -> Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

async fn publish(store: &Halting<'_>, shared: &Common, pending: Vec<outbox::Pending>) {
    for one in pending {
        Halt(false).await;
        shared.borrow_mut().sent.push(one.message.id.clone());
        outbox::sent(store, [one.key]).await.unwrap();
    }
}

#[derive(Clone, Debug)]
enum Act {
    /// One bucket changes; `None` deletes it.
    Change(usize, Option<[Truth; 2]>),
    Start(Option<usize>, bool),
    /// One of those under way goes on by some steps.
    Step(prop::sample::Index, u8),
    /// One of those under way dies.
    Crash(prop::sample::Index),
}

fn truth() -> impl Strategy<Value = Truth> {
    prop_oneof![3 => Just(Whole), 3 => Just(Broken), 1 => Just(Unreadable), 1 => Just(Truth::Excepted)]
}

fn act() -> impl Strategy<Value = Act> {
    let name = || 0..NAMES.len();
    prop_oneof![
        4 => (name(), prop::option::weighted(0.8, [truth(), truth()])).prop_map(|(name, truth)| Act::Change(name, truth)),
        3 => (prop::option::weighted(0.6, name()), any::<bool>()).prop_map(|(about, partial)| Act::Start(about, partial)),
        12 => (any::<prop::sample::Index>(), 1..8_u8).prop_map(|(which, steps)| Act::Step(which, steps)),
        1 => any::<prop::sample::Index>().prop_map(Act::Crash),
    ]
}

type Running<'a> = Vec<Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>>;

fn go_on(running: &mut Running<'_>, which: usize, steps: u8) {
    let mut context = Context::from_waker(std::task::Waker::noop());
    for _ in 0..steps {
        if let Poll::Ready(ended) = running[which].as_mut().poll(&mut context) {
            assert!(matches!(ended, Ok(()) | Err(Error::Overtaken)), "{ended:?}");
            drop(running.remove(which));
            return;
        }
    }
}

/// Plays the acts and lets everybody who is left end; returns what is kept and what happened.
fn play(acts: &[Act], begin: Begin) -> (BTreeMap<String, Record>, Shared) {
    let store = File::in_memory().unwrap();
    let shared = Common::default();
    let mut running: Running<'_> = Vec::new();
    let (mut number, mut events) = (0, Vec::new());
    for act in acts {
        match act {
            Act::Change(name, Some(truths)) => {
                shared.borrow_mut().world.insert(NAMES[*name], *truths);
            }
            Act::Change(name, None) => {
                shared.borrow_mut().world.remove(NAMES[*name]);
            }
            Act::Start(about, partial) => {
                number += 1;
                let about = about.map(|name| NAMES[name]);
                events.extend(about.map(|name| (number, name, *partial)));
                running.push(begin(&store, Rc::clone(&shared), number, about, *partial));
            }
            Act::Step(which, steps) if !running.is_empty() => {
                let which = which.index(running.len());
                go_on(&mut running, which, *steps);
            }
            Act::Crash(which) if !running.is_empty() => {
                drop(running.remove(which.index(running.len())));
            }
            Act::Step(..) | Act::Crash(_) => {}
        }
    }
    while !running.is_empty() {
        go_on(&mut running, 0, u8::MAX);
    }
    // An event whose run did not end is delivered again.
    let ended = shared.borrow().complete.clone();
    for (_, name, partial) in events
        .into_iter()
        .filter(|(number, ..)| !ended.contains(number))
    {
        number += 1;
        running.push(begin(
            &store,
            Rc::clone(&shared),
            number,
            Some(name),
            partial,
        ));
        while !running.is_empty() {
            go_on(&mut running, 0, u8::MAX);
        }
    }
    drop(running);
    let records = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(async {
            // The drain sends what crashes left behind.
            let left = outbox::all(&store).await.unwrap();
            shared
                .borrow_mut()
                .sent
                .extend(left.iter().map(|one| one.message.id.clone()));
            let mut records = BTreeMap::new();
            for closed_since in [None, Some(at(-1_000_000_000))] {
                let filter = Filter {
                    closed_since,
                    ..Filter::default()
                };
                let enter = |record: Record| {
                    let name = record.resource.rsplit(':').next().unwrap().to_owned();
                    records.insert(format!("{name} {}", record.control), record);
                };
                ledger::findings(&store, &filter, enter).await.unwrap();
            }
            records
        });
    (records, Rc::into_inner(shared).unwrap().into_inner())
}

fn word(truth: Option<Truth>) -> Option<&'static str> {
    match truth {
        Some(Broken) => Some("open"),
        Some(Truth::Excepted) => Some("excepted"),
        Some(Whole) => Some("resolved"),
        Some(Unreadable) => None,
        None => Some("gone"),
    }
}

/// The finding stands as the newest look of a complete run says, or as a newer one of a run that
/// died says. Where that newest look could not see, it left standing what was there.
fn stands_as_seen_last(finding: &str, record: Option<&Record>, shared: &Shared) {
    let looks = shared.seen.iter().filter(|(_, about, ..)| about == finding);
    let complete = looks
        .clone()
        .filter(|(run, ..)| shared.complete.contains(run));
    let Some((_, _, newest, _)) = complete.max_by_key(|(_, _, ms, _)| ms) else {
        return;
    };
    let since = looks.filter(|(_, _, ms, _)| ms >= newest);
    let Some(allowed) = since
        .map(|(_, _, _, truth)| word(*truth))
        .collect::<Option<BTreeSet<_>>>()
    else {
        return;
    };
    let history = || {
        let seen = shared.seen.iter().filter(|(_, about, ..)| about == finding);
        let seen: Vec<_> = seen
            .map(|(run, _, ms, truth)| (*run, *ms, *truth))
            .collect();
        format!(
            "{finding} is {record:#?}, seen {seen:?}, complete {:?}",
            shared.complete
        )
    };
    match record.map(|record| record.state.word()) {
        // Closed is closed, however it came about: what was resolved and then deleted stays so.
        None | Some("resolved" | "gone") => {
            let closed = ["resolved", "gone"]
                .iter()
                .any(|word| allowed.contains(word));
            assert!(closed, "{}", history());
        }
        Some(state) => assert!(allowed.contains(state), "{}", history()),
    }
}

/// What has to hold of every schedule, whoever drives the runs.
fn holds(acts: &[Act], begin: Begin) -> Result<(), TestCaseError> {
    let (records, shared) = play(acts, begin);
    for name in NAMES {
        for which in CONTROLS {
            let finding = format!("{name} {which}");
            stands_as_seen_last(&finding, records.get(&finding), &shared);
        }
    }
    for record in records.values() {
        let published = |number: u64| shared.sent.contains(&format!("{}-{number}", record.id));
        let missing: Vec<_> = (1..=record.sequence)
            .filter(|number| !published(*number))
            .collect();
        prop_assert!(missing.is_empty(), "{record:?}: not sent {missing:?}");
        prop_assert!(
            !published(record.sequence + 1),
            "{record:?}: sent what is not written"
        );
    }
    Ok(())
}

mod properties_of_interleaving {
    use super::*;

    proptest! {
        #![proptest_config(properties::config(4000))]
        #[test]
        fn nothing_is_lost_and_nothing_old_wins(acts in prop::collection::vec(act(), 20..120)) {
            holds(&acts, run)?;
        }

        #[test]
        fn nor_by_the_state_machine_alone(acts in prop::collection::vec(act(), 20..120)) {
            holds(&acts, walk)?;
        }
    }
}
