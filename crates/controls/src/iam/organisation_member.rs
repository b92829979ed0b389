//! The account belongs to an organisation with all features, and a policy of it binds the account.
//!
//! AWS's own `FullAWSAccess` binds nobody. No service control policy binds the management account
//! (Organizations user guide), so of that one it is not asked. Members may rarely read what binds
//! them: that is told as not assessed, never as a pass.
use model::iam::{BindingPolicies, Organization};
use model::{Account, Control, Fact, Fix, Severity, Verdict, holds_if};

use crate::about::organization::manages;
use crate::about::verdicts::holds_unless;
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
    judge: |account, _| {
        let Some(organization) = account.see::<Organization>()? else {
            return holds_unless(Some("the account is not a member of an organization"));
        };
        if !organization.all_features {
            let because = "the organization has consolidated billing only, without policies";
            return holds_unless(Some(because));
        }
        if manages(account, organization) {
            return Ok(Verdict::Holds);
        }
        let policies = account.see::<BindingPolicies>()?.iter().flatten();
        let own = policies.filter(|policy| !policy.by_aws).count();
        let because = "no SCP or RCP other than AWS's default applies to the account";
        holds_if(own > 0, because)
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::organization::{membership, policy};
    use crate::testing::{ACCOUNT, fails, given, table_of};
    use model::iam::{Membership, OrganizationPolicy};

    const OTHER: &str = "444455556666";
    let member = |(management, all_features, by_aws): (&str, bool, bool)| {
        let policy = policy("{}");
        given::<Account>()
            .with::<Organization>(Some(Membership {
                all_features,
                ..membership(management)
            }))
            .with::<BindingPolicies>(Some(vec![OrganizationPolicy { by_aws, ..policy }]))
    };
    let alone = given::<Account>().with::<Organization>(None);
    table_of(&CONTROL, member)
        .passes("bound", (OTHER, true, false))
        .passes("the management account", (ACCOUNT, true, false))
        .denied::<BindingPolicies>()
        .fails("bound by nothing", (OTHER, true, true))
        .fails("billing only", (OTHER, false, false))
        .and(fails("alone", alone))
        .unread::<BindingPolicies>((OTHER, true, false))
        .check();
}
