//! Reads of CloudWatch Logs: log groups, described 50 a page, and a Region's resource policies.
#[cfg(test)]
mod tests;

use calls::logs::describe_log_groups::{self, DescribeLogGroups};
use calls::logs::describe_resource_policies::DescribeResourcePolicies;
use calls::logs::list_tags_for_resource::{ListTagsForResource, RESOURCE_NOT_FOUND_EXCEPTION};
use calls::{Call, Client};
use model::Tags;
use model::iam::PolicyText;
use model::logs::{
    LogGroup, LogGroupKey, LogGroupTags, LogPolicies, LogPolicy, Retained, Retention,
};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place};
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<LogGroup>(),
    Reader::each::<LogGroupTags>(),
    Reader::each::<LogPolicies>(),
];

impl Collected for LogGroup {
    const GONE: &'static [&'static str] = &[RESOURCE_NOT_FOUND_EXCEPTION];
}

type Row = describe_log_groups::LogGroup;

impl Describe for LogGroup {
    type Call = DescribeLogGroups;
    type Row = Row;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        // Left out where CloudWatch Logs encrypts with a key of its own (CloudWatch Logs API
        // reference, `LogGroup`).
        &Lens::<LogGroupKey>(|group| Ok(group.kms_key_id.clone())),
        &Lens::<Retention>(|group| Ok(retained(group))),
    ];

    fn call(only: Option<&str>) -> DescribeLogGroups {
        DescribeLogGroups {
            log_group_name_prefix: only.map(Into::into),
            ..DescribeLogGroups::new()
        }
    }

    /// The ARN without the `:*` at its end, as it is taken for tags.
    fn rows(page: describe_log_groups::Response, _: &Place) -> Vec<(String, Row)> {
        let rows = page.log_groups.into_iter();
        let arn = |arn: &str| arn.strip_suffix(":*").unwrap_or(arn).to_owned();
        rows.map(|group| (arn(&group.arn), group)).collect()
    }
}

/// Days are left out where log events never expire (CloudWatch Logs API reference, `LogGroup`); those
/// of class `DELIVERY` are kept for a day whatever is set.
fn retained(group: &Row) -> Retained {
    match (group.log_group_class.as_deref(), group.retention_in_days) {
        (Some("DELIVERY"), _) => Retained::ByClass,
        (_, Some(days)) => Retained::Days(days),
        (_, None) => Retained::Always,
    }
}

impl Read for LogGroupTags {
    async fn read(aws: &Aws, group: &At) -> Answer<Tags> {
        let client = aws.client(group.region.as_deref(), Client::new);
        let call = ListTagsForResource::new(&*group.id);
        let tags = call.send(&client).await?.tags;
        Ok(tags.unwrap_or_default().into_iter().collect())
    }
}

impl Read for LogPolicies {
    async fn read(aws: &Aws, region: &At) -> Answer<Vec<LogPolicy>> {
        let client = aws.client(Some(&region.id), Client::new);
        let response = DescribeResourcePolicies::new().send(&client).await?;
        let policies = response.resource_policies.into_iter().map(|policy| {
            let text = present(policy.policy_document, "policyDocument")?;
            if !text.trim_start().starts_with('{') {
                return Err(Fault::odd("the answer is no policy"));
            }
            Ok(LogPolicy {
                name: present(policy.policy_name, "policyName")?,
                document: PolicyText::new(text),
            })
        });
        policies.collect()
    }
}
