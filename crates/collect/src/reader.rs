//! How facts are read: one trait for a fact of one resource, one for a list of resources.
use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::BoxStream;
use model::{Fact, Kind, KindInfo, Listing, Need, Observed, RowId, Snapshot, Timestamp};

use crate::Aws;
use crate::describe::{self, Describe, Enter};
use crate::fault::{Answer, Fault};

/// A kind that this crate reads from AWS.
pub(crate) trait Collected: Kind {
    /// The error codes that mean that a resource of this kind does not exist.
    const GONE: &'static [&'static str] = &[];
}

impl Collected for model::Account {}
impl Collected for model::Region {}

/// How one fact of one resource is read.
pub(crate) trait Read: Fact<Of: Collected> {
    fn read(aws: &Aws, at: &At) -> impl Future<Output = Answer<Self::Value>> + Send;
}

/// How one fact of one resource is drawn from a response about many.
pub(crate) trait Draw: Fact<Of: Collected> {
    /// The value, and when the read began that returned it.
    fn draw(aws: &Aws, at: &At) -> impl Future<Output = Dated<Self::Value>> + Send;
}

/// An answer, and when its read began: not always when the fact was needed.
#[derive(Clone, Debug)]
pub(crate) struct Dated<T> {
    pub at: Timestamp,
    pub answer: Answer<T>,
}

impl<T> Dated<T> {
    /// What was not read in time.
    fn late(at: Timestamp, late: Fault) -> Self {
        let answer = Err(late);
        Self { at, answer }
    }
}

/// How the resources of a kind are listed, for one parent.
pub(crate) trait List: Collected {
    /// When the read began that the list was drawn from, if that was before it was wanted.
    fn began(_: &Aws) -> Option<Timestamp> {
        None
    }
    fn list(aws: &Aws, within: &At, only: Only)
    -> impl Future<Output = Answer<Vec<Listed>>> + Send;
    /// The Regions that are off, where the list is one of Regions and includes them.
    fn off(_: &Aws) -> Option<Vec<Box<str>>> {
        None
    }
}

/// The resource that a call is about.
#[derive(Clone, Debug)]
pub(crate) struct At {
    pub kind: &'static KindInfo,
    pub id: Box<str>,
    pub region: Option<Box<str>>,
}

impl At {
    /// Its name: `logs` of `arn:aws:s3:::logs`.
    pub fn name(&self) -> &str {
        self.kind.name(&self.id)
    }
}

/// Which resources a listing is to find.
#[derive(Clone, Debug)]
pub(crate) enum Only {
    /// All of them, or those of some Regions where the service can filter by Region.
    All(Option<Vec<Box<str>>>),
    /// The one of this id, if it exists.
    One(Box<str>),
}

impl Only {
    /// Those of some ids that are to be found, in no Region of their own.
    #[cfg_attr(
        not(any(feature = "iam", feature = "kms", feature = "s3")),
        expect(dead_code, reason = "used by some services alone")
    )]
    pub fn of<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Vec<Listed> {
        let wanted = ids.filter(|id| match self {
            Self::All(_) => true,
            Self::One(only) => &**only == *id,
        });
        let listed = |id: &str| Listed {
            id: id.into(),
            region: None,
        };
        wanted.map(listed).collect()
    }
}

/// A resource that a listing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub id: String,
    pub region: Option<String>,
}

/// The result of a call, ready to be entered into the snapshot.
pub(crate) struct Entry {
    pub enter: Box<dyn FnOnce(&mut Snapshot) + Send>,
    /// AWS says that the resource it was about does not exist.
    pub gone: bool,
}

/// What fills some needs by calls about one kind of resource.
#[derive(Debug)]
pub struct Reader {
    needs: fn() -> Vec<Need>,
    /// What a call is about: the resource itself, or the parent of what is listed.
    pub(crate) on: &'static KindInfo,
    /// Prepares the call about the resource in one row.
    pub(crate) call: fn(&Snapshot, usize, Only) -> Call,
    /// Prepares the same page by page, where pages bring the facts of what they list.
    pub(crate) pages: Option<Paged>,
}

/// Prepares the pages of what lies in the resource in one row.
pub(crate) type Paged = fn(Arc<Aws>, &Snapshot, usize) -> Pages;

/// Pages that are not requested yet.
pub(crate) type Pages = BoxStream<'static, Enter>;

/// A call that is not made yet: one under way takes much more memory than one that waits.
pub(crate) type Call = Box<dyn for<'a> FnOnce(&'a Aws) -> BoxFuture<'a, Entry> + Send>;

impl Reader {
    /// Reads one fact of one resource at a time.
    pub(crate) const fn each<F: Read>() -> Self {
        Self {
            needs: || vec![F::NEED],
            pages: None,
            on: F::Of::INFO,
            call: |snapshot, row, _| {
                let (row, at) = resource::<F::Of>(snapshot, row);
                Box::new(move |aws| Box::pin(each::<F>(aws, row, at)))
            },
        }
    }

