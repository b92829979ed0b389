//! An active flow log of the VPC records rejected traffic, as CIS and Security Hub (EC2.6) demand. Flow
//! logs of its subnets do not count: they leave out whatever is created beside them.
use model::vpc::{FlowLog, FlowLogs, Traffic, Vpc};
use model::{Control, Fact, Fix, Severity};

use crate::about::verdicts::holds_unless;
use crate::duties::VPC;

pub(super) const CONTROL: Control<Vpc> = Control {
    id: "logging.vpc-flow-logs",
    title: "An active flow log of the VPC records rejected traffic",
    severity: Severity::Medium,
    why: "Without flow logs it cannot be determined afterwards which addresses the network interfaces of \
          the VPC communicated with. Rejected traffic shows scans and what a compromised host tried.",
    fix: Fix::new(
        "aws ec2 create-flow-logs --region {region} --resource-type VPC --resource-ids {name} \
          --traffic-type ALL --log-destination-type s3 --log-destination arn:{partition}:s3:::LOG-BUCKET",
    ),
    responsibility: VPC.detection("create flow logs of every VPC, and keep what they record"),
    needs: &[FlowLogs::NEED],
    judge: |vpc, _| holds_unless(fault(vpc.see::<FlowLogs>()?)),
    remedy: None,
};

fn fault(logs: &[FlowLog]) -> Option<&'static str> {
    let active: Vec<_> = logs.iter().filter(|log| log.active).collect();
    let mut delivered = active.iter().filter(|log| log.delivered != Some(false));
    match () {
        () if logs.is_empty() => Some("the VPC has no flow log"),
        () if active.is_empty() => Some("no flow log of the VPC is active"),
        () if delivered.clone().next().is_none() => {
            Some("the logs of no active flow log are delivered")
        }
        () if delivered.any(|log| log.traffic != Traffic::Accept) => None,
        () => Some("no flow log records rejected traffic"),
    }
}

#[test]
fn cases() {
    let all = FlowLog {
        id: "fl-1".into(),
        active: true,
        traffic: Traffic::All,
        delivered: None,
    };
    let rejected = FlowLog {
        traffic: Traffic::Reject,
        delivered: Some(true),
        ..all.clone()
    };
    let accepted = FlowLog {
        traffic: Traffic::Accept,
        ..all.clone()
    };
    let inactive = FlowLog {
        active: false,
        ..all.clone()
    };
    let failing = FlowLog {
        delivered: Some(false),
        ..all.clone()
    };
    crate::testing::table::<FlowLogs>(&CONTROL)
        .passes("all traffic", vec![all.clone()])
        .passes("rejected traffic", vec![accepted.clone(), rejected])
        .passes("one of two", vec![failing.clone(), all])
        .fails("none", vec![])
        .fails("accepted traffic alone", vec![accepted])
        .fails("not active", vec![inactive])
        .fails("not delivered", vec![failing])
        .check();
}
