//! What a document is attached to: which elements it may have, and how long it may be.

use serde::{Deserialize, Serialize};

/// What a policy document is for. It decides which elements belong in it and how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// A managed policy, permissions boundaries included.
    Managed,
    /// An inline policy of a user.
    UserInline,
    /// An inline policy of a group.
    GroupInline,
    /// An inline policy of a role.
    RoleInline,
    /// A session policy.
    Session,
    /// A role's trust policy.
    Trust,
    /// A service control policy.
    #[serde(alias = "scp")]
    ServiceControl,
    /// A resource control policy.
    #[serde(alias = "rcp")]
    ResourceControl,
    /// The policy of a VPC endpoint.
    Endpoint,
    /// A bucket policy.
    #[serde(alias = "s3")]
    Bucket,
    /// The policy of a KMS key.
    Key,
    /// The policy of a secret.
    Secret,
    /// The policy of a Lambda function.
    Function,
    /// The policy of some other resource.
    Resource,
}

/// How long a document may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) characters: usize,
    /// Whether white space counts.
    pub(super) all: bool,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [DocumentKind; 14] = [
        DocumentKind::Managed,
        DocumentKind::UserInline,
        DocumentKind::GroupInline,
        DocumentKind::RoleInline,
        DocumentKind::Session,
        DocumentKind::Trust,
        DocumentKind::ServiceControl,
        DocumentKind::ResourceControl,
        DocumentKind::Endpoint,
        DocumentKind::Bucket,
        DocumentKind::Key,
        DocumentKind::Secret,
        DocumentKind::Function,
        DocumentKind::Resource,
    ];

    /// The kind of this name, or of the short name that people use: `scp`, `rcp`, `s3`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = match name {
            "scp" => "service-control",
            "rcp" => "resource-control",
            "s3" => "bucket",
            name => name,
        };
        DocumentKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }

    /// The name, in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            DocumentKind::Managed => "managed",
            DocumentKind::UserInline => "user-inline",
            DocumentKind::GroupInline => "group-inline",
            DocumentKind::RoleInline => "role-inline",
            DocumentKind::Session => "session",
            DocumentKind::Trust => "trust",
            DocumentKind::ServiceControl => "service-control",
            DocumentKind::ResourceControl => "resource-control",
            DocumentKind::Endpoint => "endpoint",
            DocumentKind::Bucket => "bucket",
            DocumentKind::Key => "key",
            DocumentKind::Secret => "secret",
            DocumentKind::Function => "function",
            DocumentKind::Resource => "resource",
        }
    }

    /// Whether `Principal` has no place in it.
    pub(super) fn is_without_principal(self) -> bool {
        use DocumentKind::{GroupInline, Managed, RoleInline, ServiceControl, Session, UserInline};
        matches!(
            self,
            Managed | UserInline | GroupInline | RoleInline | Session | ServiceControl
        )
    }

    /// The service whose actions and resources alone it decides, where that is one.
    pub(super) fn service(self) -> Option<&'static str> {
        match self {
            DocumentKind::Bucket => Some("s3"),
            DocumentKind::Key => Some("kms"),
            DocumentKind::Secret => Some("secretsmanager"),
            DocumentKind::Function => Some("lambda"),
            _ => None,
        }
    }

    /// Whether what it allows is only a limit on what others allow.
    pub(super) fn is_guard(self) -> bool {
        matches!(
            self,
            DocumentKind::Session | DocumentKind::ServiceControl | DocumentKind::Endpoint
        )
    }

    /// How long it may be, where that is documented.
    ///
    /// AWS: IAM User Guide, "IAM and AWS STS quotas", character limits ("IAM doesn't count white
    /// space"); Organizations User Guide, "Quotas" (service control policies have 10,240
    /// characters since May 2026); `PrivateLink` Guide, "Control access using endpoint policies";
    /// S3 User Guide, "Bucket policies"; KMS Developer Guide, "Resource quotas"; Secrets Manager
    /// API Reference, `PutResourcePolicy`; Lambda Developer Guide, "Quotas".
    pub(super) fn limit(self) -> Option<Limit> {
        let (characters, all) = match self {
            DocumentKind::Managed => (6_144, false),
            DocumentKind::UserInline | DocumentKind::Session => (2_048, false),
            DocumentKind::GroupInline | DocumentKind::ResourceControl => (5_120, false),
            DocumentKind::RoleInline | DocumentKind::ServiceControl => (10_240, false),
            // A raised quota allows twice as much.
            DocumentKind::Trust => (4_096, false),
            DocumentKind::Endpoint
            | DocumentKind::Bucket
            | DocumentKind::Secret
            | DocumentKind::Function => (20_480, true),
            DocumentKind::Key => (32_768, true),
            DocumentKind::Resource => return None,
        };
        Some(Limit { characters, all })
    }
}
