//! Policies and integrated services are run by delegated administrators.
//!
//! Asked of the management account: an account is registered for some service, and a resource policy
//! of the organisation delegates its policies (`DescribeResourcePolicy`).
use model::iam::{DelegatedAdministrators, Organization, PolicyDelegation};
use model::{
    Account, Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, any_broken,
    broken_if,
};

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
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let organization = account.see::<Organization>()?.as_ref();
    if !super::manages(account, organization) {
        return Ok(Verdict::NotApplicable(super::NOT_MANAGEMENT));
    }
    let services = account.see::<DelegatedAdministrators>().map(|all| {
        let none = all.iter().flatten().next().is_none();
        broken_if(
            none,
            "no account administers a service for the organisation",
        )
    });
    let policies = account.see::<PolicyDelegation>();
    let policies = policies.map(|text| {
        broken_if(
            text.is_none(),
            "no resource policy delegates the management of policies",
        )
    });
    any_broken([services, policies])
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, DelegatedAdministrators, Organization, PolicyDelegation};
    use crate::testing::{ACCOUNT, Given, check, exempt, fails, gap, given, passes};
    use model::Reason;
    use model::iam::{DelegatedAdministrator, Membership};

    fn member(management: &str) -> Membership {
        Membership {
            id: "o-acme".into(),
            management: management.into(),
            all_features: true,
        }
    }
    fn organization(services: bool, policies: bool) -> Given<Account> {
        let admin = DelegatedAdministrator {
            account: "444455556666".into(),
            name: "security".into(),
        };
        given::<Account>()
            .with::<Organization>(Some(member(ACCOUNT)))
            .with::<DelegatedAdministrators>(Some(services.then_some(admin).into_iter().collect()))
            .with::<PolicyDelegation>(policies.then(|| "{}".into()))
    }

    #[test]
    fn cases() {
        let denied = || Reason::Denied("organizations:ListDelegatedAdministrators".into());
        let unread =
            |policies| organization(true, policies).without::<DelegatedAdministrators>(denied());
        check(
            &CONTROL,
            &[
                passes("both", organization(true, true)),
                fails("services not", organization(false, true)),
                fails("policies not", organization(true, false)),
                fails("policies not, services unread", unread(false)),
                exempt(
                    "a member",
                    organization(false, false).with::<Organization>(Some(member("4"))),
                ),
                gap("denied", unread(true)),
            ],
        );
    }
}
