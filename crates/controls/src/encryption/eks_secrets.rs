//! Kubernetes secrets are encrypted with a key of the account. Since version 1.28 EKS encrypts all data of
//! the Kubernetes API with a key of its own (EKS User Guide, "Default envelope encryption for all
//! Kubernetes API Data"): what is demanded is a key that the account controls.
use model::eks::{Cluster, SecretsKey};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::EKS;

pub(super) const CONTROL: Control<Cluster> = Control {
    id: "encryption.eks-secrets",
    title: "Kubernetes secrets are encrypted with a customer managed key",
    severity: Severity::Medium,
    why: "With a key of the account, its key policy decides who can decrypt secrets, CloudTrail records each \
          use, and disabling the key makes them unreadable.",
    fix: Fix::new(
        "aws eks associate-encryption-config --region {region} --cluster-name {name} \
          --encryption-config '[{\"resources\":[\"secrets\"],\"provider\":{\"keyArn\":\"KEY-ARN\"}}]'",
    ),
    responsibility: EKS.data("choose the key that encrypts secrets, which cannot be taken back"),
    needs: &[SecretsKey::NEED],
    judge: |cluster, _| {
        let key = cluster.see::<SecretsKey>()?;
        holds_if(
            key.is_some(),
            "no customer managed key encrypts Kubernetes secrets",
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1";
    crate::testing::table::<SecretsKey>(&CONTROL)
        .passes("a customer managed key", Some(key.into()))
        .fails("none", None)
        .check();
}
