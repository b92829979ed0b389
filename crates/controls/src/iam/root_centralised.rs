//! Root credentials of member accounts are managed centrally.
//!
//! Asked of the management account, which alone sees it beside a delegated administrator.
use model::iam::{Organization, RootManagement};
use model::{Account, Control, Fact, Fix, Severity, holds_if};

use crate::about::organization::{self, NOT_MANAGEMENT};
use crate::about::verdicts::not_applicable;
use crate::duties::ORGANIZATIONS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.root-centralised",
    title: "Root access of member accounts is managed centrally",
    severity: Severity::High,
    why: "Every member account with its own root password has one more credential that no IAM \
          policy limits. With centralized root access, member accounts have no root credentials.",
    fix: Fix::new(
        "aws iam enable-organizations-root-credentials-management (first: aws organizations \
          enable-aws-service-access --service-principal iam.amazonaws.com)",
    ),
    responsibility: ORGANIZATIONS.identity("enable centralized root access for member accounts"),
    needs: &[Organization::NEED, RootManagement::NEED],
    judge: |account, _| {
        if organization::managed_by(account)?.is_none() {
            return not_applicable(NOT_MANAGEMENT);
        }
        let managed = account.see::<RootManagement>()?.unwrap_or_default();
        holds_if(
            managed.credentials,
            "centralized root access is not enabled",
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::organization::{member, membership};
    use crate::testing::{ACCOUNT, table_of};
    use model::iam::RootManagementState;

    let managed = |(organization, credentials)| {
        let sessions = false;
        member(ACCOUNT)
            .with::<Organization>(organization)
            .with::<RootManagement>(Some(RootManagementState {
                credentials,
                sessions,
            }))
    };
    let own = || Some(membership(ACCOUNT));
    table_of(&CONTROL, managed)
        .passes("managed", (own(), true))
        .fails("not managed", (own(), false))
        .exempt("a member", (Some(membership("444455556666")), false))
        .exempt("alone", (None, false))
        .unread::<RootManagement>((own(), true))
        .check();
}
