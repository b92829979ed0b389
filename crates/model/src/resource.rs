//! Looking at a snapshot, one resource at a time.
use std::cell::RefCell;
use std::marker::PhantomData;

use serde_json::Value as Json;

use crate::finding::Sight;
use crate::snapshot::Listing;
use crate::{
    Change, Evidence, Fact, Gap, Kind, KindInfo, Need, Observed, Reason, RowId, Snapshot, Tags,
    Timestamp, Writable,
};

/// A snapshot as one control may see it: only what the control declares, and every look noted.
///
/// An undeclared fact is a gap, never a value. So a control cannot depend on what its function
/// has no permission to read, and the evidence of a verdict cannot leave out what it rests on.
#[derive(Debug)]
pub struct View<'a> {
    snapshot: &'a Snapshot,
    kind: &'static KindInfo,
    needs: &'static [Need],
    looks: RefCell<Vec<Look>>,
    /// What was shown beside the facts.
    shown: RefCell<Vec<Shown>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    kind: &'static str,
    row: usize,
    fact: &'static str,
}

/// Something shown beside the facts, and of which resource.
#[derive(Debug)]
struct Shown {
    what: &'static str,
    of: Box<str>,
    value: Json,
}

/// One resource: a cursor to read its facts from and to walk on from.
#[derive(Debug)]
pub struct Resource<'a, K> {
    view: &'a View<'a>,
    row: usize,
    kind: PhantomData<K>,
}

impl<K> Clone for Resource<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Resource<'_, K> {}

impl<'a> View<'a> {
    /// What a control on resources of `kind` that declares `needs` may see.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot, kind: &'static KindInfo, needs: &'static [Need]) -> Self {
        Self {
            snapshot,
            kind,
            needs,
            looks: RefCell::default(),
            shown: RefCell::default(),
        }
    }

    /// One resource to judge.
    pub fn resource<K: Kind>(&'a self, row: RowId<K>) -> Resource<'a, K> {
        Resource {
            view: self,
            row: row.row,
            kind: PhantomData,
        }
    }

    /// Every fact read through this view since it was made, as evidence.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let looks = self.looks.borrow();
        let mut sights: Vec<_> = looks.iter().filter_map(|look| self.sight(*look)).collect();
        sights.sort_by(|a, b| (&a.fact, &a.of).cmp(&(&b.fact, &b.of)));
        let at = self.observed_at();
        let shown = self.shown.borrow();
        sights.extend(shown.iter().map(|one| Sight {
            fact: one.what.into(),
            of: one.of.clone(),
            at,
            value: one.value.clone(),
        }));
        Evidence(sights)
    }

    /// When the oldest read began of all that was looked at; the snapshot's own age without any.
    #[must_use]
    pub fn observed_at(&self) -> Timestamp {
        let looks = self.looks.borrow();
        let ages = looks.iter().filter_map(|look| {
            let (_, row) = self.snapshot.row(look.kind, look.row)?;
            row.cells.get(look.fact).map(|cell| cell.at)
        });
        ages.min().unwrap_or(self.snapshot.at())
    }

    fn sight(&self, look: Look) -> Option<Sight> {
        let (id, row) = self.snapshot.row(look.kind, look.row)?;
        let cell = row.cells.get(look.fact)?;
        let needs = self.needs.iter().copied();
        let needs = needs.chain(self.kind.lineage().filter_map(KindInfo::tags));
        let need = needs.into_iter().find(|need| need.id == look.fact)?;
        Some(Sight {
            fact: look.fact.into(),
            of: id.into(),
            at: cell.at,
            value: (need.codec?.evidence)(cell)?,
        })
    }

    fn note(&self, look: Look) {
        let mut looks = self.looks.borrow_mut();
        if !looks.contains(&look) {
            looks.push(look);
        }
    }

    fn declares(&self, need: &Need) -> bool {
        self.needs.contains(need)
    }

    fn may_list(&self, kind: &'static KindInfo) -> bool {
        let listed = |one: &'static KindInfo| one.lineage().any(|above| above.id == kind.id);
        listed(self.kind) || self.needs.iter().any(|need| listed(need.kind))
    }
}

