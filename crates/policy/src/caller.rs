//! Who makes a request.
//!
//! AWS: IAM User Guide, "AWS JSON policy elements: Principal" and "IAM identifiers".

use crate::arn::{Arn, is_account_id};
use std::fmt;

/// The principal of a request, told by its ARN or name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// Nobody in particular: the request is not signed. Written `*`.
    Anonymous,
    /// The root user of an account.
    Root(Identity),
    /// An IAM user.
    User(Identity),
    /// An IAM role, spoken of as such; what really calls is a session of it.
    Role(Identity),
    /// A session of a role: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
    Session(Identity),
    /// A session made by `GetFederationToken`: `arn:aws:sts::ACCOUNT:federated-user/NAME`.
    FederatedUser(Identity),
    /// An AWS service, by its service principal.
    Service(String),
    /// Someone signed in with an identity provider, who asks for a role: a SAML or OIDC provider's
    /// ARN or one of the well-known provider names.
    Provider(String),
    /// An account by its canonical user id.
    CanonicalUser(String),
    /// A name that is none of these.
    Other(String),
}

/// A principal that belongs to an account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The whole ARN.
    pub arn: String,
    /// The account id.
    pub account: String,
    /// The name without path; of a session, the role's name.
    pub name: String,
}

/// Web identity providers that need no provider resource in the account.
/// AWS: IAM User Guide, "AWS JSON policy elements: Principal", web identity session principals.
pub(crate) const WEB_IDENTITY_PROVIDERS: [&str; 4] = [
    "cognito-identity.amazonaws.com",
    "www.amazon.com",
    "graph.facebook.com",
    "accounts.google.com",
];

impl Caller {
    /// Reads a principal as a request names it: `*`, an ARN, an account id (its root user), a
    /// service principal, a provider or a canonical user id.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text == "*" || text.is_empty() {
            return Caller::Anonymous;
        }
        if is_account_id(text) {
            return Caller::root(text);
        }
        if let Some(arn) = Arn::parse(text) {
            return Caller::from_arn(&arn, text).unwrap_or_else(|| Caller::Other(text.into()));
        }
        if WEB_IDENTITY_PROVIDERS.contains(&text) {
            return Caller::Provider(text.into());
        }
        if is_canonical_user_id(text) {
            return Caller::CanonicalUser(text.into());
        }
        if text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn") {
            return Caller::Service(text.to_ascii_lowercase());
        }
        Caller::Other(text.into())
    }

    /// The root user of an account.
    #[must_use]
    pub fn root(account: &str) -> Self {
        let arn = format!("arn:aws:iam::{account}:root");
        Caller::Root(Identity {
            arn,
            account: account.into(),
            name: "root".into(),
        })
    }

    fn from_arn(arn: &Arn<'_>, text: &str) -> Option<Self> {
        let identity = |name: &str| Identity {
            arn: text.into(),
            account: arn.account.into(),
            name: name.into(),
        };
        // CloudFront's origin access identities belong to no account, so that no policy of their own
        // speaks for them. AWS: CloudFront Developer Guide, "Restrict access with an origin access
        // identity".
        if arn.account == "cloudfront" {
            return None;
        }
        let (kind, rest) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
        let name = rest.rsplit('/').next().filter(|name| !name.is_empty());
        match (arn.service, kind) {
            ("iam", "root") => Some(Caller::Root(identity("root"))),
            ("iam", "user") => Some(Caller::User(identity(name?))),
            ("iam", "role") => Some(Caller::Role(identity(name?))),
            ("iam", "oidc-provider" | "saml-provider") => Some(Caller::Provider(text.into())),
            ("sts", "assumed-role") => Some(Caller::Session(identity(rest.split_once('/')?.0))),
            ("sts", "federated-user") => Some(Caller::FederatedUser(identity(name?))),
            _ => None,
        }
    }

    /// The identity, of a caller that belongs to an account.
    #[must_use]
    pub fn identity(&self) -> Option<&Identity> {
        match self {
            Caller::Root(identity)
            | Caller::User(identity)
            | Caller::Role(identity)
            | Caller::Session(identity)
            | Caller::FederatedUser(identity) => Some(identity),
            _ => None,
        }
    }

    /// The account the caller belongs to.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.identity().map(|identity| identity.account.as_str())
    }

    /// Whether this is a session or a role that stands for one.
    #[must_use]
    pub fn is_role(&self) -> bool {
        matches!(self, Caller::Role(_) | Caller::Session(_))
    }

    /// Whether this is a service-linked role or a session of one, which organisation policies do
    /// not concern. AWS: Organizations User Guide, "Service control policies", "Tasks and entities
    /// not restricted by SCPs". A session's ARN has no path, but the names are reserved.
    #[must_use]
    pub fn is_service_linked_role(&self) -> bool {
        match self {
            Caller::Role(identity) => identity.arn.contains(":role/aws-service-role/"),
            Caller::Session(identity) => identity.name.starts_with("AWSServiceRoleFor"),
            _ => false,
        }
    }
}

/// A canonical user id: 64 hexadecimal digits.
fn is_canonical_user_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl fmt::Display for Caller {
    /// The form [`Caller::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Caller::Anonymous => f.write_str("*"),
            Caller::Root(identity)
            | Caller::User(identity)
            | Caller::Role(identity)
            | Caller::Session(identity)
            | Caller::FederatedUser(identity) => f.write_str(&identity.arn),
            Caller::Service(name)
            | Caller::Provider(name)
            | Caller::CanonicalUser(name)
            | Caller::Other(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_read_by_their_form() {
        for (text, kind, name) in [
            ("arn:aws:iam::123456789012:root", "Root", "root"),
            ("arn:aws:iam::123456789012:user/path/to/Bob", "User", "Bob"),
            ("arn:aws-cn:iam::123456789012:role/R", "Role", "R"),
            ("arn:aws:sts::123456789012:assumed-role/R/s", "Session", "R"),
            (
                "arn:aws:sts::123456789012:federated-user/F",
                "FederatedUser",
                "F",
            ),
        ] {
            let caller = Caller::parse(text);
            assert!(format!("{caller:?}").starts_with(kind), "{caller:?}");
            assert_eq!(caller.account(), Some("123456789012"));
            assert_eq!(caller.identity().unwrap().name, name);
            assert_eq!(caller.to_string(), text);
        }
        assert_eq!(Caller::parse("*"), Caller::Anonymous);
        assert_eq!(Caller::parse("123456789012"), Caller::root("123456789012"));
        assert_eq!(
            Caller::parse("lambda.amazonaws.com"),
            Caller::Service("lambda.amazonaws.com".into())
        );
        assert!(matches!(
            Caller::parse("accounts.google.com"),
            Caller::Provider(_)
        ));
        assert!(matches!(
            Caller::parse("arn:aws:iam::1:oidc-provider/x"),
            Caller::Provider(_)
        ));
        assert!(matches!(
            Caller::parse("arn:aws:iam::1:user/"),
            Caller::Other(_)
        ));
        assert!(matches!(Caller::parse("Bob"), Caller::Other(_)));
    }
}
