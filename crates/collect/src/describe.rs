//! Kinds of which one call returns rows of many facts: each page is entered as it arrives, and each
//! fact is a narrow lens on a row.
#[cfg(test)]
mod tests;

use std::sync::Arc;

use aws_smithy_types::DateTime;
use calls::{Call, Client, Pages};
use futures::stream::{BoxStream, unfold};
use model::{AccountRef, Fact, Kind, Listing, Need, Observed, RowId, Snapshot, Tags, Timestamp};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, Enter, Entry, Only, Reader, missed, resource};

/// A kind that one operation describes.
pub(crate) trait Describe: Collected {
    /// The operation.
    type Call: Call<Response: Send> + Send + 'static;
    /// What a page contains of one resource.
    type Row: Send + Sync + 'static;
    /// The facts that a row contains.
    const LENSES: &'static [&'static dyn Draws<Self>];

    /// The request: for all, or for the one of this name.
    fn call(only: Option<&str>) -> Self::Call;
    /// The rows of a page, each with the resource's ARN. What is no resource any more is left out.
    fn rows(page: <Self::Call as Call>::Response, place: &Place) -> Vec<(String, Self::Row)>;
}

/// A fact of a row: how its value follows from it. An absent member is a gap of this fact alone.
pub(crate) struct Lens<F: Fact<Of: Describe>>(
    pub fn(&<F::Of as Describe>::Row) -> Answer<F::Value>,
);

/// A lens without its fact's type.
pub(crate) trait Draws<K: Describe>: Sync {
    /// The fact.
    fn need(&self) -> Need;
    /// Enters the fact of a row.
    fn draw(&self, from: &K::Row, to: &mut Snapshot, row: RowId<K>, began: Timestamp);
}

impl<K: Describe, F: Fact<Of = K>> Draws<K> for Lens<F> {
    fn need(&self) -> Need {
        F::NEED
    }
    fn draw(&self, from: &K::Row, to: &mut Snapshot, row: RowId<K>, began: Timestamp) {
        let action = F::READS.first().copied().unwrap_or_default();
        let value = (self.0)(from).map_err(|fault| fault.reason(action));
        to.put::<F>(row, began, Observed::from(value));
    }
}

/// Where the rows of a page lie.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    account: AccountRef,
    region: Box<str>,
}

