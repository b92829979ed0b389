//! Values that make a witness read like a request somebody could make.

use super::question::Question;
use crate::arn::Arn;
use crate::compiled::Clause;
use crate::solve::{Assignment, Hint, Hints, Var};
use crate::view::key::{Binds, facts};
use crate::view::{Kind, View, Who, accounts};

/// Suggestions for one search.
pub(super) struct Suggestions<'s, 'q> {
    pub(super) question: &'s Question<'q>,
    pub(super) clauses: &'s [&'s Clause],
    pub(super) view: &'s View,
}

/// Actions to show first, telling ones of the services that have resource policies.
const ACTIONS: [&str; 36] = [
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:GetBucketLocation",
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:GetBucketAcl",
    "s3:PutBucketAcl",
    "s3:PutObjectAcl",
    "s3:GetObjectVersion",
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "sts:AssumeRoleWithSAML",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:CreateGrant",
    "kms:DescribeKey",
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "sns:Publish",
    "sns:Subscribe",
    "lambda:InvokeFunction",
    "lambda:InvokeFunctionUrl",
    "secretsmanager:GetSecretValue",
    "ecr:BatchGetImage",
    "execute-api:Invoke",
    "es:ESHttpGet",
    "dynamodb:GetItem",
    "elasticfilesystem:ClientMount",
    "events:PutEvents",
    "kinesis:GetRecords",
    "glue:GetTable",
    "backup:CopyIntoBackupVault",
    "logs:PutLogEvents",
];

impl Hints for Suggestions<'_, '_> {
    fn for_var(&self, var: &Var, at: &Assignment) -> Hint {
        let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        match var {
            Var::Caller => self.caller(),
            Var::Action => Hint {
                values: owned(&ACTIONS),
                fillings: owned(&["Example"]),
            },
            Var::Resource => self.resource(at),
            Var::Key(name) => key(name),
        }
    }
}

impl Suggestions<'_, '_> {
    fn caller(&self) -> Hint {
        let Who::Any(kind) = self.view.who else {
            return Hint::default();
        };
        let accounts = accounts(self.clauses);
        let values = accounts
            .iter()
            .map(|account| kind.known_as(account))
            .collect();
        let names = if kind == Kind::Root {
            None
        } else {
            Some("outsider".to_owned())
        };
        Hint {
            values,
            fillings: accounts.into_iter().chain(names).collect(),
        }
    }

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
    let accounts = accounts(&[]).into_iter();
    let values: Vec<String> = match name {
        "aws:sourceaccount"
        | "aws:sourceowner"
        | "aws:vpceaccount"
        | "s3:dataaccesspointaccount" => accounts.collect(),
        "aws:sourcearn" => accounts
            .map(|account| format!("arn:aws:sns:us-east-1:{account}:example"))
            .collect(),
        "aws:principalorgid" | "aws:sourceorgid" | "aws:vpceorgid" => vec!["o-outsider00".into()],
        "aws:principalorgpaths" | "aws:sourceorgpaths" | "aws:vpceorgpaths" => {
            vec!["o-outsider00/r-out0/ou-out0-outsider/".into()]
        }
        "aws:sourcevpc" => vec!["vpc-0123456789abcdef0".into()],
        "aws:sourcevpce" => vec!["vpce-0123456789abcdef0".into()],
        "aws:sourceip" => vec!["203.0.113.10".into()],
        "aws:userid" => vec!["AIDAEXAMPLEOUTSIDER0".into()],
        "aws:securetransport" => vec!["true".into()],
        "aws:requestedregion" => vec!["us-east-1".into()],
        "aws:currenttime" | "aws:epochtime" => vec!["2026-01-01T00:00:00Z".into()],
        "s3:x-amz-acl" => vec!["private".into()],
        _ => Vec::new(),
    };
    let arn = matches!(facts(name).binds, Binds::Arn | Binds::Account);
    let fillings = if arn {
        ["999988887777", "example", ""]
    } else {
        ["example", "999988887777", ""]
    };
    let fillings = fillings.map(str::to_owned).to_vec();
    Hint { values, fillings }
}
