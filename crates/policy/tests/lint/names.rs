//! Names, forms and types against the catalogue.

use crate::{allow, document, ids, table, when};

#[test]
fn names_unknown_to_the_catalogue() {
    let on = |action: &str, resource: &str| allow(action, &format!(r#","Resource":"{resource}""#));
    table(
        &[
            (
                "unknown-service",
                allow(r#""s3x:GetObject""#, ""),
                allow(r#""S3:GetObject""#, ""),
            ),
            (
                "unknown-action",
                allow(r#""s3:GetObjekt""#, ""),
                allow(r#""s3:getobject""#, ""),
            ),
            (
                "unknown-action",
                allow(r#""s3:Zap*""#, ""),
                allow(r#""s3:Get*""#, ""),
            ),
            (
                "unknown-condition-key",
                when(r#""StringEquals":{"aws:SourceVcp":"vpc-1"}"#),
                when(r#""StringEquals":{"AWS:sourcevpc":"vpc-1"}"#),
            ),
            (
                "unknown-variable",
                on(r#""s3:GetObject""#, "arn:aws:s3:::b/${aws:usrname}"),
                on(
                    r#""s3:GetObject""#,
                    "arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}/${*}",
                ),
            ),
            (
                "arn-service-case",
                on(r#""*""#, "arn:aws:S3:::b"),
                on(r#""s3:*""#, "arn:aws:s3:::b"),
            ),
            (
                "unknown-arn",
                on(r#""sqs:*""#, "arn:aws:kms:us-east-1:111122223333:kee/1"),
                on(r#""kms:*""#, "arn:aws:kms:us-east-1:111122223333:key/1"),
            ),
            (
                "unknown-arn",
                on(r#""s3:*""#, "arn:aws:s3:::bucket1:*"),
                on(r#""s3:*""#, "arn:aws:s3:::bucket1*"),
            ),
            (
                "arn-form",
                on(r#""s3:*""#, "my-bucket"),
                on(r#""s3:*""#, "arn:aws:s3*"),
            ),
            (
                "arn-partition",
                on(r#""s3:*""#, "arn:amazon:s3:::b"),
                on(r#""s3:*""#, "arn:aws-cn:s3:::b"),
            ),
            (
                "arn-account",
                on(r#""sqs:*""#, "arn:aws:sqs:us-east-1:1111:q"),
                on(r#""sqs:*""#, "arn:aws:sqs:*:${aws:PrincipalAccount}:q"),
            ),
        ],
        None,
    );
    // Nor does such a statement have any effect.
    assert_eq!(
        ids(&document(&allow(r#""GetObject""#, "")), None),
        ["no-effect", "action-form"]
    );
}

#[test]
fn what_cannot_apply() {
    let on = |action: &str, resource: &str| allow(action, &format!(r#","Resource":"{resource}""#));
    let of = |action: &str, key: &str| {
        allow(
            action,
            &format!(r#","Condition":{{"StringEquals":{{"{key}":"x"}}}}"#),
        )
    };
    table(
        &[
            (
                "action-without-resource",
                on(r#""s3:GetObject""#, "arn:aws:s3:::b"),
                on(r#""s3:GetObject""#, "arn:aws:s3:::b/*"),
            ),
            (
                "action-without-resource",
                on(r#"["s3:ListBucket","s3:GetObject"]"#, "arn:aws:s3:::b/*"),
                on(r#"["s3:ListBucket","s3:GetObject"]"#, "arn:aws:s3:::b*"),
            ),
            (
                "action-without-resource",
                on(r#""s3:ListAllMyBuckets""#, "arn:aws:s3:::b"),
                on(r#""s3:ListAllMyBuckets""#, "arn:aws:s3:::*"),
            ),
            (
                "key-not-of-action",
                of(r#""s3:GetObject""#, "iam:PassedToService"),
                of(r#"["s3:GetObject","iam:PassRole"]"#, "iam:PassedToService"),
            ),
            (
                "key-not-of-action",
                of(r#""s3:ListBucket""#, "s3:VersionId"),
                of(r#""s3:*""#, "s3:VersionId"),
            ),
        ],
        None,
    );
}

#[test]
fn operators_and_values() {
    table(
        &[
            (
                "operator-type",
                when(r#""StringLike":{"aws:SourceIp":"203.0.113.*"}"#),
                when(r#""IpAddress":{"aws:SourceIp":"203.0.113.0/24"}"#),
            ),
            (
                "set-operator",
                when(r#""ForAnyValue:StringEquals":{"aws:PrincipalOrgID":"o-1"}"#),
                when(r#""StringEquals":{"aws:PrincipalOrgID":"o-1"}"#),
            ),
            (
                "no-set-operator",
                when(r#""StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}"#),
                when(r#""ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}"#),
            ),
            (
                "literal-wildcard",
                when(r#""StringEquals":{"aws:PrincipalTag/team":"red*"}"#),
                when(r#""StringLike":{"aws:PrincipalTag/team":"red*"}"#),
            ),
            (
                "private-address",
                when(r#""IpAddress":{"aws:SourceIp":"10.1.0.0/16"}"#),
                when(
                    r#""IpAddress":{"aws:VpcSourceIp":"10.1.0.0/16"},
                    "StringEquals":{"aws:SourceVpc":"vpc-1"}"#,
                ),
            ),
            (
                "for-all-values",
                when(r#""ForAllValues:StringEquals":{"aws:CalledVia":"athena.amazonaws.com"}"#),
                when(
                    r#""ForAllValues:StringEquals":{"aws:CalledVia":"athena.amazonaws.com"},
                    "Null":{"aws:CalledVia":"false"}"#,
                ),
            ),
        ],
        None,
    );
    let value = ids(
        &document(&when(
            r#""IpAddress":{"aws:SourceIp":["203.0.113.0/33","::/0"]}"#,
        )),
        None,
    );
    assert_eq!(value, ["value-type"]);
}
