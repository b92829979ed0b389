//! Users: who they are, what they may do, and with what they prove who they are.
use serde::{Deserialize, Serialize};

use super::{Boundary, CREDENTIALS, DETAILS, Grant, Login};
use crate::{Account, ArnShape, Fact, Kind, Service, Tagged, Tags, Timestamp, roster, tagged};

/// An IAM user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User;
impl Kind for User {
    type In = Account;
    const ID: &'static str = "iam.user";
    const SERVICE: &'static Service = &roster::IAM;
    const LIST: &'static [&'static str] = DETAILS;
    const ARN: Option<ArnShape> = Some(ArnShape::new("iam", "user/").pathed());
    const TAGS: Option<Tagged> = tagged::<UserTags>();
}

/// The user's tags.
#[derive(Debug)]
pub struct UserTags;
impl Fact for UserTags {
    type Of = User;
    type Value = Tags;
    const ID: &'static str = "iam.user.tags";
    const READS: &'static [&'static str] = DETAILS;
}

/// Every policy that the user has: its own and those of its groups.
#[derive(Debug)]
pub struct UserPolicies;
impl Fact for UserPolicies {
    type Of = User;
    type Value = Vec<Grant>;
    const ID: &'static str = "iam.user.policies";
    const READS: &'static [&'static str] = DETAILS;
}

/// The user's permissions boundary; `None` without one.
#[derive(Debug)]
pub struct UserBoundary;
impl Fact for UserBoundary {
    type Of = User;
    type Value = Option<Boundary>;
    const ID: &'static str = "iam.user.boundary";
    const READS: &'static [&'static str] = DETAILS;
}

/// The user's line of the credential report: password, MFA, access keys.
#[derive(Debug)]
pub struct UserCredentials;
impl Fact for UserCredentials {
    type Of = User;
    type Value = Login;
    const ID: &'static str = "iam.user.credentials";
    const READS: &'static [&'static str] = CREDENTIALS;
}

/// The serial numbers of the user's virtual MFA devices. A user whose MFA is active and who has
/// none of these has a hardware token, a security key or a passkey.
#[derive(Debug)]
pub struct UserVirtualMfa;
impl Fact for UserVirtualMfa {
    type Of = User;
    type Value = Vec<String>;
    const ID: &'static str = "iam.user.virtual-mfa-devices";
    const READS: &'static [&'static str] = &["iam:ListVirtualMFADevices"];
}

/// The user's credentials for one service each: `CodeCommit`, Keyspaces, Bedrock.
#[derive(Debug)]
pub struct ServiceCredentials;
impl Fact for ServiceCredentials {
    type Of = User;
    type Value = Vec<ServiceCredential>;
    const ID: &'static str = "iam.user.service-credentials";
    const READS: &'static [&'static str] = &["iam:ListServiceSpecificCredentials"];
}

/// A service-specific credential. IAM does not report when one was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ServiceCredential {
    /// Its id, as `ACCA...`.
    pub id: String,
    /// The service, as `codecommit.amazonaws.com`.
    pub service: String,
    /// Whether it works.
    pub active: bool,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends; `None` where it never does.
    pub expires: Option<Timestamp>,
}
