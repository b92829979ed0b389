//! Exceptions: demands that need not be met.
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de};

use super::{Place, SettingsError, account, carries, tag, wrong};
use crate::{Finding, Timestamp, glob};

/// A demand that need not be met, by somebody's decision and until a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exception {
    /// The control's id, or a pattern of `*` and `?`.
    pub control: Place<String>,
    /// The resource's ARN, or a pattern of `*` and `?`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<Place<String>>,
    /// A tag of the resource, as `key=value`; the value may be a pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// The account's number; every account where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds (UTC).
    #[serde(deserialize_with = "day")]
    pub until: Date,
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    let wrong = |_| format!("key `until`: `{text}` is no day: write it as 2027-12-31");
    text.parse().map_err(wrong).map_err(de::Error::custom)
}

impl Exception {
    pub(super) fn check(&self, controls: &[&str]) -> Result<(), SettingsError> {
        let Place {
            value: control,
            line,
        } = &self.control;
        let here = |key: &str, what: String| wrong(*line, &format!("exceptions.{key}"), what);
        if !controls.iter().any(|id| glob(control, id)) {
            let what = format!("`{control}` matches no control; `bailiwick controls` lists them");
            return Err(here("control", what));
        }
        match (&self.resource, &self.tag) {
            (None, None) => {
                return Err(here(
                    "resource",
                    "say which resources, by `resource` or by `tag`".into(),
                ));
            }
            (Some(Place { value, line }), _)
                if !value.starts_with("arn:") && !value.starts_with('*') =>
            {
                let what = format!("`{value}` is no ARN: write `arn:aws:s3:::name` or a pattern");
                return Err(wrong(*line, "exceptions.resource", what));
            }
            _ => {}
        }
        let text = [("reason", &self.reason), ("owner", &self.owner)];
        if let Some((key, _)) = text.iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(here(
                key,
                "say who and why: an exception without is not reviewable".into(),
            ));
        }
        tag(self.tag.as_deref()).map_err(|what| here("tag", what))?;
        account(self.account.as_deref()).map_err(|what| here("account", what))
    }

    /// Whether it is about a finding, ended or not.
    #[must_use]
    pub fn covers(&self, finding: &Finding) -> bool {
        let resource = self
            .resource
            .as_ref()
            .is_none_or(|pattern| glob(&pattern.value, &finding.resource));
        let tag = self
            .tag
            .as_ref()
            .is_none_or(|tag| carries(&finding.tags, tag));
        let account = self
            .account
            .as_deref()
            .is_none_or(|only| only == &*finding.account.id);
        glob(&self.control.value, finding.control) && resource && tag && account
    }

    /// Whether its last day is over.
    #[must_use]
    pub fn ended(&self, now: Timestamp) -> bool {
        now.to_zoned(jiff::tz::TimeZone::UTC).date() > self.until
    }

    /// What it is about, in a few words.
    #[must_use]
    pub fn words(&self) -> String {
        let resource = self.resource.as_ref().map(|pattern| pattern.value.as_str());
        let about = resource.or(self.tag.as_deref()).unwrap_or_default();
        format!("{} on {about}", self.control.value)
    }

    /// The pattern of controls in such words.
    #[must_use]
    pub fn control_in(words: &str) -> &str {
        words.split(" on ").next().unwrap_or(words)
    }
}
