//! What may be put right, by whom, and how often. Off unless a rule says otherwise.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Place, SettingsError, account, wrong};
use crate::{Tags, glob};

/// What the machine may do about a finding.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Nothing.
    #[default]
    Off,
    /// Plans, and remembers what it would have done.
    Observe,
    /// Plans, publishes, and waits for approval.
    Ask,
    /// Does it.
    Act,
}

impl Mode {
    /// The mode as it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Observe => "observe",
            Self::Ask => "ask",
            Self::Act => "act",
        }
    }
}

/// What may be put right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Remediation {
    /// Nothing is changed while this is true, whatever the rules say.
    pub stop: bool,
    /// After a fix, the same control leaves the same resource alone for so many minutes.
    pub cooldown_minutes: Place<u16>,
    /// So many fixes an account gets within an hour, at most.
    pub hourly_cap: Place<u16>,
    /// A resource is not fixed in its first minutes: its owner may still tag it.
    pub grace_minutes: Place<u16>,
    /// What a person undid is not fixed again for so many days.
    pub undo_hold_days: Place<u16>,
    /// Tags of resources that code elsewhere describes, as `managed-by=terraform` or `managed-by`
    /// for any value. Their patch is published, not applied: the code would take it back.
    pub iac_tags: Vec<Place<String>>,
    /// Organisational units by name, each with its accounts.
    pub units: BTreeMap<String, Vec<String>>,
    /// What may be done where. The first rule that fits decides.
    pub rules: Vec<Rule>,
}

impl Default for Remediation {
    fn default() -> Self {
        let line = 0;
        Self {
            stop: false,
            cooldown_minutes: Place { value: 5, line },
            hourly_cap: Place { value: 20, line },
            grace_minutes: Place { value: 10, line },
            undo_hold_days: Place { value: 7, line },
            iac_tags: Vec::new(),
            units: BTreeMap::new(),
            rules: Vec::new(),
        }
    }
}

/// What may be done about some controls, in some accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// The control's id, or a pattern of `*` and `?`. A remedy that a person is to review is done
    /// unasked only where its control is named in full.
    pub control: Place<String>,
    /// The account's number; every account where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// One of `units`; every account where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What may be done.
    pub mode: Mode,
}

/// What the settings say about one control in one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// What may be done.
    pub mode: Mode,
    /// Whether the rule names the control in full.
    pub by_name: bool,
}

impl Remediation {
    /// What may be done about a control in an account.
    #[must_use]
    pub fn allows(&self, control: &str, account: &str) -> Allowed {
        let fits = |rule: &&Rule| {
            let is = |only: &Option<String>| only.as_deref().is_none_or(|only| only == account);
            let unit = rule.unit.as_ref().is_none_or(|unit| {
                let accounts = self.units.get(unit);
                accounts.is_some_and(|accounts| accounts.iter().any(|one| one == account))
            });
            glob(&rule.control.value, control) && is(&rule.account) && unit
        };
        let rule = self.rules.iter().find(fits);
        rule.map_or_else(Allowed::default, |rule| Allowed {
            mode: rule.mode,
            by_name: rule.control.value == control,
        })
    }

    /// The tag that says that code elsewhere describes a resource.
    #[must_use]
    pub fn described_elsewhere<'a>(&self, tags: &'a Tags) -> Option<(&'a str, &'a str)> {
        let marked = |(key, value): &(&String, &String)| {
            key.as_str() == CLOUD_FORMATION
                || self.iac_tags.iter().any(|tag| {
                    let (name, wanted) = tag.value.split_once('=').unwrap_or((&tag.value, "*"));
                    name == key.as_str() && glob(wanted, value)
                })
        };
        let tag = tags.iter().find(marked);
        tag.map(|(key, value)| (key.as_str(), value.as_str()))
    }

    pub(super) fn check(&self, controls: &[&str]) -> Result<(), SettingsError> {
        for (key, Place { value, line }, least, most) in [
            ("cooldown-minutes", &self.cooldown_minutes, 0, 1440),
            ("hourly-cap", &self.hourly_cap, 1, 1000),
            ("grace-minutes", &self.grace_minutes, 0, 1440),
            ("undo-hold-days", &self.undo_hold_days, 1, 365),
        ] {
            if !(least..=most).contains(value) {
                let what = format!("`{value}` is out of range: write {least} to {most}");
                return Err(wrong(*line, &format!("remediation.{key}"), what));
            }
        }
        for Place { value, line } in &self.iac_tags {
            if value.is_empty() || value.starts_with('=') {
                let what = format!("`{value}` is no tag: write `key` or `key=value`");
                return Err(wrong(*line, "remediation.iac-tags", what));
            }
        }
        for (unit, accounts) in &self.units {
            for number in accounts {
                let key = format!("key `remediation.units.{unit}`: ");
                account(Some(number)).map_err(|what| SettingsError(key + &what))?;
            }
        }
        self.rules
            .iter()
            .try_for_each(|rule| rule.check(controls, &self.units))
    }
}

