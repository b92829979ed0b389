//! Given some resources: the table that every control's test is.
use std::marker::PhantomData;

use model::{
    Account, AccountRef, Demand, Fact, Kind, KindInfo, Listing, Observed, Outcome, Reason, Region,
    RowId, Settings, Snapshot, Timestamp,
};

pub(crate) use crate::laws::{check, check_by};

pub(crate) const ACCOUNT: &str = "111122223333";
const HERE: &str = "eu-west-1";

pub(crate) fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

pub(crate) fn settings() -> Settings {
    Settings::at(now())
}

pub(crate) struct Case {
    pub name: &'static str,
    pub expected: fn(&Outcome) -> bool,
    pub snapshot: Snapshot,
}

fn case<K>(name: &'static str, given: Given<K>, expected: fn(&Outcome) -> bool) -> Case {
    let snapshot = given.snapshot;
    Case {
        name,
        expected,
        snapshot,
    }
}
pub(crate) fn passes<K>(name: &'static str, given: Given<K>) -> Case {
    case(name, given, |it| matches!(it, Outcome::Pass(_)))
}
pub(crate) fn fails<K>(name: &'static str, given: Given<K>) -> Case {
    case(name, given, |it| matches!(it, Outcome::Fail { .. }))
}
pub(crate) fn exempt<K>(name: &'static str, given: Given<K>) -> Case {
    case(name, given, |it| matches!(it, Outcome::NotApplicable(_)))
}
pub(crate) fn gap<K>(name: &'static str, given: Given<K>) -> Case {
    case(
        name,
        given,
        |it| matches!(it, Outcome::NotAssessed(gap) if gap.reason != Reason::NotRequested),
    )
}

/// The table of a control that one fact decides: what the fact says, and the verdict.
pub(crate) struct Table<F> {
    control: &'static dyn Demand,
    cases: Vec<Case>,
    fact: PhantomData<F>,
}

/// An empty table; see [`Table::check`].
pub(crate) fn table<F: Fact>(control: &'static dyn Demand) -> Table<F> {
    Table {
        control,
        cases: Vec::new(),
        fact: PhantomData,
    }
}

impl<F: Fact> Table<F> {
    fn row(mut self, case: Case) -> Self {
        self.cases.push(case);
        self
    }
    pub(crate) fn passes(self, name: &'static str, value: F::Value) -> Self {
        self.row(passes(name, fact::<F>(value)))
    }
    pub(crate) fn fails(self, name: &'static str, value: F::Value) -> Self {
        self.row(fails(name, fact::<F>(value)))
    }
    pub(crate) fn exempt(self, name: &'static str, value: F::Value) -> Self {
        self.row(exempt(name, fact::<F>(value)))
    }
    pub(crate) fn gap(self, name: &'static str, value: F::Value) -> Self {
        self.row(gap(name, fact::<F>(value)))
    }
    /// Checks the cases, and that a denied read is not assessed.
    #[track_caller]
    pub(crate) fn check(self) {
        let Self { control, cases, .. } = self.row(gap("denied", unread::<F>()));
        check(control, &cases);
    }
}

/// One resource of which a fact was read.
pub(crate) fn fact<F: Fact>(value: F::Value) -> Given<F::Of> {
    given::<F::Of>().with::<F>(value)
}

/// One resource of which AWS refused to tell a fact.
pub(crate) fn unread<F: Fact>() -> Given<F::Of> {
    given::<F::Of>().without::<F>(denied(F::READS.first().copied().unwrap_or("some:Action")))
}

/// AWS refused an action.
pub(crate) fn denied(action: &str) -> Reason {
    Reason::Denied(action.into())
}

/// A snapshot in the making, and the resource being described.
pub(crate) struct Given<K> {
    pub snapshot: Snapshot,
    row: RowId<K>,
}

/// One resource called `example`, in parents of that name, in one Region.
pub(crate) fn given<K: Kind>() -> Given<K> {
    let mut snapshot = Snapshot::new(AccountRef::new("aws", ACCOUNT), now());
    let row = enter::<K>(&mut snapshot);
    Given { snapshot, row }
}

/// The account in another partition.
pub(crate) fn account_in(partition: &str) -> Given<Account> {
    let mut snapshot = Snapshot::new(AccountRef::new(partition, ACCOUNT), now());
    let row = enter::<Account>(&mut snapshot);
    Given { snapshot, row }
}

/// One resource of this id, in parents called `example`.
pub(crate) fn named<K: Kind>(id: &str) -> Given<K> {
    let Given { mut snapshot, row } = given::<K::In>();
    snapshot.listed::<K>(row, now(), Listing::Complete);
    let row = snapshot.enter::<K>(row, id, Some(HERE));
    Given { snapshot, row }
}

fn enter<K: Kind>(snapshot: &mut Snapshot) -> RowId<K> {
    if let Some(row) = snapshot.rows::<K>().next() {
        return row;
    }
    let parent = enter::<K::In>(snapshot);
    snapshot.listed::<K>(parent, now(), Listing::Complete);
    snapshot.enter::<K>(parent, &id(K::INFO), Some(HERE))
}

fn id(kind: &KindInfo) -> String {
    match kind.arn {
        _ if kind.id == Region::ID => HERE.into(),
        Some(shape) => shape.example(HERE, ACCOUNT, "example"),
        None => "example".into(),
    }
}

impl<K: Kind> Given<K> {
    pub(crate) fn with<F: Fact<Of = K>>(mut self, value: F::Value) -> Self {
        self.snapshot
            .put::<F>(self.row, now(), Observed::Seen(value));
        self
    }
    pub(crate) fn without<F: Fact<Of = K>>(mut self, reason: Reason) -> Self {
        self.snapshot
            .put::<F>(self.row, now(), Observed::Missed(reason));
        self
    }
    /// Goes on to describe the first resource of another kind in the same picture.
    pub(crate) fn on<T: Kind>(mut self) -> Given<T> {
        let row = enter::<T>(&mut self.snapshot);
        let snapshot = self.snapshot;
        Given { snapshot, row }
    }
}

#[test]
fn an_example_lies_in_its_account() {
    let bucket = given::<model::s3::Bucket>();
    assert_eq!(bucket.snapshot.id(bucket.row), "arn:aws:s3:::example");
    let account = bucket.on::<Account>();
    assert_eq!(
        account.snapshot.id(account.row),
        "arn:aws:iam::111122223333:root"
    );
}
