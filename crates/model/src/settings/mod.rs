//! What the owner decides: one YAML document, and the time of judging beside it.
//!
//! Unknown keys, bad values and bad dates are errors that name line and key: a typing error in
//! a settings file must not quietly turn a control or an exception off.
mod encryption;
mod exception;
mod iam;
mod place;
mod remediation;
mod routing;
mod trusted;

use serde::{Deserialize, Serialize};

pub use encryption::{Demanded, Encryption};
pub use exception::Exception;
pub use iam::Iam;
pub use place::Place;
pub use remediation::{Allowed, Mode, Remediation, Rule};
pub use routing::Route;
pub use trusted::Trusted;

use crate::hash::hex;
use crate::{Severity, Timestamp};

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
    /// How the findings of an account's or a control's first run are published.
    pub baseline: FirstRun,
    /// What people are written to about, beside digests.
    pub notices: Notices,
    /// Teams that get their findings on a topic of their own.
    pub routing: Vec<Route>,
    /// Who is known beside the account itself.
    pub trusted: Trusted,
    /// How data at rest must be encrypted.
    pub encryption: Encryption,
    /// Thresholds of the IAM controls.
    pub iam: Iam,
    /// Exceptions: demands that need not be met.
    pub exceptions: Vec<Exception>,
    /// What may be put right.
    #[serde(skip_serializing_if = "is_default")]
    pub remediation: Remediation,
}

/// Left out of what is hashed where nothing is decided.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// How the findings of a first run are published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstRun {
    /// All together, in one digest to people.
    #[default]
    Digest,
    /// One by one, like any other.
    Each,
}

/// What people are written to about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Notices {
    /// The least severity that a finding is written about one by one.
    pub least: Severity,
}

impl Default for Notices {
    fn default() -> Self {
        let least = Severity::High;
        Self { least }
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

    /// Reads a document. `controls` are the ids that exist: what names none of them is an error.
    pub fn parse(text: &str, now: Timestamp, controls: &[&str]) -> Result<Self, SettingsError> {
        // An empty document is no map, and means that nothing was decided.
        let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        let document: Document = match text.lines().all(blank) {
            true => Document::default(),
            false => {
                serde_saphyr::from_str(text).map_err(|error| SettingsError(in_one_line(&error)))?
            }
        };
        document.check(controls)?;
        Ok(Self::new(now, document))
    }

    /// Sixteen hex digits that stand for what the document means.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The same settings, judging at another time.
    #[must_use]
    pub fn judging_at(self, now: Timestamp) -> Self {
        Self { now, ..self }
    }

    /// The topics that a finding goes to beside that of all findings: those of the teams it is for.
    #[must_use]
    pub fn team_topics(&self, account: &str, area: &str, tags: &crate::Tags) -> Vec<String> {
        let routes = self.document.routing.iter();
        let teams = routes.filter(|route| route.takes(account, area, tags));
        let mut topics: Vec<_> = teams.map(|route| route.topic.to_string()).collect();
        topics.sort();
        topics.dedup();
        topics
    }

    /// Whether anything is decided by a tag, so that tags must be read.
    #[must_use]
    pub fn uses_tags(&self) -> bool {
        let Document {
            encryption,
            exceptions,
            routing,
            ..
        } = &self.document;
        encryption.uses_tags()
            || exceptions.iter().any(|one| one.tag.is_some())
            || routing.iter().any(|one| one.tag.is_some())
    }
}

/// `unknown field .. at line 3, column 5`: the excerpt is left out.
fn in_one_line(error: &serde_saphyr::Error) -> String {
    let message = error.without_snippet().to_string();
    let first = message.lines().next().unwrap_or_default();
    first.trim_start_matches("error: ").to_owned()
}

impl Document {
    fn check(&self, controls: &[&str]) -> Result<(), SettingsError> {
        for area in self.areas.iter().flatten() {
            let exists = controls.iter().any(|id| id.split('.').next() == Some(area));
            if !exists {
                return Err(SettingsError(format!(
                    "key `areas`: there is no area `{area}`"
                )));
            }
        }
        if let Some(regions) = &self.regions {
            crate::check_regions(regions)
                .map_err(|why| SettingsError(format!("key `regions`: {why}")))?;
        }
        self.routing.iter().try_for_each(Route::check)?;
        self.remediation.check(controls)?;
        self.trusted.check()?;
        self.encryption.check()?;
        self.iam.check()?;
        self.exceptions
            .iter()
            .try_for_each(|one| one.check(controls))
    }
}

/// An error at a line of the document.
fn wrong(line: u64, key: &str, what: impl std::fmt::Display) -> SettingsError {
    SettingsError(format!("line {line}, key `{key}`: {what}"))
}

/// Twelve digits, or what to write instead.
fn account(number: Option<&str>) -> Result<(), String> {
    let number = number.unwrap_or("000000000000");
    if number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(format!(
        "`{number}` is no account number: write twelve digits in quotes"
    ))
}

/// `key=value`, or what to write instead.
fn tag(tag: Option<&str>) -> Result<(), String> {
    match tag.map(|tag| tag.split_once('=')) {
        None => Ok(()),
        Some(Some((key, _))) if !key.is_empty() => Ok(()),
        Some(_) => Err(format!(
            "`{}` is no tag: write `key=value`",
            tag.unwrap_or_default()
        )),
    }
}

/// Whether a resource carries a tag that is written `key=value`; the value may be a pattern.
fn carries(tags: &crate::Tags, tag: &str) -> bool {
    let (key, value) = tag.split_once('=').unwrap_or((tag, "*"));
    tags.get(key).is_some_and(|own| crate::glob(value, own))
}

#[cfg(test)]
mod tests {
    use super::{Settings, SettingsError};
    use crate::{AccountRef, Finding, Outcome, Tags, Timestamp};

