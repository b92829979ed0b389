//! Replication rules in the making.
use model::Account;
use model::iam::Organization;
use model::s3::{Bucket, DestinationOwner, DestinationRegion, Replication, ReplicationRule};

use crate::testing::{Given, given};

/// An enabled rule to a bucket in `us-west-2`, and the account that the rule names.
pub(crate) fn rule(owner: DestinationOwner, account: Option<&str>) -> ReplicationRule {
    ReplicationRule {
        id: "all".into(),
        enabled: true,
        destination: "arn:aws:s3:::replicas".into(),
        account: account.map(Into::into),
        region: DestinationRegion::In("us-west-2".into()),
        owner,
    }
}

/// The same, to the account's own bucket in a Region.
pub(crate) fn rule_to(region: DestinationRegion) -> ReplicationRule {
    ReplicationRule {
        region,
        ..rule(DestinationOwner::Ours, None)
    }
}

/// The same, disabled.
pub(crate) fn off(rule: ReplicationRule) -> ReplicationRule {
    ReplicationRule {
        enabled: false,
        ..rule
    }
}

/// A bucket with these rules, in an account without an organization.
pub(crate) fn bucket(rules: Option<&[ReplicationRule]>) -> Given<Bucket> {
    let account = given::<Account>().with::<Organization>(None);
    let bucket = account.on::<Bucket>();
    bucket.with::<Replication>(rules.map(<[_]>::to_vec))
}

/// A bucket that replicates to one of this name, which does not exist.
pub(crate) fn nowhere(name: &str) -> Given<Bucket> {
    bucket(Some(&[ReplicationRule {
        destination: format!("arn:aws:s3:::{name}"),
        region: DestinationRegion::NoSuchBucket,
        ..rule(DestinationOwner::SomebodyElse, None)
    }]))
}
