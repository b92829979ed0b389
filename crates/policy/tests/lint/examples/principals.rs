//! Examples of whom a statement names, and what it lets them do.

use super::{Example, allow, get};
use crate::document;
use policy::DocumentKind::{Bucket, Managed, Trust};

pub fn examples() -> Vec<Example> {
    let to = |principal: &str, action: &str| {
        allow(&format!(r#""Principal":{principal},"Action":{action}"#))
    };
    let bucket = |principal: &str| get(&format!(r#""Principal":{principal},"Resource":"*""#));
    let of = |condition: &str| {
        get(&format!(
            r#""Principal":{{"Service":"sns.amazonaws.com"}},"Resource":"*","Condition":{{{condition}}}"#
        ))
    };
    let web = r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/example.com"}"#;
    let hub = r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#;
    let saml = r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/corp"}"#;
    vec![
        (
            "unknown-action",
            allow(r#""Action":"s3:GetObjekt","Resource":"*""#),
            Managed,
        ),
        (
            "unknown-service",
            allow(r#""Action":"s3x:GetObject","Resource":"*""#),
            Managed,
        ),
        (
            "action-form",
            allow(r#""Action":"GetObject","Resource":"*""#),
            Managed,
        ),
        (
            "variable-element",
            allow(r#""Action":"s3:${aws:username}","Resource":"*""#),
            Managed,
        ),
        ("principal", bucket(r#""*""#), Managed),
        ("principal-form", bucket(r#"{"AWS":"bob"}"#), Bucket),
        (
            "principal-wildcard",
            bucket(r#"{"AWS":"arn:aws:iam::111122223333:user/*"}"#),
            Bucket,
        ),
        (
            "principal-kind",
            bucket(r#"{"Aws2":"111122223333"}"#),
            Bucket,
        ),
        (
            "service-principal-form",
            bucket(r#"{"Service":"s3"}"#),
            Bucket,
        ),
        (
            "service-without-source",
            bucket(r#"{"Service":"sns.amazonaws.com"}"#),
            Bucket,
        ),
        (
            "source-arn-alone",
            of(r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::b"}"#),
            Bucket,
        ),
        (
            "not-principal",
            get(r#""NotPrincipal":{"AWS":"111122223333"},"Resource":"*""#),
            Bucket,
        ),
        (
            "not-principal-in-trust",
            allow(r#""NotPrincipal":{"AWS":"111122223333"},"Action":"sts:AssumeRole""#),
            Trust,
        ),
        (
            "federated-form",
            to(r#"{"Federated":"corp"}"#, r#""sts:AssumeRoleWithSAML""#),
            Trust,
        ),
        (
            "provider-action",
            to(saml, r#""sts:AssumeRoleWithWebIdentity""#),
            Trust,
        ),
        ("provider-action", to(web, r#""sts:AssumeRole""#), Trust),
        (
            "provider-without-claim",
            to(web, r#""sts:AssumeRoleWithWebIdentity""#),
            Trust,
        ),
        (
            "github-without-sub",
            to(hub, r#""sts:AssumeRoleWithWebIdentity""#),
            Trust,
        ),
        (
            "roles-anywhere-actions",
            to(
                r#"{"Service":"rolesanywhere.amazonaws.com"}"#,
                r#""sts:AssumeRole""#,
            ),
            Trust,
        ),
        (
            "pass-any-role",
            allow(r#""Action":"iam:*","Resource":"*""#),
            Managed,
        ),
        (
            "pass-any-role",
            allow(r#""Action":"*","Resource":"*""#),
            Managed,
        ),
        (
            "trust-action",
            to(r#"{"AWS":"111122223333"}"#, r#""s3:GetObject""#),
            Trust,
        ),
        (
            "resource-in-trust",
            allow(r#""Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Resource":"*""#),
            Trust,
        ),
        (
            "everyone-in-trust",
            to(r#""*""#, r#""sts:AssumeRole""#),
            Trust,
        ),
        (
            "action-for-key",
            allow(
                r#""Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole",
                "Condition":{"StringEquals":{"aws:RequestTag/team":"red"}}"#,
            ),
            Trust,
        ),
        (
            "action-of-other",
            allow(r#""Principal":"*","Action":"kms:Decrypt","Resource":"*""#),
            Bucket,
        ),
        (
            "resource-of-other",
            get(r#""Principal":"*","Resource":"arn:aws:sqs:*:*:q""#),
            Bucket,
        ),
        ("federated-outside-trust", bucket(saml), Bucket),
        (
            "key-not-of-service",
            of(r#""StringEquals":{"aws:PrincipalOrgID":"o-1"}"#),
            Bucket,
        ),
        (
            "attributes-without-select",
            allow(
                r#""Action":"dynamodb:GetItem","Resource":"*",
                "Condition":{"ForAllValues:StringEquals":{"dynamodb:Attributes":["id"]}}"#,
            ),
            Managed,
        ),
        (
            "tag-not-sent",
            document(
                r#"{"Effect":"Deny","Action":"health:DescribeEvents","Resource":"*",
                "Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}}"#,
            ),
            Managed,
        ),
    ]
}
