//! Keys that follow from the request, and how they are compared.

use crate::*;

/// Whether a user, or whoever is named, is allowed under a condition on its identity policy.
fn when(caller: &str, condition: &str, context: &[(&str, &str)]) -> bool {
    let statement =
        format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#);
    let case = Case {
        identity: Box::leak(statement.into_boxed_str()),
        ..Case::default()
    };
    decide(caller, "s3:GetObject", OBJECT, context, &case) == ALLOWED
}

#[test]
fn what_follows_from_the_caller() {
    // IAM User Guide, "AWS global condition context keys", properties of the principal, and
    // "Policy variables", principal key values.
    let root = "arn:aws:iam::111122223333:root";
    for (rule, caller, condition, wanted) in [
        (
            "a user's name",
            USER,
            r#""StringEquals":{"aws:username":"Bob"}"#,
            true,
        ),
        (
            "a role has none",
            ROLE,
            r#""Null":{"aws:username":"true"}"#,
            true,
        ),
        (
            "a session's ARN is its role's",
            SESSION,
            r#""ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/app"}"#,
            true,
        ),
        (
            "and not its own",
            SESSION,
            r#""ArnLike":{"aws:PrincipalArn":"arn:aws:sts::*"}"#,
            false,
        ),
        (
            "a user's ARN",
            USER,
            r#""StringLike":{"aws:PrincipalArn":"*:user/Bob"}"#,
            true,
        ),
        (
            "a root user's ARN",
            root,
            r#""ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:root"}"#,
            true,
        ),
        (
            "the account",
            SESSION,
            r#""StringEquals":{"aws:PrincipalAccount":"111122223333"}"#,
            true,
        ),
        (
            "of a role's session",
            SESSION,
            r#""StringEquals":{"aws:PrincipalType":"AssumedRole"}"#,
            true,
        ),
        (
            "of a user",
            USER,
            r#""StringEquals":{"aws:PrincipalType":"User"}"#,
            true,
        ),
        (
            "is no service",
            USER,
            r#""Bool":{"aws:PrincipalIsAWSService":"false"}"#,
            true,
        ),
        (
            "calls by itself",
            USER,
            r#""Bool":{"aws:ViaAWSService":"false"}"#,
            true,
        ),
        (
            "the resource's account",
            USER,
            r#""StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}"#,
            true,
        ),
        (
            "its unique id is not known",
            USER,
            r#""StringLike":{"aws:userid":"*"}"#,
            false,
        ),
        (
            "nor its tags",
            USER,
            r#""StringLike":{"aws:PrincipalTag/team":"*"}"#,
            false,
        ),
        (
            "nor its organisation",
            USER,
            r#""StringLike":{"aws:PrincipalOrgID":"*"}"#,
            false,
        ),
    ] {
        assert_eq!(
            when(caller, condition, &[]),
            wanted || caller == root,
            "{rule}"
        );
    }
    let session = [(
        "aws:PrincipalArn",
        "arn:aws:iam::111122223333:role/path/app",
    )];
    let path = r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/path/*"}"#;
    assert!(
        when(SESSION, path, &session),
        "what the request gives counts"
    );
}

#[test]
fn keys_in_any_case_values_in_their_own() {
    // IAM User Guide, "Condition", context key names "are not case-sensitive"; a tag's key neither.
    for (condition, wanted) in [
        (r#""StringEquals":{"AWS:SOURCEVPCE":"vpce-1"}"#, true),
        (r#""StringEquals":{"aws:sourceVpce":"VPCE-1"}"#, false),
        (r#""StringEquals":{"aws:principaltag/TEAM":"red"}"#, true),
        (r#""StringEquals":{"aws:PrincipalTag/team":"Red"}"#, false),
        (
            r#""StringEqualsIgnoreCase":{"aws:PrincipalTag/team":"RED"}"#,
            true,
        ),
        (r#""StringNotEquals":{"aws:SourceVpce":"vpce-2"}"#, true),
        (
            r#""StringNotEqualsIfExists":{"aws:SourceVpc":"vpc-1"}"#,
            true,
        ),
        (r#""StringEquals":{"aws:SourceVpc":"vpc-1"}"#, false),
        (r#""StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"}"#, true),
        (
            r#""Null":{"aws:SourceVpc":"true","aws:SourceVpce":"false"}"#,
            true,
        ),
        (r#""stringequals":{"aws:SourceVpce":"vpce-1"}"#, true),
    ] {
        let context = [
            ("aws:SourceVpce", "vpce-1"),
            ("aws:PrincipalTag/Team", "red"),
        ];
        assert_eq!(when(USER, condition, &context), wanted, "{condition}");
    }
}

#[test]
fn what_is_left_out_and_what_is_named_twice() {
    // IAM User Guide, "NotAction", "NotResource", with either effect.
    let of = |identity| Case {
        identity,
        ..Case::default()
    };
    for (rule, action, identity, wanted) in [
        (
            "all but one action",
            "s3:PutObject",
            r#"{"Effect":"Allow","NotAction":"s3:GetObject","Resource":"*"}"#,
            ALLOWED,
        ),
        (
            "that one",
            "S3:getobject",
            r#"{"Effect":"Allow","NotAction":"s3:GetObject","Resource":"*"}"#,
            IMPLICIT,
        ),
        (
            "a denial of all but some actions",
            "s3:PutObject",
            r#"{"Effect":"Deny","NotAction":["s3:Get*","iam:*"],"Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*"}"#,
            EXPLICIT,
        ),
        (
            "is silent on those",
            "s3:GetObject",
            r#"{"Effect":"Deny","NotAction":["s3:Get*","iam:*"],"Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*"}"#,
            ALLOWED,
        ),
        (
            "a denial of all but some resources",
            "s3:GetObject",
            r#"{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::other/*"},{"Effect":"Allow","Action":"*","Resource":"*"}"#,
            EXPLICIT,
        ),
        (
            "an ARN in another case",
            "s3:GetObject",
            r#"{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::Bucket/*"}"#,
            IMPLICIT,
        ),
        (
            "a question mark is one character",
            "s3:GetObject",
            r#"{"Effect":"Allow","Action":"s3:Get?bject","Resource":"arn:aws:s3:::bucket/ke?"}"#,
            ALLOWED,
        ),
    ] {
        assert_eq!(
            decide(USER, action, OBJECT, &[], &of(identity)),
            wanted,
            "{rule}"
        );
    }
}
