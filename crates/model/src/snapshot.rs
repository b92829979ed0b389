//! What was seen of one account.
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use serde_json::Value as Json;

use crate::cell::Cell;
use crate::{Account, AccountRef, Fact, Kind, KindInfo, Need, Observed, Reason};

/// All that was seen of one account: rows by kind, each with its facts, and how well each kind
/// was listed. Cloning is cheap: rows are shared until written to.
#[derive(Clone, Debug)]
pub struct Snapshot {
    account: AccountRef,
    at: Timestamp,
    /// The Regions looked at; all where absent.
    regions: Option<Box<[Box<str>]>>,
    /// The Regions that the account has off.
    regions_off: Vec<Box<str>>,
    pub(crate) tables: BTreeMap<&'static str, Table>,
    /// Lines of a file about kinds that this version does not know, kept as they came.
    pub(crate) unknown: Vec<Json>,
    /// Whether secrets are kept, for whoever writes what was read.
    secrets: bool,
}

/// The resources of one kind, and how well they were listed.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub info: &'static KindInfo,
    pub rows: IndexMap<Box<str>, Arc<Row>>,
    /// The rows of each parent's children.
    pub children: BTreeMap<usize, Vec<usize>>,
    /// By the row of the parent: a listing may fail for one Region or one user alone.
    pub listings: BTreeMap<usize, (Timestamp, Listing)>,
    /// Resources that were asked for by name, or met, and turned out not to exist.
    pub gone: BTreeMap<Box<str>, Timestamp>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// The row of the parent in the parent kind's table.
    pub parent: usize,
    pub region: Option<Box<str>>,
    pub cells: BTreeMap<&'static str, Cell>,
    /// Facts that this version does not know, kept as they came.
    pub unknown: BTreeMap<Box<str>, Json>,
}

/// How well the children of one resource were listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Every one is there (of the Regions looked at).
    Complete,
    /// Only those that were named are there.
    Named,
    /// The listing failed: nothing is known.
    Missed(Reason),
}

/// A resource in a snapshot, for whoever fills it.
#[derive(Debug)]
pub struct RowId<K> {
    pub(crate) row: usize,
    kind: PhantomData<K>,
}

impl<K> Clone for RowId<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for RowId<K> {}
impl<K> RowId<K> {
    pub(crate) const fn new(row: usize) -> Self {
        let kind = PhantomData;
        Self { row, kind }
    }
}

impl Table {
    pub(crate) fn enter(&mut self, id: &str, fresh: Row) -> usize {
        if let Some(row) = self.rows.get_index_of(id) {
            return row;
        }
        let row = self.rows.len();
        self.children.entry(fresh.parent).or_default().push(row);
        self.rows.insert(id.into(), Arc::new(fresh));
        row
    }
}

impl Snapshot {
    /// An account of which nothing is known yet but its number; `at` is when looking began.
    #[must_use]
    pub fn new(account: AccountRef, at: Timestamp) -> Self {
        let mut snapshot = Self {
            account,
            at,
            regions: None,
            regions_off: Vec::new(),
            tables: BTreeMap::new(),
            unknown: Vec::new(),
            secrets: false,
        };
        let arn = snapshot.account.arn();
        let table = snapshot.table(Account::INFO);
        table.rows.insert(arn.into(), Arc::default());
        table.listings.insert(0, (at, Listing::Complete));
        snapshot
    }

    /// The same, looking only at these Regions (and at what lies in none).
    #[must_use]
    pub fn within(mut self, regions: Option<Vec<Box<str>>>) -> Self {
        self.regions = regions.map(Vec::into_boxed_slice);
        self
    }

    /// The same, keeping the secrets that facts hold instead of masking them: for whoever writes a
    /// fact back. It never goes into a file, a message or a log.
    #[must_use]
    pub fn with_secrets(mut self) -> Self {
        self.secrets = true;
        self
    }

    /// Whose snapshot it is.
    #[must_use]
    pub fn account(&self) -> &AccountRef {
        &self.account
    }
    /// When looking began.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }
    /// The Regions looked at; `None` for all of them.
    #[must_use]
    pub fn regions(&self) -> Option<&[Box<str>]> {
        self.regions.as_deref()
    }
    /// The Regions that were not looked at since the account has them off: nothing can be in use
    /// there. Empty where no Regions were selected.
    #[must_use]
    pub fn regions_off(&self) -> &[Box<str>] {
        &self.regions_off
    }
    /// Enters the Regions that the account has off.
    pub fn leave_off(&mut self, regions: Vec<Box<str>>) {
        self.regions_off = regions;
    }
    /// Whether a resource of this Region is looked at.
    #[must_use]
    pub fn looks_at(&self, region: &str) -> bool {
        let only = self.regions.as_ref();
        only.is_none_or(|only| only.iter().any(|one| &**one == region))
    }

