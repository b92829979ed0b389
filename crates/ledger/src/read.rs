//! Reading the ledger: how things stand, and what changed.
use std::collections::BTreeSet;

use model::{Timestamp, glob};

use crate::store::each;
use crate::{Error, Record, State, Store, key};

/// Which findings to read.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this account alone.
    pub account: Option<String>,
    /// Of this area alone.
    pub area: Option<String>,
    /// Of controls that match this pattern alone.
    pub control: Option<String>,
    /// Only those closed since then; those that are not closed where absent.
    pub closed_since: Option<Timestamp>,
}

impl Filter {
    /// Whether a finding is wanted. One about an exception is of the area of the controls that the
    /// exception names.
    fn takes(&self, record: &Record) -> bool {
        let control = self.control.as_deref();
        let stands = match self.closed_since {
            Some(since) => record.state.is_closed() && record.changed_at >= since,
            None => matches!(record.state, State::Open | State::Excepted),
        };
        let area = self.area.as_deref();
        let own = record.control.split('.').next();
        let of = area.is_none_or(|area| match own {
            Some("settings") => {
                let names = record
                    .part
                    .as_deref()
                    .and_then(|part| part.split('.').next());
                names == Some(area) || own == Some(area)
            }
            own => own == Some(area),
        });
        stands && of && control.is_none_or(|pattern| glob(pattern, &record.control))
    }
}

/// The Regions where a part of an account has a finding by this control that is not closed.
pub async fn open_regions(
    store: &impl Store,
    (account, area): (&str, &str),
    (control, part): (&str, &str),
) -> Result<BTreeSet<String>, Error> {
    let filter = Filter {
        account: Some(account.into()),
        control: Some(control.into()),
        ..Filter::default()
    };
    let (mut open, of_area) = (BTreeSet::new(), key::partition(account, area, ""));
    let mut partitions = partitions(store, &filter).await?;
    partitions.retain(|partition| partition.starts_with(&of_area));
    for partition in partitions {
        each(store, &partition, key::FINDINGS, |item| {
            let record = Record::read(&item).filter(|record| filter.takes(record));
            let record = record.filter(|record| record.part.as_deref() == Some(part));
            open.extend(record.map(|record| record.region));
        })
        .await?;
    }
    Ok(open)
}

/// The findings of every account and Region that any run looked at, in the order of the ledger.
pub async fn findings(
    store: &impl Store,
    filter: &Filter,
    mut take: impl FnMut(Record),
) -> Result<(), Error> {
    for partition in partitions(store, filter).await? {
        each(store, &partition, key::FINDINGS, |item| {
            Record::read(&item)
                .filter(|record| filter.takes(record))
                .into_iter()
                .for_each(&mut take);
        })
        .await?;
    }
    Ok(())
}

/// The partitions that runs wrote to.
async fn partitions(store: &impl Store, filter: &Filter) -> Result<BTreeSet<String>, Error> {
    let mut regions = BTreeSet::new();
    each(store, key::RUNS, "", |item| {
        let mut parts = item.key.place.splitn(3, '#');
        let (Some(account), Some(area), Some(region)) = (parts.next(), parts.next(), parts.next())
        else {
            return;
        };
        let wanted =
            |only: &Option<String>, is: &str| only.as_deref().is_none_or(|only| only == is);
        if key::is_region(region) && wanted(&filter.account, account) {
            regions.insert(key::partition(account, area, region));
        }
    })
    .await?;
    Ok(regions)
}
