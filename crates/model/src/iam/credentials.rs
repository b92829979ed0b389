//! Passwords and access keys, as the credential report lists them.
use serde::{Deserialize, Serialize};

use super::{CREDENTIALS, User};
use crate::{ArnShape, Fact, Kind, Service, Timestamp, Writable, roster};

/// One of a user's two access keys. Its row's id is the user's ARN, `#` and the access key ID: the
/// numbers that the credential report gives to keys change, ids never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessKey;
impl Kind for AccessKey {
    type In = User;
    const ID: &'static str = "iam.access-key";
    const SERVICE: &'static Service = &roster::IAM;
    const LIST: &'static [&'static str] = CREDENTIALS;
    /// Whoever names a user means the user's keys too.
    const ARN: Option<ArnShape> = Some(ArnShape::new("iam", "user/").pathed().with_parts());
}

/// The row id of a user's access key.
#[must_use]
pub fn key_id(user: &str, access_key_id: &str) -> String {
    format!("{user}#{access_key_id}")
}

/// Status, creation and last use of the key.
#[derive(Debug)]
pub struct KeyState;
impl Fact for KeyState {
    type Of = AccessKey;
    type Value = Key;
    const ID: &'static str = "iam.access-key.state";
    const READS: &'static [&'static str] = CREDENTIALS;

    fn still(was: &Key, now: &Key) -> bool {
        (&was.id, was.active) == (&now.id, now.active)
    }
}
impl Writable for KeyState {
    const WRITES: &'static [&'static str] = &["iam:UpdateAccessKey"];
}

/// An access key that exists, active or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Key {
    /// The access key ID, as `AKIA...`; `None` in [`Login::keys`] of the credential report, which
    /// contains no ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether it works.
    pub active: bool,
    /// When it was created; in [`Login::keys`] of the credential report, when it was created or
    /// its status last changed (IAM User Guide, "Getting credential reports").
    pub made: Option<Timestamp>,
    /// When it last signed a request.
    pub used: LastUse,
}

impl Key {
    /// The key in a sentence: by its id, else by its creation time. Never by its position, which
    /// changes when another key is deleted.
    #[must_use]
    pub fn name(&self) -> String {
        match (&self.id, self.made) {
            (Some(id), _) => format!("access key `{id}`"),
            (None, Some(made)) => format!("the access key created at {made}"),
            (None, None) => "an access key".into(),
        }
    }
}

/// When something was last used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LastUse {
    /// Then.
    At(Timestamp),
    /// Never, as far as AWS remembers: it began to in October 2014.
    Never,
    /// AWS does not return it.
    Unknown,
}

impl LastUse {
    /// The last use; where there was none, when the thing was made: what is new and unused is not
    /// stale yet. `None` where neither is known. That a password was set again, or a key activated
    /// again, is no use.
    #[must_use]
    pub fn or_since(self, made: Option<Timestamp>) -> Option<Timestamp> {
        match self {
            Self::At(used) => Some(used),
            Self::Never => made,
            Self::Unknown => None,
        }
    }
}

/// A user's or the root user's line of the credential report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Login {
    /// When the user was made.
    pub created: Timestamp,
    /// The console password; `None` where there is none.
    pub password: Option<PasswordState>,
    /// Whether any MFA device is active.
    pub mfa: bool,
    /// The access keys in the report's order; a slot without a key is `None`.
    pub keys: [Option<Key>; 2],
}

impl Login {
    /// The active access keys.
    pub fn active_keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter().flatten().filter(|key| key.active)
    }
}

/// A console password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PasswordState {
    /// When it was last used to sign in.
    pub used: LastUse,
    /// When it was last set; `None` where AWS does not return it.
    pub changed: Option<Timestamp>,
}
