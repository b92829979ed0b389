//! Teams that get what is theirs on a topic of their own: a filter is no access control.
use serde::{Deserialize, Serialize};

use super::{Place, SettingsError, account, carries, tag, wrong};
use crate::{Arn, Tags};

/// A team and its topic. A finding goes there if it meets all that is said; it goes to the topic
/// of all findings as well.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Route {
    /// The team's name.
    pub team: Place<String>,
    /// The ARN of its SNS topic.
    pub topic: Arn,
    /// Findings of this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Findings of this area, as `s3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Findings of resources with this tag, as `key=value`; the value may be a pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

impl Route {
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        let here = |key: &str, what: String| wrong(self.team.line, &format!("routing.{key}"), what);
        if self.topic.service() != "sns" {
            return Err(here("topic", format!("`{}` is no SNS topic", self.topic)));
        }
        if self.account.is_none() && self.area.is_none() && self.tag.is_none() {
            let what = "say whose findings: `account`, `area` or `tag`";
            return Err(here("team", what.into()));
        }
        tag(self.tag.as_deref()).map_err(|what| here("tag", what))?;
        account(self.account.as_deref()).map_err(|what| here("account", what))
    }

    /// Whether findings of this account, area and these tags are the team's.
    #[must_use]
    pub fn takes(&self, account: &str, area: &str, tags: &Tags) -> bool {
        let is = |only: &Option<String>, own: &str| only.as_deref().is_none_or(|only| only == own);
        let tagged = self.tag.as_ref().is_none_or(|tag| carries(tags, tag));
        is(&self.account, account) && is(&self.area, area) && tagged
    }
}
