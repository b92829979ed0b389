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
mod tests {
    use super::{CONTROL, Organization};
    use crate::cases::trust::{alone, denied, of_a_service, organised, trusted, unread};
    use crate::testing::{Given, check, exempt, fails, gap, passes};
    use model::Account;
    use model::iam::Role;

    const ALL: &str = r#"{"AWS": "*"}"#;
    const OTHER: &str = r#"{"AWS": "arn:aws:iam::444455556666:root"}"#;
    const THEIRS: &str = r#"{"AWS": "arn:aws:iam::444455556666:role/scan"}"#;
    const MANAGEMENT: &str = r#"{"AWS": "777788889999"}"#;

    fn blind(role: Given<Role>) -> Given<Role> {
        let account = role.on::<Account>();
        account
            .without::<Organization>(denied("organizations:DescribeOrganization"))
            .on::<Role>()
    }

    #[test]
    fn cases() {
        let id = |operator: &str, id: &str| {
            alone(trusted(
                OTHER,
                &format!(r#""{operator}": {{"sts:ExternalId": "{id}"}}"#),
            ))
        };
        let org = r#""StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}"#;
        let another = r#""StringEquals": {"aws:PrincipalOrgID": "o-zyxwvutsrq"}"#;
        let other = || trusted(OTHER, "");
        let service = r#"{"Service": "scheduler.amazonaws.com"}"#;
        let account = r#""StringEquals": {"aws:SourceAccount": "444455556666"}"#;
        check(
            &CONTROL,
            &[
                passes("an id", id("StringEquals", "c0ffee")),
                passes(
                    "its own account",
                    alone(trusted(r#"{"AWS": "111122223333"}"#, "")),
                ),
                passes(
                    "of the organisation",
                    organised(other(), Some(&["444455556666"])),
                ),
                passes(
                    "the management account",
                    organised(trusted(MANAGEMENT, ""), None),
                ),
                passes("the organisation", organised(trusted(ALL, org), None)),
                passes("an id, nothing known", blind(id("StringEquals", "c0ffee"))),
                fails("none", alone(other())),
                fails("none from a role", alone(trusted(THEIRS, ""))),
                fails("any id", id("StringLike", "*")),
                fails(
                    "not of the organisation",
                    organised(other(), Some(&["123412341234"])),
                ),
                fails("anyone, accounts unread", organised(trusted(ALL, ""), None)),
                fails("a service for another", alone(trusted(service, account))),
                exempt("a service's", of_a_service()),
                fails("another's", organised(trusted(ALL, another), None)),
                gap("another's or ours", blind(trusted(ALL, another))),
                gap("for whom", organised(trusted(service, account), None)),
                gap("accounts unread", organised(other(), None)),
                gap("organisation unread", blind(other())),
                gap("unread", unread()),
            ],
        );
    }
}
