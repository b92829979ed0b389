//! Every delegated administrator of the organization is a listed account.
//!
//! Judged for the management account: accounts that are registered for a service, and accounts that
//! the organization's resource policy lets manage its policies. Account numbers are listed in the
//! setting `iam.administrators`.
use model::iam::{DelegatedAdministrators, Organization, PolicyDelegation};
use model::{
    Account, Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, any_broken,
    broken_if,
};
use policy::{Outsider, Question, Trusted, expose};

use crate::duties::ORGANIZATIONS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.organisation-delegated-admin-listed",
    title: "Every delegated administrator is a listed account",
    severity: Severity::High,
    why: "A delegated administrator controls a service, or the policies, of the whole organization. An \
          account that nobody expects in this role is a way to every other account.",
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
    let organization = account.see::<Organization>()?.as_ref();
    if !super::manages(account, organization) {
        return Ok(Verdict::NotApplicable(super::NOT_MANAGEMENT));
    }
    let listed = |who: &str| settings.document.iam.may_administer(who);
    any_broken([services(account, listed), policies(account, listed)])
}

/// Accounts that administer a service.
fn services(account: Resource<Account>, listed: impl Fn(&str) -> bool) -> Judged {
    let all = account.see::<DelegatedAdministrators>()?.iter().flatten();
    let unlisted = all.filter(|one| !listed(&one.account));
    let names = unlisted.map(|one| format!("{} (`{}`)", one.account, one.name));
    let names: Vec<String> = names.collect();
    let because = format!(
        "delegated administrators are not listed: {}",
        names.join(", ")
    );
    Ok(broken_if(!names.is_empty(), because))
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
    let names: Vec<String> = unlisted.map(|opening| opening.who.to_string()).collect();
    if names.is_empty() && exposure.doubt.is_some() {
        return Err(gap("the policy is too complex to evaluate".into()));
    }
    let because = format!(
        "the resource policy of the organization delegates to principals that are not listed: {}",
        names.join(", ")
    );
    Ok(broken_if(!names.is_empty(), because))
}

#[cfg(test)]
mod tests;
