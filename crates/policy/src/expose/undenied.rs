//! Whether every request of some sort is denied, whoever makes it: the owner's own included.

use super::candidate::{self, Candidate};
use super::goal::Goal;
use super::question::Question;
use super::subject::Subject;
use crate::document::Effect;
use crate::possible::Possibility;
use crate::view::Who;

/// Tells whether anybody at all, the owner and services included, can make a request that an Allow
/// of the policy speaks of and that no Deny covers.
///
/// To learn whether a policy denies all requests of some sort, ask about its Deny statements
/// beside one Allow that describes the sort, [`crate::Policy::given`] what all its requests have in
/// common. What else the owner grants or refuses is left out.
#[must_use]
pub fn undenied(question: &Question<'_>) -> Possibility {
    let policy = question.statements();
    let mut subject = Subject::new(question, &policy);
    for clause in policy
        .clauses
        .iter()
        .filter(|clause| clause.effect == Effect::Allow)
    {
        let services = candidate::services(clause, &policy);
        let services = services
            .into_iter()
            .map(|(caller, _)| Candidate::new(clause, Who::One(caller)));
        for candidate in candidate::people(clause, &policy)
            .into_iter()
            .chain(services)
        {
            if let Some(request) = subject.find(&candidate, Goal::Anybody, &[]) {
                return Possibility::By(Box::new(request));
            }
        }
    }
    if subject.doubt.is_some() {
        Possibility::Undecided
    } else {
        Possibility::Never
    }
}
