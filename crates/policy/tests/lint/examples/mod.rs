//! A document for each remark that AWS calls an error or a security warning.

use crate::document;
use policy::DocumentKind;

mod principals;
mod whole;

pub type Example = (&'static str, String, DocumentKind);

pub fn allow(rest: &str) -> String {
    document(&format!(r#"{{"Effect":"Allow",{rest}}}"#))
}

pub fn get(rest: &str) -> String {
    allow(&format!(r#""Action":"s3:GetObject",{rest}"#))
}

/// Documents for remarks that AWS calls errors or security warnings, with the kind each is for.
pub fn all() -> Vec<Example> {
    let arns = ARNS.iter().map(|(id, arn)| {
        (
            *id,
            allow(&format!(r#""Action":"*","Resource":"{arn}""#)),
            DocumentKind::Managed,
        )
    });
    let conditions = CONDITIONS.iter().map(|(id, condition)| {
        let rest = format!(r#""Resource":"*","Condition":{{{condition}}}"#);
        (*id, get(&rest), DocumentKind::Managed)
    });
    arns.chain(conditions)
        .chain(principals::examples())
        .chain(whole::examples())
        .collect()
}

/// What a statement names in `Resource`.
const ARNS: &[(&str, &str)] = &[
    ("arn-fields", "arn:aws:s3:b"),
    ("arn-region", "arn:aws:sqs:us-nowhere-1:111122223333:q"),
    (
        "arn-region-field",
        "arn:aws:cloudfront:us-east-1:111122223333:distribution/E1",
    ),
    ("arn-region-field", "arn:aws:sqs::111122223333:q"),
    ("arn-account-field", "arn:aws:sqs:us-east-1::q"),
    ("arn-account-field", "arn:aws:s3::111122223333:b"),
    ("arn-service-case", "arn:aws:S3:::b"),
    ("arn-account", "arn:aws:sqs:us-east-1:1111:q"),
    ("arn-partition", "arn:amazon:sqs:us-east-1:111122223333:q"),
    ("arn-form", "my-bucket"),
    ("unknown-arn", "arn:aws:kms:us-east-1:111122223333:kee/1"),
    ("variable-brace", "arn:aws:s3:::b/${aws:username"),
    ("variable-quote", "arn:aws:s3:::b/${aws:username, none}"),
    ("variable-space", "arn:aws:s3:::b/${aws: username}"),
    ("variable-empty", "arn:aws:s3:::b/${}"),
];

/// What a statement asks in `Condition`.
const CONDITIONS: &[(&str, &str)] = &[
    ("key-form", r#""StringEquals":{"SourceVpc":"vpc-1"}"#),
    ("tag-key", r#""StringEquals":{"aws:PrincipalTag":"x"}"#),
    (
        "unknown-condition-key",
        r#""StringEquals":{"aws:SourceVcp":"x"}"#,
    ),
    ("operator", r#""StringEqual":{"aws:SourceVpc":"vpc-1"}"#),
    (
        "several-booleans",
        r#""Bool":{"aws:SecureTransport":["true","false"]}"#,
    ),
    (
        "null-if-exists",
        r#""NullIfExists":{"aws:SourceVpc":"true"}"#,
    ),
    (
        "duplicate-key",
        r#""StringEquals":{"aws:SourceVpc":"vpc-1","AWS:sourcevpc":"vpc-2"}"#,
    ),
    (
        "no-set-operator",
        r#""StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}"#,
    ),
    (
        "private-address",
        r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#,
    ),
    ("id-form", r#""StringEquals":{"aws:SourceVpc":"my-vpc"}"#),
    ("id-form", r#""StringEquals":{"aws:SourceVpce":"vpc-1"}"#),
    (
        "variable-operator",
        r#""Bool":{"aws:SecureTransport":"${aws:username}"}"#,
    ),
    (
        "key-not-of-action",
        r#""StringEquals":{"iam:PassedToService":"x"}"#,
    ),
    (
        "key-variable",
        r#""StringEquals":{"aws:SourceVpc":"${aws:PrincipalTag/vpc}"}"#,
    ),
    (
        "key-wildcard",
        r#""StringLike":{"aws:PrincipalOrgID":"o-*"}"#,
    ),
    (
        "region-value",
        r#""StringEquals":{"aws:RequestedRegion":"us-nowhere-1"}"#,
    ),
    (
        "unsupported-key",
        r#""ArnLike":{"aws:ARN":"arn:aws:iam::*:role/r"}"#,
    ),
    (
        "value-type",
        r#""IpAddress":{"aws:SourceIp":"203.0.113.0/33"}"#,
    ),
    (
        "set-operator",
        r#""ForAllValues:StringEquals":{"aws:SourceVpc":"vpc-1"}"#,
    ),
    (
        "set-operator",
        r#""ForAnyValue:StringEquals":{"example.com:aud":"app"}"#,
    ),
    (
        "string-operator-on-arn",
        r#""StringLike":{"aws:SourceArn":"arn:aws:s3:::b*"}"#,
    ),
    (
        "spoofable-key",
        r#""StringLike":{"aws:Referer":"https://example.com/*"}"#,
    ),
    (
        "address-without-vpc",
        r#""IpAddress":{"aws:VpcSourceIp":"10.1.0.0/16"}"#,
    ),
    (
        "prefix-in-negative",
        r#""StringNotLike":{"s3:prefix":"private/*"}"#,
    ),
    (
        "for-all-values",
        r#""ForAllValues:StringEquals":{"aws:SourceVpc":"vpc-1"}"#,
    ),
];
