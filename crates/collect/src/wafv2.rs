//! Reads of AWS WAF: web ACLs of each scope, and its logging configurations in bulk.
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use calls::Call;
use calls::wafv2::Client;
use calls::wafv2::list_logging_configurations::ListLoggingConfigurations;
use calls::wafv2::list_tags_for_resource::{self, ListTagsForResource};
use calls::wafv2::list_web_acls::ListWebACLs;
use model::Tags;
use model::wafv2::{Logging, WebAcl, WebAclTags};

use crate::Aws;
use crate::fault::{Answer, present};
use crate::reader::{At, Collected, Dated, Draw, List, Listed, Only, Read, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<WebAcl>(),
    Reader::drawn::<Logging>(),
    Reader::each::<WebAclTags>(),
];

impl Collected for WebAcl {
    const GONE: &'static [&'static str] = &[list_tags_for_resource::WAF_NONEXISTENT_ITEM_EXCEPTION];
}

/// The Region of web ACLs for `CloudFront` (AWS WAF API reference, `ListWebACLs`).
const OF_CLOUDFRONT: &str = "us-east-1";

/// Who can own a logging configuration. One that is managed for the account logs as well as its own.
const OWNERS: &[&str] = &[
    "CUSTOMER",
    "SECURITY_LAKE",
    "CLOUDWATCH_TELEMETRY_RULE_MANAGED",
];

fn client(aws: &Aws, region: Option<&str>) -> Client {
    aws.client(region, Client::new)
}

impl List for WebAcl {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let scopes = ["REGIONAL", "CLOUDFRONT"];
        let here = match &*region.id == OF_CLOUDFRONT {
            true => &scopes[..],
            false => scopes.get(..1).unwrap_or_default(),
        };
        let client = client(aws, Some(&region.id));
        let mut arns = Vec::new();
        for scope in here {
            let response = ListWebACLs::new(*scope).send(&client).await?;
            arns.extend(response.web_acls.into_iter().map(|acl| acl.arn));
        }
        Ok(only.of(arns.iter().map(String::as_str)))
    }
}

/// The web ACLs of a scope that have a logging configuration.
struct Logged(HashSet<String>);

async fn logged(aws: &Aws, region: Option<&str>, scope: &str) -> Answer<Logged> {
    let client = client(aws, region);
    let mut arns = HashSet::new();
    for owner in OWNERS {
        let call = ListLoggingConfigurations {
            log_scope: Some((*owner).into()),
            ..ListLoggingConfigurations::new(scope)
        };
        let response = call.send(&client).await?;
        let configurations = response.logging_configurations.into_iter();
        arns.extend(configurations.map(|one| one.resource_arn));
    }
    Ok(Logged(arns))
}

impl Draw for Logging {
    async fn draw(aws: &Aws, acl: &At) -> Dated<bool> {
        let region = acl.region.as_deref();
        let scope = match acl.id.contains(":global/webacl/") {
            true => "CLOUDFRONT",
            false => "REGIONAL",
        };
        let about = format!("{}/{scope}", region.unwrap_or_default());
        let all: Dated<Arc<Logged>> = Shared::get(aws, &about, || logged(aws, region, scope)).await;
        all.draw(|all| Ok(all.0.contains(&*acl.id)))
    }
}

impl Read for WebAclTags {
    async fn read(aws: &Aws, acl: &At) -> Answer<Tags> {
        let client = client(aws, acl.region.as_deref());
        let response = ListTagsForResource::new(&*acl.id).send(&client).await?;
        let tags = present(response.tag_info_for_resource.tag_list, "TagList")?;
        Ok(tags.into_iter().map(|tag| (tag.key, tag.value)).collect())
    }
}
