//! Reads of Elastic Load Balancing: load balancers of all types, by the two APIs that describe them.
mod classic;
mod listeners;
#[cfg(test)]
mod tests;

use calls::elbv2::Client;
use calls::elbv2::describe_load_balancer_attributes::DescribeLoadBalancerAttributes;
use calls::elbv2::describe_load_balancers::{self, DescribeLoadBalancers};
use calls::elbv2::describe_tags::DescribeTags;
use calls::{Call, elb};
use model::Tags;
use model::elb::{
    AccessLogging, AccessLogs, BalancerType, Listeners, LoadBalancer, LoadBalancerTags,
    Negotiations,
};

use crate::Aws;
use crate::deliveries::delivers;
use crate::describe::tags;
use crate::fault::{Answer, Fault, absent, present};
use crate::reader::{At, Collected, List, Listed, Only, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<LoadBalancer>(),
    Reader::each::<AccessLogging>(),
    Reader::drawn::<Listeners>(),
    Reader::each::<LoadBalancerTags>(),
    Reader::drawn::<Negotiations>(),
];

impl Collected for LoadBalancer {
    // Of both APIs.
    const GONE: &'static [&'static str] = &[describe_load_balancers::LOAD_BALANCER_NOT_FOUND];
}

fn client(aws: &Aws, region: Option<&str>) -> Client {
    aws.client(region, Client::new)
}

impl List for LoadBalancer {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let named = match &only {
            Only::All(_) => None,
            Only::One(arn) => Some((&**arn, BalancerType::of(arn))),
        };
        let mut arns = Vec::new();
        if named.is_none_or(|(_, kind)| kind != BalancerType::Classic) {
            let call = DescribeLoadBalancers {
                load_balancer_arns: named.map(|(arn, _)| vec![arn.into()]),
                ..DescribeLoadBalancers::new()
            };
            let sent = call.send(&client(aws, Some(&region.id))).await;
            let response = absent(sent, LoadBalancer::GONE)?;
            let rows = response.map(|response| response.load_balancers);
            arns.extend(rows.into_iter().flatten().map(|row| row.load_balancer_arn));
        }
        if named.is_none_or(|(_, kind)| kind == BalancerType::Classic) {
            arns.extend(classic::list(aws, &region.id, named.map(|(arn, _)| arn)).await?);
        }
        Ok(only.of(arns.iter().map(String::as_str)))
    }
}

impl Read for AccessLogging {
    async fn read(aws: &Aws, at: &At) -> Answer<Option<AccessLogs>> {
        let to_bucket = match BalancerType::of(&at.id) {
            BalancerType::Gateway => return Ok(None),
            BalancerType::Classic => classic::logs_to_bucket(aws, at).await?,
            _ => logs_to_bucket(aws, at).await?,
        };
        if to_bucket {
            return Ok(Some(AccessLogs::Bucket));
        }
        let types = match BalancerType::of(&at.id) {
            BalancerType::Application => ["ALB_ACCESS_LOGS"],
            BalancerType::Network => ["NLB_ACCESS_LOGS"],
            _ => return Ok(Some(AccessLogs::Disabled)),
        };
        let delivered = delivers(aws, at.region.as_deref(), &at.id, &types).await?;
        Ok(Some(match delivered {
            true => AccessLogs::Delivery,
            false => AccessLogs::Disabled,
        }))
    }
}

/// Disabled by default, where the attribute was never set (Elastic Load Balancing API reference,
/// `LoadBalancerAttribute`).
async fn logs_to_bucket(aws: &Aws, at: &At) -> Answer<bool> {
    let call = DescribeLoadBalancerAttributes::new(&*at.id);
    let response = call.send(&client(aws, at.region.as_deref())).await?;
    let mut attributes = response.attributes.into_iter();
    let enabled = attributes.find(|one| one.key == "access_logs.s3.enabled");
    match enabled.map(|one| one.value).as_ref() {
        None => Ok(false),
        Some(Some(value)) if value == "true" => Ok(true),
        Some(Some(value)) if value == "false" => Ok(false),
        _ => Err(Fault::odd(
            "`access_logs.s3.enabled` is neither true nor false",
        )),
    }
}

impl Read for LoadBalancerTags {
    async fn read(aws: &Aws, at: &At) -> Answer<Tags> {
        let region = at.region.as_deref();
        if BalancerType::of(&at.id) == BalancerType::Classic {
            let call = elb::describe_tags::DescribeTags::new([at.name().to_owned()]);
            let client = aws.client(region, elb::Client::new);
            let mut rows = call.send(&client).await?.tag_descriptions.into_iter();
            let row = present(rows.next(), "TagDescriptions")?;
            return tags(row.tags.as_deref(), |tag| (&tag.key, &tag.value));
        }
        let call = DescribeTags::new([at.id.to_string()]);
        let mut rows = call
            .send(&client(aws, region))
            .await?
            .tag_descriptions
            .into_iter();
        let row = present(rows.next(), "TagDescriptions")?;
        tags(row.tags.as_deref(), |tag| (&tag.key, &tag.value))
    }
}
