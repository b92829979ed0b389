//! What the question itself demands of a request: actions of the service or of interest, and
//! the resource.

use super::question::Question;
use crate::actions::{SIGNED_ONLY, of_service};
use crate::arn::Arn;
use crate::caller::Caller;
use crate::glob::Glob;
use crate::solve::{Literal, Var};
use crate::view::{View, Who};
use std::sync::LazyLock;

static SIGNED: LazyLock<Vec<Glob>> = LazyLock::new(|| {
    SIGNED_ONLY
        .map(|service| Glob::action(&format!("{service}:*")))
        .to_vec()
});

/// The shape of an action.
static ACTION: LazyLock<Glob> = LazyLock::new(|| Glob::text("?*:?*"));

/// The part of all requests that a question is about.
pub(super) struct Scope {
    actions: Vec<Vec<Glob>>,
    resources: Vec<Glob>,
}

impl Scope {
    pub(super) fn new(question: &Question<'_>) -> Self {
        let of_interest = question.actions.map(<[Glob]>::to_vec);
        let of_service = question.service.map(of_service);
        Scope {
            actions: of_interest.into_iter().chain(of_service).collect(),
            resources: question.resource.map(at).unwrap_or_default(),
        }
    }

    /// Demands on action and resource.
    pub(super) fn demands(&self, view: &View) -> Vec<Literal<'_>> {
        let mut literals = vec![Literal::one_of(Var::Action, std::slice::from_ref(&*ACTION))];
        literals.extend(
            self.actions
                .iter()
                .map(|actions| Literal::one_of(Var::Action, actions)),
        );
        literals.push(if self.resources.is_empty() {
            Literal::present(Var::Resource, true)
        } else {
            Literal::one_of(Var::Resource, &self.resources)
        });
        if view.who == Who::One(Caller::Anonymous) {
            literals.push(Literal::none_of(Var::Action, SIGNED.as_slice()));
        }
        literals
    }
}

/// A resource and what lies in it: the objects of a bucket, the versions of a function.
fn at(arn: &str) -> Vec<Glob> {
    let mut globs = vec![Glob::exact(arn)];
    if Arn::parse(arn).is_some() {
        globs.extend(["/*", ":*"].map(|below| Glob::text(&format!("{arn}{below}"))));
    }
    globs
}
