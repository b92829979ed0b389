//! `AWSCloudShellFullAccess` is attached to nobody.
//!
//! CIS 2.20: the policy lets its holder move files in and out of the shell; who may do that should
//! have a policy of the customer's own without `cloudshell:GetFileDownloadUrls` and its like.
use model::iam::{AwsPolicy, AwsPolicyUsers};
use model::{Control, Fact, Fix, Severity};

use crate::about::verdicts::{holds_unless, not_applicable};
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<AwsPolicy> = Control {
    id: "iam.policy-cloudshell-full",
    title: "AWSCloudShellFullAccess is not attached to any principal",
    severity: Severity::Medium,
    why: "CloudShell provides a host with internet access and file transfer that runs with the \
          user's credentials: a way to move data out that no network control of the account \
          inspects.",
    fix: Fix::new(
        "aws iam detach-role-policy --role-name ROLE --policy-arn {arn} (for users and groups: \
          aws iam detach-user-policy, detach-group-policy)",
    ),
    responsibility: IAM_POLICIES
        .identity("grant CloudShell access without file transfer to those who need it"),
    needs: &[AwsPolicyUsers::NEED],
    judge: |policy, _| {
        if policy.name() != "AWSCloudShellFullAccess" {
            return not_applicable("the policy is another AWS managed policy");
        }
        let users = policy.see::<AwsPolicyUsers>()?;
        holds_unless(users.split_first().map(|(one, more)| match more.len() {
            0 => format!("the policy is attached to `{one}`"),
            more => format!("the policy is attached to `{one}` and {more} more"),
        }))
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{exempt, given, named, table_of};
    let shell = |users: &[&str]| {
        let users = users.iter().map(|user| (*user).to_owned()).collect();
        named::<AwsPolicy>("arn:aws:iam::aws:policy/AWSCloudShellFullAccess")
            .with::<AwsPolicyUsers>(users)
    };
    let other = given::<AwsPolicy>().with::<AwsPolicyUsers>(vec!["ann".into()]);
    table_of(&CONTROL, shell)
        .passes("nobody", &[])
        .fails("a user", &["arn:aws:iam::111122223333:user/ann"])
        .fails("several", &["ann", "bob"])
        .and(exempt("another policy", other))
        .unread::<AwsPolicyUsers>(&["ann"])
        .check();
}
