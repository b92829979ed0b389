//! Random documents and requests out of small vocabularies, so that they meet often.

#![allow(dead_code, reason = "each test file uses a part")]

mod keys;

use keys::KEYS;
use policy::{
    Caller, Condition, Context, Document, Effect, Operator, Principal, Request, Selector,
    Statement, Version,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub const OWNER: &str = "111122223333";
pub const TRUSTED: &str = "222233334444";
pub const STRANGER: &str = "333344445555";

const PRINCIPALS: &[&str] = &[
    "*",
    "111122223333",
    "arn:aws:iam::222233334444:root",
    "arn:aws:iam::333344445555:root",
    "arn:aws:iam::111122223333:role/app",
    "arn:aws:iam::333344445555:role/app",
    "arn:aws:iam::333344445555:user/ann",
    "arn:aws:sts::333344445555:assumed-role/app/s",
    "AROAJQABLZS4A3QDU576Q",
];
const SERVICES: &[&str] = &["sns.amazonaws.com", "s3.amazonaws.com"];
const ACTIONS: &[&str] = &[
    "*",
    "s3:*",
    "s3:Get*",
    "s3:GetObject",
    "s3:PutObject",
    "S3:listbucket",
    "s3:*Object",
    "s?:GetObject",
    "sqs:*",
];
const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/x/*",
    "arn:aws:s3:::b/x/y",
    "arn:aws:s3:::*/y",
    "arn:aws:s3:::b?x",
];
const VARYING: &[&str] = &[
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/team, 'x'}/y",
];

const TEXT: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
];

fn owned(values: Vec<&'static str>) -> Vec<String> {
    values.into_iter().map(str::to_owned).collect()
}

fn some_of(values: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    subsequence(values, 1..=most.min(values.len())).prop_map(owned)
}

