//! By whose policy AWS refused a request, where it says so.
use serde::{Deserialize, Serialize};

/// A policy that refuses a request. AWS: IAM User Guide, "Troubleshoot access denied error messages".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Denier {
    /// A service control policy of the organization.
    ServiceControlPolicy,
    /// A resource control policy of the organization.
    ResourceControlPolicy,
    /// The policy of the resource itself.
    ResourcePolicy,
    /// The permissions boundary of the caller.
    PermissionsBoundary,
    /// The session policy of the caller.
    SessionPolicy,
    /// The policy of the VPC endpoint that the request went through.
    VpcEndpointPolicy,
    /// An explicit deny in a policy of the caller.
    IdentityPolicy,
}

impl Denier {
    /// AWS's words in its messages, as in "with an explicit deny in a service control policy" and "because no session policy
    /// allows the s3:GetObject action".
    const WORDS: [(&str, Self); 7] = [
        ("service control policy", Self::ServiceControlPolicy),
        ("resource control policy", Self::ResourceControlPolicy),
        ("resource-based policy", Self::ResourcePolicy),
        ("permissions boundary", Self::PermissionsBoundary),
        ("session policy", Self::SessionPolicy),
        ("VPC endpoint policy", Self::VpcEndpointPolicy),
        ("identity-based policy", Self::IdentityPolicy),
    ];

    /// What AWS's message says. `None` where it does not say, and where nothing but a grant is missing.
    #[must_use]
    pub fn of(message: &str) -> Option<Self> {
        let says = |words: String| message.contains(&words);
        let (_, denier) = Self::WORDS.into_iter().find(|(words, denier)| {
            let explicit = says(format!("explicit deny in a {words}"))
                || says(format!("explicit deny in an {words}"));
            explicit || (*denier != Self::IdentityPolicy && says(format!("no {words} allows")))
        })?;
        Some(denier)
    }

    /// Its name in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceControlPolicy => "a service control policy (SCP) of the organization",
            Self::ResourceControlPolicy => "a resource control policy (RCP) of the organization",
            Self::ResourcePolicy => "the resource's own policy",
            Self::PermissionsBoundary => "the permissions boundary of these credentials",
            Self::SessionPolicy => "the session policy of these credentials",
            Self::VpcEndpointPolicy => "the policy of the VPC endpoint",
            Self::IdentityPolicy => "an explicit deny in a policy of these credentials",
        }
    }

    /// What to do about it; granting the permission once more does not help.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::ServiceControlPolicy => {
                "exempt these credentials in the SCP, or ask who manages the organization"
            }
            Self::ResourceControlPolicy => {
                "exempt these credentials in the RCP, or ask who manages the organization"
            }
            Self::ResourcePolicy => "let these credentials in by the resource's policy",
            Self::PermissionsBoundary => "allow it in the permissions boundary",
            Self::SessionPolicy => "allow it in the session policy, or assume the role without one",
            Self::VpcEndpointPolicy => {
                "allow it in the endpoint's policy, or run outside of that VPC"
            }
            Self::IdentityPolicy => "remove the deny from the policies of these credentials",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Denier::{self, *};

    #[test]
    fn aws_messages_name_the_policy() {
        let message = |end: &str| {
            format!(
                "User: arn:aws:sts::111122223333:assumed-role/audit/x is not authorized to perform: s3:GetBucketAcl on resource: \"arn:aws:s3:::b\" {end}"
            )
        };
        for (end, expected) in [
            (
                "with an explicit deny in a service control policy",
                Some(ServiceControlPolicy),
            ),
            (
                "with an explicit deny in a resource control policy",
                Some(ResourceControlPolicy),
            ),
            (
                "with an explicit deny in a resource-based policy",
                Some(ResourcePolicy),
            ),
            (
                "with an explicit deny in a permissions boundary",
                Some(PermissionsBoundary),
            ),
            (
                "with an explicit deny in a session policy",
                Some(SessionPolicy),
            ),
            (
                "with an explicit deny in a VPC endpoint policy",
                Some(VpcEndpointPolicy),
            ),
            (
                "with an explicit deny in an identity-based policy",
                Some(IdentityPolicy),
            ),
            (
                "because no service control policy allows the s3:GetBucketAcl action",
                Some(ServiceControlPolicy),
            ),
            (
                "because no permissions boundary allows the s3:GetBucketAcl action",
                Some(PermissionsBoundary),
            ),
            (
                "because no session policy allows the s3:GetBucketAcl action",
                Some(SessionPolicy),
            ),
            (
                "because no resource-based policy allows the s3:GetBucketAcl action",
                Some(ResourcePolicy),
            ),
            (
                "because no VPC endpoint policy allows the s3:GetBucketAcl action",
                Some(VpcEndpointPolicy),
            ),
            (
                "because no identity-based policy allows the s3:GetBucketAcl action",
                None,
            ),
            ("", None),
        ] {
            assert_eq!(Denier::of(&message(end)), expected, "{end}");
        }
        assert_eq!(Denier::of("Access Denied"), None);
    }
}
