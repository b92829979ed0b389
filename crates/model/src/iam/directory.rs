//! All principals of an account at once, for questions that one principal's row cannot answer.
use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Boundary, DETAILS, Grant, PolicyText};
use crate::{Account, Fact, Service, Tags, roster};

/// Every principal of the account. As evidence it is given in numbers alone.
#[derive(Debug)]
pub struct AuthorizationDetails;
impl Fact for AuthorizationDetails {
    type Of = Account;
    type Value = Directory;
    const ID: &'static str = "account.authorization-details";
    const SERVICE: &'static Service = &roster::IAM;
    const READS: &'static [&'static str] = DETAILS;

    fn evidence(value: &Directory) -> serde_json::Value {
        let all = value.principals();
        let count = |kind| all.iter().filter(move |one| one.kind == kind);
        serde_json::json!({
            "users": count(PrincipalKind::User).count(),
            "groups": count(PrincipalKind::Group).count(),
            "roles": count(PrincipalKind::Role).count(),
        })
    }
}

/// Every principal of an account, shared by all who look.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

struct Inner {
    principals: Vec<Principal>,
    /// What was worked out from them, once for all.
    derived: OnceLock<Box<dyn Any + Send + Sync>>,
}

/// A user, group or role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Principal {
    /// Its ARN.
    pub arn: String,
    /// Which of the three.
    pub kind: PrincipalKind,
    /// Every policy that it has; a user's groups' among them.
    pub policies: Vec<Grant>,
    /// Its permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Boundary>,
    /// Who may become it: roles alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<PolicyText>,
    /// The names of the groups that a user is in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Whether an instance profile holds it: roles alone.
    #[serde(default)]
    pub on_instances: bool,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
}

/// What a principal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrincipalKind {
    /// A user.
    User,
    /// A group, which acts through its users alone.
    Group,
    /// A role.
    Role,
}

impl Directory {
    /// These principals.
    #[must_use]
    pub fn new(principals: Vec<Principal>) -> Self {
        let derived = OnceLock::new();
        Self(Arc::new(Inner {
            principals,
            derived,
        }))
    }

    /// All of them.
    #[must_use]
    pub fn principals(&self) -> &[Principal] {
        &self.0.principals
    }

    /// What is worked out from all of them: by the first who asks, then kept beside them. `None`
    /// where something of another type was worked out before.
    pub fn derive<T: Any + Send + Sync>(&self, make: impl FnOnce(&[Principal]) -> T) -> Option<&T> {
        let kept = &self.0.derived;
        let kept = kept.get_or_init(|| Box::new(make(&self.0.principals)));
        kept.downcast_ref()
    }
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} principals", self.0.principals.len())
    }
}
impl PartialEq for Directory {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.principals == other.0.principals
    }
}
impl Serialize for Directory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.principals.serialize(serializer)
    }
}
impl<'de> Deserialize<'de> for Directory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::new)
    }
}
