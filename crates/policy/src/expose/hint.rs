//! Values that make a witness read like a request somebody could make.

use super::question::Question;
use crate::actions::TELLING;
use crate::arn::Arn;
use crate::compiled::Clause;
use crate::solve::{Assignment, Hint, Hints, Var};
use crate::view::key::{Binds, facts};
use crate::view::{Kind, View, Who, accounts};
use std::borrow::Cow;

/// Suggestions for one search.
pub(super) struct Suggestions<'s, 'q> {
    pub(super) question: &'s Question<'q>,
    pub(super) repertoire: &'s Repertoire,
    pub(super) view: &'s View,
}

/// What does not change from search to search.
pub(super) struct Repertoire {
    callers: [Hint; Kind::ALL.len()],
    actions: Hint,
}

impl Repertoire {
    pub(super) fn new(clauses: &[&Clause]) -> Self {
        let accounts = accounts(clauses);
        let fillings: Vec<String> = accounts
            .iter()
            .cloned()
            .chain(["outsider".to_owned()])
            .collect();
        let callers = Kind::ALL.map(|kind| Hint {
            values: accounts
                .iter()
                .map(|account| kind.known_as(account))
                .collect(),
            fillings: fillings.clone(),
        });
        let actions = Hint {
            values: TELLING.map(str::to_owned).to_vec(),
            fillings: vec!["Example".into()],
        };
        Repertoire { callers, actions }
    }
}

impl Hints for Suggestions<'_, '_> {
    fn for_var(&self, var: &Var, at: &Assignment) -> Cow<'_, Hint> {
        match var {
            Var::Caller => {
                let index = Kind::ALL
                    .iter()
                    .position(|kind| self.view.who == Who::Any(*kind));
                let hint = index.and_then(|index| self.repertoire.callers.get(index));
                hint.map_or_else(Cow::default, Cow::Borrowed)
            }
            Var::Action => Cow::Borrowed(&self.repertoire.actions),
            Var::Resource => Cow::Owned(self.resource(at)),
            Var::Key(name) => Cow::Owned(key(name)),
        }
    }
}

impl Suggestions<'_, '_> {
    /// The resource asked about, or one that fits the action.
    fn resource(&self, at: &Assignment) -> Hint {
        let question = self.question;
        let action = at.get(&Var::Action).cloned().flatten().unwrap_or_default();
        let action = action.first().map(String::as_str).unwrap_or_default();
        let account = question.account;
        let mut values: Vec<String> = Vec::new();
        if let Some(arn) = question.resource {
            let object = Arn::parse(arn).is_some_and(|parts| parts.service == "s3")
                && action.contains("Object");
            let inside = format!("{arn}/example");
            values.extend(if object {
                [inside, arn.to_owned()]
            } else {
                [arn.to_owned(), inside]
            });
        }
        values.push(match action.split(':').next().unwrap_or_default() {
            "s3" if action.contains("Object") => "arn:aws:s3:::example-bucket/example".into(),
            "s3" => "arn:aws:s3:::example-bucket".into(),
            "sts" => format!("arn:aws:iam::{account}:role/example"),
            "kms" => {
                format!("arn:aws:kms:us-east-1:{account}:key/00000000-0000-0000-0000-000000000000")
            }
            "lambda" => format!("arn:aws:lambda:us-east-1:{account}:function:example"),
            "" => "arn:aws:s3:::example-bucket/example".into(),
            service => format!("arn:aws:{service}:us-east-1:{account}:example"),
        });
        Hint {
            values,
            fillings: vec!["example".into(), account.to_owned(), String::new()],
        }
    }
}

fn key(name: &str) -> Hint {
    let value = match name {
        "aws:sourceaccount"
        | "aws:sourceowner"
        | "aws:vpceaccount"
        | "s3:dataaccesspointaccount" => "999988887777",
        "aws:sourcearn" => "arn:aws:sns:us-east-1:999988887777:example",
        "aws:principalorgid" | "aws:sourceorgid" | "aws:vpceorgid" => "o-outsider00",
        "aws:principalorgpaths" | "aws:sourceorgpaths" | "aws:vpceorgpaths" => {
            "o-outsider00/r-out0/ou-out0-outsider/"
        }
        "aws:sourcevpc" => "vpc-0123456789abcdef0",
        "aws:sourcevpce" => "vpce-0123456789abcdef0",
        "aws:sourceip" => "203.0.113.10",
        "aws:userid" => "AIDAEXAMPLEOUTSIDER0",
        "aws:securetransport" => "true",
        "aws:requestedregion" => "us-east-1",
        "aws:currenttime" | "aws:epochtime" => "2026-01-01T00:00:00Z",
        _ => "example",
    };
    let arn = matches!(facts(name).binds, Binds::Arn | Binds::Account);
    let fillings = if arn {
        ["999988887777", "example", ""]
    } else {
        ["example", "999988887777", ""]
    };
    let fillings = fillings.map(str::to_owned).to_vec();
    Hint {
        values: vec![value.into()],
        fillings,
    }
}
