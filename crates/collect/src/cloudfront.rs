//! Reads of `CloudFront`: distributions, listed with their cache behaviors and origins.
#[cfg(test)]
mod tests;

use calls::cloudfront::get_distribution_config::{self, GetDistributionConfig};
use calls::cloudfront::list_distributions::{
    self, CustomOriginConfig, DistributionSummary, ListDistributions,
};
use calls::cloudfront::list_tags_for_resource::{self, ListTagsForResource};
use calls::{Call, Client};
use model::Tags;
use model::cloudfront::{
    AccessLogging, AccessLogs, Behavior, Behaviors, Distribution, DistributionTags, Origin,
    OriginPolicy, OriginSort, Origins, ViewerPolicy,
};

use crate::Aws;
use crate::deliveries::delivers;
use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<Distribution>(),
    Reader::each::<AccessLogging>(),
    Reader::each::<DistributionTags>(),
];

impl Collected for Distribution {
    const GONE: &'static [&'static str] = &[
        get_distribution_config::NO_SUCH_DISTRIBUTION,
        list_tags_for_resource::NO_SUCH_RESOURCE,
    ];
}

impl Describe for Distribution {
    type Call = ListDistributions;
    type Row = DistributionSummary;
    const LENSES: &'static [&'static dyn Draws<Self>] =
        &[&Lens::<Behaviors>(behaviors), &Lens::<Origins>(origins)];

    fn call(_: Option<&str>) -> ListDistributions {
        ListDistributions::new()
    }

    /// A page without distributions has no list (`CloudFront` API reference, `DistributionList`).
    fn rows(page: list_distributions::Response, _: &Place) -> Vec<(String, DistributionSummary)> {
        let rows = page.distribution_list.items.into_iter().flatten();
        rows.map(|one| (one.arn.clone(), one)).collect()
    }
}

/// The items of a list of which `CloudFront` says how many it has: left out where there are none.
fn items<T>(items: Option<&Vec<T>>, quantity: Option<i32>) -> Answer<&[T]> {
    match (items, quantity) {
        (Some(items), _) => Ok(items),
        (None, Some(0)) => Ok(&[]),
        (None, _) => Err(Fault::odd("the response lacks `Items`")),
    }
}

fn behaviors(row: &DistributionSummary) -> Answer<Vec<Behavior>> {
    let default = present(row.default_cache_behavior.as_ref(), "DefaultCacheBehavior")?;
    let others = present(row.cache_behaviors.as_ref(), "CacheBehaviors")?;
    let others = items(others.items.as_ref(), others.quantity)?.iter();
    let others = others.map(|one| (Some(&one.path_pattern), &one.viewer_protocol_policy));
    let all = std::iter::once((None, &default.viewer_protocol_policy)).chain(others);
    let behavior = |(path, viewer): (Option<&String>, &Option<String>)| {
        Ok(Behavior {
            path: path.cloned(),
            viewer: match viewer.as_deref() {
                Some("allow-all") => ViewerPolicy::AllowAll,
                Some("https-only") => ViewerPolicy::HttpsOnly,
                Some("redirect-to-https") => ViewerPolicy::RedirectToHttps,
                _ => return Err(Fault::odd("a cache behavior lacks `ViewerProtocolPolicy`")),
            },
        })
    };
    all.map(behavior).collect()
}

fn origins(row: &DistributionSummary) -> Answer<Vec<Origin>> {
    let origins = present(row.origins.as_ref(), "Origins")?;
    let origins = items(origins.items.as_ref(), origins.quantity)?.iter();
    let origin = |one: &list_distributions::Origin| {
        let sort = match (&one.custom_origin_config, &one.s3_origin_config) {
            (Some(custom), _) => custom_origin(custom)?,
            (None, Some(_)) => OriginSort::S3,
            (None, None) if one.vpc_origin_config.is_some() => OriginSort::Vpc,
            (None, None) => return Err(Fault::odd("an origin lacks its configuration")),
        };
        let id = one.id.clone();
        Ok(Origin { id, sort })
    };
    origins.map(origin).collect()
}

fn custom_origin(config: &CustomOriginConfig) -> Answer<OriginSort> {
    let policy = match config.origin_protocol_policy.as_deref() {
        Some("http-only") => OriginPolicy::HttpOnly,
        Some("https-only") => OriginPolicy::HttpsOnly,
        Some("match-viewer") => OriginPolicy::MatchViewer,
        _ => return Err(Fault::odd("an origin lacks `OriginProtocolPolicy`")),
    };
    let protocols = config.origin_ssl_protocols.as_ref();
    let tls = protocols.and_then(|protocols| protocols.items.clone());
    let tls = present(tls, "OriginSslProtocols")?;
    Ok(OriginSort::Custom { policy, tls })
}

impl Read for AccessLogging {
    async fn read(aws: &Aws, at: &At) -> Answer<AccessLogs> {
        let client = aws.client(None, Client::new);
        let response = GetDistributionConfig::new(at.name()).send(&client).await?;
        let legacy = response.distribution_config.logging;
        let legacy = present(legacy.and_then(|logging| logging.enabled), "Logging")?;
        if legacy {
            return Ok(AccessLogs::Legacy);
        }
        // Its deliveries lie in us-east-1 (CloudFront Developer Guide, "Configure standard logging (v2)").
        let delivery = delivers(aws, None, &at.id, &["ACCESS_LOGS"]).await?;
        Ok(match delivery {
            true => AccessLogs::Delivery,
            false => AccessLogs::Disabled,
        })
    }
}

impl Read for DistributionTags {
    async fn read(aws: &Aws, at: &At) -> Answer<Tags> {
        let client = aws.client(None, Client::new);
        let response = ListTagsForResource::new(&*at.id).send(&client).await?;
        // A distribution without tags has an empty list, or none.
        let list = response.tags.items.unwrap_or_default();
        tags(Some(&list), |tag| (&tag.key, &tag.value))
    }
}