    const CONTROLS: &[&str] = &["s3.versioning", "s3.object-lock"];

    fn parse(text: &str) -> Result<Settings, SettingsError> {
        let now: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        Settings::parse(text, now, CONTROLS)
    }

    const GOOD: &str = "
regions: [eu-west-1]
areas: [s3]
baseline: each
notices: {least: critical}
trusted: {accounts: ['999988887777'], organisations: [o-acme]}
iam: {unused-days: 30, administrators: ['*:role/admin']}
routing:
  - team: data
    topic: arn:aws:sns:eu-west-1:111122223333:data
    tag: team=da*
exceptions:
  - control: s3.*
    resource: arn:aws:s3:::scratch-*
    account: 111122223333
    reason: thrown away every night
    owner: data@example.com
    until: 2026-03-01
  - {control: s3.versioning, tag: stage=test, reason: r, owner: o, until: 2026-12-31}
";

    fn finding(bucket: &str, account: &str, stage: &str) -> Finding {
        Finding {
            control: "s3.versioning",
            account: AccountRef::new("aws", account),
            region: "eu-west-1".into(),
            resource: format!("arn:aws:s3:::{bucket}").into(),
            part: None,
            tags: Tags::from([
                ("stage".into(), stage.into()),
                ("team".into(), "data".into()),
            ]),
            observed_at: "2026-03-01T00:00:00Z".parse().unwrap(),
            outcome: Outcome::NotApplicable(""),
        }
    }

    #[test]
    fn good() {
        let settings = parse(GOOD).unwrap();
        let [by_name, by_tag] = &settings.document.exceptions[..] else {
            panic!()
        };
        assert!(by_name.covers(&finding("scratch-1", "111122223333", "")));
        assert!(!by_name.covers(&finding("kept", "111122223333", "")));
        assert!(!by_name.covers(&finding("scratch-1", "444455556666", "")));
        assert!(by_tag.covers(&finding("kept", "444455556666", "test")));
        assert!(!by_tag.covers(&finding("kept", "444455556666", "live")));
        assert!(!by_name.ended("2026-03-01T23:59:59Z".parse().unwrap()));
        assert!(by_name.ended("2026-03-02T00:00:00Z".parse().unwrap()));
        let route = &settings.document.routing[0];
        assert!(
            route.takes("1", "s3", &finding("b", "1", "").tags)
                && !route.takes("1", "s3", &Tags::new())
        );
        let document = &settings.document;
        assert!(document.trusted.has_account("999988887777"));
        assert_eq!(document.iam.unused_days.value, 30);
        assert_eq!(document.iam.key_age_days.value, 90);
        assert!(document.iam.may_administer("arn:aws:iam::1:role/admin"));
        assert!(!document.iam.may_administer("arn:aws:iam::1:role/other"));
        assert!(settings.uses_tags() && !parse("").unwrap().uses_tags());
    }

    #[test]
    fn the_hash_is_of_the_meaning() {
        let hash = |text: &str| parse(text).unwrap().hash().to_owned();
        assert_eq!(hash(""), hash("# nothing\nexceptions: []"));
        assert_eq!(
            hash("areas: [s3]\nbaseline: each"),
            hash("baseline: each\n# both\nareas: [ s3 ]")
        );
        assert_ne!(hash("baseline: each"), hash(""));
    }

    #[test]
    fn bad_settings_name_place_and_remedy() {
        let message = |text: &str| parse(text).unwrap_err().to_string();
        let with = |from: &str, to: &str| message(&GOOD.replace(from, to));
        insta::assert_snapshot!(
            [
                message("region: [eu-west-1]"),
                message("areas: [S3]"),
                message("regions: [Ireland]"),
                message("baseline: none"),
                message("notices: {least: urgent}"),
                with("until: 2026-03-01", "until: soon"),
                with("    until: 2026-03-01\n", ""),
                with("control: s3.*", "control: s3.versions"),
                with("arn:aws:s3:::scratch-*", "scratch"),
                with("    resource: arn:aws:s3:::scratch-*\n", ""),
                with("data@example.com", "''"),
                with("stage=test", "stage"),
                with("account: 111122223333", "account: 1111"),
                with(
                    "arn:aws:sns:eu-west-1:111122223333:data",
                    "arn:aws:sqs:eu-west-1:111122223333:data"
                ),
                with("arn:aws:sns:eu-west-1:111122223333:data", "data"),
                with("    tag: team=da*\n", ""),
                message("exceptions: ["),
                message("trusted:\n  accounts: ['1111']"),
                message("trusted: {organisations: [acme]}"),
                message("iam:\n  unused-days: 0"),
                message("iam: {password-length: 129}"),
                message("iam: {key-age: 90}"),
                message("iam: {key-age-days: soon}"),
                message("iam:\n  administrators:\n    - ''"),
            ]
            .join("\n--\n")
        );
    }
}
