//! `AWSCloudShellFullAccess` is attached to nobody.
//!
//! CIS 2.20: the policy lets its holder move files in and out of the shell; who may do that should
//! have a policy of the customer's own without `cloudshell:GetFileDownloadUrls` and its like.
use model::iam::{AwsPolicy, AwsPolicyUsers};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken};

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
    judge,
    remedy: None,
};

fn judge(policy: Resource<AwsPolicy>, _: &Settings) -> Judged {
    if policy.name() != "AWSCloudShellFullAccess" {
        return Ok(Verdict::NotApplicable(
            "the policy is another AWS managed policy",
        ));
    }
    let users = policy.see::<AwsPolicyUsers>()?;
    Ok(match users.split_first() {
        None => Verdict::Holds,
        Some((one, [])) => broken(format!("the policy is attached to `{one}`")),
        Some((one, more)) => broken(format!(
            "the policy is attached to `{one}` and {} more",
            more.len()
        )),
    })
}

#[cfg(test)]
mod tests {
    use super::{AwsPolicy, AwsPolicyUsers, CONTROL};
    use crate::testing::{Given, check, exempt, fails, gap, given, named, passes};
    use model::Reason;

    fn had_by(users: &[&str]) -> Given<AwsPolicy> {
        let users = users.iter().map(|user| (*user).to_owned()).collect();
        shell().with::<AwsPolicyUsers>(users)
    }
    fn shell() -> Given<AwsPolicy> {
        named::<AwsPolicy>("arn:aws:iam::aws:policy/AWSCloudShellFullAccess")
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetAccountAuthorizationDetails".into());
        let other = given::<AwsPolicy>().with::<AwsPolicyUsers>(vec!["ann".into()]);
        check(
            &CONTROL,
            &[
                passes("nobody", had_by(&[])),
                fails("a user", had_by(&["arn:aws:iam::111122223333:user/ann"])),
                fails("several", had_by(&["ann", "bob"])),
                exempt("another policy", other),
                gap("unread", shell().without::<AwsPolicyUsers>(denied)),
            ],
        );
    }
}
