//! Objects are replicated only to accounts of the organization or the trusted list.
//!
//! A rule names the destination's account only where ownership of the replicas changes; otherwise
//! the list of buckets tells which are the account's own. A bucket that does not exist counts:
//! whoever creates it receives the replicas. Who is trusted is decided as in
//! `s3.cross-account-access`: the account, its organization, and the settings.
use model::iam::{Organization, OrganizationAccounts};
use model::s3::{Bucket, DestinationOwner, DestinationRegion, Replication, ReplicationRule};
use model::{Control, Fact, Fix, Gap, Resource, Settings, Severity, Verdict, any_broken, broken};

use crate::about::trust;
use crate::duties::S3_REPLICATION;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.replication-destination",
    title: "Objects are replicated only to trusted accounts",
    severity: Severity::High,
    why: "A replication rule can exfiltrate a bucket unnoticed: S3 itself copies every new object, \
          without any request by the attacker.",
    fix: Fix::new("aws s3api delete-bucket-replication --region {region} --bucket {name}"),
    responsibility: S3_REPLICATION
        .data("know every account that receives replicas, and list it in the settings"),
    needs: &[
        Replication::NEED,
        Organization::NEED,
        OrganizationAccounts::NEED,
    ],
    judge: |bucket, settings| {
        let rules = bucket.see::<Replication>()?.as_deref().unwrap_or_default();
        let enabled = rules.iter().filter(|rule| rule.enabled);
        any_broken(enabled.map(|rule| destination(bucket, settings, rule)))
    },
    remedy: None,
};

fn destination(
    bucket: Resource<Bucket>,
    settings: &Settings,
    rule: &ReplicationRule,
) -> Result<Verdict, Gap> {
    let to = &rule.destination;
    Ok(broken(match (&rule.owner, &rule.account) {
        (DestinationOwner::Ours, _) => return Ok(Verdict::Holds),
        _ if rule.region == DestinationRegion::NoSuchBucket && is_reserved(bucket, to) => {
            return Ok(Verdict::Holds);
        }
        _ if rule.region == DestinationRegion::NoSuchBucket => format!(
            "objects are replicated to `{to}`, which does not exist and can be created by any account"
        ),
        (_, Some(account)) => {
            let (trusted, unknown) = trust::trusted(bucket.parent(), settings);
            if trusted.accounts.contains(account) {
                return Ok(Verdict::Holds);
            }
            if let Some(gap) = unknown {
                return Err(gap);
            }
            format!("objects are replicated to `{to}` of account {account}, which is not trusted")
        }
        (DestinationOwner::Unknown(reason), _) => {
            return Err(bucket.gap::<Replication>(reason.clone()));
        }
        (_, None) => {
            format!(
                "objects are replicated to `{to}` of another account, which the rule does not name"
            )
        }
    }))
}

/// Whether the account alone can create a bucket of this name: one of its account regional
/// namespace, `prefix-accountId-region-an` (S3 User Guide, "Namespaces for general purpose buckets").
fn is_reserved(bucket: Resource<Bucket>, destination: &str) -> bool {
    let suffix = destination.strip_suffix("-an");
    let own = format!("-{}-", bucket.account().id);
    suffix.is_some_and(|rest| rest.contains(&own))
}

#[test]
fn cases() {
    use crate::cases::replication::{bucket, nowhere, off, rule};
    use crate::cases::trust::organised;
    use crate::testing::{denied, rows};
    use DestinationOwner::{Ours, SomebodyElse, Unknown};

    let theirs = || rule(SomebodyElse, Some("444455556666"));
    let trusted = rule(SomebodyElse, Some("777788889999"));
    let unknown = || rule(Unknown(denied("s3:ListAllMyBuckets")), None);
    let member = |accounts| organised(bucket(Some(&[theirs()])), accounts);
    rows(&CONTROL)
        .by("trusted: {accounts: ['777788889999']}")
        .passes("trusted", bucket(Some(&[trusted])))
        .passes("none", bucket(None))
        .passes("own", bucket(Some(&[rule(Ours, None)])))
        .passes("disabled", bucket(Some(&[off(theirs())])))
        .passes("of the organization", member(Some(&["444455556666"])))
        .fails("not of the organization", member(Some(&["999988887777"])))
        .fails(
            "another account",
            bucket(Some(&[rule(Ours, None), theirs()])),
        )
        .fails("unknown owner", bucket(Some(&[rule(SomebodyElse, None)])))
        .passes(
            "no such bucket, in the account's namespace",
            nowhere("replicas-111122223333-us-west-2-an"),
        )
        .fails(
            "no such bucket, in another's namespace",
            nowhere("replicas-444455556666-us-west-2-an"),
        )
        .fails("no such bucket", nowhere("replicas"))
        .fails("one unknown", bucket(Some(&[unknown(), theirs()])))
        .gap("accounts of the organization unread", member(None))
        .gap("unknown", bucket(Some(&[unknown()])))
        .unread::<Replication>(bucket(None))
        .check();
}