/// CloudFormation puts this on what it makes.
const CLOUD_FORMATION: &str = "aws:cloudformation:stack-name";

impl Rule {
    fn check(
        &self,
        controls: &[&str],
        units: &BTreeMap<String, Vec<String>>,
    ) -> Result<(), SettingsError> {
        let Place { value, line } = &self.control;
        let here = |key: &str, what| wrong(*line, &format!("remediation.rules.{key}"), what);
        if !controls.iter().any(|id| glob(value, id)) {
            let what = format!("`{value}` matches no control; `bailiwick controls` lists them");
            return Err(here("control", what));
        }
        if let Some(unit) = self.unit.as_ref().filter(|unit| !units.contains_key(*unit)) {
            let what = format!("there is no `{unit}` among `remediation.units`");
            return Err(here("unit", what));
        }
        account(self.account.as_deref()).map_err(|what| here("account", what))
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowed, Mode};
    use crate::settings::SettingsError;
    use crate::{Settings, Tags, Timestamp};

    const CONTROLS: &[&str] = &["s3.versioning", "s3.bucket-public-access-block"];

    fn parse(text: &str) -> Result<Settings, SettingsError> {
        Settings::parse(text, Timestamp::UNIX_EPOCH, CONTROLS)
    }

    const GOOD: &str = "
remediation:
  hourly-cap: 3
  iac-tags: [managed-by=terra*, pulumi]
  units:
    sandbox: [\"444455556666\"]
  rules:
    - {control: s3.versioning, unit: sandbox, mode: act}
    - {control: s3.versioning, account: \"111122223333\", mode: ask}
    - {control: s3.*, mode: observe}
";

    #[test]
    fn the_first_rule_that_fits_decides() {
        let settings = parse(GOOD).unwrap();
        let allows = |control, account| settings.document.remediation.allows(control, account);
        let allowed = |mode, by_name| Allowed { mode, by_name };
        let (mine, other) = ("111122223333", "444455556666");
        assert_eq!(allows("s3.versioning", other), allowed(Mode::Act, true));
        assert_eq!(allows("s3.versioning", mine), allowed(Mode::Ask, true));
        let block = "s3.bucket-public-access-block";
        assert_eq!(allows(block, other), allowed(Mode::Observe, false));
        assert_eq!(allows("iam.root-mfa", mine), allowed(Mode::Off, false));
        let none = parse("").unwrap().document.remediation;
        assert_eq!(none.allows("s3.versioning", mine).mode, Mode::Off);
    }

    #[test]
    fn what_code_elsewhere_describes() {
        let remediation = parse(GOOD).unwrap().document.remediation;
        let marked = |key: &str, value: &str| {
            let tags = Tags::from([(key.into(), value.into()), ("a".into(), "b".into())]);
            remediation.described_elsewhere(&tags).is_some()
        };
        assert!(marked("aws:cloudformation:stack-name", "shop"));
        assert!(marked("managed-by", "terraform") && marked("pulumi", "x"));
        assert!(!marked("managed-by", "hand") && !marked("b", "pulumi"));
    }

    #[test]
    fn bad_settings_name_place_and_remedy() {
        let with = |from: &str, to: &str| parse(&GOOD.replace(from, to)).unwrap_err().to_string();
        insta::assert_snapshot!(
            [
                with("hourly-cap: 3", "hourly-cap: 0"),
                with("hourly-cap: 3", "hourly-cap: many"),
                with("hourly-cap: 3", "cap: 3"),
                with("pulumi", "=x"),
                with("444455556666", "4444"),
                with("unit: sandbox", "unit: live"),
                with("account: \"111122223333\"", "account: \"1\""),
                with("control: s3.*", "control: ec2.*"),
                with("mode: observe", "mode: on"),
                with("mode: observe", "control: s3.*"),
            ]
            .join("\n--\n")
        );
    }
}
