//! How old, how long and how many in IAM, and who may be an administrator.
use serde::{Deserialize, Serialize};

use super::{Place, SettingsError, wrong};
use crate::glob;

/// Thresholds of the IAM controls, with the catalogue's defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Iam {
    /// After how many days a password or an access key counts as unused.
    pub unused_days: Place<i64>,
    /// How many days old an access key may be.
    pub key_age_days: Place<i64>,
    /// After how many days a role counts as unused.
    pub role_unused_days: Place<i64>,
    /// After how many days a service that a principal may use counts as unused.
    pub service_unused_days: Place<i64>,
    /// The least length of a password.
    pub password_length: Place<i64>,
    /// How many former passwords are refused.
    pub password_reuse: Place<i64>,
    /// After how many days a password expires.
    pub password_days: Place<i64>,
    /// For how many hours the root user must not have been used.
    pub root_quiet_hours: Place<i64>,
    /// For how many days a service-specific credential may live.
    pub service_credential_days: Place<i64>,
    /// The ARNs of users, groups and roles that may be administrators, and of permission sets that
    /// may make them, the ids of the groups that may have such a set, and the numbers of accounts
    /// that may be delegated administrators of the organization; patterns of `*` and `?`.
    pub administrators: Vec<Place<String>>,
}

const fn by_default(value: i64) -> Place<i64> {
    Place { value, line: 0 }
}

impl Default for Iam {
    fn default() -> Self {
        Self {
            unused_days: by_default(45),
            key_age_days: by_default(90),
            role_unused_days: by_default(90),
            service_unused_days: by_default(90),
            password_length: by_default(14),
            password_reuse: by_default(24),
            password_days: by_default(90),
            root_quiet_hours: by_default(24),
            service_credential_days: by_default(90),
            administrators: Vec::new(),
        }
    }
}

impl Iam {
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        // The most that AWS itself allows or remembers.
        let limits = [
            ("unused-days", self.unused_days, 1, 400),
            ("key-age-days", self.key_age_days, 1, 3650),
            ("role-unused-days", self.role_unused_days, 1, 400),
            ("service-unused-days", self.service_unused_days, 1, 400),
            ("password-length", self.password_length, 6, 128),
            ("password-reuse", self.password_reuse, 1, 24),
            ("password-days", self.password_days, 1, 1095),
            ("root-quiet-hours", self.root_quiet_hours, 1, 9600),
            (
                "service-credential-days",
                self.service_credential_days,
                1,
                36600,
            ),
        ];
        for (key, Place { value, line }, least, most) in limits {
            if !(least..=most).contains(&value) {
                let what = format!("{value} is out of range: write {least} to {most}");
                return Err(wrong(line, &format!("iam.{key}"), what));
            }
        }
        let empty = self.administrators.iter().find(|one| one.value.is_empty());
        empty.map_or(Ok(()), |one| {
            let what = "write an ARN, a name or a pattern";
            Err(wrong(one.line, "iam.administrators", what))
        })
    }

    /// Whether a principal of this ARN or ID may be an administrator.
    #[must_use]
    pub fn may_administer(&self, who: &str) -> bool {
        self.administrators.iter().any(|one| glob(&one.value, who))
    }
}
