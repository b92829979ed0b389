//! What is known of the runs of one account and area.
use std::collections::{BTreeMap, BTreeSet};

use model::{Finding, Timestamp};
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
    /// When the item says it was observed; grows with every write.
    #[serde(skip)]
    pub observed_at: i64,
}

impl Runs {
    pub(crate) async fn load(store: &impl Store, account: &str, area: &str) -> Result<Self, Error> {
        let (mut runs, mut regions) = (None, BTreeSet::new());
        let prefix = key::of_runs(account, area);
        each(store, key::RUNS, &prefix, |item| {
            match item.key.place.strip_prefix(&prefix) {
                Some("") => runs = Some(item),
                region => regions.extend(region.map(ToOwned::to_owned)),
            }
        })
        .await?;
        let read = runs.map(|item| read(account, &item)).transpose()?;
        Ok(Self {
            regions,
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
            (Some(known), Some(regions)) => known.extend(regions.iter().map(ToString::to_string)),
            (Some(_), None) => *looked = None,
        }
    }

    pub(crate) fn item(&self, account: &str, area: &str) -> Item {
        Item {
            key: key::runs(account, area),
            observed_at: self.observed_at,
            expires: None,
            data: serde_json::to_string(self).unwrap_or_default(),
        }
    }
}

fn read(account: &str, item: &Item) -> Result<Runs, Error> {
    let wrong = |error| {
        Error(format!(
            "the item of runs of `{account}` does not parse: {error}"
        ))
    };
    let read: Runs = serde_json::from_str(&item.data).map_err(wrong)?;
    Ok(Runs {
        observed_at: item.observed_at,
        ..read
    })
}
