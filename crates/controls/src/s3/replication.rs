//! An enabled replication rule copies to a bucket in another Region.
//!
//! A rule whose destination does not exist copies nothing. The Region of a destination is asked
//! of S3 itself, which tells any bucket's Region to anybody; where it does not, nothing is known.
use model::s3::{Bucket, DestinationRegion, Replication, ReplicationRule};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken};

use crate::about::fixes;
use crate::duties::S3_STORAGE;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.replication",
    title: "Objects are replicated to another Region",
    severity: Severity::Low,
    why: "A bucket is stored in a single Region. A replica in another Region survives the loss of \
          the first one, and a replica in another account survives the compromise of the first \
          account.",
    fix: Fix::made(
        "aws s3api put-bucket-replication --region {region} --bucket {name} \
         --replication-configuration '{\"Role\":\"arn:{partition}:iam::{account}:role/ROLE\",\
         \"Rules\":[{\"ID\":\"all\",\"Status\":\"Enabled\",\"Priority\":1,\"Filter\":{},\
         \"DeleteMarkerReplication\":{\"Status\":\"Disabled\"},\
         \"Destination\":{\"Bucket\":\"arn:{partition}:s3:::DESTINATION\"}}]}' \
         (replaces the replication configuration: name its rules too, if there are any)",
        fixes::replication_rule,
    ),
    responsibility: S3_STORAGE.recovery("replicate data that must survive the loss of a Region"),
    needs: &[Replication::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    let Some(rules) = bucket.see::<Replication>()? else {
        return Ok(broken("no replication configuration exists"));
    };
    let enabled: Vec<_> = rules.iter().filter(|rule| rule.enabled).collect();
    let Some(here) = bucket.region() else {
        return Err(bucket.gap::<Replication>(Reason::failed("the bucket's Region is unknown")));
    };
    let elsewhere = |rule: &&ReplicationRule| matches!(&rule.region, DestinationRegion::In(there) if there != here);
    if enabled.iter().any(elsewhere) {
        return Ok(Verdict::Holds);
    }
    let unknown = enabled.iter().find_map(|rule| match &rule.region {
        DestinationRegion::Unknown(why) => Some(format!("Region of `{}`: {why}", rule.destination)),
        _ => None,
    });
    match unknown {
        Some(why) => Err(bucket.gap::<Replication>(Reason::failed(why))),
        None => Ok(broken(format!(
            "none of {} replication rules replicates to another Region",
            rules.len()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, CONTROL, DestinationRegion, Replication, ReplicationRule};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;
    use model::s3::DestinationOwner;

    fn rule(enabled: bool, region: DestinationRegion) -> ReplicationRule {
        ReplicationRule {
            id: "all".into(),
            enabled,
            destination: "arn:aws:s3:::copies".into(),
            account: None,
            region,
            owner: DestinationOwner::Ours,
        }
    }
    fn bucket(rules: Vec<ReplicationRule>) -> Given<Bucket> {
        given::<Bucket>().with::<Replication>(Some(rules))
    }

    #[test]
    fn cases() {
        let known = |region: &str| DestinationRegion::In(region.into());
        let unknown = || DestinationRegion::Unknown("no answer".into());
        let denied = Reason::Denied("s3:GetReplicationConfiguration".into());
        check(
            &CONTROL,
            &[
                passes("elsewhere", bucket(vec![rule(true, known("us-west-2"))])),
                passes(
                    "one unknown",
                    bucket(vec![rule(true, unknown()), rule(true, known("us-west-2"))]),
                ),
                fails("same Region", bucket(vec![rule(true, known("eu-west-1"))])),
                fails("disabled", bucket(vec![rule(false, known("us-west-2"))])),
                fails(
                    "to nowhere",
                    bucket(vec![rule(true, DestinationRegion::NoSuchBucket)]),
                ),
                fails("none", given::<Bucket>().with::<Replication>(None)),
                gap("unknown", bucket(vec![rule(true, unknown())])),
                gap("denied", given::<Bucket>().without::<Replication>(denied)),
            ],
        );
    }
}
