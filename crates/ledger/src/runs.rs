//! What is known of the runs of one account and area.
use std::collections::{BTreeMap, BTreeSet};

use model::{Finding, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::store::each;
use crate::{Error, Item, Store, key};

/// One item for each account and area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Runs {
    /// The Regions that hold findings, each an item of its own: events add some too.
    #[serde(skip)]
    pub regions: BTreeSet<String>,
    /// In which Regions each control had its first run: in all where `None`.
    pub looked: BTreeMap<String, Option<BTreeSet<String>>>,
    /// The latest complete run: its name, and when it began.
    pub last: Option<(String, Timestamp)>,
    /// When the item says it was observed: grows with every write. `None` before the first.
    #[serde(skip)]
    pub observed_at: Option<i64>,
    /// Whether a permission was missing lately.
    #[serde(skip)]
    pub dark: bool,
    /// An item of its own, so that a sweep of everything is not held up by it.
    #[serde(skip)]
    pub partial: Partial,
}

/// What complete runs by some controls alone left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Partial {
    /// When the latest run by each control was entered, as the item counts time.
    pub swept: BTreeMap<String, i64>,
    /// As for [`Runs`].
    #[serde(skip)]
    pub observed_at: Option<i64>,
}

impl Partial {
    /// What an item says; nothing where there is none.
    pub(crate) fn read(account: &str, item: Option<&Item>) -> Result<Self, Error> {
        let Some(item) = item else {
            return Ok(Self::default());
        };
        Ok(Self {
            observed_at: Some(item.observed_at),
            ..parsed(account, item)?
        })
    }

    /// The controls that were swept since it was as another one says.
    pub(crate) fn since(&self, before: &Self) -> impl Iterator<Item = &String> {
        let since = before.observed_at;
        let newer = self
            .swept
            .iter()
            .filter(move |(_, at)| since.is_none_or(|since| **at > since));
        newer.map(|(control, _)| control)
    }

    /// The same once these controls were swept, in a run that began then.
    pub(crate) fn with<'c>(&self, controls: impl Iterator<Item = &'c str>, began: i64) -> Self {
        // Every write is newer than the one before it.
        let at = self
            .observed_at
            .map_or(began, |before| began.max(before + 1));
        let mut next = self.clone();
        next.swept
            .extend(controls.map(|control| (control.to_owned(), at)));
        next.observed_at = Some(at);
        next
    }

    pub(crate) fn item(&self, account: &str, area: &str) -> Item {
        Item {
            key: key::partial(account, area),
            observed_at: self.observed_at.unwrap_or_default(),
            expires: None,
            data: serde_json::to_string(self).unwrap_or_default(),
        }
    }
}

impl Runs {
    pub(crate) async fn load(store: &impl Store, account: &str, area: &str) -> Result<Self, Error> {
        let mut items = Vec::new();
        let prefix = key::of_runs(account, area);
        each(store, key::RUNS, &prefix, |item| items.push(item)).await?;
        Self::of(account, area, items)
    }

    /// What the items of an account and area say.
    pub(crate) fn of(account: &str, area: &str, items: Vec<Item>) -> Result<Self, Error> {
        let (mut runs, mut partial, mut dark) = (None, None, false);
        let mut regions = BTreeSet::new();
        let prefix = key::of_runs(account, area);
        for item in items {
            match item.key.place.strip_prefix(&prefix) {
                Some("") => runs = Some(item),
                Some(key::PARTIAL) => partial = Some(item),
                Some(key::DARK) => dark = true,
                region => regions.extend(region.map(ToOwned::to_owned)),
            }
        }
        let read = runs.map(|item| read(account, &item)).transpose()?;
        Ok(Self {
            regions,
            dark,
            partial: Partial::read(account, partial.as_ref())?,
            ..read.unwrap_or_default()
        })
    }

    /// Whether a control has had its first run in this Region.
    pub(crate) fn has_looked(&self, control: &str, region: &str) -> bool {
        match self.looked.get(control) {
            None => false,
            Some(None) => true,
            Some(Some(regions)) => region == Finding::GLOBAL || regions.contains(region),
        }
    }

    /// Enters that a control was run in these Regions, or in all.
    pub(crate) fn look(&mut self, control: &str, regions: Option<&[Box<str>]>) {
        let looked = self
            .looked
            .entry(control.into())
            .or_insert_with(|| Some(BTreeSet::new()));
        match (looked.as_mut(), regions) {
            (None, _) => {}
            (Some(before), Some(regions)) => before.extend(regions.iter().map(ToString::to_string)),
            (Some(_), None) => *looked = None,
        }
    }

    pub(crate) fn item(&self, account: &str, area: &str) -> Item {
        Item {
            key: key::runs(account, area),
            observed_at: self.observed_at.unwrap_or_default(),
            expires: None,
            data: serde_json::to_string(self).unwrap_or_default(),
        }
    }
}

fn read(account: &str, item: &Item) -> Result<Runs, Error> {
    Ok(Runs {
        observed_at: Some(item.observed_at),
        ..parsed(account, item)?
    })
}

fn parsed<T: DeserializeOwned>(account: &str, item: &Item) -> Result<T, Error> {
    serde_json::from_str(&item.data).map_err(|error| {
        Error::Failed(format!(
            "the item of runs of `{account}` does not parse: {error}"
        ))
    })
}
