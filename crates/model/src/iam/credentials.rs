//! Passwords and access keys, as the credential report tells of them.
use serde::{Deserialize, Serialize};

use super::{CREDENTIALS, User};
use crate::{ArnShape, Fact, Kind, Service, Timestamp, Writable, roster};

/// One of a user's two access keys. Its row's id is the user's ARN, `#` and `access-key-1` or
/// `access-key-2`: the credential report numbers keys and does not name them.
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

/// The id of a user's access key by its number in the credential report.
#[must_use]
pub fn key_id(user: &str, number: usize) -> String {
    format!("{user}#access-key-{number}")
}

/// How the key stands.
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
    /// As `AKIA...`; `None` in the credential report, which numbers keys and does not name them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether it works.
    pub active: bool,
    /// When it was made, or its status last changed: the report does not tell them apart.
    pub made: Option<Timestamp>,
    /// When it last signed a request.
    pub used: LastUse,
}

/// When something was last used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LastUse {
    /// Then.
    At(Timestamp),
    /// Never, as far as AWS remembers: it began to in October 2014.
    Never,
    /// AWS does not tell.
    Unknown,
}

impl LastUse {
    /// The later of the last use and of when the thing was made: what is new and unused is not
    /// stale yet. `None` where neither is told.
    #[must_use]
    pub fn or_since(self, made: Option<Timestamp>) -> Option<Timestamp> {
        match (self, made) {
            (Self::At(used), Some(made)) => Some(used.max(made)),
            (Self::At(used), None) => Some(used),
            (Self::Never, made) => made,
            (Self::Unknown, _) => None,
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
    /// The active access keys, each with its number.
    pub fn active_keys(&self) -> impl Iterator<Item = (usize, &Key)> {
        let keys = self.keys.iter().enumerate();
        keys.filter_map(|(at, key)| Some((at + 1, key.as_ref().filter(|key| key.active)?)))
    }
}

/// A console password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PasswordState {
    /// When somebody last signed in with it.
    pub used: LastUse,
    /// When it was last set; `None` where AWS does not tell.
    pub changed: Option<Timestamp>,
}
