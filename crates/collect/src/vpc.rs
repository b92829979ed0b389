//! Reads of VPCs, which EC2 answers: described in one call a page, and a Region's flow logs in another.
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use calls::ec2::describe_flow_logs::{self, DescribeFlowLogs};
use calls::ec2::describe_vpcs::{self, DescribeVpcs};
use calls::{Call, Client};
use model::vpc::{FlowLog, FlowLogs, Traffic, Vpc, VpcTags};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, Dated, Draw, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::describe::<Vpc>(), Reader::drawn::<FlowLogs>()];

impl Collected for Vpc {
    const GONE: &'static [&'static str] = &[describe_vpcs::INVALID_VPC_ID_NOT_FOUND];
}

impl Describe for Vpc {
    type Call = DescribeVpcs;
    type Row = describe_vpcs::Vpc;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[&Lens::<VpcTags>(|vpc| {
        // EC2 leaves out the list of tags where there are none.
        tags(vpc.tags.as_deref().or(Some(&[])), |tag| {
            (&tag.key, &tag.value)
        })
    })];

    fn call(only: Option<&str>) -> DescribeVpcs {
        let all = DescribeVpcs::new();
        DescribeVpcs {
            vpc_ids: only.map(|id| vec![id.into()]),
            // EC2 takes a page's size or ids, not both.
            max_results: all.max_results.filter(|_| only.is_none()),
            ..all
        }
    }

    /// A VPC whose subnets are shared with the account is its owner's to log (VPC User Guide, "Share
    /// your VPC subnets with other accounts").
    fn rows(page: describe_vpcs::Response, place: &Place) -> Vec<(String, Self::Row)> {
        let foreign = |vpc: &Self::Row| vpc.owner_id.as_deref().is_some_and(|id| !place.owns(id));
        let rows = page.vpcs.into_iter().filter(|vpc| !foreign(vpc));
        rows.map(|vpc| (place.arn("ec2", &format!("vpc/{}", vpc.vpc_id)), vpc))
            .collect()
    }
}

/// A Region's flow logs, by what they are of.
struct ByResource(HashMap<String, Vec<describe_flow_logs::FlowLog>>);

async fn flow_logs(aws: &Aws, region: Option<&str>) -> Answer<ByResource> {
    let client = aws.client(region, Client::new);
    let response = DescribeFlowLogs::new().send(&client).await?;
    let mut all = HashMap::<_, Vec<_>>::new();
    for log in response.flow_logs {
        let of = present(log.resource_id.clone(), "ResourceId")?;
        all.entry(of).or_default().push(log);
    }
    Ok(ByResource(all))
}

impl Draw for FlowLogs {
    async fn draw(aws: &Aws, vpc: &At) -> Dated<Vec<FlowLog>> {
        let region = vpc.region.as_deref();
        let about = region.unwrap_or_default();
        let all: Dated<std::sync::Arc<ByResource>> =
            Shared::get(aws, about, || flow_logs(aws, region)).await;
        all.draw(|all| {
            let own = all.0.get(vpc.name()).into_iter().flatten();
            own.map(flow_log).collect()
        })
    }
}

fn flow_log(log: &describe_flow_logs::FlowLog) -> Answer<FlowLog> {
    let traffic = match log.traffic_type.as_deref() {
        Some("ACCEPT") => Traffic::Accept,
        Some("REJECT") => Traffic::Reject,
        Some("ALL") => Traffic::All,
        _ => return Err(Fault::odd("the response lacks `TrafficType` of a flow log")),
    };
    let delivered = match log.deliver_logs_status.as_deref() {
        None => None,
        Some("SUCCESS") => Some(true),
        Some("FAILED") => Some(false),
        Some(other) => {
            let why = format!("`{other}` is no known delivery status of a flow log");
            return Err(Fault::odd(why));
        }
    };
    let status = present(log.flow_log_status.as_deref(), "FlowLogStatus")?;
    Ok(FlowLog {
        id: log.flow_log_id.clone(),
        active: status == "ACTIVE",
        traffic,
        delivered,
    })
}
