//! Organization policies establish a data perimeter.
//!
//! Judged for the management account: some RCP or SCP at its root or above it denies requests
//! across the organization's boundary and allows those within (policy engine). Whether the
//! perimeter is complete is not judged here.
use model::iam::{BindingPolicies, Organization};
use model::{
    Account, Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken,
};

use crate::about::answer::Answer;
use crate::about::organization::{self, NOT_MANAGEMENT};
use crate::about::perimeter::draws;
use crate::about::verdicts::not_applicable;
use crate::duties::ORGANIZATIONS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.data-perimeter",
    title: "Organization policies establish a data perimeter",
    severity: Severity::Low,
    why: "A single bucket policy or stolen access key can move data out of the organization. A \
          data perimeter denies that regardless of the policies in the account.",
    fix: Fix::new(
        "aws organizations create-policy --type RESOURCE_CONTROL_POLICY --name data-perimeter \
          --description PERIMETER --content file://PERIMETER.json (then aws organizations \
          attach-policy --policy-id POLICY-ID --target-id ROOT-ID)",
    ),
    responsibility: ORGANIZATIONS
        .identity("deny access across the organization's boundary by SCPs and RCPs"),
    needs: &[Organization::NEED, BindingPolicies::NEED],
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let Some(organization) = organization::managed_by(account)? else {
        return not_applicable(NOT_MANAGEMENT);
    };
    let policies = account.see::<BindingPolicies>()?.iter().flatten();
    let mut unread = None;
    for policy in policies.filter(|policy| !policy.by_aws) {
        let name = &policy.name;
        match draws(policy, account.account(), &organization.id) {
            Ok(Answer::Yes(_)) => return Ok(Verdict::Holds),
            Ok(Answer::No) => {}
            Ok(Answer::Undecided) => {
                unread = Some(format!("policy `{name}` is too complex to evaluate"));
            }
            Err(why) => unread = Some(format!("policy `{name}`: {why}")),
        }
    }
    match unread {
        Some(why) => Err(account.gap::<BindingPolicies>(Reason::failed(why))),
        None => Ok(broken(
            "no SCP or RCP of the organization establishes a data perimeter",
        )),
    }
}

#[test]
fn cases() {
    use crate::cases::organization::bound as organization;
    use crate::testing::{ACCOUNT, rows};
    use model::Reason;

    const PERIMETER: &str = RESOURCES;
    const REGIONS: &str = r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}}"#;

    const RESOURCES: &str = r#"{"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
        "Condition": {"StringNotEqualsIfExists": {"aws:ResourceOrgID": "o-acme"}}}}"#;
    /// As AWS's own examples: services and tagged principals are excepted.
    const EXCEPTED: &str = r#"{"Statement": {"Effect": "Deny", "NotAction": ["iam:*", "ec2:DescribeImages"],
        "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:ResourceOrgID": "o-acme",
        "aws:PrincipalTag/dp:exclude:resource": "true"}, "BoolIfExists": {"aws:ViaAWSService": "false"}}}}"#;
    const INVERTED: &str = r#"{"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:ResourceOrgID": "o-acme"}}}}"#;
    const ONE_BUCKET: &str = r#"{"Statement": {"Effect": "Deny", "Action": "s3:*",
        "Resource": "arn:aws:s3:::logs/*", "Condition": {"StringNotEquals": {"aws:ResourceOrgID": "o-acme"}}}}"#;
    let denied = Reason::Denied("organizations:ListPoliciesForTarget".into());
    let managing = |texts: &[&str]| organization(ACCOUNT, texts);
    rows(&CONTROL)
        .passes("a perimeter", managing(&[REGIONS, PERIMETER]))
        .passes("by resource", managing(&[RESOURCES]))
        .passes("with exceptions", managing(&[EXCEPTED]))
        .fails("the wrong way round", managing(&[INVERTED]))
        .fails(
            "of another organization",
            managing(&[&RESOURCES.replace("o-acme", "o-other")]),
        )
        .fails("one action of one bucket", managing(&[ONE_BUCKET]))
        .fails("other policies", managing(&[REGIONS]))
        .fails("none", managing(&[]))
        .exempt("a member", organization("444455556666", &[]))
        .exempt("alone", managing(&[]).with::<Organization>(None))
        .gap("unreadable", managing(&["{"]))
        .gap("denied", managing(&[]).without::<BindingPolicies>(denied))
        .check();
}
