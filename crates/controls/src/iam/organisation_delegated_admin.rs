//! Policies and integrated services are run by delegated administrators.
//!
//! Asked of the management account: an account is registered for some service, and a resource policy
//! of the organisation delegates its policies (`DescribeResourcePolicy`).
use model::iam::{DelegatedAdministrators, Organization, PolicyDelegation};
use model::{Account, Control, Fact, Fix, Severity, any_broken, broken_if};

use crate::about::organization::{self, NOT_MANAGEMENT};
use crate::about::verdicts::not_applicable;
use crate::duties::ORGANIZATIONS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.organisation-delegated-admin",
    title: "Delegated administrators manage the organization's policies and services",
    severity: Severity::Low,
    why: "SCPs do not apply to the management account, so as few people as possible should work in \
          it.",
    fix: Fix::new(
        "aws organizations register-delegated-administrator --account-id ACCOUNT-ID \
          --service-principal SERVICE (and for policies: aws organizations put-resource-policy \
          --content file://DELEGATION.json)",
    ),
    responsibility: ORGANIZATIONS
        .identity("delegate administration to member accounts that the organization knows"),
    needs: &[
        Organization::NEED,
        DelegatedAdministrators::NEED,
        PolicyDelegation::NEED,
    ],
    judge: |account, _| {
        if organization::managed_by(account)?.is_none() {
            return not_applicable(NOT_MANAGEMENT);
        }
        let services = account.see::<DelegatedAdministrators>().map(|all| {
            let none = all.iter().flatten().next().is_none();
            broken_if(none, "no account is a delegated administrator of a service")
        });
        let policies = account.see::<PolicyDelegation>().map(|text| {
            let because = "no resource policy delegates the management of policies";
            broken_if(text.is_none(), because)
        });
        any_broken([services, policies])
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::organization::{administrators, member};
    use crate::testing::{ACCOUNT, table_of};

    let delegated = |(management, services, policies): (_, &[&str], bool)| {
        member(management)
            .with::<DelegatedAdministrators>(Some(administrators(services)))
            .with::<PolicyDelegation>(policies.then(|| "{}".into()))
    };
    let some: &[&str] = &["444455556666"];
    table_of(&CONTROL, delegated)
        .passes("both", (ACCOUNT, some, true))
        .fails("services not", (ACCOUNT, &[], true))
        .fails("policies not", (ACCOUNT, some, false))
        .fails("policies not, services unread", (ACCOUNT, some, false))
        .denied::<DelegatedAdministrators>()
        .exempt("a member", ("4", &[], false))
        .unread::<DelegatedAdministrators>((ACCOUNT, some, true))
        .check();
}
