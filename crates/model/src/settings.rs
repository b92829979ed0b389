//! What the owner decides: one YAML document, and the time of judging beside it.
//!
//! Unknown keys, bad values and bad dates are errors that name line and key: a typing error in
//! a settings file must not quietly turn a control or an exception off.
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use crate::hash::hex;
use crate::{Timestamp, glob};

/// What the owner decides, and the time of judging: data, since controls have no clock.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The time of judging.
    pub now: Timestamp,
    /// What the document says.
    pub document: Document,
    hash: String,
}

/// The settings document. Every key may be left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Document {
    /// The Regions looked at; every enabled Region where absent. Account-wide settings always are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regions: Option<Vec<String>>,
    /// The areas looked at, as `s3`; all where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub areas: Option<Vec<String>>,
    /// Demands that somebody answers for not meeting.
    pub exceptions: Vec<Exception>,
}

/// A demand that need not be met, by somebody's decision and until a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exception {
    /// The control's id, or a pattern of `*` and `?`.
    pub control: Place<String>,
    /// The resource's ARN, or a pattern of `*` and `?`.
    pub resource: Place<String>,
    /// The account's number; every account where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds (UTC).
    #[serde(deserialize_with = "day")]
    pub until: Date,
}

/// A value, and the line of the document that it stands on (0 where there is none).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<T> {
    /// The value.
    pub value: T,
    /// From 1.
    pub line: u64,
}

impl<T: Serialize> Serialize for Place<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Place<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        Ok(Self {
            line: spanned.referenced.line(),
            value: spanned.value,
        })
    }
}

/// Settings that cannot be used; says where and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(pub String);

impl Settings {
    /// The defaults, judging at `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self::new(now, Document::default())
    }

    /// A document's settings, judging at `now`.
    #[must_use]
    pub fn new(now: Timestamp, document: Document) -> Self {
        // Hashed by meaning: comments and the order of keys do not change it.
        let meaning = serde_json::to_string(&document).unwrap_or_default();
        Self {
            now,
            hash: hex(&meaning, 8),
            document,
        }
    }

    /// Reads a document. `controls` and `areas` are the ids that exist: what names none of them
    /// is an error.
    pub fn parse(text: &str, now: Timestamp, controls: &[&str]) -> Result<Self, SettingsError> {
        let document: Document = if text.trim().is_empty() {
            Document::default()
        } else {
            serde_saphyr::from_str(text).map_err(|error| SettingsError(in_one_line(&error)))?
        };
        document.check(controls)?;
        Ok(Self::new(now, document))
    }

    /// Sixteen hex digits that stand for what the document means.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// `line 3 column 5: unknown field ..`: the place is in the words, the excerpt is left out.
fn in_one_line(error: &serde_saphyr::Error) -> String {
    let told = error.without_snippet().to_string();
    let first = told.lines().next().unwrap_or_default();
    first.trim_start_matches("error: ").to_owned()
}

fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    let wrong = |_| format!("key `until`: `{text}` is no day: write it as 2027-12-31");
    text.parse()
        .map_err(wrong)
        .map_err(serde::de::Error::custom)
}

impl Document {
    fn check(&self, controls: &[&str]) -> Result<(), SettingsError> {
        for area in self.areas.iter().flatten() {
            let known = controls.iter().any(|id| id.split('.').next() == Some(area));
            if !known {
                return Err(SettingsError(format!(
                    "key `areas`: there is no area `{area}`"
                )));
            }
        }
        self.exceptions
            .iter()
            .try_for_each(|one| one.check(controls))
    }
}

impl Exception {
    fn check(&self, controls: &[&str]) -> Result<(), SettingsError> {
        let Place {
            value: control,
            line: exception,
        } = &self.control;
        let wrong = |line: &u64, key: &str, what: String| {
            Err(SettingsError(format!(
                "line {line}, key `exceptions.{key}`: {what}"
            )))
        };
        if !controls.iter().any(|id| glob(control, id)) {
            let what = format!("`{control}` matches no control; `bailiwick controls` lists them");
            return wrong(exception, "control", what);
        }
        let Place {
            value: resource,
            line,
        } = &self.resource;
        if !resource.starts_with("arn:") && !resource.starts_with('*') {
            let what = format!("`{resource}` is no ARN: write `arn:aws:s3:::name` or a pattern");
            return wrong(line, "resource", what);
        }
        let text = [("reason", &self.reason), ("owner", &self.owner)];
        if let Some((key, _)) = text.iter().find(|(_, text)| text.trim().is_empty()) {
            return wrong(
                exception,
                key,
                "say who and why: an exception without is not reviewable".into(),
            );
        }
        let account = self.account.as_deref().unwrap_or("000000000000");
        if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
            let what = format!("`{account}` is no account number: write twelve digits in quotes");
            return wrong(exception, "account", what);
        }
        Ok(())
    }

    /// Whether it is about this control on this resource of this account, ended or not.
    #[must_use]
    pub fn covers(&self, control: &str, account: &str, resource: &str) -> bool {
        glob(&self.control.value, control)
            && glob(&self.resource.value, resource)
            && self.account.as_deref().is_none_or(|only| only == account)
    }

    /// Whether its last day is over.
    #[must_use]
    pub fn ended(&self, now: Timestamp) -> bool {
        now.to_zoned(jiff::tz::TimeZone::UTC).date() > self.until
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, SettingsError};
    use crate::Timestamp;

    const CONTROLS: &[&str] = &["s3.versioning", "s3.object-lock"];

    fn parse(text: &str) -> Result<Settings, SettingsError> {
        let now: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        Settings::parse(text, now, CONTROLS)
    }

    const GOOD: &str = "
regions: [eu-west-1]
areas: [s3]
exceptions:
  - control: s3.*
    resource: arn:aws:s3:::scratch-*
    reason: thrown away every night
    owner: data@example.com
    until: 2026-03-01
";

    #[test]
    fn good() {
        let settings = parse(GOOD).unwrap();
        let [exception] = &settings.document.exceptions[..] else {
            panic!()
        };
        assert!(exception.covers("s3.versioning", "111122223333", "arn:aws:s3:::scratch-1"));
        assert!(!exception.covers("s3.versioning", "111122223333", "arn:aws:s3:::kept"));
        assert!(!exception.ended("2026-03-01T23:59:59Z".parse().unwrap()));
        assert!(exception.ended("2026-03-02T00:00:00Z".parse().unwrap()));
        assert_eq!(
            parse("").unwrap().hash(),
            parse("# nothing\nexceptions: []").unwrap().hash()
        );
        assert_ne!(settings.hash(), parse("").unwrap().hash());
    }

    #[test]
    fn bad_settings_name_place_and_remedy() {
        let told = |text: &str| parse(text).unwrap_err().to_string();
        insta::assert_snapshot!(
            [
                told("region: [eu-west-1]"),
                told("areas: [S3]"),
                told(&GOOD.replace("until: 2026-03-01", "until: soon")),
                told(&GOOD.replace("    until: 2026-03-01\n", "")),
                told(&GOOD.replace("control: s3.*", "control: s3.versions")),
                told(&GOOD.replace("arn:aws:s3:::scratch-*", "scratch")),
                told(&GOOD.replace("data@example.com", "''")),
                told("exceptions: ["),
            ]
            .join("\n--\n")
        );
    }
}
