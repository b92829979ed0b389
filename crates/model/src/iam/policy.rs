//! Policies: the customer's own, managed and inline, and AWS's in so far as they are attached.
use serde::{Deserialize, Serialize};

use super::{DETAILS, PolicyText};
use crate::{Account, ArnShape, Fact, Kind, Service, roster};

/// A policy that the customer wrote. The row's id is a managed policy's ARN; that of an inline
/// one is its principal's ARN, `#` and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy;
impl Kind for Policy {
    type In = Account;
    const ID: &'static str = "iam.policy";
    const SERVICE: &'static Service = &roster::IAM;
    const LIST: &'static [&'static str] = DETAILS;
    const ARN: Option<ArnShape> = Some(ArnShape::new("iam", "policy/").pathed().with_parts());
}

impl Policy {
    /// The id of an inline policy.
    #[must_use]
    pub fn inline_id(principal: &str, name: &str) -> String {
        format!("{principal}#{name}")
    }
}

/// What the policy says: a managed policy's default version.
#[derive(Debug)]
pub struct PolicyDocument;
impl Fact for PolicyDocument {
    type Of = Policy;
    type Value = PolicyText;
    const ID: &'static str = "iam.policy.document";
    const READS: &'static [&'static str] = DETAILS;
}

/// Who has the policy.
#[derive(Debug)]
pub struct PolicyUse;
impl Fact for PolicyUse {
    type Of = Policy;
    type Value = Uses;
    const ID: &'static str = "iam.policy.use";
    const READS: &'static [&'static str] = DETAILS;
}

/// The value of [`PolicyUse`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Uses {
    /// The principal that an inline policy is part of; `None` for a managed policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inline: Option<Inline>,
    /// The ARNs of the users, groups and roles that a managed policy is attached to.
    pub attached: Vec<String>,
    /// The ARNs of the users and roles whose boundary it is.
    pub bounds: Vec<String>,
}

/// The principal that an inline policy is part of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Inline {
    /// The principal's ARN.
    pub principal: String,
    /// The policy's name.
    pub name: String,
}

impl Uses {
    /// Whether any principal has it.
    #[must_use]
    pub fn any(&self) -> bool {
        self.inline.is_some() || !self.attached.is_empty()
    }

    /// Whether it is of no use at all: it is not attached, nor is it a permissions boundary.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.any() && self.bounds.is_empty()
    }
}

/// An AWS managed policy that is attached, and `AWSCloudShellFullAccess` in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwsPolicy;
impl Kind for AwsPolicy {
    type In = Account;
    const ID: &'static str = "iam.aws-policy";
    const SERVICE: &'static Service = &roster::IAM;
    const LIST: &'static [&'static str] = DETAILS;
    const ARN: Option<ArnShape> = Some(ArnShape::new("iam", "policy/").of_aws().pathed());
}

/// The ARNs of the users, groups and roles that have the policy.
#[derive(Debug)]
pub struct AwsPolicyUsers;
impl Fact for AwsPolicyUsers {
    type Of = AwsPolicy;
    type Value = Vec<String>;
    const ID: &'static str = "iam.aws-policy.users";
    const READS: &'static [&'static str] = DETAILS;
}
