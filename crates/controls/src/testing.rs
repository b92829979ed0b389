//! Given some resources: the table that every control's test is.
use model::{
    Account, AccountRef, Demand, Fact, Kind, KindInfo, Listing, Observed, Outcome, Reason, Region,
    RowId, Settings, Snapshot, Timestamp,
};

use crate::laws::check;

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
    pub settings: Settings,
}

fn case<K>(name: &'static str, given: Given<K>, expected: fn(&Outcome) -> bool) -> Case {
    let snapshot = given.snapshot;
    Case {
        name,
        expected,
        snapshot,
        settings: settings(),
    }
}
fn is_pass(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Pass(_))
}
fn is_fail(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Fail { .. })
}
fn is_exempt(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::NotApplicable(_))
}
fn is_gap(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::NotAssessed(gap) if gap.reason != Reason::NotRequested)
}
pub(crate) fn fails<K>(name: &'static str, given: Given<K>) -> Case {
    case(name, given, is_fail)
}
pub(crate) fn exempt<K>(name: &'static str, given: Given<K>) -> Case {
    case(name, given, is_exempt)
}
pub(crate) fn gap<K>(name: &'static str, given: Given<K>) -> Case {
    case(name, given, is_gap)
}

/// The table of a control: what was read of a resource, and what the control says of it.
///
/// [`table`] where one fact decides: a row is its value. [`table_of`] where several do: a row is
/// whatever the closure describes a resource by. [`rows`] where a row is a resource.
pub(crate) struct Table<'a, Row> {
    control: &'static dyn Demand,
    settings: Settings,
    describe: Box<dyn Fn(Row) -> Snapshot + 'a>,
    cases: Vec<Case>,
}

/// A row is the value of a fact; that a denied read is not assessed is a row too.
pub(crate) fn table<F: Fact>(control: &'static dyn Demand) -> Table<'static, F::Value> {
    table_of(control, fact::<F>).and(gap("denied", unread::<F>()))
}

/// A row is what the closure makes a resource of.
pub(crate) fn table_of<'a, Row, K>(
    control: &'static dyn Demand,
    describe: impl Fn(Row) -> Given<K> + 'a,
) -> Table<'a, Row> {
    Table {
        control,
        settings: settings(),
        describe: Box::new(move |row| describe(row).snapshot),
        cases: Vec::new(),
    }
}

/// A row is a resource.
pub(crate) fn rows<K: 'static>(control: &'static dyn Demand) -> Table<'static, Given<K>> {
    table_of(control, |row| row)
}

impl<Row> Table<'_, Row> {
    fn row(mut self, name: &'static str, row: Row, expected: fn(&Outcome) -> bool) -> Self {
        let snapshot = (self.describe)(row);
        self.cases.push(Case {
            name,
            expected,
            snapshot,
            settings: self.settings.clone(),
        });
        self
    }
    pub(crate) fn passes(self, name: &'static str, row: Row) -> Self {
        self.row(name, row, is_pass)
    }
    pub(crate) fn fails(self, name: &'static str, row: Row) -> Self {
        self.row(name, row, is_fail)
    }
    pub(crate) fn exempt(self, name: &'static str, row: Row) -> Self {
        self.row(name, row, is_exempt)
    }
    pub(crate) fn gap(self, name: &'static str, row: Row) -> Self {
        self.row(name, row, is_gap)
    }
    /// Not assessed where AWS denies the read of a fact.
    pub(crate) fn unread<F: Fact>(self, row: Row) -> Self {
        self.gap(F::ID, row).denied::<F>()
    }
    /// In the row before, AWS denied the read of a fact.
    pub(crate) fn denied<F: Fact>(mut self) -> Self {
        if let Some(Case { snapshot, .. }) = self.cases.last_mut() {
            let row = enter::<F::Of>(snapshot);
            snapshot.put::<F>(row, now(), Observed::Missed(denied_read::<F>()));
        }
        self
    }
    /// A row of another form.
    pub(crate) fn and(mut self, case: Case) -> Self {
        let settings = self.settings.clone();
        self.cases.push(Case { settings, ..case });
        self
    }
    /// The rows that follow are judged by these settings.
    pub(crate) fn by(mut self, text: &str) -> Self {
        self.settings = Settings::parse(text, now(), &[]).unwrap();
        self
    }
    /// Checks every row, and the laws on it.
    #[track_caller]
    pub(crate) fn check(self) {
        check(self.control, &self.cases);
    }
}

/// One resource of which a fact was read.
pub(crate) fn fact<F: Fact>(value: F::Value) -> Given<F::Of> {
    given::<F::Of>().with::<F>(value)
}

/// One resource of which AWS refused to tell a fact.
pub(crate) fn unread<F: Fact>() -> Given<F::Of> {
    given::<F::Of>().without::<F>(denied_read::<F>())
}

fn denied_read<F: Fact>() -> Reason {
    denied(F::READS.first().copied().unwrap_or("some:Action"))
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
