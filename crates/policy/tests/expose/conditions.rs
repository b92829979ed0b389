//! What conditions close, and what they leave open.

use crate::*;

#[test]
fn conditions_that_bind_and_conditions_that_do_not() {
    for (condition, wanted) in [
        // Identity and organisation.
        (
            r#""StringEquals":{"aws:PrincipalOrgID":"o-mine"}"#,
            "trusted",
        ),
        (
            r#""StringEquals":{"aws:PrincipalOrgID":"o-theirs"}"#,
            "cross-account",
        ),
        (r#""StringLike":{"aws:PrincipalOrgID":"o-*"}"#, "public"),
        (
            r#""StringNotEquals":{"aws:PrincipalOrgID":"o-theirs"}"#,
            "public",
        ),
        (
            r#""StringEqualsIfExists":{"aws:PrincipalOrgID":"o-mine"}"#,
            "public",
        ),
        (
            r#""ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-mine"}"#,
            "public",
        ),
        (
            r#""ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-other/*/ou-1-a/*"}"#,
            "trusted",
        ),
        (
            r#""ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-other/*"}"#,
            "cross-account",
        ),
        (
            r#""StringEquals":{"aws:PrincipalAccount":"111122223333"}"#,
            "private",
        ),
        (
            r#""StringEquals":{"aws:PrincipalAccount":["222233334444","333344445555"]}"#,
            "cross-account",
        ),
        (
            r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::222233334444:role/*"}"#,
            "trusted",
        ),
        (
            r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin"}"#,
            "public",
        ),
        (
            r#""StringEquals":{"aws:PrincipalType":"AssumedRole"}"#,
            "public",
        ),
        (
            r#""StringLike":{"aws:userid":"AROAEXAMPLE0000000001:*"}"#,
            "cross-account",
        ),
        // Network.
        (r#""StringEquals":{"aws:SourceVpce":"vpce-1"}"#, "trusted"),
        (
            r#""StringEquals":{"aws:SourceVpce":"vpce-9"}"#,
            "cross-account",
        ),
        (r#""StringEquals":{"aws:SourceVpc":["vpc-1"]}"#, "trusted"),
        (
            r#""IpAddress":{"aws:SourceIp":"203.0.113.128/25"}"#,
            "trusted",
        ),
        (r#""IpAddress":{"aws:SourceIp":"203.0.0.0/16"}"#, "public"),
        (
            r#""NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}"#,
            "public",
        ),
        (
            r#""IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.168.0.0/16"]}"#,
            "private",
        ),
        (
            r#""StringEquals":{"s3:DataAccessPointAccount":"111122223333"}"#,
            "private",
        ),
        (
            r#""StringEquals":{"s3:DataAccessPointAccount":"333344445555"}"#,
            "cross-account",
        ),
        // For whom a service acts.
        (
            r#""StringEquals":{"aws:SourceAccount":"111122223333"}"#,
            "private",
        ),
        (
            r#""StringEquals":{"aws:SourceOwner":"333344445555"}"#,
            "cross-account",
        ),
        (
            r#""ArnLike":{"aws:SourceArn":"arn:aws:sns:*:222233334444:*"}"#,
            "trusted",
        ),
        (
            r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::somebodys"}"#,
            "cross-account",
        ),
        (r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}"#, "public"),
        (r#""Bool":{"aws:PrincipalIsAWSService":"true"}"#, "private"),
        // The caller's own choice.
        (r#""Bool":{"aws:SecureTransport":"true"}"#, "public"),
        (
            r#""StringLike":{"aws:Referer":"https://example.com/*"}"#,
            "public",
        ),
        (r#""StringEquals":{"aws:UserAgent":"secret"}"#, "public"),
        (
            r#""StringEquals":{"aws:PrincipalTag/team":"red"}"#,
            "public",
        ),
        (r#""StringEquals":{"s3:prefix":"public/"}"#, "public"),
        (
            r#""ForAnyValue:StringEquals":{"aws:TagKeys":["a","b"]}"#,
            "public",
        ),
        (r#""NumericLessThan":{"s3:max-keys":"5"}"#, "public"),
        (
            r#""DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}"#,
            "public",
        ),
        (r#""StringEquals":{"some:unknownKey":"x"}"#, "public"),
        // What no request can satisfy.
        (
            r#""NumericLessThan":{"s3:max-keys":"5"},"NumericGreaterThan":{"s3:max-keys":"5"}"#,
            "private",
        ),
        (
            r#""StringEquals":{"aws:PrincipalOrgID":"o-x","aws:SourceAccount":"333344445555"}"#,
            "private",
        ),
        (r#""Null":{"aws:SecureTransport":"true"}"#, "private"),
    ] {
        let exposure = judge(&allow(r#""*""#, condition));
        assert_eq!(exposure.verdict.as_str(), wanted, "{condition}\n{exposure}");
    }
}

#[test]
fn denials_that_close() {
    let open = allow(r#""*""#, "");
    for (rule, denial, wanted) in [
        (
            "outside the organisation",
            r#""StringNotEquals":{"aws:PrincipalOrgID":"o-mine"}"#.to_owned(),
            "trusted",
        ),
        (
            "unless it is a service",
            r#""StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-mine"},
            "BoolIfExists":{"aws:PrincipalIsAWSService":"false"}"#
                .into(),
            "trusted",
        ),
        (
            "only those who have an organisation",
            r#""StringNotEquals":{"aws:PrincipalOrgID":"o-mine"},
            "Null":{"aws:PrincipalOrgID":"false"}"#
                .into(),
            "public",
        ),
        (
            "outside the network",
            r#""NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"},
            "StringNotEquals":{"aws:SourceVpce":"vpce-1"}"#
                .into(),
            "trusted",
        ),
        (
            "other than by TLS",
            r#""Bool":{"aws:SecureTransport":"false"}"#.into(),
            "public",
        ),
        (
            "both ways of transport",
            r#""Bool":{"aws:SecureTransport":["true","false"]}"#.into(),
            "private",
        ),
        (
            "other accounts",
            r#""StringNotEquals":{"aws:PrincipalAccount":"111122223333"}"#.into(),
            "private",
        ),
        (
            "outside another's organisation",
            r#""StringNotEquals":{"aws:PrincipalOrgID":"o-theirs"}"#.into(),
            "cross-account",
        ),
        (
            "principals of other accounts",
            r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:*"}"#.into(),
            "private",
        ),
    ] {
        let exposure = judge(&format!("{open},{}", deny(&denial)));
        assert_eq!(exposure.verdict.as_str(), wanted, "{rule}\n{exposure}");
    }
    for (rule, denial, wanted) in [
        (
            "everyone",
            r#"{"Effect":"Deny","Principal":"*","Action":"s3:Get*","Resource":"*"}"#,
            "private",
        ),
        (
            "other actions",
            r#"{"Effect":"Deny","Principal":"*","NotAction":"s3:GetObject","Resource":"*"}"#,
            "public",
        ),
        (
            "half the objects",
            r#"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"arn:aws:s3:::b/a*"}"#,
            "public",
        ),
        (
            "one account",
            r#"{"Effect":"Deny","Principal":{"AWS":"333344445555"},"Action":"*","Resource":"*"}"#,
            "public",
        ),
        (
            "all but one account's root",
            r#"{"Effect":"Deny","NotPrincipal":{"AWS":"333344445555"},"Action":"*","Resource":"*"}"#,
            "cross-account",
        ),
    ] {
        let exposure = judge(&format!("{open},{denial}"));
        assert_eq!(exposure.verdict.as_str(), wanted, "{rule}\n{exposure}");
    }
}

#[test]
fn whom_a_condition_means_it_means_in_any_case_where_case_does_not_matter() {
    for (condition, wanted) in [
        (
            r#""StringEqualsIgnoreCase":{"aws:PrincipalOrgID":"O-Other"}"#,
            "cross-account",
        ),
        (
            r#""StringEqualsIgnoreCase":{"aws:SourceVpce":"VPCE-9"}"#,
            "cross-account",
        ),
        (
            r#""StringEqualsIgnoreCase":{"aws:SourceVpce":"VPCE-1"}"#,
            "trusted",
        ),
        (
            r#""StringEqualsIgnoreCase":{"aws:PrincipalOrgPaths":"O-Other/R-1/OU-2/"}"#,
            "cross-account",
        ),
        // Two conditions on one key, one of which alone regards case.
        (
            r#""StringEqualsIgnoreCase":{"aws:userid":"aroa"},"StringNotEquals":{"aws:userid":"aroa"}"#,
            "cross-account",
        ),
        (
            r#""StringEqualsIgnoreCase":{"s3:prefix":"AA=="},"BinaryEquals":{"s3:prefix":"aa=="}"#,
            "public",
        ),
    ] {
        assert_eq!(verdict(&allow(r#""*""#, condition)), wanted, "{condition}");
    }
}
