//! In which Regions a service exists, by the endpoint data that botocore ships.
//!
//! That data is not complete: a service may reach a new Region months before its data do. What is
//! not listed is taken for absent only in Regions that were launched before the newest one that the
//! data list for the service; in later ones it is unknown.
use crate::endpoint::partition;
use crate::generated::availability::{REGIONS, SERVICES};

/// Where a service exists.
#[derive(Debug)]
pub struct Availability {
    /// Its endpoint prefix, as `cognito-identity`.
    pub service: &'static str,
    /// The partitions of which something is known, as all lists here with spaces between.
    pub partitions: &'static str,
    /// The Regions of these partitions in which it does not exist.
    pub absent: &'static str,
    /// The Regions of these partitions in which it may exist.
    pub unknown: &'static str,
}

impl Availability {
    pub(crate) const fn of(
        service: &'static str,
        partitions: &'static str,
        absent: &'static str,
        unknown: &'static str,
    ) -> Self {
        Self {
            service,
            partitions,
            absent,
            unknown,
        }
    }
}

fn has(list: &str, name: &str) -> bool {
    list.split(' ').any(|one| one == name)
}

/// Whether a service, by its endpoint prefix (`rds`, `access-analyzer`), exists in a Region; a
/// global service exists in all Regions of its partition. `None` where that is not known: the
/// service is then to be called, and says so itself.
#[must_use]
pub fn exists(service: &str, region: &str) -> Option<bool> {
    if !has(REGIONS, region) {
        return None;
    }
    let row = SERVICES.binary_search_by(|row| row.service.cmp(service));
    let row = SERVICES.get(row.ok()?)?;
    let is_listed = has(row.partitions, partition(region)?.id);
    if !is_listed || has(row.unknown, region) {
        return None;
    }
    Some(!has(row.absent, region))
}

#[cfg(test)]
mod tests {
    use super::{SERVICES, exists};

    #[test]
    fn only_what_is_sure_is_said() {
        for (service, region, expected) in [
            ("ec2", "eu-west-1", Some(true)),
            ("rds", "ap-southeast-6", Some(true)),
            ("rds", "us-isof-south-1", Some(true)),
            // Global: one endpoint serves all Regions of the partition.
            ("iam", "eu-west-1", Some(true)),
            ("account", "cn-north-1", Some(true)),
            // The data list later Regions, so this gap is one of the service.
            ("redshift-serverless", "me-south-1", Some(false)),
            ("bedrock", "ap-east-1", Some(false)),
            // The data of S3 Control end in 2023.
            ("s3-control", "mx-central-1", None),
            ("s3-control", "ca-west-1", Some(true)),
            ("sso", "us-iso-east-1", None),
            ("account", "us-gov-west-1", None),
            ("ec2", "xx-new-1", None),
            ("no-such-service", "eu-west-1", None),
        ] {
            assert_eq!(exists(service, region), expected, "{service} in {region}");
        }
        assert!(SERVICES.is_sorted_by_key(|row| row.service));
    }
}
