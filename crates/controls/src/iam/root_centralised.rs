//! Root credentials of member accounts are managed centrally.
//!
//! Asked of the management account, which alone sees it beside a delegated administrator.
use model::iam::{Organization, RootManagement};
use model::{
    Account, Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken_if,
};

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
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let organization = account.see::<Organization>()?.as_ref();
    if !super::manages(account, organization) {
        return Ok(Verdict::NotApplicable(super::NOT_MANAGEMENT));
    }
    let managed = account.see::<RootManagement>()?.unwrap_or_default();
    let because = "centralized root access is not enabled";
    Ok(broken_if(!managed.credentials, because))
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, Organization, RootManagement};
    use crate::testing::{ACCOUNT, Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::{Membership, RootManagementState};

    fn member(management: &str) -> Membership {
        Membership {
            id: "o-acme".into(),
            management: management.into(),
            all_features: true,
        }
    }
    fn managed(credentials: bool) -> Given<Account> {
        let sessions = false;
        given::<Account>()
            .with::<Organization>(Some(member(ACCOUNT)))
            .with::<RootManagement>(Some(RootManagementState {
                credentials,
                sessions,
            }))
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:ListOrganizationsFeatures".into());
        check(
            &CONTROL,
            &[
                passes("managed", managed(true)),
                fails("not managed", managed(false)),
                exempt(
                    "a member",
                    managed(false).with::<Organization>(Some(member("444455556666"))),
                ),
                exempt("alone", managed(false).with::<Organization>(None)),
                gap("denied", managed(true).without::<RootManagement>(denied)),
            ],
        );
    }
}
