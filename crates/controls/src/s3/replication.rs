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

#[test]
fn cases() {
    use crate::cases::replication::{off, rule_to};
    use DestinationRegion::{In, NoSuchBucket, Unknown};

    let to = |region: &str| rule_to(In(region.into()));
    let unknown = || rule_to(Unknown("no answer".into()));
    crate::testing::table::<Replication>(&CONTROL)
        .passes("elsewhere", Some(vec![to("us-west-2")]))
        .passes("one unknown", Some(vec![unknown(), to("us-west-2")]))
        .fails("same Region", Some(vec![to("eu-west-1")]))
        .fails("disabled", Some(vec![off(to("us-west-2"))]))
        .fails("to nowhere", Some(vec![rule_to(NoSuchBucket)]))
        .fails("none", None)
        .gap("unknown", Some(vec![unknown()]))
        .check();
}
