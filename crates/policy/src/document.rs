//! A policy document as written: the nouns of the IAM grammar and nothing evaluated.

use crate::operator::Operator;

/// A policy document. Serde reads and writes it as the plain JSON document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Document {
    /// The language version; absent means 2008-10-17.
    pub version: Option<Version>,
    /// The optional `Id`.
    pub id: Option<String>,
    /// The statements, in order; their index is how answers refer to them.
    pub statements: Vec<Statement>,
}

/// Version of the policy language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// 2008-10-17, also meant where `Version` is absent: variables are plain text.
    V2008,
    /// 2012-10-17: policy variables are replaced.
    V2012,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Statement {
    /// The optional `Sid`.
    pub sid: Option<String>,
    /// Allow or Deny.
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`; absent in identity policies.
    pub principal: Option<Selector<Principal>>,
    /// `Action` or `NotAction`: globs, case-insensitive.
    pub action: Selector<String>,
    /// `Resource` or `NotResource`: ARN globs; absent in role trust policies.
    pub resource: Option<Selector<String>>,
    /// All must hold.
    pub conditions: Vec<Condition>,
}

/// Allow or Deny.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// `"Allow"`.
    Allow,
    /// `"Deny"`.
    Deny,
}

/// An element and its `Not` form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Selector<T> {
    /// `Action`, `Resource`, `Principal`: one of these.
    Only(Vec<T>),
    /// `NotAction`, `NotResource`, `NotPrincipal`: any but these.
    Except(Vec<T>),
}

/// One principal as a policy names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Principal {
    /// The bare `"*"`: everyone, signed or anonymous.
    Everyone,
    /// Under `AWS`: an ARN, an account id, `*`, or the id (AIDA..., AROA...) of a deleted principal.
    Aws(String),
    /// Under `Service`: a service principal such as `lambda.amazonaws.com`.
    Service(String),
    /// Under `Federated`: an identity provider.
    Federated(String),
    /// Under `CanonicalUser`: an account's canonical user id.
    CanonicalUser(String),
}

/// One operator applied to one key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The operator, with its set qualifier and `IfExists`.
    pub operator: Operator,
    /// The context key as written; keys compare without regard to case.
    pub key: String,
    /// The values: any of them for a positive operator, none of them for a negated one.
    pub values: Vec<String>,
}

impl Document {
    /// Whether `${...}` is replaced: only in version 2012-10-17.
    #[must_use]
    pub fn has_variables(&self) -> bool {
        self.version == Some(Version::V2012)
    }
}

impl<T> Selector<T> {
    /// What is listed, whichever way it is meant.
    #[must_use]
    pub fn listed(&self) -> &[T] {
        match self {
            Selector::Only(items) | Selector::Except(items) => items,
        }
    }

    /// Whether this is the `Not` form.
    #[must_use]
    pub fn is_except(&self) -> bool {
        matches!(self, Selector::Except(_))
    }
}

impl Version {
    /// The version as written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Version::V2008 => "2008-10-17",
            Version::V2012 => "2012-10-17",
        }
    }
}

impl Effect {
    /// The effect as written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        }
    }
}

impl Principal {
    /// The key of the principal map this stands under.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Principal::Everyone | Principal::Aws(_) => "AWS",
            Principal::Service(_) => "Service",
            Principal::Federated(_) => "Federated",
            Principal::CanonicalUser(_) => "CanonicalUser",
        }
    }

    /// The value under that key.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Principal::Everyone => "*",
            Principal::Aws(value)
            | Principal::Service(value)
            | Principal::Federated(value)
            | Principal::CanonicalUser(value) => value,
        }
    }
}
