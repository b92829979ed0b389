//! `bailiwick policy`: questions to the policy engine; with no AWS at all, unless a principal is
//! named whose use of its permissions IAM reports.
//!
//! Without a document on the command line, questions come as JSON objects, one a line, and answers
//! go out the same way and in the same order; with one, the answer is for people.
mod answer;
pub mod args;
mod escalation;
mod lines;
mod stream;
mod tighten;

use anyhow::Result;

use args::{Drawn, Policy, PolicyCommand};

/// Returns the exit status.
pub async fn run(policy: &Policy) -> Result<u8> {
    match &policy.command {
        PolicyCommand::Simulate(one) => match &one.principal {
            Some(_) => answer::simulate(one),
            None => stream::answer(lines::simulate),
        },
        PolicyCommand::Exposure(one) => match &one.policy {
            Some(file) => answer::exposure(file, one),
            None => stream::answer(lines::exposure),
        },
        PolicyCommand::Compare(two) => match (&two.a, &two.b) {
            (Some(a), Some(b)) => answer::compare(a, b),
            _ => stream::answer(lines::compare),
        },
        PolicyCommand::Escalation(one) => match (&one.file, one.format) {
            (Some(file), format) => escalation::file(file, format.unwrap_or(Drawn::Words)),
            (None, None | Some(Drawn::Json | Drawn::Words)) => stream::answer(lines::escalation),
            (None, Some(Drawn::Dot)) => stream::answer_in_text(lines::escalation_dot),
        },
        PolicyCommand::Lint(one) => match &one.policy {
            Some(file) => answer::lint(file, one.kind),
            None => stream::answer(lines::lint),
        },
        PolicyCommand::Tighten(one) => match (&one.principal, &one.policy, &one.used) {
            (Some(arn), ..) => tighten::principal(arn, one).await,
            (None, Some(file), Some(used)) => tighten::file(file, used, one),
            _ => stream::answer(lines::tighten),
        },
    }
}
