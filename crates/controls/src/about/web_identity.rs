//! Web identity providers, and strangers who sign in there.
//!
//! Each provider's tokens name their bearer in a form of their own. A stranger is somebody of that
//! form whom no policy names: a repository of another owner, a workspace of another organisation,
//! a service account of another namespace.
//! AWS: IAM user guide, "Create a role for `OpenID` Connect federation"; "IAM and AWS STS condition
//! context keys", keys for AWS OIDC federation; "Identity-provider controls for shared OIDC
//! providers" (<https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html>).
use policy::{Caller, Policy, Principal};
use serde_json::json;

use crate::about::answer::{Answer, statements};
use crate::about::trust::Trusts;

const ACTION: &str = "sts:AssumeRoleWithWebIdentity";
const STRANGER: &str = "zz-stranger";

/// How a subject begins, and what ends the name of its owner.
#[rustfmt::skip]
const FORMS: [(&str, char); 7] = [
    // GitHub. <https://docs.github.com/actions/reference/security/oidc>
    ("repo:", '/'),
    // GitLab. <https://docs.gitlab.com/ci/secrets/id_token_authentication/>
    ("project_path:", '/'),
    // HCP Terraform, Buildkite.
    // <https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens>,
    // <https://buildkite.com/docs/pipelines/security/oidc>
    ("organization:", ':'),
    // CircleCI. <https://circleci.com/docs/openid-connect-tokens/>
    ("org/", '/'),
    // Vercel. <https://vercel.com/docs/oidc/reference>
    ("owner:", ':'),
    // GitHub, where the owner has the subject made of it.
    // <https://docs.github.com/actions/reference/security/oidc>, "Customizing the subject claims"
    ("repository_owner:", ':'),
    // Kubernetes, EKS above all: namespace and service account.
    // <https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html>
    ("system:serviceaccount:", ':'),
];
/// Bitbucket: `{repository}:{step}`, with the environment between them.
/// <https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/>
const BITBUCKET: &str = "{99999999-9999-4999-8999-999999999999}:*";

/// GitHub's immutable subjects have the ids of owner and repository beside their names:
/// `repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main`.
/// <https://docs.github.com/actions/reference/security/oidc>, "Immutable subject claims"
const IMMUTABLE: &str = "repo:zz-stranger@999999999/*";

/// Claims beside the subject that name the owner of what asks, by the end of their key.
/// IAM user guide, "IAM and AWS STS condition context keys", keys for AWS OIDC federation: of
/// GitHub, `CircleCI` and Google those that AWS hands on.
const OWNERS: [&str; 8] = [
    ":repository",
    ":repository_id",
    ":repository_owner",
    ":repository_owner_id",
    ":enterprise",
    ":enterprise_id",
    "/project-id",
    "/organization_number",
];

/// A provider that a trust policy names.
pub(crate) struct Provider {
    /// As the policy names it.
    name: String,
    /// What its claims' keys begin with.
    pub(crate) issuer: String,
}

/// The web identity providers that a trust policy lets in.
pub(crate) fn providers(trusts: &Trusts) -> Vec<Provider> {
    let mut all = Vec::new();
    for principal in trusts.principals() {
        match principal {
            Principal::Federated(name) if name != "*" => all.extend(provider(name)),
            Principal::Federated(_) | Principal::Everyone => all.extend(spoken_of(trusts)),
            _ => {}
        }
    }
    all.sort_by(|a: &Provider, b| a.name.cmp(&b.name));
    all.dedup_by(|a, b| a.name == b.name);
    all
}

fn provider(name: &str) -> Option<Provider> {
    let issuer = match name.split_once(":oidc-provider/") {
        Some((_, issuer)) => issuer,
        None if name.starts_with("arn:") => return None,
        None => name,
    };
    Some(Provider {
        name: name.into(),
        issuer: issuer.into(),
    })
}