impl Place {
    /// The Region.
    pub fn region(&self) -> &str {
        &self.region
    }
    /// The ARN of a resource that the account owns, in the Region of the page.
    pub fn arn(&self, service: &str, resource: &str) -> String {
        self.owned(service, &self.account.id, resource)
    }
    /// Whether it is in the account of this number.
    pub fn owns(&self, account: &str) -> bool {
        *self.account.id == *account
    }
    /// The ARN of a resource of another account, or of none.
    pub fn owned(&self, service: &str, account: &str, resource: &str) -> String {
        let (partition, region) = (&self.account.partition, &self.region);
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// Tags as a row has them: key and value of each.
pub(crate) fn tags<T>(
    list: Option<&[T]>,
    of: fn(&T) -> (&String, &Option<String>),
) -> Answer<Tags> {
    let list = present(list, "its tags")?.iter();
    let tags = list.map(|tag| {
        let (key, value) = of(tag);
        (key.clone(), value.clone().unwrap_or_default())
    });
    Ok(tags.collect())
}

impl Reader {
    /// Describes one kind: lists it, and reads the facts that the list returns.
    pub(crate) const fn describe<K: Describe>() -> Self {
        Self {
            needs: needs::<K>,
            on: <K::In as Kind>::INFO,
            call: |snapshot, row, only| {
                let (parent, within) = resource::<K::In>(snapshot, row);
                Box::new(move |aws| {
                    Box::pin(async move { whole::<K>(aws, parent, &within, only).await })
                })
            },
            pages: Some(|aws, snapshot, row| {
                let (parent, within) = resource::<K::In>(snapshot, row);
                pages::<K>(aws, parent, &within, Only::All(None))
            }),
        }
    }
}

/// A point in time as a row has it.
pub(crate) fn time(at: DateTime) -> Answer<Timestamp> {
    let odd = |error| Fault::odd(format!("the response has a time that is none: {error}"));
    Timestamp::from_second(at.secs()).map_err(odd)
}

/// The facts and the listing that describing a kind fills.
fn needs<K: Describe>() -> Vec<Need> {
    let facts = K::LENSES.iter().map(|lens| lens.need());
    facts.chain([K::LISTING]).collect()
}

/// Describes a kind, page by page.
fn pages<K: Describe>(
    aws: Arc<Aws>,
    parent: RowId<K::In>,
    within: &At,
    only: Only,
) -> BoxStream<'static, Enter> {
    let reading = Reading::<K>::begin(&aws, parent, within, only);
    let next = |(aws, mut reading): (Arc<Aws>, Reading<K>)| async move {
        let enter = reading.next(&aws).await?;
        Some((enter, (aws, reading)))
    };
    Box::pin(unfold((aws, reading), next))
}

/// Describes a kind to the end.
async fn whole<K: Describe>(aws: &Aws, parent: RowId<K::In>, within: &At, only: Only) -> Entry {
    let mut reading = Reading::<K>::begin(aws, parent, within, only);
    let mut pages = Vec::new();
    while let Some(enter) = reading.next(aws).await {
        pages.push(enter);
    }
    let enter = move |snapshot: &mut Snapshot| pages.into_iter().for_each(|page| page(snapshot));
    Entry {
        enter: Box::new(enter),
        gone: false,
    }
}

/// A description under way.
struct Reading<K: Describe> {
    /// `None` once it ended.
    pages: Option<Pages<K::Call>>,
    parent: RowId<K::In>,
    place: Place,
    only: Only,
    wanted: Arc<[&'static dyn Draws<K>]>,
    began: Timestamp,
    /// Whether a page had a row.
    any: bool,
}

impl<K: Describe> Reading<K> {
    fn begin(aws: &Aws, parent: RowId<K::In>, within: &At, only: Only) -> Self {
        let named = match &only {
            Only::All(_) => None,
            Only::One(id) => Some(K::INFO.name(id)),
        };
        let client = aws.client(within.region.as_deref(), Client::new);
        let wanted = K::LENSES.iter().copied();
        let wanted = wanted.filter(|lens| aws.wants(lens.need().id));
        Self {
            pages: Some(K::call(named).pages(&client)),
            parent,
            place: Place {
                account: aws.account().clone(),
                region: within.region.clone().unwrap_or_default(),
            },
            wanted: wanted.collect(),
            began: aws.now(),
            any: false,
            only,
        }
    }

    async fn next(&mut self, aws: &Aws) -> Option<Enter> {
        let pages = self.pages.as_mut()?;
        let began = aws.now();
        let page = async { pages.next().await.transpose().map_err(Fault::from) };
        match aws.in_time(page).await {
            Ok(Some(page)) => Some(self.page(page, began)),
            ended => {
                self.pages = None;
                Some(self.end(ended.err()))
            }
        }
    }

    fn page(&mut self, page: <K::Call as Call>::Response, began: Timestamp) -> Enter {
        let mut rows = K::rows(page, &self.place);
        if let Only::One(only) = &self.only {
            rows.retain(|(id, _)| **id == **only);
        }
        self.any |= !rows.is_empty();
        let (parent, wanted) = (self.parent, Arc::clone(&self.wanted));
        Box::new(move |snapshot| {
            for (id, row) in rows {
                // A resource that moved from page to page meanwhile is one.
                let entered = snapshot.enter::<K>(parent, &id, None);
                for lens in &*wanted {
                    lens.draw(&row, snapshot, entered, began);
                }
            }
        })
    }

    fn end(&mut self, fault: Option<Fault>) -> Enter {
        let (parent, began, any) = (self.parent, self.began, self.any);
        let only = self.only.clone();
        let all = matches!(only, Only::All(_));
        Box::new(move |snapshot| {
            let absent = |fault: &Fault| K::GONE.contains(&&*fault.code);
            let (how, gone) = match (only, fault) {
                (Only::All(_), None) => (Listing::Complete, None),
                (Only::One(_), None) if any => (Listing::Named, None),
                (Only::One(id), None) => (Listing::Named, Some(id)),
                (Only::One(id), Some(fault)) if absent(&fault) => (Listing::Named, Some(id)),
                (_, Some(fault)) => (Listing::Missed(missed::<K>(&fault)), None),
            };
            if let Some(id) = gone {
                snapshot.gone(K::INFO, &id, began);
            }
            // Confirming one resource says nothing new about its siblings.
            if all || !snapshot.is_listed::<K>(parent) {
                snapshot.listed::<K>(parent, began, how);
            }
        })
    }
}
