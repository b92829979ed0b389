//! What is asked: a resource with all that gives access to it, its owner, and whom it trusts.

use super::acl::{self, AclGrant};
use super::block::BlockPublicAccess;
use super::kms::{self, KeyGrant};
use super::trust::Trusted;
use crate::budget::Budget;
use crate::compiled::Policy;
use crate::glob::Glob;
use std::borrow::Cow;

/// A question of exposure. Start from [`Question::new`] and fill in what there is.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// The account that owns the resource.
    pub account: &'q str,
    /// The resource's policy, where it has one.
    pub policy: Option<&'q Policy>,
    /// Whom the owner trusts beside its own account.
    pub trusted: &'q Trusted,
    /// The service's action prefix, such as `s3`, where it is known: only its actions count.
    pub service: Option<&'q str>,
    /// The resource's ARN, where it is known: only what lies in it counts.
    pub resource: Option<&'q str>,
    /// Actions of interest, such as those that read; all where `None`.
    pub actions: Option<&'q [Glob]>,
    /// Grants of a bucket's access control list; none where lists are turned off
    /// (`BucketOwnerEnforced`).
    pub acl: &'q [AclGrant],
    /// Block Public Access settings in force: account, bucket, access point. The most restrictive
    /// of them counts.
    pub block_public_access: &'q [BlockPublicAccess],
    /// Grants of a KMS key.
    pub key_grants: &'q [KeyGrant],
    /// Resource control policies over the resource, level by level.
    pub resource_control: &'q [Vec<Policy>],
    /// How much work the answer may cost.
    pub budget: Budget,
}

/// Why a question stayed open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The budget was used up.
    Budget,
    /// Policy variables could take values that were not tried.
    Variables,
    /// A witness was found that the evaluator does not allow: a fault of this crate, never a
    /// reason to call anything fine.
    Disagreement,
}

/// Where a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The policy's statement of this index.
    Statement(usize),
    /// The access control list's grant of this index.
    Acl(usize),
    /// The KMS grant of this index.
    KeyGrant(usize),
}

impl<'q> Question<'q> {
    /// A question about the policy of a resource of this account.
    #[must_use]
    pub fn new(account: &'q str, policy: &'q Policy, trusted: &'q Trusted) -> Self {
        Question {
            account,
            policy: Some(policy),
            trusted,
            service: None,
            resource: None,
            actions: None,
            acl: &[],
            block_public_access: &[],
            key_grants: &[],
            resource_control: &[],
            budget: Budget::default(),
        }
    }

    /// The policy with what stands beside it: grants are statements as well.
    pub(super) fn statements(&self) -> Cow<'q, Policy> {
        let ignored = self.block_public_access.iter().any(|block| block.ignore_public_acls);
        let acl = self.acl.iter().enumerate().filter(|(_, grant)| !(ignored && grant.is_public()));
        let mut more: Vec<(Origin, _)> =
            acl.map(|(i, grant)| (Origin::Acl(i), acl::statement(grant))).collect();
        let grants = self.key_grants.iter().enumerate();
        more.extend(grants.map(|(i, grant)| (Origin::KeyGrant(i), kms::statement(grant))));
        match self.policy {
            Some(policy) if more.is_empty() => Cow::Borrowed(policy),
            policy => Cow::Owned(extended(policy, more)),
        }
    }
}

fn extended(policy: Option<&Policy>, more: Vec<(Origin, crate::document::Statement)>) -> Policy {
    let mut policy = policy.cloned().unwrap_or_default();
    for (origin, statement) in more {
        policy.push(origin.index(), &statement);
    }
    policy
}

/// Grants are numbered far beyond any statement, so that one number tells where a statement is
/// from: no text of [`crate::MAX_TEXT`] bytes holds as many statements.
const STRIDE: usize = 1 << 20;

impl Origin {
    fn index(self) -> usize {
        match self {
            Origin::Statement(index) => index,
            Origin::Acl(index) => STRIDE + index % STRIDE,
            Origin::KeyGrant(index) => 2 * STRIDE + index % STRIDE,
        }
    }

    pub(super) fn of(index: usize) -> Self {
        match index / STRIDE {
            0 => Origin::Statement(index),
            1 => Origin::Acl(index - STRIDE),
            _ => Origin::KeyGrant(index - 2 * STRIDE),
        }
    }
}