impl<'a, K: Kind> Resource<'a, K> {
    /// The row's id: an ARN, or a name where the kind has none.
    #[must_use]
    pub fn id(self) -> &'a str {
        self.view.snapshot.id::<K>(RowId::new(self.row))
    }

    /// Its name, as AWS's commands take it: `logs` of `arn:aws:s3:::logs`, `ann` of
    /// `...:user/staff/ann`, `team/app` of `...:repository/team/app`.
    #[must_use]
    pub fn name(self) -> &'a str {
        K::INFO.name(self.id())
    }

    /// Where it lies; `None` for what is global.
    #[must_use]
    pub fn region(self) -> Option<&'a str> {
        self.view.snapshot.region_of(K::INFO, self.row)
    }

    /// The snapshot's account.
    #[must_use]
    pub fn account(self) -> &'a crate::AccountRef {
        self.view.snapshot.account()
    }

    /// The value of a fact, or the gap that makes the judgement impossible.
    pub fn see<F: Fact<Of = K>>(self) -> Result<&'a F::Value, Gap> {
        if !self.view.declares(&F::NEED) {
            return Err(self.gap::<F>(Reason::failed("the control does not declare it")));
        }
        self.view.note(Look {
            kind: K::ID,
            row: self.row,
            fact: F::ID,
        });
        let named_row = self.view.snapshot.row(K::ID, self.row);
        let cell = named_row.and_then(|(_, row)| row.cells.get(F::ID));
        let value = cell.map_or(Err(Reason::NotRequested), |cell| cell.value::<F>());
        value.map_err(|reason| self.gap::<F>(reason))
    }

    /// The resource's tags, which are read where the settings decide something by one and so need
    /// not be declared.
    pub fn tags(self) -> Result<Tags, Gap> {
        let Some(need) = K::INFO.tags() else {
            return Ok(Tags::new());
        };
        self.view.note(Look {
            kind: K::ID,
            row: self.row,
            fact: need.id,
        });
        let named_row = self.view.snapshot.row(K::ID, self.row);
        let seen = named_row.and_then(|(_, row)| row.cells.get(need.id));
        let gap = |reason| Err(Gap::new(&need, self.id(), reason));
        match seen.map(|cell| &cell.seen) {
            Some(Observed::Seen(value)) => serde_json::from_value(value.json())
                .or_else(|error| gap(Reason::failed(error.to_string()))),
            Some(Observed::Missed(reason)) => gap(reason.clone()),
            None => gap(Reason::NotRequested),
        }
    }

    /// Shows what proves the verdict beside the facts that it follows from: a request that goes
    /// through.
    pub fn witness(self, request: Json) {
        self.show("witness", request);
    }

    /// Shows something that follows from the facts beside them, under a name of its own.
    pub fn show(self, what: &'static str, value: Json) {
        let of = self.id().into();
        self.view.shown.borrow_mut().push(Shown { what, of, value });
    }

    /// A gap about a fact that was seen but is not enough to judge by.
    #[must_use]
    pub fn gap<F: Fact<Of = K>>(self, reason: Reason) -> Gap {
        Gap::new(&F::NEED, self.id(), reason)
    }

    /// What this resource lies in.
    #[must_use]
    pub fn parent(self) -> Resource<'a, K::In> {
        let named_row = self.view.snapshot.row(K::ID, self.row);
        let row = named_row.map_or(0, |(_, row)| row.parent);
        self.view.resource(RowId::new(row))
    }

    /// What lies in this resource: all of it, or a gap.
    pub fn children<C: Kind<In = K>>(self) -> Result<Vec<Resource<'a, C>>, Gap> {
        let table = self.view.snapshot.tables.get(C::ID);
        let listing = table.and_then(|table| table.listings.get(&self.row));
        let missed = |reason| Err(Gap::new(&C::LISTING, self.id(), reason));
        match listing {
            _ if !self.view.may_list(C::INFO) => {
                missed(Reason::failed("the control does not declare it"))
            }
            Some((_, Listing::Complete)) if self.is_without_regions::<C>() => {
                missed(Reason::failed("no Region was listed: an account has some"))
            }
            Some((_, Listing::Complete)) => {
                let rows = table.and_then(|table| table.children.get(&self.row));
                let rows = rows.into_iter().flatten();
                Ok(rows
                    .map(|row| self.view.resource(RowId::new(*row)))
                    .collect())
            }
            Some((_, Listing::Missed(Reason::NotOffered))) => Ok(Vec::new()),
            Some((_, Listing::Missed(reason))) => missed(reason.clone()),
            Some((_, Listing::Named)) | None => missed(Reason::NotRequested),
        }
    }

    /// Whether it is about Regions, and there is none: no account is like that.
    fn is_without_regions<C: Kind>(self) -> bool {
        C::ID == crate::Region::ID && self.view.snapshot.count(C::INFO) == 0
    }

    /// Follows a relation. `None` only if every list that could hold the resource was complete.
    pub fn follow<T: Kind>(self, to: &str) -> Result<Option<Resource<'a, T>>, Gap> {
        let gap = |reason| Gap::new(&T::LISTING, to, reason);
        if !self.view.may_list(T::INFO) {
            return Err(gap(Reason::failed("the control does not declare it")));
        }
        if let Some(row) = self.view.snapshot.find(T::ID, to) {
            return Ok(Some(self.view.resource(RowId::new(row))));
        }
        match self.view.snapshot.incomplete(T::INFO) {
            Some(reason) => Err(gap(reason)),
            None => Ok(None),
        }
    }

    /// Plans an edit from the value seen to another one.
    pub fn change<F: Writable<Of = K>>(self, to: &F::Value) -> Result<Change, Gap> {
        Ok(Change::new::<F>(self.id(), self.see::<F>()?, to))
    }
}
