//! Documents and requests out of a fuzzer's bytes: mostly words that mean something, so that they
//! meet, and now and then any text at all.

use arbitrary::{Result, Unstructured};
use policy::{
    Caller, Condition, Context, Document, Effect, Operator, Principal, Request, Selector,
    Statement, Version,
};

const PRINCIPALS: &[&str] = &[
    "*",
    "111122223333",
    "222233334444",
    "arn:aws:iam::333344445555:root",
    "arn:aws:iam::333344445555:role/p/app",
    "arn:aws:iam::333344445555:user/ann",
    "arn:aws:sts::333344445555:assumed-role/app/s",
    "arn:aws:sts::333344445555:federated-user/f",
    "arn:aws:iam::*:root",
    "arn:aws:iam::cloudfront:user/x",
    "AROAJQABLZS4A3QDU576Q",
    "sns.amazonaws.com",
    "accounts.google.com",
    "arn:aws:iam::111122223333:oidc-provider/gitlab.com",
];
const ACTIONS: &[&str] = &[
    "*",
    "s3:*",
    "s3:Get*",
    "s3:GetObject",
    "S3:P?t*",
    "sts:AssumeRole",
    "kms:*",
    "*:*",
    "s3",
    "",
];
const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::${aws:PrincipalTag/t, 'd'}",
    "arn:aws:sqs",
    "arn:aws:*:us-*-1:*:x",
    "arn:aws:kms:us-east-1:111122223333:key/k",
    "arn:aws:iam::111122223333:role/r",
];
const KEYS: &[&str] = &[
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:PrincipalTag/t",
    "aws:username",
    "aws:userid",
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SecureTransport",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:ViaAWSService",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:TagKeys",
    "kms:CallerAccount",
    "gitlab.com:sub",
    "s3:prefix",
    "s3:max-keys",
    "k",
];
const VALUES: &[&str] = &[
    "",
    "*",
    "a",
    "a*",
    "?",
    "true",
    "false",
    "10",
    "1e3",
    "2026-01-01T00:00:00Z",
    "1767225600",
    "10.0.0.0/8",
    "203.0.113.0/24",
    "0.0.0.0/0",
    "2001:db8::/32",
    "111122223333",
    "333344445555",
    "3333*",
    "o-mine",
    "o-*",
    "o-mine/r-1/ou-1/*",
    "vpc-1",
    "arn:aws:iam::333344445555:role/*",
    "arn:aws:sns:*:333344445555:t",
    "arn:aws:s3:::b",
    "arn:aws:sns",
    "${aws:username}",
    "${aws:PrincipalAccount}",
    "${aws:ResourceOrgID}",
    "x${aws:PrincipalTag/t, 'd'}*",
    "${*}",
    "${",
    "QQ==",
];

/// A word, or (rarely) any text.
fn word(u: &mut Unstructured<'_>, words: &[&str]) -> Result<String> {
    if u.ratio(1, 12)? {
        return Ok(u.arbitrary::<&str>()?.chars().take(40).collect());
    }
    Ok((*u.choose(words)?).to_owned())
}

fn list<T>(
    u: &mut Unstructured<'_>,
    mut one: impl FnMut(&mut Unstructured<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let count = u.int_in_range(0..=3)?;
    (0..count).map(|_| one(u)).collect()
}

fn selector<T>(
    u: &mut Unstructured<'_>,
    one: impl FnMut(&mut Unstructured<'_>) -> Result<T>,
) -> Result<Selector<T>> {
    let items = list(u, one)?;
    Ok(if u.ratio(1, 5)? {
        Selector::Except(items)
    } else {
        Selector::Only(items)
    })
}

fn principal(u: &mut Unstructured<'_>) -> Result<Principal> {
    let name = word(u, PRINCIPALS)?;
    Ok(match u.int_in_range(0..=7)? {
        0 => Principal::Service(name),
        1 => Principal::Federated(name),
        2 => Principal::CanonicalUser(name),
        _ => Principal::Aws(name),
    })
}

fn condition(u: &mut Unstructured<'_>) -> Result<Condition> {
    let names: Vec<&str> = Operator::names().collect();
    let qualifier = u.choose(&["", "", "", "ForAllValues:", "ForAnyValue:"])?;
    let suffix = u.choose(&["", "", "IfExists"])?;
    let operator = Operator::parse(&format!("{qualifier}{}{suffix}", u.choose(&names)?));
    Ok(Condition {
        operator,
        key: word(u, KEYS)?,
        values: list(u, |u| word(u, VALUES))?,
    })
}

fn statement(u: &mut Unstructured<'_>) -> Result<Statement> {
    Ok(Statement {
        sid: None,
        effect: if u.ratio(2, 5)? {
            Effect::Deny
        } else {
            Effect::Allow
        },
        principal: if u.ratio(1, 8)? {
            None
        } else {
            Some(selector(u, principal)?)
        },
        action: selector(u, |u| word(u, ACTIONS))?,
        resource: if u.ratio(1, 8)? {
            None
        } else {
            Some(selector(u, |u| word(u, RESOURCES))?)
        },
        conditions: list(u, condition)?,
    })
}

/// A document of a few statements.
pub fn document(u: &mut Unstructured<'_>) -> Result<Document> {
    let count = u.int_in_range(0..=5)?;
    let version = *u.choose(&[
        None,
        Some(Version::V2008),
        Some(Version::V2012),
        Some(Version::V2012),
    ])?;
    let statements = (0..count).map(|_| statement(u)).collect::<Result<_>>()?;
    Ok(Document {
        version,
        id: None,
        statements,
    })
}

/// A request, whether AWS could see such a one or not.
pub fn request(u: &mut Unstructured<'_>) -> Result<Request> {
    let mut context = Context::default();
    for _ in 0..u.int_in_range(0..=4)? {
        context.set(&word(u, KEYS)?, list(u, |u| word(u, VALUES))?);
    }
    Ok(Request {
        caller: Caller::parse(&word(u, PRINCIPALS)?),
        action: word(u, ACTIONS)?,
        resource: word(u, RESOURCES)?,
        resource_account: if u.arbitrary()? {
            Some(word(u, VALUES)?)
        } else {
            None
        },
        context,
    })
}
