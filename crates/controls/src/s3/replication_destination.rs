//! Replication goes only to accounts of the organisation or the trusted list.
//!
//! A rule names the destination's account only where that takes over the copies; else the list of
//! buckets tells what is the account's own. What is nobody's counts: whoever makes it gets them.
use model::s3::{Bucket, DestinationOwner, DestinationRegion, Replication, ReplicationRule};
use model::{
    Control, Fact, Gap, Judged, Resource, Settings, Severity, Verdict, any_broken, broken,
};

use crate::duties::S3_REPLICATION;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.replication-destination",
    title: "Objects are replicated only to trusted accounts",
    severity: Severity::High,
    why: "A replication rule can exfiltrate a bucket unnoticed: S3 itself copies every new object, \
          without any request by the attacker.",
    fix: "aws s3api delete-bucket-replication --region {region} --bucket {name}",
    responsibility: S3_REPLICATION
        .data("know every account that receives replicas, and list it in the settings"),
    needs: &[Replication::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, settings: &Settings) -> Judged {
    let rules = bucket.see::<Replication>()?.as_deref().unwrap_or_default();
    let enabled = rules.iter().filter(|rule| rule.enabled);
    any_broken(enabled.map(|rule| destination(bucket, settings, rule)))
}

fn destination(
    bucket: Resource<Bucket>,
    settings: &Settings,
    rule: &ReplicationRule,
) -> Result<Verdict, Gap> {
    let to = &rule.destination;
    let trusted = |account: &String| settings.document.trusted.has_account(account);
    let told = match (&rule.owner, &rule.account) {
        (DestinationOwner::Ours, _) => return Ok(Verdict::Holds),
        (_, Some(account)) if trusted(account) => return Ok(Verdict::Holds),
        _ if rule.region == DestinationRegion::NoSuchBucket => {
            format!("copies go to `{to}`, which does not exist, so that anybody can make it")
        }
        (DestinationOwner::Unknown(reason), _) => {
            return Err(bucket.gap::<Replication>(reason.clone()));
        }
        (_, Some(account)) => format!("copies go to `{to}` of account {account}, not trusted"),
        (_, None) => {
            format!("copies go to `{to}` of another account, which the rule does not name")
        }
    };
    Ok(broken(told))
}

#[cfg(test)]
mod tests {
    use super::{
        Bucket, CONTROL, DestinationOwner, DestinationRegion, Replication, ReplicationRule,
    };
    use crate::testing::{Given, check_by, fails, gap, given, passes, settings};
    use model::{Reason, Settings};

    fn rule(owner: DestinationOwner, account: Option<&str>) -> ReplicationRule {
        ReplicationRule {
            id: "all".into(),
            enabled: true,
            destination: "arn:aws:s3:::copies".into(),
            account: account.map(Into::into),
            region: DestinationRegion::Known("us-west-2".into()),
            owner,
        }
    }
    fn bucket(rules: &[ReplicationRule]) -> Given<Bucket> {
        given::<Bucket>().with::<Replication>(Some(rules.to_vec()))
    }

    #[test]
    fn cases() {
        use DestinationOwner::{Ours, SomebodyElse, Unknown};
        let denied = || Reason::Denied("s3:ListAllMyBuckets".into());
        let theirs = rule(SomebodyElse, Some("444455556666"));
        let off = ReplicationRule {
            enabled: false,
            ..theirs.clone()
        };
        let region = DestinationRegion::NoSuchBucket;
        let nowhere = ReplicationRule {
            region,
            ..rule(SomebodyElse, None)
        };
        let text = "trusted: {accounts: ['777788889999']}";
        check_by(
            &Settings::parse(text, settings().now, &[]).unwrap(),
            &CONTROL,
            &[
                passes(
                    "trusted",
                    bucket(&[rule(SomebodyElse, Some("777788889999"))]),
                ),
                passes("none", given::<Bucket>().with::<Replication>(None)),
                passes("own", bucket(&[rule(Ours, None)])),
                passes("off", bucket(&[off])),
                fails(
                    "another account",
                    bucket(&[rule(Ours, None), theirs.clone()]),
                ),
                fails("nobody knows whose", bucket(&[rule(SomebodyElse, None)])),
                fails("nobody's", bucket(&[nowhere])),
                fails(
                    "one unknown",
                    bucket(&[rule(Unknown(denied()), None), theirs]),
                ),
                gap("unknown", bucket(&[rule(Unknown(denied()), None)])),
                gap("denied", given::<Bucket>().without::<Replication>(denied())),
            ],
        );
    }
}
