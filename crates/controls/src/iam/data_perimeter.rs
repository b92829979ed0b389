//! Organisation policies keep the organisation's data with its own principals.
//!
//! Asked of the management account: some resource or service control policy at its root or above it
//! denies by organisation (`aws:PrincipalOrgID`, `aws:ResourceOrgID` and their like). That the policy
//! is complete is not judged here.
use model::iam::{BindingPolicies, Organization, OrganizationPolicy};
use model::{
    Account, Control, Fact, Judged, Reason, Resource, Settings, Severity, Verdict, broken,
};

use crate::duties::ORGANIZATIONS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.data-perimeter",
    title: "Organization policies establish a data perimeter",
    severity: Severity::Low,
    why: "A single bucket policy or stolen access key can move data out of the organization. A \
          data perimeter denies that regardless of the policies in the account.",
    fix: "aws organizations create-policy --type RESOURCE_CONTROL_POLICY --name data-perimeter \
          --description PERIMETER --content file://PERIMETER.json (then aws organizations \
          attach-policy --policy-id POLICY-ID --target-id ROOT-ID)",
    responsibility: ORGANIZATIONS
        .identity("deny access across the organization's boundary by SCPs and RCPs"),
    needs: &[Organization::NEED, BindingPolicies::NEED],
    judge,
    remedy: None,
};

/// The condition keys that tell whose organisation a principal, a resource or a caller belongs to.
const BY_ORGANISATION: [&str; 6] = [
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
];

/// Whether a statement denies by organisation; in words, why that cannot be told.
fn denies(policy: &OrganizationPolicy) -> Result<bool, Box<str>> {
    let read = policy.document.read()?;
    let by = |condition: &policy::Condition| {
        BY_ORGANISATION.contains(&condition.key.to_ascii_lowercase().as_str())
    };
    let denies = |one: &policy::Statement| {
        one.effect == policy::Effect::Deny && one.conditions.iter().any(by)
    };
    Ok(read.0.statements.iter().any(denies))
}

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let organization = account.see::<Organization>()?.as_ref();
    if !super::manages(account, organization) {
        return Ok(Verdict::NotApplicable(super::NOT_MANAGEMENT));
    }
    let policies = account.see::<BindingPolicies>()?.iter().flatten();
    let mut unread = None;
    for policy in policies.filter(|policy| !policy.by_aws) {
        match denies(policy) {
            Ok(true) => return Ok(Verdict::Holds),
            Ok(false) => {}
            Err(why) => unread = Some(format!("policy `{}`: {why}", policy.name)),
        }
    }
    match unread {
        Some(why) => Err(account.gap::<BindingPolicies>(Reason::failed(why))),
        None => Ok(broken(
            "no policy of the organisation denies by organisation",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{BindingPolicies, CONTROL, Organization};
    use crate::iam::fixtures::organization;
    use crate::testing::{ACCOUNT, check, exempt, fails, gap, passes};
    use model::Reason;

    const PERIMETER: &str = r#"{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-acme"}}}}"#;
    const REGIONS: &str = r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}}"#;

    #[test]
    fn cases() {
        let denied = Reason::Denied("organizations:ListPoliciesForTarget".into());
        let managing = |texts: &[&str]| organization(ACCOUNT, texts);
        check(
            &CONTROL,
            &[
                passes("a perimeter", managing(&[REGIONS, PERIMETER])),
                fails("other policies", managing(&[REGIONS])),
                fails("none", managing(&[])),
                exempt("a member", organization("444455556666", &[])),
                exempt("alone", managing(&[]).with::<Organization>(None)),
                gap("unreadable", managing(&["{"])),
                gap("denied", managing(&[]).without::<BindingPolicies>(denied)),
            ],
        );
    }
}
