//! What is asked of the deployment's own before an account is read, and while it is.
use std::collections::{BTreeMap, BTreeSet};

use ledger::DynamoDb;
use model::{Finding, Scope, Settings};

use crate::Auditor;
use crate::failure::Failure;
use crate::order::Order;
use crate::own::Own;
use crate::parts::{Left, left};

/// What a run begins with.
pub struct Before<'a> {
    pub settings: Settings,
    pub store: &'a DynamoDb,
    /// What earlier runs left, where it is known whose account it is.
    pub left: Left,
}

impl<'a> Before<'a> {
    pub async fn of(
        own: &Own,
        auditor: Auditor,
        order: &Order,
        store: &'a DynamoDb,
    ) -> Result<Self, Failure> {
        let now = Own::now();
        let settings = async {
            match order.hurry {
                true => own.recent_settings(now).await,
                false => own.settings(now).await,
            }
        };
        let left = async {
            match &order.account {
                Some(id) => Ok(left(store, id, &order.controls_of(auditor.home)).await?),
                None => Ok(Left::new()),
            }
        };
        let ((settings, _), left) = tokio::try_join!(settings, left)?;
        Ok(Self {
            settings,
            store,
            left,
        })
    }
}

/// Regions and resources.
pub type Places = BTreeSet<(String, String)>;

/// Where what an event was about is likely to lie, by what the event says.
pub fn expected(order: &Order) -> Places {
    let Scope::Resources(arns) = &order.scope else {
        return Places::new();
    };
    let places = arns.iter().filter_map(|arn| {
        let causes = order.causes.get(arn.as_str())?.values();
        let region = causes.into_iter().find_map(|cause| cause.region.as_deref());
        let region = match (arn.service(), arn.region()) {
            ("iam", _) => Finding::GLOBAL,
            (_, "") => region?,
            (_, region) => region,
        };
        Some((region.to_owned(), arn.to_string()))
    });
    places.collect()
}

/// Where buckets can be read before their list shows that they lie there: a person waits for the
/// answer.
pub fn likely(order: &Order) -> collect::Places {
    let listed = |arn: &str| {
        let causes = order.causes.get(arn);
        let mut causes = causes.into_iter().flat_map(BTreeMap::values);
        causes.any(|cause| LISTED.contains(&&*cause.event))
    };
    let places = expected(order).into_iter();
    let places = places.filter(|(region, arn)| {
        let somewhere = region != Finding::GLOBAL;
        order.hold && somewhere && !listed(arn)
    });
    places.map(|(region, arn)| (arn, region.into())).collect()
}

/// Events after which the list alone shows whether a bucket is there.
const LISTED: &[&str] = &["CreateBucket", "DeleteBucket"];

#[cfg(test)]
mod tests {
    #[test]
    fn what_only_a_list_shows_comes_from_listed_events() {
        let in_table = |name: &&&str| events::table().any(|row| row.name == **name);
        let unknown: Vec<_> = super::LISTED
            .iter()
            .filter(|name| !in_table(name))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
