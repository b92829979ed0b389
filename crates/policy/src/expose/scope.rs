//! What the question itself demands of a request: actions of the service or of interest, and
//! the resource.

use super::question::Question;
use crate::arn::Arn;
use crate::caller::Caller;
use crate::glob::Glob;
use crate::solve::{Literal, Var};
use crate::view::{View, Who};

/// Services that refuse every request nobody signed.
const SIGNED_ONLY: [&str; 11] = [
    "kms",
    "sts",
    "iam",
    "secretsmanager",
    "dynamodb",
    "kinesis",
    "ecr",
    "logs",
    "events",
    "glue",
    "ec2",
];

/// Demands on action and resource.
pub(super) fn demands<'q>(question: &Question<'q>, view: &View) -> Vec<Literal<'q>> {
    let mut literals = vec![Literal::present(Var::Resource, true)];
    literals.push(Literal::one_of(Var::Action, vec![Glob::text("?*:?*")]));
    literals.extend(
        question
            .actions
            .map(|actions| Literal::one_of(Var::Action, actions)),
    );
    literals.extend(
        question
            .service
            .map(|service| Literal::one_of(Var::Action, of_service(service))),
    );
    literals.extend(
        question
            .resource
            .map(|arn| Literal::one_of(Var::Resource, at(arn))),
    );
    if view.who == Who::One(Caller::Anonymous) {
        let signed = SIGNED_ONLY
            .into_iter()
            .map(|service| Glob::action(&format!("{service}:*")));
        literals.push(Literal::none_of(Var::Action, signed.collect::<Vec<_>>()));
    }
    literals
}

/// The actions of a service. Some have further prefixes: access points, directory buckets.
fn of_service(service: &str) -> Vec<Glob> {
    let prefixes: &[&str] = match service {
        "s3" => &["s3", "s3-object-lambda", "s3express"],
        "iam" | "sts" => &["sts", "iam"],
        other => &[other],
    };
    prefixes
        .iter()
        .map(|prefix| Glob::action(&format!("{prefix}:*")))
        .collect()
}

/// A resource and what lies in it: the objects of a bucket, the versions of a function.
fn at(arn: &str) -> Vec<Glob> {
    let mut globs = vec![Glob::exact(arn)];
    if Arn::parse(arn).is_some() {
        globs.extend(["/*", ":*"].map(|below| Glob::text(&format!("{arn}{below}"))));
    }
    globs
}
