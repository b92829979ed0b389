//! Events of VPCs, which EC2 records. A request can be about flow logs of many VPCs, subnets or network
//! interfaces at once, so these ask for a sweep: that describes all flow logs in few calls.
use model::vpc::{FlowLogs, Vpc};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs};
use crate::{About, Facts, Row};

const VPC: About = About::Resource {
    kind: Vpc::INFO,
    named: &["/responseElements/vpc/vpcId", "/requestParameters/vpcId"],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:ec2:{region}:{id}:vpc/{name}")
    },
};

const FLOW_LOGS: &[Need] = &[FlowLogs::NEED];

const fn row(name: &'static str, about: About, effect: Effect, facts: Facts) -> Row {
    Row {
        service: "ec2",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateVpc", VPC, Breaks, Facts::All),
    row("CreateDefaultVpc", VPC, Breaks, Facts::All),
    row("DeleteVpc", VPC, Repairs, Facts::All),
    row(
        "CreateFlowLogs",
        About::Account,
        Repairs,
        Facts::These(FLOW_LOGS),
    ),
    row(
        "DeleteFlowLogs",
        About::Account,
        Breaks,
        Facts::These(FLOW_LOGS),
    ),
];
