//! Reads of Route 53: hosted zones, and which of them log queries, each in bulk.
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use calls::route53::list_hosted_zones::{self, ListHostedZones};
use calls::route53::list_query_logging_configs::ListQueryLoggingConfigs;
use calls::route53::list_tags_for_resource::{self, ListTagsForResource};
use calls::{Call, Client};
use model::Tags;
use model::route53::{HostedZone, HostedZoneTags, Private, QueryLogging};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place};
use crate::fault::{Answer, present};
use crate::reader::{At, Collected, Dated, Draw, Read, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<HostedZone>(),
    Reader::drawn::<QueryLogging>(),
    Reader::each::<HostedZoneTags>(),
];

impl Collected for HostedZone {
    const GONE: &'static [&'static str] = &[list_tags_for_resource::NO_SUCH_HOSTED_ZONE];
}

/// `Z1` of `/hostedzone/Z1`, as Route 53 returns ids.
fn bare(id: &str) -> &str {
    id.strip_prefix("/hostedzone/").unwrap_or(id)
}

impl Describe for HostedZone {
    type Call = ListHostedZones;
    type Row = list_hosted_zones::HostedZone;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[&Lens::<Private>(|zone| {
        let config = present(zone.config.as_ref(), "Config")?;
        present(config.private_zone, "PrivateZone")
    })];

    fn call(_: Option<&str>) -> ListHostedZones {
        ListHostedZones::new()
    }
    fn rows(page: list_hosted_zones::Response, place: &Place) -> Vec<(String, Self::Row)> {
        let arn = |id: &str| place.owned("route53", "", &format!("hostedzone/{}", bare(id)));
        let rows = page.hosted_zones.into_iter();
        rows.map(|zone| (arn(&zone.id), zone)).collect()
    }
}

/// The log groups that queries are logged to, by hosted zone.
struct LogGroups(HashMap<String, String>);

async fn log_groups(aws: &Aws) -> Answer<LogGroups> {
    let client = aws.client(None, Client::new);
    let response = ListQueryLoggingConfigs::new().send(&client).await?;
    let configs = response.query_logging_configs.into_iter();
    let of = configs.map(|one| {
        let zone = bare(&one.hosted_zone_id).to_owned();
        (zone, one.cloud_watch_logs_log_group_arn)
    });
    Ok(LogGroups(of.collect()))
}

impl Draw for QueryLogging {
    async fn draw(aws: &Aws, zone: &At) -> Dated<Option<String>> {
        let all: Dated<Arc<LogGroups>> = Shared::get(aws, "", || log_groups(aws)).await;
        all.draw(|all| Ok(all.0.get(zone.name()).cloned()))
    }
}

impl Read for HostedZoneTags {
    async fn read(aws: &Aws, zone: &At) -> Answer<Tags> {
        let client = aws.client(None, Client::new);
        let call = ListTagsForResource::new("hostedzone", zone.name());
        let response = call.send(&client).await?;
        let tags = response.resource_tag_set.tags.into_iter();
        let tags = tags.map(|tag| Ok((present(tag.key, "Key")?, tag.value.unwrap_or_default())));
        tags.collect()
    }
}
