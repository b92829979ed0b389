//! Keys of the Key Management Service.
use policy::KeyGrant;
use serde::{Deserialize, Serialize};

use crate::iam::PolicyText;
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, Writable, roster, tagged};

/// A KMS key, whoever manages it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key;
impl Kind for Key {
    type In = Region;
    const ID: &'static str = "kms.key";
    const SERVICE: &'static Service = &roster::KMS;
    const LIST: &'static [&'static str] = &["kms:ListKeys"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("kms", "key/"));
    const TAGS: Option<Tagged> = tagged::<KeyTags>();
}

/// The key's tags.
#[derive(Debug)]
pub struct KeyTags;
impl Fact for KeyTags {
    type Of = Key;
    type Value = Tags;
    const ID: &'static str = "kms.key.tags";
    const READS: &'static [&'static str] = &["kms:ListResourceTags"];
}

/// What the key is.
#[derive(Debug)]
pub struct KeyMetadata;
impl Fact for KeyMetadata {
    type Of = Key;
    type Value = Metadata;
    const ID: &'static str = "kms.key.metadata";
    const READS: &'static [&'static str] = &["kms:DescribeKey"];
}

/// Of what sort a key is, and how it stands: the words are AWS's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Metadata {
    /// Whether AWS made it and manages it, as `aws/ebs`.
    pub by_aws: bool,
    /// `Enabled`, `Disabled`, `PendingDeletion`, ...
    pub state: String,
    /// `SYMMETRIC_DEFAULT`, `RSA_2048`, `HMAC_256`, ...
    pub spec: String,
    /// Where its material is from: `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM`, `EXTERNAL_KEY_STORE`.
    pub origin: String,
    /// Whether it is the copy of another Region's key.
    pub replica: bool,
}

impl Metadata {
    /// Why KMS cannot rotate such a key by itself; `None` where it can (KMS developer guide,
    /// "Rotate AWS KMS keys": symmetric encryption keys with material that KMS made; replicas
    /// follow their primary).
    #[must_use]
    pub fn never_rotates(&self) -> Option<&'static str> {
        match &*self.origin {
            "EXTERNAL" => return Some("the key has imported key material"),
            "AWS_KMS" => {}
            _ => return Some("the key belongs to a custom key store"),
        }
        if self.spec != "SYMMETRIC_DEFAULT" {
            return Some("automatic rotation supports only symmetric encryption keys");
        }
        self.replica
            .then_some("the key is a replica and rotates with its primary key")
    }
}

/// Whether KMS makes new material for the key by itself.
#[derive(Debug)]
pub struct KeyRotation;
impl Fact for KeyRotation {
    type Of = Key;
    type Value = Rotation;
    const ID: &'static str = "kms.key.rotation";
    /// A key that cannot rotate is not read for rotation, so it is described first.
    const READS: &'static [&'static str] = &["kms:GetKeyRotationStatus", "kms:DescribeKey"];
}
impl Writable for KeyRotation {
    const WRITES: &'static [&'static str] = &["kms:EnableKeyRotation"];
    const UNDOES: &'static [&'static str] = &["kms:DisableKeyRotation"];
}

/// Rotation of a key's material.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rotation {
    /// Every so many days, 90 to 2560.
    Every(i32),
    /// It is off.
    Off,
    /// Not read: the owner, or the sort of the key, leaves nothing to choose.
    Fixed,
}

impl Rotation {
    /// The default of AWS where no period is set.
    pub const YEARLY: Self = Self::Every(365);
}

/// The key policy; `None` of a key that AWS manages, whose policy is AWS's to write.
#[derive(Debug)]
pub struct KeyPolicy;
impl Fact for KeyPolicy {
    type Of = Key;
    type Value = Option<PolicyText>;
    const ID: &'static str = "kms.key.policy";
    /// The policy of a key that AWS manages is not read, so it is described first.
    const READS: &'static [&'static str] = &["kms:GetKeyPolicy", "kms:DescribeKey"];
}

/// The grants of the key; `None` of a key that AWS manages.
#[derive(Debug)]
pub struct KeyGrants;
impl Fact for KeyGrants {
    type Of = Key;
    type Value = Option<Vec<Grant>>;
    const ID: &'static str = "kms.key.grants";
    const READS: &'static [&'static str] = &["kms:ListGrants", "kms:DescribeKey"];
}

/// A grant of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Grant {
    /// Its id in the key.
    pub id: String,
    /// To whom it grants what.
    pub grant: KeyGrant,
    /// Who may retire it: an ARN or a service principal.
    pub retiring_principal: Option<String>,
}
