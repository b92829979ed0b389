//! Every delegated administrator of the organization is a listed account.
//!
//! Judged for the management account: accounts that are registered for a service, and accounts that
//! the organization's resource policy lets manage its policies. Account numbers are listed in the
//! setting `iam.administrators`.
use model::iam::{DelegatedAdministrators, Organization, PolicyDelegation};
use model::{
    Account, Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, any_broken,
};
use policy::{Outsider, Question, Trusted, expose};

use crate::about::organization::{self, NOT_MANAGEMENT};
use crate::about::verdicts::{holds_unless, joined, not_applicable};
use crate::duties::ORGANIZATIONS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.organisation-delegated-admin-listed",
    title: "Every delegated administrator is a listed account",
    severity: Severity::High,
    why: "A delegated administrator controls a service, or the policies, of the whole organization. An \
          unexpected account in this role is a way to every other account.",
    fix: Fix::new(
        "aws organizations deregister-delegated-administrator --account-id ACCOUNT-ID \
          --service-principal SERVICE (the services of an account: aws organizations \
          list-delegated-services-for-account --account-id ACCOUNT-ID)",
    ),
    responsibility: ORGANIZATIONS.identity("list the accounts that administer the organization"),
    needs: &[
        Organization::NEED,
        DelegatedAdministrators::NEED,
        PolicyDelegation::NEED,
    ],
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, settings: &Settings) -> Judged {
    if organization::managed_by(account)?.is_none() {
        return not_applicable(NOT_MANAGEMENT);
    }
    let listed = |who: &str| settings.document.iam.may_administer(who);
    any_broken([services(account, listed), policies(account, listed)])
}

/// Accounts that administer a service.
fn services(account: Resource<Account>, listed: impl Fn(&str) -> bool) -> Judged {
    let all = account.see::<DelegatedAdministrators>()?.iter().flatten();
    let unlisted = all.filter(|one| !listed(&one.account));
    let names = unlisted.map(|one| format!("{} (`{}`)", one.account, one.name));
    let names = joined(names);
    holds_unless(names.map(|names| format!("delegated administrators are not listed: {names}")))
}

/// Principals of other accounts that may manage policies.
fn policies(account: Resource<Account>, listed: impl Fn(&str) -> bool) -> Judged {
    let Some(text) = account.see::<PolicyDelegation>()? else {
        return Ok(Verdict::Holds);
    };
    let gap = |why: Box<str>| account.gap::<PolicyDelegation>(Reason::failed(why));
    let read = text.read().map_err(gap)?;
    let nobody = Trusted::default();
    let exposure = expose(&Question::new(&account.account().id, &read.1, &nobody));
    let unlisted = exposure
        .openings
        .iter()
        .filter(|opening| match &opening.who {
            Outsider::Account(number) => !listed(number),
            Outsider::Principal(arn) => {
                let number = arn.split(':').nth(4).unwrap_or_default();
                !listed(number) && !listed(arn)
            }
            _ => true,
        });
    let names = joined(unlisted.map(|opening| opening.who.to_string()));
    if names.is_none() && exposure.doubt.is_some() {
        return Err(gap("the policy is too complex to evaluate".into()));
    }
    let because =
        "the resource policy of the organization delegates to principals that are not listed";
    holds_unless(names.map(|names| format!("{because}: {names}")))
}

#[test]
fn cases() {
    use crate::cases::organization::{administrators, member};
    use crate::cases::policy::document;
    use crate::testing::{ACCOUNT, table_of};

    const KNOWN: &str = "444455556666";
    const OTHER: &str = "777788889999";
    let delegated = |(management, services, policies): (_, &[&str], Option<&str>)| {
        let delegation = policies.map(|account| {
            let root = format!(r#"{{"AWS": "arn:aws:iam::{account}:root"}}"#);
            let action = r#""Action": "organizations:AttachPolicy", "Resource": "*""#;
            let text = format!(r#"{{"Effect": "Allow", "Principal": {root}, {action}}}"#);
            document(&text).as_str().into()
        });
        member(management)
            .with::<DelegatedAdministrators>(Some(administrators(services)))
            .with::<PolicyDelegation>(delegation)
    };
    table_of(&CONTROL, delegated)
        .by("iam: {administrators: ['444455556666']}")
        .passes("none", (ACCOUNT, &[], None))
        .passes("listed", (ACCOUNT, &[KNOWN], Some(KNOWN)))
        .fails("a service", (ACCOUNT, &[KNOWN, OTHER], None))
        .fails("policies", (ACCOUNT, &[KNOWN], Some(OTHER)))
        .fails("policies, services unread", (ACCOUNT, &[], Some(OTHER)))
        .denied::<DelegatedAdministrators>()
        .exempt("a member", (OTHER, &[OTHER], None))
        .unread::<DelegatedAdministrators>((ACCOUNT, &[], None))
        .unread::<PolicyDelegation>((ACCOUNT, &[], None))
        .check();
}
