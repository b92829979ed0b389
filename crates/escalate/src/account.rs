//! An account as IAM describes it: the shape of `get-account-authorization-details`, and what runs
//! with which role.
//!
//! AWS: IAM API Reference, `GetAccountAuthorizationDetails`.

use policy::Written;
use serde::Deserialize;

/// Everything that is asked about.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The account id.
    pub id: String,
    /// Its users, groups, roles and policies.
    pub details: Details,
    /// What runs with which role, beside what IAM knows.
    pub compute: Vec<Compute>,
    /// Service control policies, one list per level, root first. Leave empty for the management
    /// account, which they do not concern.
    pub service_control: Vec<Vec<Written>>,
}

/// The answer of `get-account-authorization-details`, all pages as one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Details {
    /// Users.
    pub user_detail_list: Vec<User>,
    /// Groups.
    pub group_detail_list: Vec<Group>,
    /// Roles.
    pub role_detail_list: Vec<Role>,
    /// Managed policies.
    pub policies: Vec<Managed>,
    /// Whether there is more than this page.
    pub is_truncated: bool,
    /// Where the next page begins, as the API tells it.
    pub marker: Option<String>,
    /// The same, as the command line prints it.
    pub next_token: Option<String>,
}

/// A user.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct User {
    /// Its ARN.
    pub arn: String,
    /// Inline policies.
    #[serde(default)]
    pub user_policy_list: Vec<Inline>,
    /// The names of its groups.
    #[serde(default)]
    pub group_list: Vec<String>,
    /// Managed policies attached.
    #[serde(default)]
    pub attached_managed_policies: Vec<Attached>,
    /// Its permissions boundary.
    #[serde(default)]
    pub permissions_boundary: Option<Boundary>,
    /// Its tags; `None` where they are not told.
    #[serde(default)]
    pub tags: Option<Vec<Tag>>,
}

/// A group of users.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Group {
    /// Its ARN.
    pub arn: String,
    /// Its name, by which users refer to it; absent, the last part of the ARN.
    #[serde(default)]
    pub group_name: Option<String>,
    /// Inline policies.
    #[serde(default)]
    pub group_policy_list: Vec<Inline>,
    /// Managed policies attached.
    #[serde(default)]
    pub attached_managed_policies: Vec<Attached>,
}

/// A role.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Role {
    /// Its ARN.
    pub arn: String,
    /// Its trust policy.
    #[serde(default)]
    pub assume_role_policy_document: Option<Written>,
    /// Inline policies.
    #[serde(default)]
    pub role_policy_list: Vec<Inline>,
    /// Managed policies attached.
    #[serde(default)]
    pub attached_managed_policies: Vec<Attached>,
    /// Its permissions boundary.
    #[serde(default)]
    pub permissions_boundary: Option<Boundary>,
    /// Its instance profiles; `None` where they are not told.
    #[serde(default)]
    pub instance_profile_list: Option<Vec<InstanceProfile>>,
    /// Its tags; `None` where they are not told.
    #[serde(default)]
    pub tags: Option<Vec<Tag>>,
}

/// A managed policy with its versions.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Managed {
    /// Its ARN.
    pub arn: String,
    /// The id of the version in force; absent, the one marked so.
    #[serde(default)]
    pub default_version_id: Option<String>,
    /// Its versions.
    #[serde(default)]
    pub policy_version_list: Vec<PolicyVersion>,
}

/// A version of a managed policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PolicyVersion {
    /// `v1`, `v2`, ...
    #[serde(default)]
    pub version_id: Option<String>,
    /// Whether this one is in force.
    #[serde(default)]
    pub is_default_version: bool,
    /// What it says.
    pub document: Written,
}

/// An inline policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Inline {
    /// Its name, where told.
    #[serde(default)]
    pub policy_name: Option<String>,
    /// What it says.
    pub policy_document: Written,
}

/// A managed policy, by reference.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attached {
    /// Its ARN.
    pub policy_arn: String,
}

/// A permissions boundary, by reference.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Boundary {
    /// The ARN of a managed policy.
    pub permissions_boundary_arn: String,
}

/// An instance profile.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct InstanceProfile {
    /// Its name.
    pub instance_profile_name: String,
    /// Its ARN.
    pub arn: String,
}

/// A tag.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    /// The key.
    pub key: String,
    /// The value.
    #[serde(default)]
    pub value: String,
}

/// Something that runs code with a role.
#[derive(Clone, Debug, Deserialize)]
pub struct Compute {
    /// What it is: `aws_lambda_function`, `AWS::EC2::Instance`, `codebuild project`, ...
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name, id or ARN.
    #[serde(default)]
    pub name: String,
    /// The ARN or name of its role, or of its instance profile.
    #[serde(default)]
    pub role: Option<String>,
}

impl Managed {
    /// The version in force.
    pub(super) fn in_force(&self) -> Option<&PolicyVersion> {
        let named = |version: &&PolicyVersion| {
            version.version_id.is_some() && version.version_id == self.default_version_id
        };
        let versions = || self.policy_version_list.iter();
        versions()
            .find(|version| version.is_default_version)
            .or_else(|| versions().find(named))
    }
}

impl Group {
    pub(super) fn name(&self) -> &str {
        let last = || self.arn.rsplit('/').next().unwrap_or_default();
        self.group_name.as_deref().unwrap_or_else(last)
    }
}
