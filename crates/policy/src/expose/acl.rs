//! Access control lists of S3 buckets, as statements.
//!
//! AWS: S3 User Guide, "Access control list (ACL) overview".

use crate::document::{Condition, Effect, Principal, Selector, Statement};
use crate::operator::Operator;
use serde::{Deserialize, Serialize};

/// One grant of a list, as `GetBucketAcl` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AclGrant {
    /// To whom.
    pub grantee: Grantee,
    /// `READ`, `WRITE`, `READ_ACP`, `WRITE_ACP` or `FULL_CONTROL`.
    pub permission: String,
}

/// To whom a grant is made: a group by its URI, an account by its canonical user id or mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Grantee {
    /// A predefined group.
    #[serde(rename = "URI", alias = "Uri", skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// A canonical user id.
    #[serde(rename = "ID", alias = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// An account's mail address, which S3 turns into its canonical user id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
}

const ALL_USERS: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
const AUTHENTICATED_USERS: &str = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

impl AclGrant {
    /// Whether the grant is to everyone, or to everyone with an AWS account: S3's meaning of a
    /// public list.
    #[must_use]
    pub fn is_public(&self) -> bool {
        matches!(
            self.grantee.uri.as_deref(),
            Some(ALL_USERS | AUTHENTICATED_USERS)
        )
    }
}

/// What each permission on a bucket allows.
/// AWS: "Mapping of ACL permissions and access policy permissions".
const PERMISSIONS: [(&str, &[&str]); 4] = [
    (
        "READ",
        &[
            "s3:ListBucket",
            "s3:ListBucketVersions",
            "s3:ListBucketMultipartUploads",
        ],
    ),
    ("WRITE", &["s3:PutObject", "s3:DeleteObject"]),
    ("READ_ACP", &["s3:GetBucketAcl"]),
    ("WRITE_ACP", &["s3:PutBucketAcl"]),
];

/// The grant as a statement.
pub(super) fn statement(grant: &AclGrant) -> Statement {
    let (principal, conditions) = principal(&grant.grantee);
    let given = PERMISSIONS
        .iter()
        .filter(|(name, _)| *name == grant.permission || grant.permission == "FULL_CONTROL");
    let actions = given
        .flat_map(|(_, actions)| *actions)
        .map(|action| (*action).to_owned())
        .collect();
    Statement {
        sid: Some(format!("ACL {}", grant.permission)),
        effect: Effect::Allow,
        principal: Some(Selector::Only(vec![principal])),
        action: Selector::Only(actions),
        resource: None,
        conditions,
    }
}

fn principal(grantee: &Grantee) -> (Principal, Vec<Condition>) {
    match grantee.uri.as_deref() {
        Some(ALL_USERS) => (Principal::Everyone, Vec::new()),
        Some(AUTHENTICATED_USERS) => {
            // Everyone who signs: anonymous requests have no such key.
            let signed = Condition {
                operator: Operator::parse("Null"),
                key: "aws:PrincipalArn".into(),
                values: vec!["false".into()],
            };
            (Principal::Everyone, vec![signed])
        }
        Some(_) => (
            Principal::Service("delivery.logs.amazonaws.com".into()),
            log_delivery(),
        ),
        None => {
            let id = grantee.id.clone().or_else(|| grantee.email_address.clone());
            (Principal::CanonicalUser(id.unwrap_or_default()), Vec::new())
        }
    }
}

/// The log delivery group stands for S3 itself, which writes there only what the account's own
/// buckets log.
fn log_delivery() -> Vec<Condition> {
    vec![Condition {
        operator: Operator::parse("StringEquals"),
        key: "aws:SourceAccount".into(),
        values: vec!["${aws:ResourceAccount}".into()],
    }]
}
