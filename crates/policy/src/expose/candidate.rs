//! Who could use a statement: the sorts of caller its `Principal` lets in.

use crate::actions::ANSWER_ANONYMOUS;
use crate::caller::Caller;
use crate::compiled::{Clause, Named, Policy};
use crate::view::key;
use crate::view::{Kind, Who};

/// A sort of caller, and the principal of the statement that lets it in.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'p> {
    pub(super) clause: &'p Clause,
    pub(super) who: Who,
    /// The principal, where the statement names one in particular.
    pub(super) named: Option<&'p Named>,
}

/// What stands for any service, where a policy names none.
const ANY_SERVICE: &str = "events.amazonaws.com";

impl<'p> Candidate<'p> {
    /// A caller that the statement lets in without naming it in particular.
    pub(super) fn new(clause: &'p Clause, who: Who) -> Self {
        Candidate {
            clause,
            who,
            named: None,
        }
    }
}

/// The callers outside the services that a statement lets in, the most telling first. Sessions
/// that the policy speaks of anywhere are callers apart, since it may except just them.
pub(super) fn people<'p>(clause: &'p Clause, policy: &Policy) -> Vec<Candidate<'p>> {
    let Some(principals) = &clause.principals else {
        return Vec::new();
    };
    let sessions = sessions(policy);
    if principals.except {
        return everyone(clause, &sessions);
    }
    principals
        .named
        .iter()
        .flat_map(|named| of(named, clause, &sessions))
        .collect()
}

fn of<'p>(named: &'p Named, clause: &'p Clause, sessions: &[Who]) -> Vec<Candidate<'p>> {
    let all = |who: Vec<Who>| {
        who.into_iter()
            .map(|who| Candidate {
                clause,
                who,
                named: Some(named),
            })
            .collect()
    };
    match named {
        Named::Everyone => everyone(clause, sessions),
        Named::Account(_) => all(any().chain(sessions.iter().cloned()).collect()),
        Named::Arn(arn) => all([Who::One(Caller::parse(arn))]
            .into_iter()
            .chain(sessions.iter().cloned())
            .collect()),
        Named::Provider(name) => all(vec![Who::One(Caller::Provider(name.clone()))]),
        Named::CanonicalUser(id) => all(vec![Who::One(Caller::CanonicalUser(id.clone()))]),
        Named::Service(_) | Named::Nobody => Vec::new(),
    }
}

fn any() -> impl Iterator<Item = Who> {
    Kind::ALL.into_iter().map(Who::Any)
}

fn everyone<'p>(clause: &'p Clause, sessions: &[Who]) -> Vec<Candidate<'p>> {
    let anonymous = answers_anonymous(clause).then_some(Who::One(Caller::Anonymous));
    let all = anonymous
        .into_iter()
        .chain(any())
        .chain(sessions.iter().cloned());
    all.map(|who| Candidate::new(clause, who)).collect()
}

/// The role sessions that a policy names.
fn sessions(policy: &Policy) -> Vec<Who> {
    let principals = policy
        .clauses
        .iter()
        .filter_map(|clause| clause.principals.as_ref());
    let named = principals.flat_map(|principals| &principals.named);
    let callers = named.filter_map(|named| {
        if let Named::Arn(arn) = named {
            Some(Caller::parse(arn))
        } else {
            None
        }
    });
    callers
        .filter(|caller| matches!(caller, Caller::Session(_)))
        .map(Who::One)
        .collect()
}

/// Whether the statement covers an action of a service that answers unsigned requests.
fn answers_anonymous(clause: &Clause) -> bool {
    ANSWER_ANONYMOUS
        .iter()
        .any(|service| may_cover(clause, service))
}

fn may_cover(clause: &Clause, service: &str) -> bool {
    if clause.actions.is_except() {
        return true;
    }
    clause.actions.listed().iter().any(|glob| {
        let prefix = glob.literal_prefix();
        match prefix.split_once(':') {
            Some((named, _)) => named == service,
            None => service.starts_with(prefix.as_str()),
        }
    })
}

/// The services a statement lets in, and whether it names them.
pub(super) fn services(clause: &Clause, policy: &Policy) -> Vec<(Caller, bool)> {
    let Some(principals) = &clause.principals else {
        return Vec::new();
    };
    let mut services: Vec<(Caller, bool)> = Vec::new();
    let mut add = |name: &str, named| {
        let caller = Caller::Service(name.to_owned());
        if !services.iter().any(|(listed, _)| *listed == caller) {
            services.push((caller, named));
        }
    };
    for named in &principals.named {
        match named {
            Named::Service(name) if !principals.except => {
                let anyone = name == "*";
                add(if anyone { ANY_SERVICE } else { name }, true);
            }
            _ => {}
        }
    }
    if principals.except || principals.named.contains(&Named::Everyone) {
        for name in mentioned(policy) {
            add(&name, false);
        }
        add(ANY_SERVICE, false);
    }
    services
}

/// Service principals that the policy speaks of anywhere.
fn mentioned(policy: &Policy) -> Vec<String> {
    let mut names = Vec::new();
    for clause in &policy.clauses {
        for named in clause
            .principals
            .iter()
            .flat_map(|principals| &principals.named)
        {
            if let Named::Service(name) = named {
                names.push(name.clone());
            }
        }
        let checks = clause
            .checks
            .iter()
            .filter(|check| check.key.starts_with("aws:principalservicename"));
        let operands = checks.flat_map(|check| &check.operands);
        names
            .extend(operands.filter_map(|operand| Some(operand.as_glob()?.as_exact()?.to_owned())));
    }
    names.retain(|name| name != "*");
    names
}

/// The source keys a statement speaks of.
pub(super) fn sources_of(clause: &Clause) -> impl Iterator<Item = key::Key> {
    key::sources().filter(|key| clause.checks.iter().any(|check| check.key == key.name))
}