    /// Draws one fact of one resource at a time from responses about many.
    pub(crate) const fn drawn<F: Draw>() -> Self {
        Self {
            needs: || vec![F::NEED],
            pages: None,
            on: F::Of::INFO,
            call: |snapshot, row, _| {
                let (row, at) = resource::<F::Of>(snapshot, row);
                Box::new(move |aws| {
                    Box::pin(async move {
                        let began = aws.now();
                        let drawn = async { Ok(F::draw(aws, &at).await) };
                        let drawn = aws.in_time(drawn).await;
                        let drawn = drawn.unwrap_or_else(|late| Dated::late(began, late));
                        entry::<F>(row, drawn.at, drawn.answer)
                    })
                })
            },
        }
    }

    /// Lists one kind.
    pub(crate) const fn list<K: List>() -> Self {
        Self {
            needs: || vec![K::LISTING],
            pages: None,
            on: K::In::INFO,
            call: |snapshot, row, only| {
                let (parent, within) = resource::<K::In>(snapshot, row);
                Box::new(move |aws| Box::pin(list::<K>(aws, parent, within, only)))
            },
        }
    }

    /// Describes one kind: lists it, and reads the facts that the list returns.
    pub(crate) const fn describe<K: Describe>() -> Self {
        Self {
            needs: describe::needs::<K>,
            on: K::In::INFO,
            call: |snapshot, row, only| {
                let (parent, within) = resource::<K::In>(snapshot, row);
                Box::new(move |aws| {
                    Box::pin(async move { describe::whole::<K>(aws, parent, &within, only).await })
                })
            },
            pages: Some(|aws, snapshot, row| {
                let (parent, within) = resource::<K::In>(snapshot, row);
                describe::pages::<K>(aws, parent, &within, Only::All(None))
            }),
        }
    }

    /// The facts and listings it fills.
    #[must_use]
    pub fn fills(&self) -> Vec<Need> {
        (self.needs)()
    }

    /// The kind that it lists.
    pub(crate) fn listed(&self) -> Option<&'static KindInfo> {
        let listing = self.fills().into_iter().find(Need::is_listing);
        listing.map(|need| need.kind)
    }

    pub(crate) fn lists(&self, kind: &KindInfo) -> bool {
        self.listed().is_some_and(|listed| listed.id == kind.id)
    }
}

fn resource<K: Kind>(snapshot: &Snapshot, row: usize) -> (RowId<K>, At) {
    let row = snapshot.row_at::<K>(row);
    let at = At {
        kind: K::INFO,
        id: snapshot.id(row).into(),
        region: snapshot.region(row).map(Into::into),
    };
    (row, at)
}

async fn each<F: Read>(aws: &Aws, row: RowId<F::Of>, at: At) -> Entry {
    let began = aws.now();
    let answer = aws.in_time(F::read(aws, &at)).await;
    entry::<F>(row, began, answer)
}

fn entry<F: Fact<Of: Collected>>(
    row: RowId<F::Of>,
    began: Timestamp,
    answer: Answer<F::Value>,
) -> Entry {
    let gone = answer
        .as_ref()
        .is_err_and(|fault| F::Of::GONE.contains(&&*fault.code));
    let action = F::READS.first().copied().unwrap_or_default();
    let seen = Observed::from(answer.map_err(|fault| fault.reason(action)));
    let enter = Box::new(move |snapshot: &mut Snapshot| snapshot.put::<F>(row, began, seen));
    Entry { enter, gone }
}

async fn list<K: List>(aws: &Aws, parent: RowId<K::In>, within: At, only: Only) -> Entry {
    let began = aws.now();
    let answer = aws.in_time(K::list(aws, &within, only.clone())).await;
    let answer = answer.and_then(|listed| match (&only, listed.is_empty()) {
        (Only::All(_), true) if K::ID == model::Region::ID => {
            Err(Fault::odd("the response names no enabled Region"))
        }
        _ => Ok(listed),
    });
    let began = K::began(aws).map_or(began, |at| at.min(began));
    let off = K::off(aws);
    let enter = Box::new(move |snapshot: &mut Snapshot| {
        if let Some(off) = off {
            snapshot.leave_off(off);
        }
        let how = match (&answer, &only) {
            (Ok(listed), _) => {
                for Listed { id, region } in listed {
                    let region = region.as_deref();
                    if region.is_none_or(|region| snapshot.looks_at(region)) {
                        snapshot.enter::<K>(parent, id, region);
                    }
                }
                match only {
                    // Regions that were chosen are no list of the account's Regions.
                    Only::All(Some(_)) if K::ID == model::Region::ID => Listing::Named,
                    Only::All(_) => Listing::Complete,
                    Only::One(_) => Listing::Named,
                }
            }
            (Err(fault), _) => Listing::Missed(missed::<K>(fault)),
        };
        if let (Only::One(id), Ok(listed)) = (&only, &answer)
            && listed.is_empty()
        {
            snapshot.gone(K::INFO, id, began);
        }
        // Confirming one resource says nothing new about its siblings.
        if matches!(only, Only::All(_)) || !snapshot.is_listed::<K>(parent) {
            snapshot.listed::<K>(parent, began, how);
        }
    });
    Entry { enter, gone: false }
}

pub(crate) fn missed<K: Kind>(fault: &Fault) -> model::Reason {
    fault.reason(K::LIST.first().copied().unwrap_or_default())
}
