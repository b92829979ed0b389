//! Identity providers as callers: who may sign in there decides who may use the statement.
//!
//! AWS: IAM User Guide, "Creating a role for web identity or `OpenID` Connect federation" and
//! "Creating a role for SAML 2.0 federation".

use super::answer::{Opening, Outsider, Verdict};
use super::candidate::Candidate;
use super::goal::Goal;
use super::subject::Subject;
use crate::arn::Arn;
use crate::caller::{Caller, WEB_IDENTITY_PROVIDERS};
use crate::compiled::{Check, Clause};
use crate::glob::Glob;
use crate::request::Request;
use crate::solve::{Literal, Var};
use crate::view::Who;

/// `OpenID` Connect issuers that sign for anybody's organisation, and the claim that tells whose.
/// An issuer with more to its path than is here (`CircleCI`, Bitbucket, Entra, GitHub for an
/// enterprise, Vercel for a team) signs for one organisation alone.
///
/// AWS: IAM User Guide, "Identity-provider controls for shared `OIDC` providers"
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html>),
/// and Google, which signs for everybody with an account there.
#[rustfmt::skip]
const SHARED_ISSUERS: [(&str, &str); 22] = [
    ("accounts.google.com", "sub"),
    ("agent.buildkite.com", "sub"),
    ("api.pulumi.com/oidc", "aud"),
    ("app.terraform.io", "sub"),
    ("gitlab.com", "sub"),
    ("oidc-configuration.audit-log.githubusercontent.com", "sub"),
    ("oidc.codefresh.io", "sub"),
    ("oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu", "sub"),
    ("oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb", "sub"),
    ("oidc.vercel.com", "aud"),
    ("proidc.upbound.io", "sub"),
    ("rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7", "sub"),
    ("rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr", "sub"),
    ("rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg", "sub"),
    ("rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26", "sub"),
    ("sandboxes.cloud", "aud"),
    ("scalr.io", "sub"),
    ("sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", "sub"),
    ("studio.datachain.ai/api", "sub"),
    ("token.actions.githubusercontent.com", "sub"),
    ("tokens.cloud.shisho.dev", "sub"),
    ("vstoken.actions.githubusercontent.com", "sub"),
];

/// The claim that tells whose token it is, where the issuer signs for anybody.
fn tenancy(issuer: &str) -> Option<&'static str> {
    let issuer = issuer.trim_end_matches('/');
    let (_, claim) = SHARED_ISSUERS
        .iter()
        .find(|(shared, _)| shared.eq_ignore_ascii_case(issuer))?;
    Some(claim)
}

/// Claims that name somebody in particular, by the end of their key.
const NAMING_CLAIMS: [&str; 8] = [
    ":sub",
    ":aud",
    ":app_id",
    ":user_id",
    ":repository",
    ":repository_owner",
    ":job_workflow_ref",
    ":id",
];

impl Subject<'_> {
    /// What those who sign in with a provider can do by a statement that names it.
    pub(super) fn provider(&mut self, clause: &Clause, name: &str) -> Option<Opening> {
        let caller = Caller::Provider(name.to_owned());
        let account = Arn::parse(name).map(|arn| arn.account);
        let own = account == Some(self.question.account);
        let tenancy = name
            .split_once(":oidc-provider/")
            .and_then(|(_, issuer)| tenancy(issuer));
        if own && tenancy.is_none() {
            return None;
        }
        let trusted = self.zone.knows(&caller);
        let candidate = Candidate::new(clause, Who::One(caller));
        let open = |verdict, witness| Opening {
            who: Outsider::Provider(name.to_owned()),
            ..Opening::new(verdict, clause, witness)
        };
        let witness = self.sign_in(&candidate, &[])?;
        if trusted && !own {
            return Some(open(Verdict::Trusted, witness));
        }
        if account.is_some() && !own {
            return Some(open(Verdict::CrossAccount, witness));
        }
        let unnamed: Vec<_> = clause
            .checks
            .iter()
            .filter_map(|check| unnamed(check, tenancy))
            .collect();
        if let Some(witness) = self.sign_in(&candidate, &unnamed) {
            return Some(open(Verdict::Public, witness));
        }
        // Users of an application or a repository that the statement names: of the owner's own
        // provider they are whom it is for, of a public one they are strangers.
        let public = WEB_IDENTITY_PROVIDERS.contains(&name);
        public.then(|| open(Verdict::CrossAccount, witness))
    }

    fn sign_in(&mut self, candidate: &Candidate<'_>, more: &[Literal<'_>]) -> Option<Request> {
        self.find(candidate, Goal::Outside, more)
    }
}

/// Nobody whom a claim names in particular.
fn unnamed(check: &Check, tenancy: Option<&str>) -> Option<Literal<'static>> {
    let naming = NAMING_CLAIMS.iter().any(|claim| check.key.ends_with(claim));
    // The audience of most shared issuers is the same for all their users.
    let naming = naming && !(tenancy == Some("sub") && check.key.ends_with(":aud"));
    if !naming || check.operator.negated {
        return None;
    }
    let globs = check
        .operands
        .iter()
        .filter_map(|operand| operand.as_glob());
    let globs: Vec<Glob> = globs.filter(|glob| names_somebody(glob)).cloned().collect();
    (!globs.is_empty()).then(|| Literal::none_of(Var::Key(check.key.as_str().into()), globs))
}

/// Whether a claim is fixed at least as far as the organisation: `repo:octo-org/*`, or, of
/// subjects with immutable ids, `repo:octo-org@*`: no name on GitHub holds an `@`.
/// GitHub: "`OpenID` Connect reference", immutable subject claims.
fn names_somebody(glob: &Glob) -> bool {
    let prefix = glob.literal_prefix();
    let of_organisation = prefix
        .strip_prefix("repo:")
        .and_then(|rest| rest.split_once('@'));
    glob.as_exact().is_some()
        || prefix.contains('/')
        || of_organisation.is_some_and(|(organisation, _)| !organisation.is_empty())
}
