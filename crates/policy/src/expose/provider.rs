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

/// `OpenID` Connect issuers at which anybody can have an account, by the host they begin with. What
/// narrows them down is the subject, not the audience.
const SHARED_ISSUERS: [&str; 12] = [
    "token.actions.githubusercontent.com",
    "vstoken.actions.githubusercontent.com",
    "gitlab.com",
    "oidc.circleci.com",
    "app.terraform.io",
    "api.bitbucket.org",
    "agent.buildkite.com",
    "oidc.vercel.com",
    "accounts.google.com",
    "login.microsoftonline.com",
    "oidc.codefresh.io",
    "api.pulumi.com",
];

/// Claims that name somebody in particular, by the end of their key.
const NAMING_CLAIMS: [&str; 8] =
    [":sub", ":aud", ":app_id", ":user_id", ":repository", ":repository_owner", ":job_workflow_ref", ":id"];

impl Subject<'_> {
    /// What those who sign in with a provider can do by a statement that names it.
    pub(super) fn provider(&mut self, clause: &Clause, name: &str) -> Option<Opening> {
        let caller = Caller::Provider(name.to_owned());
        let account = Arn::parse(name).map(|arn| arn.account);
        let own = account == Some(self.question.account);
        let issuer = name.split_once(":oidc-provider/").map(|(_, host)| host);
        let shared = issuer.is_some_and(|host| SHARED_ISSUERS.iter().any(|shared| host.starts_with(shared)));
        if own && !shared {
            return None;
        }
        let known = self.known.knows(&caller);
        let candidate = Candidate::new(clause, Who::One(caller));
        let open = |verdict, witness| Opening {
            who: Outsider::Provider(name.to_owned()),
            ..Opening::new(verdict, clause, witness)
        };
        let witness = self.sign_in(&candidate, &[])?;
        if known && !own {
            return Some(open(Verdict::Trusted, witness));
        }
        if account.is_some() && !own {
            return Some(open(Verdict::CrossAccount, witness));
        }
        let unnamed: Vec<_> = clause.checks.iter().filter_map(|check| unnamed(check, shared)).collect();
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
fn unnamed(check: &Check, shared: bool) -> Option<Literal<'static>> {
    let naming = NAMING_CLAIMS.iter().any(|claim| check.key.ends_with(claim));
    // The audience of a shared issuer is the same for all its users.
    let naming = naming && !(shared && check.key.ends_with(":aud"));
    if !naming || check.operator.negated {
        return None;
    }
    let globs = check.operands.iter().filter_map(|operand| operand.as_glob());
    let globs: Vec<Glob> = globs.filter(|glob| names_somebody(glob)).cloned().collect();
    (!globs.is_empty()).then(|| Literal::none_of(Var::Key(check.key.as_str().into()), globs))
}

/// Whether a claim is fixed at least as far as the organisation: `repo:octo-org/*`.
fn names_somebody(glob: &Glob) -> bool {
    glob.as_exact().is_some() || glob.literal_prefix().contains('/')
}
