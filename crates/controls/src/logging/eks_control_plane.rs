//! Every type of control plane logs is enabled.
use model::eks::{Cluster, ControlPlaneLogs};
use model::{Control, Fact, Fix, Severity};

use crate::about::verdicts::{holds_unless, joined};
use crate::duties::EKS;

/// The types (EKS User Guide, "Send control plane logs to `CloudWatch` Logs").
const TYPES: [&str; 5] = [
    "api",
    "audit",
    "authenticator",
    "controllerManager",
    "scheduler",
];

pub(super) const CONTROL: Control<Cluster> = Control {
    id: "logging.eks-control-plane",
    title: "All types of control plane logs are enabled",
    severity: Severity::Medium,
    why: "Control plane logs record who called the Kubernetes API, how each caller was authenticated and what \
          was scheduled. By default none of them is enabled.",
    fix: Fix::new(
        "aws eks update-cluster-config --region {region} --name {name} --logging \
          '{\"clusterLogging\":[{\"types\":[\"api\",\"audit\",\"authenticator\",\"controllerManager\",\
          \"scheduler\"],\"enabled\":true}]}'",
    ),
    responsibility: EKS.detection("enable control plane logs, and set how long they are retained"),
    needs: &[ControlPlaneLogs::NEED],
    judge: |cluster, _| {
        let enabled = cluster.see::<ControlPlaneLogs>()?;
        let is_disabled = |kind: &&str| enabled.iter().all(|one| one != kind);
        let disabled = joined(TYPES.iter().filter(|kind| is_disabled(kind)));
        holds_unless(disabled.map(|names| format!("control plane logs are disabled: {names}")))
    },
    remedy: None,
};

#[test]
fn cases() {
    let of = |types: &[&str]| types.iter().map(|&one| one.into()).collect();
    crate::testing::table::<ControlPlaneLogs>(&CONTROL)
        .passes("all", of(&TYPES))
        .fails("audit logs alone", of(&["audit"]))
        .fails(
            "all but audit logs",
            of(&["api", "authenticator", "controllerManager", "scheduler"]),
        )
        .fails("none", vec![])
        .check();
}
