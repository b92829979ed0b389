//! What AWS's own check says: each of its checks is made here, or stands with the reason why not.

use crate::{document, remarks};
use DocumentKind::{Bucket, Managed, ResourceControl, Trust};
use policy::{DocumentKind, Severity};

/// Finding type, issue code, our remarks (or `-`), what of the check is not made and why.
const CHECKS: &str = include_str!("../../data/validate_policy.tsv");

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    CHECKS.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        <[&str; 4]>::try_from(cells).unwrap_or_else(|cells| panic!("{cells:?}"))
    })
}

fn ours() -> impl Iterator<Item = ([&'static str; 4], &'static str)> {
    rows().filter(|[_, _, ours, _]| *ours != "-").flat_map(|row| row[2].split(' ').map(move |id| (row, id)))
}

#[test]
fn every_check_is_made_or_says_why_not() {
    let header = |name: &str| CHECKS.lines().find_map(|line| line.strip_prefix(name).map(str::trim));
    assert!(header("# source:").is_some_and(|url| url.starts_with("https://docs.aws.amazon.com/IAM/")));
    assert!(header("# read:").is_some_and(|date| date.len() == 10 && date.starts_with("20")));
    let mut seen = std::collections::BTreeSet::new();
    for [kind, code, ours, why] in rows() {
        assert!(seen.insert((kind, code)), "{code} stands twice");
        assert!(["ERROR", "SECURITY_WARNING", "WARNING", "SUGGESTION"].contains(&kind), "{code}");
        assert!(ours != "-" || !why.is_empty(), "{code}: a remark, or a reason");
    }
    assert!(seen.len() > 140, "the page has more checks than {}", seen.len());
}

/// Whether the check is less than an error here, as its row says.
fn is_softer(why: &str) -> bool {
    why.starts_with("a warning here, ")
}

#[test]
fn every_remark_on_the_table_is_one_of_the_lint() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = ["lint", "read"].map(|name| std::fs::read_dir(folder.join(name)).unwrap());
    let files = files.into_iter().flatten().map(|entry| entry.unwrap().path());
    let files = files.chain(["read.rs", "json.rs"].map(|name| folder.join(name)));
    let source: String = files.map(|file| std::fs::read_to_string(file).unwrap()).collect();
    for ([_, code, ..], id) in ours() {
        assert!(source.contains(&format!("\"{id}\"")), "{code}: no remark is called `{id}`");
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
        ("arn-region-field", on("arn:aws:cloudfront:us-east-1:111122223333:distribution/E1"), Managed),
        ("arn-region-field", on("arn:aws:sqs::111122223333:q"), Managed),
        ("arn-account-field", on("arn:aws:sqs:us-east-1::q"), Managed),
        ("arn-account-field", on("arn:aws:s3::111122223333:b"), Managed),
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
        ("pass-any-role", allow(r#""Action":"*","Resource":"*""#), Managed),
        ("trust-action", to(r#"{"AWS":"111122223333"}"#, r#""s3:GetObject""#), Trust),
        (
            "resource-in-trust",
            allow(r#""Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Resource":"*""#),
            Trust,
        ),
        ("everyone-in-trust", to(r#""*""#, r#""sts:AssumeRole""#), Trust),
        (
            "action-for-key",
            allow(
                r#""Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole",
                "Condition":{"StringEquals":{"aws:RequestTag/team":"red"}}"#,
            ),
            Trust,
        ),
        ("action-of-other", allow(r#""Principal":"*","Action":"kms:Decrypt","Resource":"*""#), Bucket),
        ("resource-of-other", get(r#""Principal":"*","Resource":"arn:aws:sqs:*:*:q""#), Bucket),
        ("federated-outside-trust", bucket(saml), Bucket),
        ("key-not-of-service", of(r#""StringEquals":{"aws:PrincipalOrgID":"o-1"}"#), Bucket),
        ("key-not-of-action", when(r#""StringEquals":{"iam:PassedToService":"x"}"#), Managed),
        ("key-variable", when(r#""StringEquals":{"aws:SourceVpc":"${aws:PrincipalTag/vpc}"}"#), Managed),
        ("key-wildcard", when(r#""StringLike":{"aws:PrincipalOrgID":"o-*"}"#), Managed),
        ("region-value", when(r#""StringEquals":{"aws:RequestedRegion":"us-nowhere-1"}"#), Managed),
        ("unsupported-key", when(r#""ArnLike":{"aws:ARN":"arn:aws:iam::*:role/r"}"#), Managed),
        ("value-type", when(r#""IpAddress":{"aws:SourceIp":"203.0.113.0/33"}"#), Managed),
        ("set-operator", when(r#""ForAllValues:StringEquals":{"aws:SourceVpc":"vpc-1"}"#), Managed),
        ("set-operator", when(r#""ForAnyValue:StringEquals":{"example.com:aud":"app"}"#), Managed),
        ("string-operator-on-arn", when(r#""StringLike":{"aws:SourceArn":"arn:aws:s3:::b*"}"#), Managed),
        ("spoofable-key", when(r#""StringLike":{"aws:Referer":"https://example.com/*"}"#), Managed),
        ("address-without-vpc", when(r#""IpAddress":{"aws:VpcSourceIp":"10.1.0.0/16"}"#), Managed),
        ("prefix-in-negative", when(r#""StringNotLike":{"s3:prefix":"private/*"}"#), Managed),
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
        ("for-all-values", when(r#""ForAllValues:StringEquals":{"aws:SourceVpc":"vpc-1"}"#), Managed),
    ]
}

/// The same for documents that are refused, or that are about several statements.
fn whole_examples() -> Vec<(&'static str, String, DocumentKind)> {
    let statement = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#;
    let with = |from: &str, to: &str| document(&statement.replace(from, to));
    let deny = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}"#;
    let guard = |from: &str, to: &str| document(&deny.replace(from, to));
    let named = statement.replace("{\"Eff", "{\"Sid\":\"a\",\"Eff");
    let long = format!(r#""Resource":[{}"*"]"#, r#""arn:aws:s3:::bucket/*","#.repeat(300));
    vec![
        ("json", "{".into(), Managed),
        ("version", document(statement).replace("2012", "2013"), Managed),
        ("no-statement", r#"{"Version":"2012-10-17"}"#.into(), Managed),
        ("effect", with("Allow", "allow"), Managed),
        ("missing-element", with(r#""Action":"s3:GetObject","#, ""), Managed),
        ("missing-element", with(r#""Effect":"Allow","#, ""), Managed),
        ("no-resource", with(r#","Resource":"*""#, ""), Managed),
        ("unknown-element", with("{\"Eff", "{\"Efect\":\"\",\"Eff"), Managed),
        ("not-a-string", with(r#""s3:GetObject""#, "{}"), Managed),
        ("condition-value", with("\"}", r#"","Condition":{"StringEquals":{"aws:SourceVpc":{}}}}"#), Managed),
        ("both-forms", with("{\"Eff", "{\"NotAction\":\"s3:*\",\"Eff"), Managed),
        ("duplicate-sid", document(&format!("{named},{}", named.replace("Get", "Put"))), Managed),
        ("sid-form", document(&named.replace("\"a\"", "\"a b\"")), Managed),
        (
            "inert-variable",
            with("\"*\"", r#""arn:aws:s3:::b/${aws:username}""#).replace("2012", "2008"),
            Managed,
        ),
        ("over-limit", with(r#""Resource":"*""#, &long), Managed),
        ("over-limit", with(r#""Resource":"*""#, &long), DocumentKind::UserInline),
        ("only-deny", guard("Deny", "Allow"), ResourceControl),
        ("everyone-only", guard(r#""*","Action"#, r#"{"AWS":"111122223333"},"Action"#), ResourceControl),
        ("not-action-in-rcp", guard("Action", "NotAction"), ResourceControl),
        ("service-needed", guard("s3:*", "*"), ResourceControl),
        ("not-action", with("Action", "NotAction"), Managed),
        ("not-resource", with(r#"Resource":"*"#, r#"NotResource":"arn:aws:s3:::b/*"#), Managed),
        ("unknown-arn-service", with("\"*\"", r#""arn:aws:s3x:::b""#), Managed),
    ]
}

#[test]
fn what_aws_calls_an_error_is_one_here() {
    let examples: Vec<_> = examples().into_iter().chain(whole_examples()).collect();
    for ([kind, code, _, why], id) in ours() {
        let wanted = match kind {
            "ERROR" if !is_softer(why) => Severity::Error,
            "ERROR" | "SECURITY_WARNING" => Severity::Warning,
            _ => continue,
        };
        assert!(examples.iter().any(|(of, ..)| *of == id), "{code}: no example of `{id}`");
        for (_, text, of) in examples.iter().filter(|(of, ..)| *of == id) {
            let remarks = remarks(text, Some(*of));
            let severe = remarks.iter().any(|remark| remark.id == id && remark.severity >= wanted);
            assert!(severe, "{code} {id}: {text}\n{remarks:#?}");
        }
    }
    for (id, ..) in &examples {
        assert!(ours().any(|(_, ours)| ours == *id), "`{id}` answers to no check of AWS");
    }
}
