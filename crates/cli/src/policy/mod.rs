//! `bailiwick policy`: questions to the policy engine; with no AWS at all, unless a principal is
//! named whose use of its permissions IAM is to tell.
//!
//! Without a document on the command line, questions come as JSON objects, one a line, and answers
//! go out the same way and in the same order; with one, the answer is for people.
mod answer;
pub mod args;
mod lines;
mod tighten;

use anyhow::Result;

use args::{Asked, Drawn, Policy};

/// Returns the exit status.
pub async fn run(policy: &Policy) -> Result<u8> {
    match &policy.asked {
        Asked::Simulate(one) => match &one.policy {
            Some(file) => answer::simulate(file, one),
            None => lines::answer(policy::lines::simulate),
        },
        Asked::Exposure(one) => match &one.policy {
            Some(file) => answer::exposure(file, one),
            None => lines::answer(policy::lines::exposure),
        },
        Asked::Compare(two) => match (&two.a, &two.b) {
            (Some(a), Some(b)) => answer::compare(a, b),
            _ => lines::answer(policy::lines::compare),
        },
        Asked::Escalation(one) => match one.format {
            Drawn::Json => lines::answer(policy::lines::escalation),
            Drawn::Dot => lines::answer_in_text(policy::lines::escalation_dot),
        },
        Asked::Lint(one) => match &one.policy {
            Some(file) => answer::lint(file, one.kind),
            None => lines::answer(policy::lines::lint),
        },
        Asked::Tighten(one) => match (&one.principal, &one.policy, &one.used) {
            (Some(arn), ..) => tighten::principal(arn, one).await,
            (None, Some(file), Some(used)) => tighten::file(file, used, one),
            _ => lines::answer(policy::lines::tighten),
        },
    }
}
