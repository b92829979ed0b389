//! A role that a web identity provider's users may become pins the audience and the subject.
//!
//! IAM user guide, "Create a role for `OpenID` Connect federation": one provider signs the tokens of
//! all its users, strangers among them; the subject says who asks, the audience for what. A pattern
//! that pins the owner will do (`repo:org/*`, or `repo:org@*/app@*:*` of GitHub's immutable subjects),
//! one that does not (`repo:*`, `repo:org*`) will not.
//! Of Cognito, Amazon and Facebook the pool or application is enough, and Google's users are anyone.
use model::iam::{Role, Trust};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity};

use crate::about::answer::any;
use crate::about::iam_fixes;
use crate::about::trust::{SERVICE_LINKED, trusts};
use crate::about::verdicts::not_applicable;
use crate::about::web_identity::{Provider, providers};
use crate::duties::IAM_FEDERATION;

pub(super) const CONTROL: Control<Role> = Control {
    id: "iam.role-trust-oidc-unscoped",
    title: "Trust policies for OIDC providers restrict the audience and the subject",
    severity: Severity::Critical,
    why: "Without a condition on the subject, any repository, workspace or job of the provider can \
          assume the role. Without a condition on the audience, tokens issued for other \
          applications are accepted.",
    fix: Fix::new(iam_fixes::RESTRICT_TRUST),
    responsibility: IAM_FEDERATION.identity("restrict whose tokens a trust policy accepts"),
    needs: &[Trust::NEED],
    judge,
    remedy: None,
};

fn judge(role: Resource<Role>, _: &Settings) -> Judged {
    let Some(trusts) = trusts(role)? else {
        return not_applicable(SERVICE_LINKED);
    };
    let providers = providers(&trusts);
    if providers.is_empty() {
        return not_applicable("the trust policy allows no OIDC provider");
    }
    let unpinned = |provider: &Provider| {
        let issuer = &provider.issuer;
        let subject = provider.any_subject(&trusts);
        let audience = provider.any_audience(&trusts);
        any([
            subject.because(|_| format!("the subject of `{issuer}` is not restricted to an owner")),
            audience.because(|_| format!("the audience of `{issuer}` is not restricted")),
        ])
    };
    any(providers.iter().map(unpinned)).judged(|reason| role.gap::<Trust>(reason))
}

#[test]
fn cases() {
    use crate::cases::trust::{by, of_a_service, on, trusted, unread};

    const GITHUB: &str = "token.actions.githubusercontent.com";
    let eks = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
    let bitbucket = "api.bitbucket.org/2.0/workspaces/us/pipelines-config/identity/oidc";
    let circle = "oidc.circleci.com/org/0a1b2c3d";
    let (gitlab, terraform) = ("gitlab.com", "app.terraform.io");
    let google = "accounts.google.com";
    let pool = |claims| by("cognito-identity.amazonaws.com", claims);
    let owner = [("aud", "sts.amazonaws.com"), ("repository_owner", "us")];
    let saml = r#"{"Federated": "arn:aws:iam::111122223333:saml-provider/idp"}"#;
    let git = |subject: &str| on(GITHUB, subject);
    crate::testing::rows(&CONTROL)
        .passes("a branch", git("repo:us/app:ref:refs/heads/main"))
        .passes("an organization", git("repo:us/*"))
        .passes(
            "by name and any id",
            git("repo:us@*/app@*:ref:refs/heads/main"),
        )
        .passes("by name and id", git("repo:us@12345/app@678:*"))
        .fails(
            "any owner with an id",
            git("repo:*@*/app@*:ref:refs/heads/main"),
        )
        .fails(
            "owners that begin so, with an id",
            git("repo:us*@*/app@*:*"),
        )
        .passes("an owner", by(GITHUB, &owner))
        .passes("GitLab", on(gitlab, "project_path:us/*:ref:main"))
        .passes("Terraform", on(terraform, "organization:us:*"))
        .passes("CircleCI", on(circle, "org/0a1b2c3d/project/*"))
        .passes("Bitbucket", on(bitbucket, "{0a1b2c3d-0000}*:*"))
        .passes("EKS", on(eks, "system:serviceaccount:prod:*"))
        .passes(
            "Cognito",
            pool(&[("aud", "pool"), ("amr", "authenticated")]),
        )
        .fails("no subject", by(GITHUB, &owner[..1]))
        .fails("no audience", by(GITHUB, &[("sub", "repo:us/app:*")]))
        .fails("any repository", git("repo:*"))
        .fails("any owner", git("repo:*/app:environment:prod"))
        .fails("owners that begin so", git("repo:us*"))
        .fails("anything", on(gitlab, "*"))
        .fails(
            "any main",
            on(gitlab, "project_path:*:ref_type:branch:ref:main"),
        )
        .fails(
            "any workspace",
            on(terraform, "organization:*:workspace:prod:*"),
        )
        .fails("any step", on(bitbucket, "*:*"))
        .fails("any account", on(eks, "system:serviceaccount:*:*"))
        .fails("any pool", pool(&[("amr", "authenticated")]))
        .fails("Google's users", by(google, &[("aud", "1234567890")]))
        .exempt("SAML", trusted(saml, ""))
        .exempt("a service's own", of_a_service())
        .gap("unread", unread())
        .check();
}
