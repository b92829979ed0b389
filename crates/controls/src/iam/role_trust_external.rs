//! A role that accounts of others may become asks them for an external id.
//!
//! IAM user guide, "Access to AWS accounts owned by third parties": the id that a third party gives
//! each of its customers keeps one customer from having it act on another's role. Accounts of the
//! own organisation, and those of the setting `trusted`, are no others; an unknown account is, once
//! the organisation's accounts could be read. An id that may be any is not asked for.
use model::iam::{Organization, OrganizationAccounts, Role, Trust};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken};
use policy::Verdict as Reach;

use crate::about::iam_fixes;
use crate::about::trust::{
    SERVICE_LINKED, by_provider, described, may_all_be_organised, trusted, trusts,
    without_external_id,
};
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Role> = Control {
    id: "iam.role-trust-external",
    title: "Roles that external accounts can assume require an external ID",
    severity: Severity::High,
    why: "A third party that acts for many customers from one account can be made to act on the \
          wrong customer's role. An unknown account in a trust policy may be a backdoor.",
    fix: Fix::new(iam_fixes::RESTRICT_TRUST),
    responsibility: IAM_POLICIES
        .identity("know every account in a trust policy, and agree on an external ID with it"),
    needs: &[Trust::NEED, Organization::NEED, OrganizationAccounts::NEED],
    judge,
    remedy: None,
};

fn judge(role: Resource<Role>, settings: &Settings) -> Judged {
    let Some(trusts) = trusts(role)? else {
        return not_applicable(SERVICE_LINKED);
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

#[test]
fn cases() {
    use crate::cases::trust::{alone, blind, of_a_service, organised, trusted, unread};

    let (all, own) = (r#"{"AWS": "*"}"#, r#"{"AWS": "111122223333"}"#);
    let theirs = r#"{"AWS": "arn:aws:iam::444455556666:role/scan"}"#;
    let management = r#"{"AWS": "777788889999"}"#;
    let other =
        |condition: &str| trusted(r#"{"AWS": "arn:aws:iam::444455556666:root"}"#, condition);
    let id =
        |operator: &str, id: &str| other(&format!(r#""{operator}": {{"sts:ExternalId": "{id}"}}"#));
    let org = |id: &str| {
        trusted(
            all,
            &format!(r#""StringEquals": {{"aws:PrincipalOrgID": "{id}"}}"#),
        )
    };
    let another = || org("o-zyxwvutsrq");
    let source = r#""StringEquals": {"aws:SourceAccount": "444455556666"}"#;
    let service = || trusted(r#"{"Service": "scheduler.amazonaws.com"}"#, source);
    crate::testing::rows(&CONTROL)
        .passes("an id", alone(id("StringEquals", "c0ffee")))
        .passes("its own account", alone(trusted(own, "")))
        .passes(
            "of the organization",
            organised(other(""), Some(&["444455556666"])),
        )
        .passes(
            "the management account",
            organised(trusted(management, ""), None),
        )
        .passes("the organization", organised(org("o-a1b2c3d4e5"), None))
        .passes(
            "an id, organization unread",
            blind(id("StringEquals", "c0ffee")),
        )
        .fails("none", alone(other("")))
        .fails("none from a role", alone(trusted(theirs, "")))
        .fails("any id", alone(id("StringLike", "*")))
        .fails(
            "not of the organization",
            organised(other(""), Some(&["123412341234"])),
        )
        .fails("anyone, accounts unread", organised(trusted(all, ""), None))
        .fails("a service for another", alone(service()))
        .exempt("a service's", of_a_service())
        .fails("another's", organised(another(), None))
        .gap("another's or ours", blind(another()))
        .gap("for whom", organised(service(), None))
        .gap("accounts unread", organised(other(""), None))
        .gap("organization unread", blind(other("")))
        .gap("unread", unread())
        .check();
}