    /// The account's own row.
    #[must_use]
    pub fn root(&self) -> RowId<Account> {
        RowId::new(0)
    }

    pub(crate) fn table(&mut self, info: &'static KindInfo) -> &mut Table {
        self.tables.entry(info.id).or_insert_with(|| Table {
            info,
            rows: IndexMap::new(),
            children: BTreeMap::new(),
            listings: BTreeMap::new(),
            gone: BTreeMap::new(),
        })
    }

    /// Enters a resource. `region` is for those that do not lie in a Region's row, as buckets.
    /// One that is entered twice keeps its first row and parent.
    pub fn enter<K: Kind>(
        &mut self,
        parent: RowId<K::In>,
        id: &str,
        region: Option<&str>,
    ) -> RowId<K> {
        let fresh = Row {
            parent: parent.row,
            region: region.map(Into::into),
            ..Row::default()
        };
        RowId::new(self.table(K::INFO).enter(id, fresh))
    }

    /// Enters a resource of the account of which nothing was seen yet, not even that it is there.
    pub fn suppose(&mut self, kind: &'static KindInfo, id: &str, region: &str) {
        let fresh = Row {
            region: Some(region.into()),
            ..Row::default()
        };
        self.table(kind).enter(id, fresh);
    }

    /// Takes over what was seen of the same resources elsewhere.
    pub fn adopt(&mut self, other: &Self) {
        for (kind, seen) in &other.tables {
            let Some(table) = self.tables.get_mut(kind) else {
                continue;
            };
            for (id, row) in &seen.rows {
                if let Some(own) = table.rows.get_mut(id) {
                    Arc::make_mut(own).cells.extend(row.cells.clone());
                }
            }
        }
    }

    /// Enters how well the children of one resource were listed, and when the listing began.
    pub fn listed<K: Kind>(&mut self, parent: RowId<K::In>, at: Timestamp, how: Listing) {
        let listings = &mut self.table(K::INFO).listings;
        listings.insert(parent.row, (at, how));
    }

    /// The same, where the kind is known by its row alone.
    pub fn listed_in(
        &mut self,
        kind: &'static KindInfo,
        parent: usize,
        at: Timestamp,
        how: Listing,
    ) {
        self.table(kind).listings.insert(parent, (at, how));
    }

    /// Enters why a fact of the resource in a row was not seen.
    pub fn miss(&mut self, need: &Need, row: usize, at: Timestamp, reason: Reason) {
        let rows = &mut self.table(need.kind).rows;
        if let Some((_, row)) = rows.get_index_mut(row) {
            let seen = Observed::Missed(reason);
            Arc::make_mut(row).cells.insert(need.id, Cell { at, seen });
        }
    }

    /// Enters one fact of a resource, and when its read began.
    pub fn put<F: Fact>(&mut self, row: RowId<F::Of>, at: Timestamp, seen: Observed<F::Value>) {
        let cell = match self.secrets {
            true => Cell::raw::<F>(at, seen),
            false => Cell::new::<F>(at, seen),
        };
        let rows = &mut self.table(F::Of::INFO).rows;
        if let Some((_, row)) = rows.get_index_mut(row.row) {
            Arc::make_mut(row).cells.insert(F::ID, cell);
        }
    }

    /// Enters that a resource proved not to exist (any more): it is judged no further.
    pub fn gone(&mut self, kind: &'static KindInfo, id: &str, at: Timestamp) {
        self.table(kind).gone.insert(id.into(), at);
    }

    /// Every resource that proved not to exist, with its kind and when that was seen.
    pub fn all_gone(&self) -> impl Iterator<Item = (&'static KindInfo, &str, Timestamp)> {
        let of = |table: &'_ Table| table.info;
        self.tables.values().flat_map(move |table| {
            let gone = table.gone.iter();
            gone.map(move |(id, at)| (of(table), &**id, *at))
        })
    }

    /// Whether a fact of the resource in a row was seen, whatever its value.
    #[must_use]
    pub fn observed(&self, need: &Need, row: usize) -> Observed<()> {
        let named_row = self.row(need.kind.id, row);
        match named_row
            .and_then(|(_, row)| row.cells.get(need.id))
            .map(|cell| &cell.seen)
        {
            Some(Observed::Seen(_)) => Observed::Seen(()),
            Some(Observed::Missed(reason)) => Observed::Missed(reason.clone()),
            None => Observed::Missed(Reason::NotRequested),
        }
    }

    /// The value of a fact of the resource in a row, as evidence has it.
    #[must_use]
    pub fn value(&self, need: &Need, row: usize) -> Observed<Json> {
        let cell = self
            .row(need.kind.id, row)
            .and_then(|(_, row)| row.cells.get(need.id));
        match cell.map(|cell| &cell.seen) {
            Some(Observed::Seen(value)) => Observed::Seen(value.json()),
            Some(Observed::Missed(reason)) => Observed::Missed(reason.clone()),
            None => Observed::Missed(Reason::NotRequested),
        }
    }

