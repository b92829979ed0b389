//! S3 Block Public Access.
//!
//! AWS: S3 User Guide, "Blocking public access to your Amazon S3 storage".

use serde::{Deserialize, Serialize};

/// The four settings, at one level: organisation, account, bucket or access point.
#[allow(
    clippy::struct_excessive_bools,
    reason = "AWS has these four settings, each on or off"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct BlockPublicAccess {
    /// Refuses new public lists; those that are there stay.
    #[serde(alias = "block_public_acls")]
    pub block_public_acls: bool,
    /// Ignores public lists, now.
    #[serde(alias = "ignore_public_acls")]
    pub ignore_public_acls: bool,
    /// Refuses new public policies; those that are there stay.
    #[serde(alias = "block_public_policy")]
    pub block_public_policy: bool,
    /// Restricts a resource with a public policy to its owner's account and to services, now.
    #[serde(alias = "restrict_public_buckets")]
    pub restrict_public_buckets: bool,
}

/// The settings in force: S3 applies the most restrictive combination.
#[must_use]
pub fn effective(levels: &[BlockPublicAccess]) -> BlockPublicAccess {
    let any = |setting: fn(&BlockPublicAccess) -> bool| levels.iter().any(setting);
    BlockPublicAccess {
        block_public_acls: any(|level| level.block_public_acls),
        ignore_public_acls: any(|level| level.ignore_public_acls),
        block_public_policy: any(|level| level.block_public_policy),
        restrict_public_buckets: any(|level| level.restrict_public_buckets),
    }
}
