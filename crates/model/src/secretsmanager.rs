//! Secrets of Secrets Manager: what the list says of them, never what they contain.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, Timestamp, roster, tagged};

/// A secret that is not scheduled for deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret;
impl Kind for Secret {
    type In = Region;
    const ID: &'static str = "secretsmanager.secret";
    const SERVICE: &'static Service = &roster::SECRETS_MANAGER;
    const LIST: &'static [&'static str] = &["secretsmanager:ListSecrets"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("secretsmanager", "secret:").suffixed(6));
    const TAGS: Option<Tagged> = tagged::<SecretTags>();
}

/// How a secret rotates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rotation {
    /// Whether automatic rotation is on.
    pub enabled: bool,
    /// The days between two rotations, by the schedule.
    pub every_days: Option<i64>,
    /// When the last rotation succeeded; `None` where none did yet.
    pub last: Option<Timestamp>,
    /// By when the next one is due.
    pub next: Option<Timestamp>,
    /// The service that created the secret, if one did.
    pub owning_service: Option<String>,
    /// Whether it is a replica of a secret in another Region, with which it rotates.
    pub replica: bool,
}

/// How the secret rotates.
#[derive(Debug)]
pub struct SecretRotation;
impl Fact for SecretRotation {
    type Of = Secret;
    type Value = Rotation;
    const ID: &'static str = "secretsmanager.secret.rotation";
}

/// When a secret was created and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Use {
    /// When it was created.
    pub created: Timestamp,
    /// On which day it was last read in its Region; `None` where it never was.
    pub last_accessed: Option<Timestamp>,
    /// Whether it is a replica of a secret in another Region.
    pub replica: bool,
}

/// When the secret was created and read.
#[derive(Debug)]
pub struct SecretUse;
impl Fact for SecretUse {
    type Of = Secret;
    type Value = Use;
    const ID: &'static str = "secretsmanager.secret.use";
}

/// The tags of the secret.
#[derive(Debug)]
pub struct SecretTags;
impl Fact for SecretTags {
    type Of = Secret;
    type Value = Tags;
    const ID: &'static str = "secretsmanager.secret.tags";
}
