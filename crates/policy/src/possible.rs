//! May a caller do something, under some circumstances?
//!
//! [`crate::authorize`] decides one request; this asks whether there is one: a request of the
//! caller for the action on some resource of a set, under whatever circumstances it can bring
//! about, that all its policies together let through. What leads from principal to principal is
//! made of such questions.

mod choice;
mod circumstances;
mod search;

pub use choice::Plain;
pub use circumstances::{Circumstances, Wish};

use crate::actions::takes_resource;
use crate::budget::Budget;
use crate::caller::Caller;
use crate::compiled::Policy;
use crate::document::Effect;
use crate::evaluate::{Policies, authorize, refusal};
use crate::request::Request;
use search::Search;

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Possibility {
    /// Under no circumstances.
    Never,
    /// By this request, which the evaluator allows.
    By(Box<Request>),
    /// It was not settled within the budget.
    Undecided,
}

/// Tells whether `caller` may do `action` on some resource that matches the pattern `resource`,
/// which `owner` owns (or, where `None`, the account in the ARN or the caller's own).
#[must_use]
pub fn possible(
    caller: &Caller,
    action: &str,
    resource: &str,
    owner: Option<&str>,
    policies: &Policies<'_>,
    budget: &Budget,
) -> Possibility {
    let whole = takes_resource(&action.to_ascii_lowercase()) == Some(false);
    let wish = Wish {
        caller,
        action,
        resource,
        owner,
        whole,
    };
    possible_under(&wish, policies, &Circumstances::default(), budget)
}

/// The same, under some of the circumstances only.
#[must_use]
pub fn possible_under(
    wish: &Wish<'_>,
    policies: &Policies<'_>,
    under: &Circumstances,
    budget: &Budget,
) -> Possibility {
    let plain = wish.request(under);
    let action = wish.action.to_ascii_lowercase();
    if refusal(&action, wish.resource).is_some() {
        return Possibility::Never;
    }
    // Most permissions stand under no condition.
    let whole = wish.resource == "*" && takes_resource(&action) == Some(false);
    let single = whole || !wish.resource.contains(['*', '?']);
    if single && authorize(&plain, policies).is_allowed() {
        return Possibility::By(Box::new(plain));
    }
    let whole = wish.whole;
    let mut search = Search {
        request: &plain,
        action,
        whole,
        policies,
        under,
        budget: budget.clone(),
        undecided: false,
    };
    match search.run() {
        Some(request) => Possibility::By(Box::new(request)),
        None if search.undecided => Possibility::Undecided,
        None => Possibility::Never,
    }
}

impl Policy {
    /// Whether some Allow speaks of the action: where none does, nothing more need be asked.
    #[must_use]
    pub fn may_allow(&self, action: &str) -> bool {
        let action = action.to_ascii_lowercase();
        let mut allows = self
            .clauses
            .iter()
            .filter(|clause| clause.effect == Effect::Allow);
        allows.any(|clause| clause.covers_action(&action))
    }
}
