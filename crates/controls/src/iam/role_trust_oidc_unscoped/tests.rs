use super::CONTROL;
use crate::cases::trust::{by, of_a_service, on, trusted, unread};
use crate::testing::{check, exempt, fails, gap, passes};

const GITHUB: &str = "token.actions.githubusercontent.com";

#[test]
fn cases() {
    let eks = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
    let bitbucket = "api.bitbucket.org/2.0/workspaces/us/pipelines-config/identity/oidc";
    let circle = "oidc.circleci.com/org/0a1b2c3d";
    let (gitlab, terraform) = ("gitlab.com", "app.terraform.io");
    let google = "accounts.google.com";
    let pool = |claims| by("cognito-identity.amazonaws.com", claims);
    let owner = [("aud", "sts.amazonaws.com"), ("repository_owner", "us")];
    let saml = r#"{"Federated": "arn:aws:iam::111122223333:saml-provider/idp"}"#;
    check(
        &CONTROL,
        &[
            passes("a branch", on(GITHUB, "repo:us/app:ref:refs/heads/main")),
            passes("an organisation", on(GITHUB, "repo:us/*")),
            passes(
                "by name and any id",
                on(GITHUB, "repo:us@*/app@*:ref:refs/heads/main"),
            ),
            passes("by name and id", on(GITHUB, "repo:us@12345/app@678:*")),
            fails(
                "any owner with an id",
                on(GITHUB, "repo:*@*/app@*:ref:refs/heads/main"),
            ),
            fails(
                "owners that begin so, with an id",
                on(GITHUB, "repo:us*@*/app@*:*"),
            ),
            passes("an owner", by(GITHUB, &owner)),
            passes("GitLab", on(gitlab, "project_path:us/*:ref:main")),
            passes("Terraform", on(terraform, "organization:us:*")),
            passes("CircleCI", on(circle, "org/0a1b2c3d/project/*")),
            passes("Bitbucket", on(bitbucket, "{0a1b2c3d-0000}*:*")),
            passes("EKS", on(eks, "system:serviceaccount:prod:*")),
            passes(
                "Cognito",
                pool(&[("aud", "pool"), ("amr", "authenticated")]),
            ),
            fails("no subject", by(GITHUB, &owner[..1])),
            fails("no audience", by(GITHUB, &[("sub", "repo:us/app:*")])),
            fails("any repository", on(GITHUB, "repo:*")),
            fails("any owner", on(GITHUB, "repo:*/app:environment:prod")),
            fails("owners that begin so", on(GITHUB, "repo:us*")),
            fails("anything", on(gitlab, "*")),
            fails(
                "any main",
                on(gitlab, "project_path:*:ref_type:branch:ref:main"),
            ),
            fails(
                "any workspace",
                on(terraform, "organization:*:workspace:prod:*"),
            ),
            fails("any step", on(bitbucket, "*:*")),
            fails("any account", on(eks, "system:serviceaccount:*:*")),
            fails("any pool", pool(&[("amr", "authenticated")])),
            fails("Google's users", by(google, &[("aud", "1234567890")])),
            exempt("SAML", trusted(saml, "")),
            exempt("a service's own", of_a_service()),
            gap("unread", unread()),
        ],
    );
}
