//! What is asked: a resource with all that gives access to it, its owner, and whom it trusts.

use super::acl::{self, AclGrant};
use super::block::BlockPublicAccess;
use super::kms::{self, KeyGrant};
use super::s3::{PolicyOf, is_s3_public};
use super::trust::Trusted;
use crate::budget::Budget;
use crate::compiled::{Clause, Policy};
use crate::glob::Glob;
use std::borrow::Cow;

/// A question of exposure. Start from [`Question::new`] and fill in what there is.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// The account that owns the resource.
    pub account: &'q str,
    /// The owner's organisation, where it is known. It is not trusted for that.
    pub organisation: Option<&'q str>,
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
            organisation: None,
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

    /// The policy with what stands beside it, since grants are statements as well, and with what
    /// is known of the owner in place of policy variables.
    pub(super) fn statements(&self) -> Cow<'q, Policy> {
        let ignored = self
            .block_public_access
            .iter()
            .any(|block| block.ignore_public_acls);
        let acl = self
            .acl
            .iter()
            .enumerate()
            .filter(|(_, grant)| !(ignored && grant.is_public()));
        let mut more: Vec<(Origin, _)> = acl
            .map(|(i, grant)| (Origin::Acl(i), acl::statement(grant)))
            .collect();
        let grants = self.key_grants.iter().enumerate();
        more.extend(grants.map(|(i, grant)| (Origin::KeyGrant(i), kms::statement(grant))));
        let policy = match self.policy {
            Some(policy) if more.is_empty() => Cow::Borrowed(policy),
            policy => Cow::Owned(extended(policy, more)),
        };
        let of_owner = |key: &str| self.of_owner(key, &policy);
        let varies = policy
            .clauses
            .iter()
            .flat_map(Clause::variables)
            .any(|variable| of_owner(&variable.key).is_some());
        if !varies {
            return policy;
        }
        Cow::Owned(policy.fill(|variable| of_owner(&variable.key)))
    }

    /// Whom the owner trusts; its own organisation with it, where the policy names that by
    /// `${aws:ResourceOrgID}` and nobody says which one it is.
    pub(super) fn trusted_with_own(&self) -> Cow<'q, Trusted> {
        let own = self.fixed().into_iter().find_map(|(_, value)| value);
        match own.filter(|_| self.organisation.is_none()) {
            Some(own) => {
                let mut trusted = self.trusted.clone();
                trusted.organisations.push(own);
                Cow::Owned(trusted)
            }
            None => Cow::Borrowed(self.trusted),
        }
    }

    /// Whether `RestrictPublicBuckets` keeps everyone but the owner's account and services out.
    pub(super) fn is_restricted(&self) -> bool {
        let restrict = self
            .block_public_access
            .iter()
            .any(|level| level.restrict_public_buckets);
        restrict
            && self
                .policy
                .is_some_and(|policy| is_s3_public(policy, PolicyOf::Bucket))
    }

    /// Keys that say the same of the owner in all requests, beside those that always follow from
    /// the request.
    pub(super) fn fixed(&self) -> Vec<(String, Option<String>)> {
        const KEY: &str = "aws:resourceorgid";
        let clauses = || self.policy.into_iter().flat_map(|policy| &policy.clauses);
        let used = clauses()
            .flat_map(Clause::variables)
            .any(|variable| variable.key == KEY);
        let value = || self.of_owner(KEY, self.policy?);
        if used || self.organisation.is_some() {
            vec![(KEY.to_owned(), value())]
        } else {
            Vec::new()
        }
    }

    /// What a key says of the owner, in every request. An organisation that is not known goes by
    /// the name that the policy itself compares the key with, or by a made-up one.
    fn of_owner(&self, key: &str, policy: &Policy) -> Option<String> {
        match key {
            "aws:resourceaccount" | "s3:resourceaccount" => Some(self.account.to_owned()),
            "aws:resourceorgid" => {
                let checks = policy
                    .clauses
                    .iter()
                    .flat_map(|clause| &clause.checks)
                    .filter(|check| check.key == key);
                let mut operands = checks.flat_map(|check| &check.operands);
                let compared =
                    || operands.find_map(|operand| Some(operand.as_glob()?.as_exact()?.to_owned()));
                let id = self.organisation.map(str::to_owned).or_else(compared);
                Some(id.unwrap_or_else(|| "o-owner00000".to_owned()))
            }
            _ => None,
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
