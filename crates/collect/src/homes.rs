//! The readers of each function: of the services whose home it is, and of what its controls need
//! as context. Where a service has a row in the roster, its readers have a line here.
#[allow(unused_imports, reason = "which are used depends on the features")]
use crate::{Reader, Readers};

/// Of `audit-encryption`.
#[cfg(feature = "kms")]
pub const ENCRYPTION: Readers = &[
    crate::account::READERS,
    crate::ebs::READERS,
    crate::kms::READERS,
    crate::organization::READERS,
    crate::rds::READERS,
];

/// Of `audit-iam`.
#[cfg(feature = "iam")]
pub const IAM: Readers = &[
    crate::account::READERS,
    crate::iam::READERS,
    crate::organization::READERS,
];

/// Of `audit-logging`.
pub const LOGGING: Readers = &[
    crate::account::READERS,
    crate::guardduty::READERS,
    crate::inspector::READERS,
    crate::macie::READERS,
    crate::security_hub::READERS,
];

/// Of `audit-network`.
pub const NETWORK: Readers = &[crate::account::READERS];

/// Of `audit-s3`.
#[cfg(feature = "s3")]
pub const S3: Readers = &[
    crate::account::READERS,
    crate::organization::READERS,
    crate::s3::READERS,
];

/// Of `audit-workload`.
pub const WORKLOAD: Readers = &[crate::account::READERS, crate::ec2::READERS];

const HOMES: &[Readers] = &[
    #[cfg(feature = "kms")]
    ENCRYPTION,
    #[cfg(feature = "iam")]
    IAM,
    LOGGING,
    NETWORK,
    #[cfg(feature = "s3")]
    S3,
    WORKLOAD,
];

/// Every reader that was compiled, each once.
#[must_use]
pub fn all() -> Vec<&'static [Reader]> {
    let mut all: Vec<&'static [Reader]> = HOMES.iter().copied().flatten().copied().collect();
    all.sort_by_key(|readers| readers.as_ptr());
    all.dedup_by_key(|readers| readers.as_ptr());
    all
}
