//! A small account whose buckets meet two demands or do not, and runs that look at it.
#![allow(dead_code, reason = "each test target uses its own part")]
pub mod suite;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ledger::outbox::{self, Pending};
use ledger::{
    Baseline, Blindness, CommitError, Compose, Digest, Error, Filter, Item, Key, News, Page, Plan,
    Record, Run, Step, Store,
};
use model::s3::Bucket;
use model::{
    AccountRef, Demand, Evidence, Finding, Gap, Kind, Listing, Message, Outcome, Reason, Scope,
    Snapshot, Timestamp, Transition,
};

pub const CONTROLS: [&str; 2] = ["s3.object-lock", "s3.versioning"];
pub const REGION: &str = "eu-west-1";

pub fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + ms).unwrap()
}

pub fn arn(name: &str) -> String {
    format!("arn:aws:s3:::{name}")
}

/// How one demand on one bucket looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    Whole,
    Broken,
    Excepted,
    Unreadable,
}
pub use Truth::{Broken, Excepted, Unreadable, Whole};

/// The buckets that exist, and how both demands on each look.
pub type World = BTreeMap<&'static str, [Truth; 2]>;

pub fn control(id: &str) -> &'static dyn Demand {
    controls::find(id).unwrap()
}

pub fn outcome(truth: Truth, name: &str) -> Outcome {
    let evidence = Evidence::default();
    match truth {
        Whole => Outcome::Pass(evidence),
        Broken => Outcome::Fail {
            because: "it is broken".into(),
            evidence,
        },
        Excepted => Outcome::Excepted {
            because: "it is broken".into(),
            by: "me".into(),
            evidence,
        },
        Unreadable => Outcome::NotAssessed(Gap {
            need: "s3.bucket.versioning",
            resource: arn(name).into(),
            reason: Reason::Denied("s3:GetBucketVersioning".into()),
            permissions: &["s3:GetBucketVersioning"],
        }),
    }
}

pub fn finding(account: &str, name: &str, which: usize, truth: Truth, seen: Timestamp) -> Finding {
    Finding {
        control: CONTROLS[which],
        account: AccountRef::new("aws", account),
        region: REGION.into(),
        resource: arn(name).into(),
        part: None,
        tags: model::Tags::new(),
        observed_at: seen,
        outcome: outcome(truth, name),
    }
}

pub fn plan(account: &str, scope: Scope, started: Timestamp) -> Plan {
    Plan {
        hold: false,
        share: None,
        partial: false,
        account: AccountRef::new("aws", account),
        area: "s3".into(),
        run: format!("run-{}", started.as_millisecond()),
        started,
        scope,
        regions: None,
        controls: CONTROLS.iter().map(|id| control(id)).collect(),
        catalogue: CONTROLS.to_vec(),
        renamed: vec![],
        acts: &[],
        baseline: Baseline::Each,
    }
}

/// Messages that say what they report, and no more.
#[derive(Debug)]
pub struct Plain;
impl Compose for Plain {
    fn news(&self, _: &Plan, news: &News) -> Vec<Message> {
        let Record {
            id,
            sequence,
            resource,
            ..
        } = &news.record;
        vec![message(
            format!("{id}-{sequence}"),
            format!(
                "{} {} {resource}",
                news.transition.word(),
                news.record.control
            ),
        )]
    }
    fn blindness(&self, _: &Plan, blindness: &Blindness) -> Vec<Message> {
        let lost = &blindness.lost;
        let text = format!("{} {}", blindness.transition.word(), lost.permission);
        vec![message(
            format!("{}-{}", lost.permission, lost.sequence),
            text,
        )]
    }
    fn digest(&self, plan: &Plan, digest: &Digest) -> Vec<Message> {
        let all: usize = digest.findings.values().sum();
        vec![message(plan.run.clone(), format!("digest of {all}"))]
    }
}
fn message(id: String, body: String) -> Message {
    Message {
        id,
        to: "findings".into(),
        subject: None,
        body,
        attributes: vec![],
    }
}