/// Where a policy lets in every provider: those whose claims it asks for; else Cognito, of which
/// anybody can have a pool.
fn spoken_of(trusts: &Trusts) -> Vec<Provider> {
    let issuer = |key: &str| {
        let (issuer, claim) = key.rsplit_once(':')?;
        ["sub", "aud", "amr", "app_id"]
            .contains(&claim)
            .then(|| issuer.to_owned())
    };
    let issuers = trusts.conditions().filter_map(|(key, _)| issuer(key));
    let account = trusts.account();
    let named = issuers.map(|issuer| Provider {
        name: format!(
            "arn:{}:iam::{}:oidc-provider/{issuer}",
            account.partition, account.id
        ),
        issuer,
    });
    let named: Vec<_> = named.collect();
    if named.is_empty() {
        provider("cognito-identity.amazonaws.com")
            .into_iter()
            .collect()
    } else {
        named
    }
}

impl Provider {
    /// Whether the audience alone need be pinned: its users are whom the role is for (those of a
    /// Cognito pool, and of the shops and networks that sign people in), or the audience names the
    /// organisation. AWS: IAM user guide, "Role for web identity or `OpenID` Connect federation"
    /// and "Identity-provider controls for shared OIDC providers"; Cognito guide, "Role trust and
    /// permissions" (<https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html>).
    fn needs_audience_alone(&self) -> bool {
        let issuer = &*self.issuer;
        [
            "cognito-identity.amazonaws.com",
            "www.amazon.com",
            "graph.facebook.com",
            "api.pulumi.com/oidc",
            "oidc.vercel.com",
            "sandboxes.cloud",
        ]
        .contains(&issuer)
            || issuer.starts_with("cognito-idp.")
    }

    fn key(&self, claim: &str) -> String {
        format!("{}:{claim}", self.issuer)
    }

    /// Whether a token for another audience than the role's can be used.
    pub(crate) fn any_audience(&self, trusts: &Trusts) -> Answer {
        let apps = ["www.amazon.com", "graph.facebook.com"];
        let claim = if apps.contains(&&*self.issuer) {
            "app_id"
        } else {
            "aud"
        };
        self.lets_in(trusts, &[deny_but(&self.key(claim), &[STRANGER.into()])])
    }

    /// Whether a token of a stranger can be used.
    pub(crate) fn any_subject(&self, trusts: &Trusts) -> Answer {
        if self.needs_audience_alone() {
            return Answer::No;
        }
        let owners = trusts.conditions().map(|(key, _)| key).filter(|key| {
            let key = key.to_ascii_lowercase();
            key.starts_with(&self.issuer.to_ascii_lowercase())
                && OWNERS.iter().any(|owner| key.ends_with(owner))
        });
        let mut guards: Vec<_> = owners
            .map(|key| deny_but(key, &[STRANGER.into()]))
            .collect();
        guards.push(deny_but(&self.key("sub"), &self.strangers(trusts)));
        self.lets_in(trusts, &guards)
    }

    /// Subjects that no policy names. A pattern that ends within the owner's name leaves it open
    /// to every owner whose name begins so.
    fn strangers(&self, trusts: &Trusts) -> Vec<String> {
        let sub = self.key("sub");
        let subjects = trusts
            .conditions()
            .filter(|(key, _)| key.eq_ignore_ascii_case(&sub));
        let subjects = subjects.flat_map(|(_, values)| values);
        let begun = subjects.filter_map(|value| {
            let (prefix, _) = value.split_once(['*', '?'])?;
            let (_, end) = FORMS.iter().find(|(form, end)| {
                let owner = prefix.strip_prefix(form);
                // No name holds an `@`: what stands before one is a whole name.
                owner.is_some_and(|owner| !owner.contains([*end, '@']))
                    && *form != "system:serviceaccount:"
            })?;
            Some(format!("{prefix}{STRANGER}{end}*"))
        });
        let forms = FORMS
            .iter()
            .map(|(form, end)| format!("{form}{STRANGER}{end}*"));
        let plain = [
            format!("{STRANGER}*"),
            BITBUCKET.to_owned(),
            IMMUTABLE.to_owned(),
        ];
        forms.chain(plain).chain(begun).collect()
    }

    fn lets_in(&self, trusts: &Trusts, guards: &[serde_json::Value]) -> Answer {
        let guard: Policy = statements(&json!(guards));
        trusts.lets_in(&Caller::Provider(self.name.clone()), ACTION, &guard)
    }
}

/// Denies tokens whose claim is like none of these.
fn deny_but(key: &str, values: &[String]) -> serde_json::Value {
    let condition = json!({"StringNotLike": {(key): values}});
    json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition})
}
