//! A service may become the role for its own account alone.
//!
//! IAM user guide, "The confused deputy problem": `aws:SourceAccount`, `aws:SourceArn` or
//! `aws:SourceOrgID` in the trust policy says for whom the service may act. Only some services send
//! these keys with a request for a role; from others a condition keeps the role itself, so that
//! what no guide shows is not asked. `aws:ResourceAccount` is the role's own account, and no answer.
use model::iam::{Role, Trust};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};
use policy::Principal;

use crate::about::answer::{Answer, any};
use crate::about::deputies;
use crate::about::iam_fixes;
use crate::about::trust::{SERVICE_LINKED, trusts};
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Role> = Control {
    id: "iam.role-trust-confused-deputy",
    title: "Trust policies for AWS services restrict the source account or resource",
    severity: Severity::Medium,
    why: "A service that acts for many customers can be made to use your role on behalf of another \
          account (the confused deputy problem), unless the trust policy restricts the source.",
    fix: Fix::new(iam_fixes::RESTRICT_TRUST),
    responsibility: IAM_POLICIES
        .identity("add aws:SourceAccount, aws:SourceArn or aws:SourceOrgID conditions"),
    needs: &[Trust::NEED],
    judge,
    remedy: None,
};

fn judge(role: Resource<Role>, _: &Settings) -> Judged {
    let Some(trusts) = trusts(role)? else {
        return not_applicable(SERVICE_LINKED);
    };
    let named = trusts.principals().filter_map(|principal| match principal {
        Principal::Service(name) => Some((name, trusts.for_a_stranger(name))),
        _ => None,
    });
    let named: Vec<_> = named.collect();
    let kept = named.iter().any(|(_, answer)| *answer == Answer::No);
    let mut documented = named
        .into_iter()
        .filter(|(name, _)| deputies::guide(name).is_some())
        .peekable();
    if documented.peek().is_none() && !kept {
        return not_applicable(
            "the trust policy allows no service that supports source conditions",
        );
    }
    let words = |(name, answer): (&String, Answer)| {
        answer.because(|_| format!("`{name}` can assume the role on behalf of any account"))
    };
    any(documented.map(words)).judged(|reason| role.gap::<Trust>(reason))
}

#[test]
fn cases() {
    use crate::cases::trust::{of_a_service, role, trusted, unread};
    use crate::testing::rows;

    let plain = |service: &str| trusted(&format!(r#"{{"Service": {service}}}"#), "");
    let states = |condition: &str| trusted(r#"{"Service": "states.amazonaws.com"}"#, condition);
    let only = |key: &str, value: &str| states(&format!(r#""StringLike": {{"{key}": "{value}"}}"#));
    let arn = |arn: &str| states(&format!(r#""ArnLike": {{"aws:SourceArn": "{arn}"}}"#));
    let own = "111122223333";
    let workspaces = r#"{"Service": "workspaces.amazonaws.com"}"#;
    let kept = r#""StringEquals": {"aws:SourceAccount": "111122223333"}"#;
    rows(&CONTROL)
        .passes("an account", only("aws:SourceAccount", own))
        .passes("an organisation", only("aws:SourceOrgID", "o-a1b2c3d4e5"))
        .passes(
            "a unit",
            states(r#""ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-a1b2c3d4e5/*"}"#),
        )
        .passes(
            "an account's resources",
            arn("arn:aws:states:*:111122223333:*"),
        )
        .passes("a bucket", arn("arn:aws:s3:::b"))
        .passes(
            "one that tells, though no guide says so",
            trusted(workspaces, kept),
        )
        .fails("anybody", states(""))
        .fails("by Region", plain(r#""states.eu-west-1.amazonaws.com""#))
        .fails(
            "one of two",
            plain(r#"["ec2.amazonaws.com", "scheduler.amazonaws.com"]"#),
        )
        .fails("any account's resources", arn("arn:aws:states:*:*:*"))
        .fails("any account", only("aws:SourceAccount", "*"))
        .fails("the role's own account", only("aws:ResourceAccount", own))
        .exempt(
            "a service that does not tell",
            plain(r#""ec2.amazonaws.com""#),
        )
        .exempt("no service", trusted(r#"{"AWS": "111122223333"}"#, ""))
        .exempt("a service's own", of_a_service())
        .gap("unread", unread())
        .gap("no policy", role("7"))
        .check();
}
