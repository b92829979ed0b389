//! Policy documents, shared by all who carry them.
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A policy document as IAM holds it, already URL-decoded. Cloning shares it.
#[derive(Clone)]
pub struct PolicyText(Arc<Inner>);

struct Inner {
    text: Box<str>,
    /// Kept for documents that many principals share; others are parsed when asked.
    parsed: Option<OnceLock<Parsed>>,
}

/// A document and its ready-made form, or why it is none.
type Parsed = Result<Arc<(policy::Document, policy::Policy)>, Box<str>>;

impl PolicyText {
    /// A document that one principal carries.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        Self(Arc::new(Inner { text, parsed: None }))
    }

    /// A document that many may carry: parsed once for all of them.
    pub fn shared(text: impl Into<Box<str>>) -> Self {
        let (text, parsed) = (text.into(), Some(OnceLock::new()));
        Self(Arc::new(Inner { text, parsed }))
    }

    /// The JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The document as written and the same made ready to be asked, or why it is none.
    pub fn read(&self) -> Result<Arc<(policy::Document, policy::Policy)>, Box<str>> {
        match &self.0.parsed {
            Some(kept) => kept.get_or_init(|| parse(&self.0.text)).clone(),
            None => parse(&self.0.text),
        }
    }

    /// Whether it may allow actions of any service, also of one that AWS is still to add. A
    /// document that cannot be read counts as one that does.
    #[must_use]
    pub fn may_allow_any_service(&self) -> bool {
        self.read()
            .map_or(true, |read| read.1.may_allow("zz-any-service:ZzAnyAction"))
    }
}

fn parse(text: &str) -> Parsed {
    let parsed = policy::Document::parse(text).map_err(|error| error.to_string())?;
    let ready = policy::Policy::new(&parsed.document);
    Ok(Arc::new((parsed.document, ready)))
}

impl fmt::Debug for PolicyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}
impl PartialEq for PolicyText {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.text == other.0.text
    }
}
impl Eq for PolicyText {}
impl From<&str> for PolicyText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}
impl Serialize for PolicyText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.text)
    }
}
impl<'de> Deserialize<'de> for PolicyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// One policy that a principal has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Grant {
    /// The policy's name.
    pub name: String,
    /// The ARN of a managed policy; absent for an inline one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// The group that it comes by; absent where the principal has it itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What it says; absent where AWS named a managed policy and did not return its document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<PolicyText>,
}

/// The managed policy that bounds what a principal's other policies can grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Boundary {
    /// The policy's ARN.
    pub arn: String,
    /// What it says; absent where AWS did not return it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<PolicyText>,
}

impl Grant {
    /// Whether it is this policy of AWS's own, in any partition: `AdministratorAccess`, or with
    /// its path as `aws-service-role/X`.
    #[must_use]
    pub fn is_aws(&self, name: &str) -> bool {
        let own = self.arn.as_deref().and_then(aws_managed);
        own.is_some_and(|own| own == name || own.rsplit('/').next() == Some(name))
    }
}

/// What stands after `policy/` in the ARN of one of AWS's own policies.
pub(super) fn aws_managed(arn: &str) -> Option<&str> {
    arn.split_once(":iam::aws:policy/").map(|(_, name)| name)
}
