//! The namespace is encrypted with a KMS key of the customer's, and its workgroups require TLS.
//!
//! Redshift Serverless encrypts every namespace, by default with a key that AWS owns (Redshift
//! Management Guide, "Changing the AWS KMS key for a namespace").
use model::redshift_serverless::{Namespace, NamespaceKey, NamespaceTls};
use model::{Control, Fact, Fix, Severity, any_broken, holds_if};

use crate::about::verdicts::{holds_unless, joined};
use crate::duties::REDSHIFT;

pub(super) const CONTROL: Control<Namespace> = Control {
    id: "encryption.redshift-serverless",
    title: "The namespace uses a KMS key, and its workgroups require TLS",
    severity: Severity::Medium,
    why: "With a key of your own you control who can decrypt, and CloudTrail logs every use. A client \
          that connects to a workgroup without TLS sends and receives data in the clear.",
    fix: Fix::new(
        "aws redshift-serverless update-namespace --region {region} --namespace-name NAMESPACE \
         --kms-key-id KEY-ARN; aws redshift-serverless update-workgroup --region {region} \
         --workgroup-name WORKGROUP \
         --config-parameters parameterKey=require_ssl,parameterValue=true",
    ),
    responsibility: REDSHIFT.data("choose a KMS key, and require TLS in each workgroup"),
    needs: &[NamespaceKey::NEED, NamespaceTls::NEED],
    judge: |namespace, _| {
        let key = namespace.see::<NamespaceKey>();
        let workgroups = namespace.see::<NamespaceTls>();
        any_broken([
            key.and_then(|key| {
                let because = "the namespace is encrypted with an AWS owned key";
                holds_if(key.is_some(), because)
            }),
            workgroups.and_then(|all| {
                let open = all.iter().filter(|(_, required)| !**required);
                let open = joined(open.map(|(name, _)| name));
                holds_unless(open.map(|names| format!("workgroups do not require TLS: {names}")))
            }),
        ])
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{given, table_of};

    const KEY: Option<&str> = Some("arn:aws:kms:eu-west-1:111122223333:key/1234abcd");
    let namespace = |(key, tls): (Option<&str>, &[bool])| {
        let tls = tls.iter().zip(1..);
        let tls = tls.map(|(required, number)| (format!("workgroup-{number}"), *required));
        given::<Namespace>()
            .with::<NamespaceKey>(key.map(Into::into))
            .with::<NamespaceTls>(tls.collect())
    };
    table_of(&CONTROL, namespace)
        .passes("both", (KEY, &[true, true]))
        .passes("no workgroup", (KEY, &[]))
        .fails("the AWS owned key", (None, &[true]))
        .fails("one workgroup is open", (KEY, &[true, false]))
        .fails("one is enough", (KEY, &[false]))
        .denied::<NamespaceKey>()
        .unread::<NamespaceKey>((KEY, &[true]))
        .unread::<NamespaceTls>((KEY, &[true]))
        .check();
}
