//! A role that accounts of others may become asks them for an external id.
//!
//! IAM user guide, "Access to AWS accounts owned by third parties": the id that a third party gives
//! each of its customers keeps one customer from having it act on another's role. Accounts of the
//! own organisation, and those of the setting `trusted`, are no others; an unknown account is, once
//! the organisation's accounts could be read. An id that may be any is not asked for.
use model::iam::{Organization, OrganizationAccounts, Role, Trust};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken};
use policy::Verdict as Reach;

use crate::about::trust::{
    by_provider, described, may_all_be_organised, trusted, trusts, without_external_id,
};
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Role> = Control {
    id: "iam.role-trust-external",
    title: "Roles that external accounts can assume require an external ID",
    severity: Severity::High,
    why: "A third party that acts for many customers from one account can be made to act on the \
          wrong customer's role. An unknown account in a trust policy may be a backdoor.",
    fix: Fix::new(super::RESTRICT_TRUST),
    responsibility: IAM_POLICIES
        .identity("know every account in a trust policy, and agree on an external ID with it"),
    needs: &[Trust::NEED, Organization::NEED, OrganizationAccounts::NEED],
    judge,
    remedy: None,
};

fn judge(role: Resource<Role>, settings: &Settings) -> Judged {
    let Some(trusts) = trusts(role)? else {
        return Ok(Verdict::NotApplicable(
            "only its AWS service can assume the role",
        ));
    };
    let (trusted, unknown) = trusted(role.parent(), settings);
    let exposure = trusts.openings(&trusted, without_external_id());
    let mut strangers: Vec<_> = exposure.openings.iter().collect();
    strangers.retain(|opening| opening.verdict >= Reach::CrossAccount && !by_provider(opening));
    let unsettled = may_all_be_organised(role.parent(), strangers.iter().copied());
    match (strangers.first(), unknown) {
        (Some(_), Some(gap)) if unsettled => Err(gap),
        (Some(opening), _) => Ok(broken(format!(
            "{} without an external ID",
            described(opening)
        ))),
        (None, _) if exposure.doubt.is_some() => {
            Err(role.gap::<Trust>(Reason::failed("the policy is too complex to evaluate")))
        }
        (None, _) => Ok(Verdict::Holds),
    }
}

#[cfg(test)]
mod tests;
