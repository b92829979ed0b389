//! Conditions and elements that close less than they seem to, and their nearest neighbours that do
//! not.

use crate::{allow, document, ids, table, when};
use policy::DocumentKind;

#[test]
fn keys_that_close_less_than_they_seem_to() {
    let items = |more: &str| {
        let condition =
            format!(r#""ForAllValues:StringEquals":{{"dynamodb:Attributes":["id"]}},{more}"#);
        let present = r#""Null":{"dynamodb:Attributes":"false"}"#;
        allow(
            r#""dynamodb:GetItem""#,
            &format!(r#","Condition":{{{condition}{present}}}"#),
        )
    };
    let list = |effect: &str, operator: &str| {
        format!(
            r#"{{"Effect":"{effect}","Action":"s3:ListBucket","Resource":"*","Condition":{{"{operator}":{{"s3:prefix":"a/*"}}}}}}"#
        )
    };
    table(
        &[
            (
                "key-wildcard",
                when(r#""StringLike":{"aws:SourceVpce":"vpce-1*"}"#),
                when(r#""StringEquals":{"aws:SourceVpce":"vpce-1"}"#),
            ),
            (
                "key-wildcard",
                when(r#""StringLike":{"aws:userid":"AROA*"}"#),
                when(r#""StringLike":{"aws:userid":["AROAEXAMPLE0000000001:*","*:name"]}"#),
            ),
            (
                "key-variable",
                when(r#""StringEquals":{"aws:SourceVpc":"${aws:PrincipalTag/vpc}"}"#),
                when(r#""StringEquals":{"aws:VpceAccount":"${aws:PrincipalAccount}"}"#),
            ),
            (
                "spoofable-key",
                when(r#""StringEquals":{"aws:UserAgent":"curl"}"#),
                when(r#""StringEquals":{"aws:PrincipalTag/agent":"curl"}"#),
            ),
            (
                "address-without-vpc",
                when(r#""IpAddress":{"aws:VpcSourceIp":"10.1.0.0/16"}"#),
                when(
                    r#""IpAddress":{"aws:VpcSourceIp":"10.1.0.0/16"},
                    "StringEquals":{"aws:SourceVpc":"vpc-1"}"#,
                ),
            ),
            (
                "attributes-without-select",
                items(""),
                items(r#""StringEqualsIfExists":{"dynamodb:Select":"SPECIFIC_ATTRIBUTES"},"#),
            ),
            (
                "prefix-in-negative",
                list("Deny", "StringLike"),
                list("Deny", "StringNotLike"),
            ),
            (
                "prefix-in-negative",
                list("Allow", "StringNotLike"),
                list("Allow", "StringLike"),
            ),
            (
                "string-operator-on-arn",
                when(r#""StringLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}"#),
                when(r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}"#),
            ),
            (
                "region-value",
                when(r#""StringEquals":{"aws:RequestedRegion":"eu-west-9"}"#),
                when(r#""StringLike":{"aws:RequestedRegion":["eu-west-1","us-*"]}"#),
            ),
            (
                "unsupported-key",
                when(r#""ArnLike":{"aws:Arn":"arn:aws:iam::111122223333:role/r"}"#),
                when(r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/r"}"#),
            ),
        ],
        None,
    );
}

#[test]
fn tags_that_a_service_does_not_send() {
    let tagged = |effect: &str, action: &str| {
        format!(
            r#"{{"Effect":"{effect}","Action":"{action}","Resource":"*","Condition":{{"StringEquals":{{"aws:ResourceTag/a":"b"}}}}}}"#
        )
    };
    table(
        &[(
            "tag-not-sent",
            tagged("Deny", "health:DescribeEvents"),
            tagged("Deny", "ec2:TerminateInstances"),
        )],
        None,
    );
    let except = tagged("Deny", "ec2:TerminateInstances").replace("Action", "NotAction");
    assert!(ids(&document(&except), None).contains(&"tag-not-sent".to_owned()));
}

#[test]
fn what_belongs_in_the_policy_of_a_resource() {
    let to = |principal: &str, rest: &str| {
        format!(
            r#"{{"Effect":"Allow","Principal":{principal},"Action":"s3:GetObject","Resource":"*"{rest}}}"#
        )
    };
    let account = r#"{"AWS":"111122223333"}"#;
    let plain = to(account, "");
    let trust = |principal: &str, action: &str, rest: &str| {
        format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":{action}{rest}}}"#)
    };
    let role = trust(account, r#""sts:AssumeRole""#, "");
    let tagged = r#","Condition":{"StringEquals":{"aws:RequestTag/team":"red"}}"#;
    let of = |key: &str| {
        format!(r#","Condition":{{"StringEquals":{{{key},"aws:SourceAccount":"111122223333"}}}}"#)
    };
    let service = r#"{"Service":"sns.amazonaws.com"}"#;
    for (kind, earns, id, clean) in [
        (
            DocumentKind::Bucket,
            plain.replace("s3:Get", "kms:Get"),
            "action-of-other",
            plain.clone(),
        ),
        (
            DocumentKind::Bucket,
            plain.replace("\"*\"", "\"arn:aws:sqs:us-east-1:111122223333:q\""),
            "resource-of-other",
            plain.replace("\"*\"", "\"arn:aws:s3:::b/*\""),
        ),
        (
            DocumentKind::Bucket,
            to(
                r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/corp"}"#,
                "",
            ),
            "federated-outside-trust",
            plain.clone(),
        ),
        (
            DocumentKind::Bucket,
            to(service, &of(r#""aws:PrincipalOrgID":"o-1""#)),
            "key-not-of-service",
            to(service, &of(r#""aws:SourceOrgID":"o-1""#)),
        ),
        (
            DocumentKind::Trust,
            trust(r#""*""#, r#""sts:AssumeRole""#, ""),
            "everyone-in-trust",
            role.clone(),
        ),
        (
            DocumentKind::Trust,
            trust(r#"{"AWS":"*"}"#, r#""sts:AssumeRole""#, ""),
            "everyone-in-trust",
            role,
        ),
        (
            DocumentKind::Trust,
            trust(account, r#""sts:AssumeRole""#, tagged),
            "action-for-key",
            trust(account, r#"["sts:AssumeRole","sts:TagSession"]"#, tagged),
        ),
    ] {
        let given = ids(&document(&earns), Some(kind));
        assert!(given.contains(&id.to_owned()), "{earns}: {given:?}");
        assert_eq!(ids(&document(&clean), Some(kind)), [""; 0], "{clean}");
    }
}

#[test]
fn fields_of_an_arn_are_told_from_the_rest_of_it() {
    for (arn, wanted) in [
        ("arn:aws:sqs:us-east-1:111122223333:q", &[][..]),
        ("arn:aws:sqs::111122223333:q", &["arn-region-field"]),
        ("arn:aws:sqs:us-east-1::q", &["arn-account-field"]),
        (
            "arn:aws:sqs:::q",
            &["arn-account-field", "arn-region-field"],
        ),
        // Some ARNs of the service have a Region, and others have none.
        (
            "arn:aws:cloudfront:us-east-1:111122223333:distribution/E1",
            &["arn-region-field"],
        ),
        (
            "arn:aws:s3:us-east-1:111122223333:b",
            &["arn-account-field", "arn-region-field"],
        ),
        ("arn:aws:s3::111122223333:b", &["arn-account-field"]),
        (
            "arn:aws:iam:us-east-1:111122223333:user/u",
            &["arn-region-field"],
        ),
        // What is wrong beside the field is said as well.
        (
            "arn:aws:iam:us-east-1:111122223333:usr/u",
            &["arn-region-field", "unknown-arn"],
        ),
        (
            "arn:aws:kms::111122223333:kee/1",
            &["arn-region-field", "unknown-arn"],
        ),
        ("arn:aws:kms:us-east-1:111122223333:kee/1", &["unknown-arn"]),
        ("arn:aws:sqs:us-nowhere-1:111122223333:q", &["arn-region"]),
        // Documents of AWS's own belong to no account.
        ("arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline", &[]),
    ] {
        let statement = allow(r#""*""#, &format!(r#","Resource":"{arn}""#));
        let mut given = ids(&document(&statement), None);
        given.sort();
        assert_eq!(given, wanted, "{arn}");
    }
}
