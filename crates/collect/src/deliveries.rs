//! Deliveries of `CloudWatch` Logs: which resources of other services have their logs delivered by one,
//! instead of by a setting of their own.
use std::collections::HashSet;
use std::sync::Arc;

use calls::Call;
use calls::logs::Client;
use calls::logs::describe_deliveries::DescribeDeliveries;
use calls::logs::describe_delivery_sources::DescribeDeliverySources;

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::Dated;
use crate::shared::Shared;

/// What is delivered in a Region: the ARN of a resource, and the type of its logs.
struct Delivered(HashSet<(String, String)>);

/// Whether logs of a resource, of one of these types, are delivered. A source without a delivery logs
/// nothing (`CloudWatch` Logs User Guide, "Enable logging from AWS services").
pub(crate) async fn delivers(
    aws: &Aws,
    region: Option<&str>,
    arn: &str,
    types: &[&str],
) -> Answer<bool> {
    let about = region.unwrap_or_default();
    let all: Dated<Arc<Delivered>> = Shared::get(aws, about, || delivered(aws, region)).await;
    let all = all.answer?;
    let mut types = types.iter();
    Ok(types.any(|&kind| all.0.contains(&(arn.to_owned(), kind.to_owned()))))
}

async fn delivered(aws: &Aws, region: Option<&str>) -> Answer<Delivered> {
    let client = aws.client(region, Client::new);
    let failed = |action| move |error: calls::Error| Fault::from(error).of(action);
    let sources = DescribeDeliverySources::new().send(&client).await;
    let sources = sources.map_err(failed("logs:DescribeDeliverySources"))?;
    let deliveries = DescribeDeliveries::new().send(&client).await;
    let deliveries = deliveries.map_err(failed("logs:DescribeDeliveries"))?;
    let deliveries = deliveries.deliveries.into_iter().flatten();
    let names: HashSet<_> = deliveries.map(|one| one.delivery_source_name).collect();
    let mut all = HashSet::new();
    for source in sources.delivery_sources.into_iter().flatten() {
        if names.contains(&source.name) {
            let kind = present(source.log_type, "logType")?;
            let arns = present(source.resource_arns, "resourceArns")?;
            all.extend(arns.into_iter().map(|arn| (arn, kind.clone())));
        }
    }
    Ok(Delivered(all))
}
