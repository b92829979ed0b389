//! The cluster is encrypted at rest, with whatever key.
use model::redshift::{Cluster, ClusterEncrypted};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::REDSHIFT;

pub(super) const CONTROL: Control<Cluster> = Control {
    id: "encryption.redshift",
    title: "The Redshift cluster is encrypted at rest",
    severity: Severity::Medium,
    why: "Encryption covers the data blocks, the system metadata and the snapshots of the cluster; \
          without it, all of these are stored in the clear.",
    fix: Fix::new(
        "aws redshift modify-cluster --region {region} --cluster-identifier {name} --encrypted",
    ),
    responsibility: REDSHIFT.data("leave encryption enabled, and enable it on older clusters"),
    needs: &[ClusterEncrypted::NEED],
    judge: |cluster, _| {
        let encrypted = *cluster.see::<ClusterEncrypted>()?;
        holds_if(encrypted, "the cluster is not encrypted at rest")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<ClusterEncrypted>(&CONTROL)
        .passes("encrypted", true)
        .fails("not encrypted", false)
        .check();
}
