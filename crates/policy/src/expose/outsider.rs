//! To whom a resource is open, in a word.

use super::Verdict;
use super::candidate::Candidate;
use super::goal::named;
use crate::caller::Caller;
use crate::compiled::{Clause, Named};
use crate::glob::Glob;
use crate::request::Request;
use crate::solve::{Literal, Var};
use std::fmt;

/// Somebody outside the owner's account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outsider {
    /// Anyone at all, without signing.
    Anyone,
    /// Anyone with an AWS account.
    AnyAccount,
    /// An account.
    Account(String),
    /// One principal, by its ARN.
    Principal(String),
    /// An account by its canonical user id.
    CanonicalUser(String),
    /// Those who sign in with an identity provider.
    Provider(String),
    /// A service, by its service principal.
    Service(String),
    /// Those for whom a key has a value: members of an organisation, callers from a VPC, ...
    Whose {
        /// The context key, in lower case.
        key: String,
        /// Its value, as the statement gives it in a request.
        value: String,
    },
}

/// Whom a witness shows to be let in by a statement; and, where the statement means several,
/// the demand that it be somebody else next time.
pub(super) fn of(
    candidate: &Candidate<'_>,
    clause: &Clause,
    witness: &Request,
) -> (Outsider, Option<Literal<'static>>) {
    match candidate.named {
        Some(Named::Account(account)) => return (Outsider::Account(account.clone()), None),
        Some(_) => return (by_witness(Verdict::CrossAccount, witness), None),
        None => {}
    }
    for check in &clause.checks {
        let (var, globs) = named(check);
        let values = match &var {
            Var::Caller => vec![witness.caller.to_string()],
            Var::Key(key) => witness
                .context
                .get(key)
                .map(<[String]>::to_vec)
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        let hit = |glob: &&Glob| values.iter().any(|value| glob.matches(value));
        if let (Some(glob), Some(value)) = (globs.iter().find(hit), values.first()) {
            let others = Literal::none_of(var.clone(), vec![glob.clone()]);
            let outsider = match var {
                Var::Key(key) => Outsider::Whose {
                    key: key.to_string(),
                    value: value.clone(),
                },
                _ => by_witness(Verdict::CrossAccount, witness),
            };
            return (outsider, Some(others));
        }
    }
    (by_witness(Verdict::CrossAccount, witness), None)
}

/// Whom a witness shows to be let in, by nothing but its caller.
pub(super) fn by_witness(verdict: Verdict, witness: &Request) -> Outsider {
    match &witness.caller {
        Caller::Anonymous => Outsider::Anyone,
        Caller::Service(name) => Outsider::Service(name.clone()),
        Caller::Provider(name) => Outsider::Provider(name.clone()),
        Caller::CanonicalUser(id) => Outsider::CanonicalUser(id.clone()),
        _ if verdict == Verdict::Public => Outsider::AnyAccount,
        caller => Outsider::Principal(caller.to_string()),
    }
}

impl fmt::Display for Outsider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outsider::Anyone => f.write_str("anyone"),
            Outsider::AnyAccount => f.write_str("any AWS account"),
            Outsider::Account(id) => write!(f, "account {id}"),
            Outsider::Principal(arn) => f.write_str(arn),
            Outsider::CanonicalUser(id) => write!(f, "the account with canonical user id {id}"),
            Outsider::Provider(name) => write!(f, "those who sign in with {name}"),
            Outsider::Service(name) => write!(f, "the service {name}"),
            Outsider::Whose { key, value } => write!(f, "callers with {key} = {value}"),
        }
    }
}