/// What a run saw of the buckets, at one time.
pub fn look(
    account: &str,
    world: &World,
    seen: Timestamp,
) -> (Vec<(&'static dyn Demand, Finding)>, Snapshot) {
    let mut snapshot = Snapshot::new(AccountRef::new("aws", account), seen);
    let root = snapshot.root();
    snapshot.listed::<Bucket>(root, seen, Listing::Complete);
    let mut findings = Vec::new();
    for (name, truths) in world {
        snapshot.enter::<Bucket>(root, &arn(name), Some(REGION));
        for (which, truth) in truths.iter().enumerate() {
            findings.push((
                control(CONTROLS[which]),
                finding(account, name, which, *truth, seen),
            ));
        }
    }
    (findings, snapshot)
}

/// A sweep from beginning to end; what it put into the outbox is sent.
pub async fn sweep(store: &impl Store, plan: Plan, world: &World) -> Result<Vec<String>, Error> {
    let (findings, snapshot) = look(&plan.account.id.clone(), world, plan.started);
    run(store, plan, findings, &snapshot).await
}

pub async fn run(
    store: &impl Store,
    plan: Plan,
    findings: Vec<(&'static dyn Demand, Finding)>,
    snapshot: &Snapshot,
) -> Result<Vec<String>, Error> {
    let mut run = Run::begin(store, &Plain, plan).await?;
    run.observe(findings).await?;
    run.end(snapshot).await?;
    send(store, run.take_pending()).await
}

pub async fn send(store: &impl Store, pending: Vec<Pending>) -> Result<Vec<String>, Error> {
    outbox::sent(store, pending.iter().map(|one| one.key.clone())).await?;
    Ok(pending.into_iter().map(|one| one.message.body).collect())
}

/// An event about one bucket: only it is read.
pub async fn event(
    store: &impl Store,
    account: &str,
    name: &str,
    world: &World,
    seen: Timestamp,
) -> Result<Vec<String>, Error> {
    let mut one = world.clone();
    one.retain(|other, _| *other == name);
    let (findings, mut snapshot) = look(account, &one, seen);
    let root = snapshot.root();
    snapshot.listed::<Bucket>(root, seen, Listing::Named);
    if one.is_empty() {
        snapshot.gone(Bucket::INFO, &arn(name), seen);
    }
    let scope = Scope::Resources(vec![arn(name).parse().unwrap()]);
    run(store, plan(account, scope, seen), findings, &snapshot).await
}

/// How every finding of the account stands: state by bucket and control.
pub async fn standing(store: &impl Store, account: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for closed_since in [None, Some(at(-1_000_000_000))] {
        let filter = Filter {
            account: Some(account.into()),
            closed_since,
            ..Filter::default()
        };
        let mut enter = |record: Record| {
            let name = record
                .resource
                .rsplit(':')
                .next()
                .unwrap_or_default()
                .to_owned();
            all.insert(
                format!("{name} {}", record.control),
                record.state.word().to_owned(),
            );
        };
        ledger::findings(store, &filter, &mut enter).await.unwrap();
    }
    all
}

pub fn word(transition: Transition, name: &str, which: usize) -> String {
    format!("{} {} {}", transition.word(), CONTROLS[which], arn(name))
}

/// A store that counts what is asked of it.
pub struct Counting<'a, S> {
    store: &'a S,
    pub gets: AtomicUsize,
    pub pages: AtomicUsize,
    pub commits: AtomicUsize,
}

impl<'a, S> Counting<'a, S> {
    pub fn new(store: &'a S) -> Self {
        Self {
            store,
            gets: AtomicUsize::default(),
            pages: AtomicUsize::default(),
            commits: AtomicUsize::default(),
        }
    }

    pub fn forget(&self) {
        for count in [&self.gets, &self.pages, &self.commits] {
            count.store(0, Relaxed);
        }
    }
}

impl<S: Store> Store for Counting<'_, S> {
    async fn get(&self, key: &Key) -> Result<Option<Item>, Error> {
        self.gets.fetch_add(1, Relaxed);
        self.store.get(key).await
    }
    async fn page(
        &self,
        partition: &str,
        prefix: &str,
        after: Option<String>,
    ) -> Result<Page, Error> {
        self.pages.fetch_add(1, Relaxed);
        self.store.page(partition, prefix, after).await
    }
    async fn commit(&self, steps: &[Step]) -> Result<(), CommitError> {
        self.commits.fetch_add(1, Relaxed);
        self.store.commit(steps).await
    }
}
