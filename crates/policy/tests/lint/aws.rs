//! What AWS's own check says: each of its checks is made here, or stands with the reason why not.

use crate::{document, remarks};
use DocumentKind::{Bucket, Managed, Trust};
use policy::{DocumentKind, Severity};

/// Type of finding, issue code, our remark (or `-`), and why not. As of 2026-11.
/// AWS: IAM User Guide, "IAM policy validation check reference".
const CHECKS: &str = include_str!("../../data/validate_policy.tsv");

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    CHECKS.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        <[&str; 4]>::try_from(cells).unwrap_or_else(|cells| panic!("{cells:?}"))
    })
}

#[test]
fn every_check_is_made_or_says_why_not() {
    let mut seen = std::collections::BTreeSet::new();
    for [kind, code, ours, why] in rows() {
        assert!(seen.insert((kind, code)), "{code} stands twice");
        assert!(["ERROR", "SECURITY_WARNING", "WARNING", "SUGGESTION"].contains(&kind), "{code}");
        assert!((ours == "-") != why.is_empty(), "{code}: a remark, or a reason, and not both");
    }
}

/// A document for remarks that AWS calls errors or security warnings, with the kind it is for.
fn examples() -> Vec<(&'static str, String, DocumentKind)> {
    let allow = |rest: &str| document(&format!(r#"{{"Effect":"Allow",{rest}}}"#));
    let get = |rest: &str| allow(&format!(r#""Action":"s3:GetObject",{rest}"#));
    let on = |arn: &str| allow(&format!(r#""Action":"*","Resource":"{arn}""#));
    let when = |condition: &str| get(&format!(r#""Resource":"*","Condition":{{{condition}}}"#));
    let to = |principal: &str, action: &str| allow(&format!(r#""Principal":{principal},"Action":{action}"#));
    let bucket = |principal: &str| get(&format!(r#""Principal":{principal},"Resource":"*""#));
    let of = |condition: &str| {
        get(&format!(
            r#""Principal":{{"Service":"sns.amazonaws.com"}},"Resource":"*","Condition":{{{condition}}}"#
        ))
    };
    let web = r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/example.com"}"#;
    let hub =
        r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#;
    let saml = r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/corp"}"#;
    vec![
        ("arn-fields", on("arn:aws:s3:b"), Managed),
        ("arn-region", on("arn:aws:sqs:us-nowhere-1:111122223333:q"), Managed),
        ("unknown-arn", on("arn:aws:cloudfront:us-east-1:111122223333:distribution/E1"), Managed),
        ("arn-region-field", on("arn:aws:sqs::111122223333:q"), Managed),
        ("arn-account-field", on("arn:aws:sqs:us-east-1::q"), Managed),
        ("arn-service-case", on("arn:aws:S3:::b"), Managed),
        ("arn-account", on("arn:aws:sqs:us-east-1:1111:q"), Managed),
        ("arn-partition", on("arn:amazon:sqs:us-east-1:111122223333:q"), Managed),
        ("arn-form", on("my-bucket"), Managed),
        ("unknown-arn", on("arn:aws:kms:us-east-1:111122223333:kee/1"), Managed),
        ("unknown-action", allow(r#""Action":"s3:GetObjekt","Resource":"*""#), Managed),
        ("unknown-service", allow(r#""Action":"s3x:GetObject","Resource":"*""#), Managed),
        ("action-form", allow(r#""Action":"GetObject","Resource":"*""#), Managed),
        ("key-form", when(r#""StringEquals":{"SourceVpc":"vpc-1"}"#), Managed),
        ("tag-key", when(r#""StringEquals":{"aws:PrincipalTag":"x"}"#), Managed),
        ("unknown-condition-key", when(r#""StringEquals":{"aws:SourceVcp":"x"}"#), Managed),
        ("operator", when(r#""StringEqual":{"aws:SourceVpc":"vpc-1"}"#), Managed),
        ("several-booleans", when(r#""Bool":{"aws:SecureTransport":["true","false"]}"#), Managed),
        ("null-if-exists", when(r#""NullIfExists":{"aws:SourceVpc":"true"}"#), Managed),
        (
            "duplicate-key",
            when(r#""StringEquals":{"aws:SourceVpc":"vpc-1","AWS:sourcevpc":"vpc-2"}"#),
            Managed,
        ),
        ("no-set-operator", when(r#""StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}"#), Managed),
        ("private-address", when(r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#), Managed),
        ("id-form", when(r#""StringEquals":{"aws:SourceVpc":"my-vpc"}"#), Managed),
        ("id-form", when(r#""StringEquals":{"aws:SourceVpce":"vpc-1"}"#), Managed),
        ("variable-brace", on("arn:aws:s3:::b/${aws:username"), Managed),
        ("variable-quote", on("arn:aws:s3:::b/${aws:username, none}"), Managed),
        ("variable-space", on("arn:aws:s3:::b/${aws: username}"), Managed),
        ("variable-empty", on("arn:aws:s3:::b/${}"), Managed),
        ("variable-element", allow(r#""Action":"s3:${aws:username}","Resource":"*""#), Managed),
        ("variable-operator", when(r#""Bool":{"aws:SecureTransport":"${aws:username}"}"#), Managed),
        ("principal", bucket(r#""*""#), Managed),
        ("principal-form", bucket(r#"{"AWS":"bob"}"#), Bucket),
        ("principal-wildcard", bucket(r#"{"AWS":"arn:aws:iam::111122223333:user/*"}"#), Bucket),
        ("principal-kind", bucket(r#"{"Aws2":"111122223333"}"#), Bucket),
        ("service-principal-form", bucket(r#"{"Service":"s3"}"#), Bucket),
        ("service-without-source", bucket(r#"{"Service":"sns.amazonaws.com"}"#), Bucket),
        ("source-arn-alone", of(r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::b"}"#), Bucket),
        ("not-principal", get(r#""NotPrincipal":{"AWS":"111122223333"},"Resource":"*""#), Bucket),
        (
            "not-principal-in-trust",
            allow(r#""NotPrincipal":{"AWS":"111122223333"},"Action":"sts:AssumeRole""#),
            Trust,
        ),
        ("federated-form", to(r#"{"Federated":"corp"}"#, r#""sts:AssumeRoleWithSAML""#), Trust),
        ("provider-action", to(saml, r#""sts:AssumeRoleWithWebIdentity""#), Trust),
        ("provider-action", to(web, r#""sts:AssumeRole""#), Trust),
        ("provider-without-claim", to(web, r#""sts:AssumeRoleWithWebIdentity""#), Trust),
        ("github-without-sub", to(hub, r#""sts:AssumeRoleWithWebIdentity""#), Trust),
        (
            "roles-anywhere-actions",
            to(r#"{"Service":"rolesanywhere.amazonaws.com"}"#, r#""sts:AssumeRole""#),
            Trust,
        ),
        ("pass-any-role", allow(r#""Action":"iam:*","Resource":"*""#), Managed),
        ("for-all-values", when(r#""ForAllValues:StringEquals":{"aws:SourceVpc":"vpc-1"}"#), Managed),
    ]
}

#[test]
fn what_aws_calls_an_error_is_one_here() {
    let examples = examples();
    for [kind, code, ours, _] in rows() {
        let wanted = match kind {
            "ERROR" => Severity::Error,
            "SECURITY_WARNING" => Severity::Warning,
            _ => continue,
        };
        for (id, text, of) in examples.iter().filter(|(id, ..)| ours.split(' ').any(|one| one == *id)) {
            let found = remarks(text, Some(*of));
            let severe = found.iter().any(|remark| remark.id == *id && remark.severity >= wanted);
            assert!(severe, "{code} {id}: {text}\n{found:#?}");
        }
    }
    let named = |id: &str| rows().any(|[_, _, ours, _]| ours.split(' ').any(|one| one == id));
    for (id, ..) in &examples {
        assert!(named(id), "`{id}` answers to no check of AWS");
    }
}
