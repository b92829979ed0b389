//! Whether a permission set grants full access, asked of the policy engine.
//!
//! The documents of two AWS managed policies matter: no other allows actions of every service. What
//! a customer managed policy says is each account's own, and cannot be read from here.
use model::iam::{
    Boundary, Grant, PermissionSet, PermissionSetAccess, PolicyText, SetAccess, SetBoundary,
};
use model::{Gap, Reason, Resource};

use crate::about::answer::Answer;
use crate::about::granted::ADMINISTRATOR_ACCESS;
use crate::about::granted::{Granted, SERVICE};

/// What AWS's policy of this name says (AWS Managed Policy Reference).
const POWER_USER_ACCESS: &str = r#"{"Statement": [
    {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*"},
    {"Effect": "Allow", "Resource": "*", "Action": ["account:GetAccountInformation",
        "account:GetGovCloudAccountInformation", "account:GetPrimaryEmail", "account:ListRegions",
        "iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:ListRoles",
        "organizations:DescribeEffectivePolicy", "organizations:DescribeOrganization"]}]}"#;
/// Of an AWS managed policy that reaches no new service: it never makes full access of less.
const NARROW: &str =
    r#"{"Statement": {"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}}"#;

/// How far a permission set reaches.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Full,
    Less,
    /// Full access is possible by what could not be read.
    Unknown(Gap),
}

/// How far the permission set reaches; or the gap where its policies make no sense.
pub(crate) fn full_access(set: Resource<PermissionSet>) -> Result<Access, Gap> {
    let access = set.see::<PermissionSetAccess>()?;
    let gap = |reason| set.gap::<PermissionSetAccess>(reason);
    let unknown = |why: &str| Ok(Access::Unknown(gap(Reason::failed(why))));
    let holder = format!(
        "arn:{}:iam::{}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_example",
        set.account().partition,
        set.account().id
    );
    let boundary = match &access.boundary {
        Some(SetBoundary::Managed(arn)) => Some(Boundary {
            arn: arn.clone(),
            document: Some(document(arn)),
        }),
        _ => None,
    };
    let (granted, _) =
        Granted::of(set.account(), &holder, &grants(access), boundary.as_ref()).map_err(gap)?;
    let customer_boundary = matches!(access.boundary, Some(SetBoundary::CustomerManaged(_)));
    match granted.everything() {
        Answer::Undecided => unknown("the policy is too complex to evaluate"),
        Answer::Yes(_) if customer_boundary => {
            unknown("the permissions boundary is a customer managed policy of each account")
        }
        Answer::Yes(_) => Ok(Access::Full),
        Answer::No if !access.customer_managed.is_empty() => {
            unknown("the permission set has a customer managed policy of each account")
        }
        Answer::No if is_broad(&granted) && has_others(access) => {
            unknown("what the AWS managed policies add to the inline policy is not known")
        }
        Answer::No => Ok(Access::Less),
    }
}

fn grants(access: &SetAccess) -> Vec<Grant> {
    let grant = |name: &str, arn: Option<&String>, document| Grant {
        name: name.into(),
        arn: arn.cloned(),
        group: None,
        document: Some(document),
    };
    let managed = access.managed.iter();
    let managed = managed.map(|arn| grant(name(arn), Some(arn), document(arn)));
    let inline = access.inline.iter();
    let inline = inline.map(|text| grant("inline policy", None, text.clone()));
    managed.chain(inline).collect()
}

fn name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}

fn document(arn: &str) -> PolicyText {
    PolicyText::new(match name(arn) {
        "AdministratorAccess" => ADMINISTRATOR_ACCESS,
        "PowerUserAccess" => POWER_USER_ACCESS,
        _ => NARROW,
    })
}

/// Whether it allows actions of any service, though not all.
fn is_broad(granted: &Granted) -> bool {
    let anything = granted.every_action(SERVICE, &granted.arn(SERVICE, "*", "zz-any/zz-any"));
    anything != Answer::No
}

/// Whether there are AWS managed policies whose documents are not known here.
fn has_others(access: &SetAccess) -> bool {
    let is_read = |arn: &String| ["AdministratorAccess", "PowerUserAccess"].contains(&name(arn));
    !access.managed.iter().all(is_read)
}