fn selector<T: std::fmt::Debug + Clone + 'static>(
    items: impl Strategy<Value = Vec<T>>,
    negations: u32,
) -> impl Strategy<Value = Selector<T>> {
    (items, prop::bool::weighted(f64::from(negations) / 10.0)).prop_map(|(items, except)| {
        if except {
            Selector::Except(items)
        } else {
            Selector::Only(items)
        }
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let qualifier =
        prop_oneof![6 => Just(""), 1 => Just("ForAllValues:"), 1 => Just("ForAnyValue:")];
    let suffix = prop_oneof![3 => Just(""), 1 => Just("IfExists")];
    let null = (select(KEYS), any::<bool>()).prop_map(|((key, ..), absent)| Condition {
        operator: Operator::parse("Null"),
        key: key.into(),
        values: vec![absent.to_string()],
    });
    let compared = (select(KEYS), qualifier, suffix).prop_flat_map(
        |((key, operators, values), qualifier, suffix)| {
            (select(operators), some_of(values, 2)).prop_map(move |(operator, values)| Condition {
                operator: Operator::parse(&format!("{qualifier}{operator}{suffix}")),
                key: key.into(),
                values,
            })
        },
    );
    prop_oneof![8 => compared, 1 => null]
}

fn conditions() -> impl Strategy<Value = Vec<Condition>> {
    // Two conditions on one operator and key cannot both be written in JSON.
    vec(condition(), 0..3).prop_map(|mut conditions| {
        conditions.dedup_by(|a, b| a.operator == b.operator && a.key == b.key);
        conditions
    })
}

fn principals() -> impl Strategy<Value = Vec<Principal>> {
    let aws = subsequence(PRINCIPALS, 1..3)
        .prop_map(|all| all.into_iter().map(|p| Principal::Aws(p.into())).collect());
    let service = select(SERVICES).prop_map(|name| vec![Principal::Service(name.into())]);
    prop_oneof![2 => Just(vec![Principal::Everyone]), 4 => aws, 1 => service]
}

fn statement(
    principals: impl Strategy<Value = Option<Selector<Principal>>>,
    denials: u32,
) -> impl Strategy<Value = Statement> {
    let effect = prop::bool::weighted(f64::from(denials) / 10.0);
    let resources = prop_oneof![5 => some_of(RESOURCES, 2), 1 => some_of(VARYING, 1)];
    (
        effect,
        principals,
        selector(some_of(ACTIONS, 2), 1),
        selector(resources, 1),
        conditions(),
    )
        .prop_map(
            |(deny, principal, action, resource, conditions)| Statement {
                sid: None,
                effect: if deny { Effect::Deny } else { Effect::Allow },
                principal,
                action,
                resource: Some(resource),
                conditions,
            },
        )
}

fn document(statements: impl Strategy<Value = Vec<Statement>>) -> impl Strategy<Value = Document> {
    let version = prop_oneof![4 => Just(Some(Version::V2012)), 1 => Just(None)];
    (version, statements).prop_map(|(version, statements)| Document {
        version,
        id: None,
        statements,
    })
}

/// A statement of a resource policy.
pub fn resource_statement() -> impl Strategy<Value = Statement> {
    statement(selector(principals(), 1).prop_map(Some), 4)
}

/// A resource policy.
pub fn resource_policy() -> impl Strategy<Value = Document> {
    document(vec(resource_statement(), 1..5))
}

/// An identity policy, boundary, session policy or organisation policy.
pub fn identity_policy() -> impl Strategy<Value = Document> {
    document(vec(statement(Just(None), 2), 1..3))
}

const CALLERS: &[&str] = &[
    "*",
    "arn:aws:iam::111122223333:user/bob",
    "arn:aws:iam::111122223333:role/app",
    "arn:aws:sts::111122223333:assumed-role/app/s",
    "arn:aws:iam::222233334444:role/app",
    "arn:aws:iam::333344445555:role/app",
    "arn:aws:iam::333344445555:role/other",
    "arn:aws:iam::333344445555:user/ann",
    "arn:aws:iam::333344445555:root",
    "arn:aws:sts::333344445555:assumed-role/app/s",
    "arn:aws:iam::444455556666:user/eve",
    "sns.amazonaws.com",
];

/// Values that requests have, where a caller can have the key at all: (key, values, of whom).
type Value = (&'static str, &'static [&'static str], fn(&Caller) -> bool);

fn signed(caller: &Caller) -> bool {
    caller.account().is_some()
}

fn service(caller: &Caller) -> bool {
    matches!(caller, Caller::Service(_))
}

fn network(caller: &Caller) -> bool {
    !service(caller)
}

fn anyone(_: &Caller) -> bool {
    true
}

const VALUES: &[Value] = &[
    (
        "aws:PrincipalOrgID",
        &["o-mine", "o-other", "o-third"],
        signed,
    ),
    (
        "aws:PrincipalOrgPaths",
        &["o-mine/r-1/ou-1/", "o-other/r-2/ou-2/"],
        signed,
    ),
    ("aws:SourceVpce", &["vpce-1", "vpce-2", "vpce-3"], network),
    (
        "aws:SourceIp",
        &["203.0.113.7", "198.51.100.7", "2001:db8::7"],
        network,
    ),
    ("aws:SecureTransport", &["true", "false"], anyone),
    ("aws:PrincipalTag/team", &["red", "blue", "ann"], signed),
    (
        "aws:SourceAccount",
        &["111122223333", "333344445555", "555566667777"],
        service,
    ),
    (
        "aws:SourceArn",
        &[
            "arn:aws:sns:us-east-1:333344445555:t",
            "arn:aws:s3:::bucket",
        ],
        service,
    ),
    ("s3:prefix", &["x/", "x/y", "home/ann"], anyone),
    ("s3:max-keys", &["0", "5", "10", "11"], anyone),
    (
        "aws:CurrentTime",
        &["2026-06-01T00:00:00Z", "2019-01-01T00:00:00Z"],
        anyone,
    ),
    ("aws:Referer", &["https://example.com/x", "none"], anyone),
];

/// A request such as AWS could see.
pub fn request() -> impl Strategy<Value = Request> {
    let action = select(
        &[
            "s3:GetObject",
            "s3:PutObject",
            "s3:ListBucket",
            "S3:getobject",
            "sqs:SendMessage",
        ][..],
    );
    let resource = select(
        &[
            "arn:aws:s3:::b",
            "arn:aws:s3:::b/x/y",
            "arn:aws:s3:::b/ann/z",
            "arn:aws:s3:::b/q",
            "arn:aws:s3:::c/y",
        ][..],
    );
    let chosen = vec(prop::option::of(any::<prop::sample::Index>()), VALUES.len());
    let tags = prop::option::of(subsequence(&["a", "b", "c1"][..], 0..3));
    (select(CALLERS), action, resource, chosen, tags).prop_map(
        |(caller, action, resource, chosen, tags)| {
            let caller = Caller::parse(caller);
            let mut context = Context::default();
            for ((key, values, has), index) in VALUES.iter().zip(chosen) {
                // Every request has these two.
                let always = ["aws:SecureTransport", "aws:CurrentTime"].contains(key);
                let value = index
                    .map(|index| *index.get(values))
                    .or(values.first().copied().filter(|_| always));
                if let Some(value) = value.filter(|_| has(&caller)) {
                    context.set(key, vec![value.into()]);
                }
            }
            if let Caller::User(_) | Caller::Role(_) | Caller::Session(_) = caller {
                context.set("aws:userid", vec!["AIDAEXAMPLE0000000009".into()]);
            }
            if let Some(tags) = tags {
                context.set("aws:TagKeys", owned(tags));
            }
            Request {
                caller,
                action: action.into(),
                resource: resource.into(),
                resource_account: Some(OWNER.into()),
                context,
            }
        },
    )
}
