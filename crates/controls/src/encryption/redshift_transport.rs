//! The parameter group of the cluster requires TLS, and the cluster has applied it.
//!
//! `require_ssl` is static: a change takes effect when the cluster is rebooted (Redshift Management
//! Guide, "Configuring security options for connections").
use model::redshift::{Cluster, ClusterTls, RequireSsl};
use model::{Control, Fact, Fix, Severity, broken, holds_if};

use crate::duties::REDSHIFT;

pub(super) const CONTROL: Control<Cluster> = Control {
    id: "encryption.redshift-transport",
    title: "The Redshift cluster requires TLS of its clients",
    severity: Severity::Medium,
    why: "A client that connects without TLS sends its queries, and receives their results, in the \
          clear. The cluster accepts such connections unless its parameter group sets `require_ssl`.",
    fix: Fix::new(
        "aws redshift modify-cluster-parameter-group --region {region} \
         --parameter-group-name GROUP --parameters \
         ParameterName=require_ssl,ParameterValue=true,ApplyType=static \
         (then reboot {name}; a default parameter group cannot be changed: choose another)",
    ),
    responsibility: REDSHIFT.data("require TLS in the parameter group of each cluster"),
    needs: &[ClusterTls::NEED],
    judge: |cluster, _| {
        let RequireSsl {
            group,
            required,
            status,
        } = cluster.see::<ClusterTls>()?;
        if !required {
            return Ok(broken(format!("`require_ssl` of `{group}` is not true")));
        }
        let unapplied = format!("`require_ssl` of `{group}` is not applied yet ({status})");
        holds_if(status == "in-sync", unapplied)
    },
    remedy: None,
};

#[test]
fn cases() {
    let group = |required, status: &str| RequireSsl {
        group: "default.redshift-2.0".into(),
        required,
        status: status.into(),
    };
    crate::testing::table::<ClusterTls>(&CONTROL)
        .passes("required", group(true, "in-sync"))
        .fails("not required", group(false, "in-sync"))
        .fails("a reboot is pending", group(true, "pending-reboot"))
        .fails("not applied", group(true, "apply-error"))
        .check();
}
