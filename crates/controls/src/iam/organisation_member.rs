//! The account belongs to an organisation with all features, and a policy of it binds the account.
//!
//! AWS's own `FullAWSAccess` binds nobody. No service control policy binds the management account
//! (Organizations user guide), so of that one it is not asked. Members may rarely read what binds
//! them: that is told as not assessed, never as a pass.
use model::iam::{BindingPolicies, Organization};
use model::{
    Account, Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken, broken_if,
};

use crate::duties::ORGANIZATIONS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.organisation-member",
    title: "The account is a member of an organization whose policies apply to it",
    severity: Severity::High,
    why: "Outside an organization no policy limits the account's administrators: there are no \
          SCPs, no organization trail, and no way to recover the account.",
    fix: Fix::new(
        "aws organizations attach-policy --policy-id POLICY-ID --target-id {account} (in the \
          management account; an account that is alone is first invited: aws organizations \
          invite-account-to-organization --target Id={account},Type=ACCOUNT)",
    ),
    responsibility: ORGANIZATIONS
        .identity("attach SCPs to every account, and use the management account for nothing else"),
    needs: &[Organization::NEED, BindingPolicies::NEED],
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let Some(organization) = account.see::<Organization>()? else {
        return Ok(broken("the account is not a member of an organization"));
    };
    if !organization.all_features {
        return Ok(broken(
            "the organization has consolidated billing only, without policies",
        ));
    }
    if super::manages(account, Some(organization)) {
        return Ok(Verdict::Holds);
    }
    let policies = account.see::<BindingPolicies>()?.iter().flatten();
    let own = policies.filter(|policy| !policy.by_aws).count();
    Ok(broken_if(
        own == 0,
        "no SCP or RCP other than AWS's default applies to the account",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Account, BindingPolicies, CONTROL, Organization};
    use crate::testing::{ACCOUNT, Given, check, fails, gap, given, passes};
    use model::Reason;
    use model::iam::{Membership, OrganizationPolicy, PolicyType};

    fn policy(kind: PolicyType, by_aws: bool, text: &str) -> OrganizationPolicy {
        OrganizationPolicy {
            arn: "arn:aws:organizations::444455556666:policy/o-acme/x/p-1".into(),
            name: "p".into(),
            kind,
            by_aws,
            target: "r-1".into(),
            document: text.into(),
        }
    }
    fn member(management: &str, all_features: bool, by_aws: bool) -> Given<Account> {
        let policy = policy(PolicyType::ServiceControl, by_aws, "{}");
        given::<Account>()
            .with::<Organization>(Some(Membership {
                id: "o-acme".into(),
                management: management.into(),
                all_features,
            }))
            .with::<BindingPolicies>(Some(vec![policy]))
    }

    #[test]
    fn cases() {
        const OTHER: &str = "444455556666";
        let denied = || Reason::Denied("organizations:ListPoliciesForTarget".into());
        let alone = given::<Account>().with::<Organization>(None);
        let unread =
            |management| member(management, true, false).without::<BindingPolicies>(denied());
        check(
            &CONTROL,
            &[
                passes("bound", member(OTHER, true, false)),
                passes("the management account", unread(ACCOUNT)),
                fails("bound by nothing", member(OTHER, true, true)),
                fails("bills alone", member(OTHER, false, false)),
                fails("alone", alone),
                gap("unread", unread(OTHER)),
            ],
        );
    }
}
