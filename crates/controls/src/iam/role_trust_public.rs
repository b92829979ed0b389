//! A role's trust policy does not let anyone in.
//!
//! CIS 2.21 means `*` as principal. A condition that a stranger can meet, such as an external id,
//! which is no secret, or a tag, leaves the role open; one on an organisation, on accounts or on a
//! principal's ARN closes it. Identity providers are `iam.role-trust-oidc-unscoped`'s matter.
use model::iam::{Role, Trust};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken};
use policy::Verdict as Reach;

use crate::about::iam_fixes;
use crate::about::trust::{SERVICE_LINKED, by_provider, described, trusts};
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Role> = Control {
    id: "iam.role-trust-public",
    title: "The trust policy does not allow every AWS account",
    severity: Severity::Critical,
    why: "Any principal of any AWS account can assume the role and use its permissions.",
    fix: Fix::new(iam_fixes::RESTRICT_TRUST),
    responsibility: IAM_POLICIES.identity("list the principals that can assume the role"),
    needs: &[Trust::NEED],
    judge,
    remedy: None,
};

fn judge(role: Resource<Role>, settings: &Settings) -> Judged {
    let Some(trusts) = trusts(role)? else {
        return not_applicable(SERVICE_LINKED);
    };
    let exposure = trusts.openings(&settings.document.trusted.for_policies(), None);
    let mut public = exposure
        .openings
        .iter()
        .filter(|opening| opening.verdict == Reach::Public && !by_provider(opening));
    if let Some(opening) = public.next() {
        return Ok(broken(format!(
            "{}: {}",
            described(opening),
            opening.witness
        )));
    }
    match exposure.doubt {
        Some(_) => Err(role.gap::<Trust>(Reason::failed("the policy is too complex to evaluate"))),
        None => Ok(Verdict::Holds),
    }
}

#[test]
fn cases() {
    use crate::cases::trust::{of_a_service, role, trusted, unread};
    use crate::testing::rows;

    const GITHUB: &str = r#"{"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#;
    let anyone = |condition: &str| trusted(r#"{"AWS": "*"}"#, condition);
    let only =
        |key: &str, value: &str| anyone(&format!(r#""StringEquals": {{"{key}": "{value}"}}"#));
    let like = r#""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/a"}"#;
    let not = r#"{"Effect": "Allow", "NotPrincipal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole"}"#;
    let but = r#"{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"},
        {"Effect": "Deny", "Principal": "*", "Action": "*", "Condition":
        {"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}}"#;
    rows(&CONTROL)
        .fails("everyone", trusted(r#""*""#, ""))
        .fails("every account", anyone(""))
        .fails(
            "among others",
            trusted(r#"{"AWS": ["*", "444455556666"]}"#, ""),
        )
        .fails("with an external id", only("sts:ExternalId", "secret"))
        .fails("with a tag", only("aws:PrincipalTag/team", "a"))
        .fails("all but one", role(not))
        .passes(
            "an organisation",
            only("aws:PrincipalOrgID", "o-a1b2c3d4e5"),
        )
        .passes("an account", only("aws:PrincipalAccount", "444455556666"))
        .passes("a role", anyone(like))
        .passes("others denied", role(but))
        .passes("one account", trusted(r#"{"AWS": "444455556666"}"#, ""))
        .passes(
            "a service",
            trusted(r#"{"Service": "ec2.amazonaws.com"}"#, ""),
        )
        .passes("a provider", trusted(GITHUB, ""))
        .exempt("a service's own", of_a_service())
        .gap("unread", unread())
        .gap("no policy", role("7"))
        .check();
}