    /// Whether the resource in a row proved not to exist.
    #[must_use]
    pub fn is_gone(&self, kind: &KindInfo, row: usize) -> bool {
        let table = self.tables.get(kind.id);
        let id = table.and_then(|table| table.rows.get_index(row));
        id.is_some_and(|(id, _)| table.is_some_and(|table| table.gone.contains_key(id)))
    }

    /// Every resource of a kind that was listed or named, for whoever fills it.
    pub fn rows<K: Kind>(&self) -> impl Iterator<Item = RowId<K>> + use<K> {
        (0..self.count(K::INFO)).map(RowId::new)
    }

    /// The resource in a row of its kind's table.
    #[must_use]
    pub fn row_at<K: Kind>(&self, row: usize) -> RowId<K> {
        RowId::new(row)
    }

    /// The row of a resource.
    #[must_use]
    pub fn row_of(&self, kind: &KindInfo, id: &str) -> Option<usize> {
        self.find(kind.id, id)
    }

    /// The row of what the resource in a row lies in.
    #[must_use]
    pub fn parent_at(&self, kind: &KindInfo, row: usize) -> usize {
        self.row(kind.id, row)
            .map_or(0, |(_, row_data)| row_data.parent)
    }

    /// The id of the resource in a row; empty where there is none.
    #[must_use]
    pub fn id_at(&self, kind: &KindInfo, row: usize) -> &str {
        self.row(kind.id, row).map_or("", |(id, _)| id)
    }

    /// Whether it was said how well the children of one resource were listed.
    #[must_use]
    pub fn is_listed<K: Kind>(&self, parent: RowId<K::In>) -> bool {
        let table = self.tables.get(K::ID);
        table.is_some_and(|table| table.listings.contains_key(&parent.row))
    }

    /// How many resources of a kind there are.
    #[must_use]
    pub fn count(&self, kind: &KindInfo) -> usize {
        self.tables.get(kind.id).map_or(0, |table| table.rows.len())
    }

    /// Drops all facts of these rows but those named: what was judged need not be kept.
    pub fn drop_facts(&mut self, kind: &'static KindInfo, rows: Range<usize>, keep: &[&str]) {
        let table = self.table(kind);
        for row in rows {
            if let Some((_, row)) = table.rows.get_index_mut(row) {
                Arc::make_mut(row).cells.retain(|id, _| keep.contains(id));
            }
        }
    }

    pub(crate) fn row(&self, kind: &str, row: usize) -> Option<(&str, &Row)> {
        let (id, row) = self.tables.get(kind)?.rows.get_index(row)?;
        Some((id, row))
    }

    pub(crate) fn find(&self, kind: &str, id: &str) -> Option<usize> {
        self.tables.get(kind)?.rows.get_index_of(id)
    }

    /// The resource's id.
    #[must_use]
    pub fn id<K: Kind>(&self, row: RowId<K>) -> &str {
        self.row(K::ID, row.row).map_or("", |(id, _)| id)
    }

    /// The resource's Region: its own, or that of the Region it lies in.
    #[must_use]
    pub fn region<K: Kind>(&self, row: RowId<K>) -> Option<&str> {
        self.region_of(K::INFO, row.row)
    }

    /// The Region of the resource in a row; `None` for what is global.
    #[must_use]
    pub fn region_of(&self, kind: &'static KindInfo, row: usize) -> Option<&str> {
        let (id, row_data) = self.row(kind.id, row)?;
        if kind.id == crate::Region::ID {
            return Some(id);
        }
        match &row_data.region {
            Some(region) => Some(region),
            None => self.region_of(kind.within?, row_data.parent),
        }
    }

    /// The ARN that names a resource, and which part of it is meant where it has no ARN.
    pub(crate) fn name(&self, kind: &'static KindInfo, row: usize) -> (String, Option<Box<str>>) {
        let Some((id, row_data)) = self.row(kind.id, row) else {
            return (self.account.arn(), None);
        };
        match (kind.arn, kind.within) {
            // Parts of several kinds of resources say themselves whose part they are.
            (Some(shape), _) => {
                let (arn, part) = shape.split(id);
                (arn.to_owned(), part.map(Into::into))
            }
            (None, Some(above)) => {
                let (arn, _) = self.name(above, row_data.parent);
                // A Region is named by the finding's Region; it is no part of the account's ARN.
                let part = (kind.id != crate::Region::ID).then(|| id.into());
                (arn, part)
            }
            (None, None) => (id.to_owned(), None),
        }
    }
}
