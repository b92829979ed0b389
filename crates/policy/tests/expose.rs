//! How far a policy opens a resource: one case for each thing that opens or closes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use policy::{
    AclGrant, BlockPublicAccess, Document, Exposure, Glob, KeyGrant, Origin, Outsider, Policy, PolicyOf,
    Question, Trusted, expose, is_s3_public,
};

const OWNER: &str = "111122223333";

fn trusted() -> Trusted {
    Trusted {
        accounts: vec!["222233334444".into(), "cloudfront".into(), "cognito-identity.amazonaws.com".into()],
        organisations: vec!["o-mine".into()],
        organisational_units: vec!["o-other/r-1/ou-1-a".into()],
        vpcs: vec!["vpc-1".into()],
        vpc_endpoints: vec!["vpce-1".into()],
        ip_ranges: vec!["203.0.113.0/24".into()],
    }
}

fn policy(statements: &str) -> Policy {
    let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}");
    Policy::new(&Document::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}")).document)
}

fn judge(statements: &str) -> Exposure {
    expose(&Question::new(OWNER, &policy(statements), &trusted()))
}

fn verdict(statements: &str) -> &'static str {
    judge(statements).verdict.as_str()
}

/// An Allow of everything to a principal under conditions.
fn allow(principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{{{condition}}}}}"#
    )
}

fn deny(condition: &str) -> String {
    format!(r#"{{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#)
}

#[test]
fn principals() {
    for (principal, wanted) in [
        (r#""*""#, "public"),
        (r#"{"AWS":"*"}"#, "public"),
        (r#"{"AWS":"111122223333"}"#, "private"),
        (r#"{"AWS":"arn:aws:iam::111122223333:role/app"}"#, "private"),
        (r#"{"AWS":"222233334444"}"#, "trusted"),
        (r#"{"AWS":"arn:aws:iam::333344445555:root"}"#, "cross-account"),
        (r#"{"AWS":["111122223333","arn:aws:iam::333344445555:user/u"]}"#, "cross-account"),
        (r#"{"AWS":"arn:aws:sts::333344445555:assumed-role/r/s"}"#, "cross-account"),
        (r#"{"AWS":"AROAJQABLZS4A3QDU576Q"}"#, "private"),
        (r#"{"AWS":"arn:aws:iam::*:root"}"#, "public"),
        (r#"{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}"#, "trusted"),
        (
            r#"{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
            "cross-account",
        ),
        (r#"{"Service":"cloudtrail.amazonaws.com"}"#, "private"),
        (r#"{"Federated":"cognito-identity.amazonaws.com"}"#, "trusted"),
        (r#"{"Federated":"graph.facebook.com"}"#, "public"),
        (r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/corp"}"#, "private"),
        (r#"{"Federated":"arn:aws:iam::333344445555:saml-provider/corp"}"#, "cross-account"),
        (
            r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/1"}"#,
            "private",
        ),
        (
            r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#,
            "public",
        ),
    ] {
        assert_eq!(verdict(&allow(principal, "")), wanted, "{principal}");
    }
    let except = r#"{"Effect":"Allow","NotPrincipal":{"AWS":"333344445555"},"Action":"s3:*","Resource":"*"}"#;
    assert_eq!(verdict(except), "public");
    assert_eq!(verdict(""), "private");
}

#[test]
fn conditions_that_bind_and_conditions_that_do_not() {
    for (condition, wanted) in [
        // Identity and organisation.
        (r#""StringEquals":{"aws:PrincipalOrgID":"o-mine"}"#, "trusted"),
        (r#""StringEquals":{"aws:PrincipalOrgID":"o-theirs"}"#, "cross-account"),
        (r#""StringLike":{"aws:PrincipalOrgID":"o-*"}"#, "public"),
        (r#""StringNotEquals":{"aws:PrincipalOrgID":"o-theirs"}"#, "public"),
        (r#""StringEqualsIfExists":{"aws:PrincipalOrgID":"o-mine"}"#, "public"),
        (r#""ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-mine"}"#, "public"),
        (r#""ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-other/*/ou-1-a/*"}"#, "trusted"),
        (r#""ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-other/*"}"#, "cross-account"),
        (r#""StringEquals":{"aws:PrincipalAccount":"111122223333"}"#, "private"),
        (r#""StringEquals":{"aws:PrincipalAccount":["222233334444","333344445555"]}"#, "cross-account"),
        (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::222233334444:role/*"}"#, "trusted"),
        (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin"}"#, "public"),
        (r#""StringEquals":{"aws:PrincipalType":"AssumedRole"}"#, "public"),
        (r#""StringLike":{"aws:userid":"AROAEXAMPLE0000000001:*"}"#, "cross-account"),
        // Network.
        (r#""StringEquals":{"aws:SourceVpce":"vpce-1"}"#, "trusted"),
        (r#""StringEquals":{"aws:SourceVpce":"vpce-9"}"#, "cross-account"),
        (r#""StringEquals":{"aws:SourceVpc":["vpc-1"]}"#, "trusted"),
        (r#""IpAddress":{"aws:SourceIp":"203.0.113.128/25"}"#, "trusted"),
        (r#""IpAddress":{"aws:SourceIp":"203.0.0.0/16"}"#, "public"),
        (r#""NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}"#, "public"),
        (r#""IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.168.0.0/16"]}"#, "private"),
        (r#""StringEquals":{"s3:DataAccessPointAccount":"111122223333"}"#, "private"),
        (r#""StringEquals":{"s3:DataAccessPointAccount":"333344445555"}"#, "cross-account"),
        // For whom a service acts.
        (r#""StringEquals":{"aws:SourceAccount":"111122223333"}"#, "private"),
        (r#""StringEquals":{"aws:SourceOwner":"333344445555"}"#, "cross-account"),
        (r#""ArnLike":{"aws:SourceArn":"arn:aws:sns:*:222233334444:*"}"#, "trusted"),
        (r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::somebodys"}"#, "cross-account"),
        (r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}"#, "public"),
        (r#""Bool":{"aws:PrincipalIsAWSService":"true"}"#, "private"),
        // The caller's own choice.
        (r#""Bool":{"aws:SecureTransport":"true"}"#, "public"),
        (r#""StringLike":{"aws:Referer":"https://example.com/*"}"#, "public"),
        (r#""StringEquals":{"aws:UserAgent":"secret"}"#, "public"),
        (r#""StringEquals":{"aws:PrincipalTag/team":"red"}"#, "public"),
        (r#""StringEquals":{"s3:prefix":"public/"}"#, "public"),
        (r#""ForAnyValue:StringEquals":{"aws:TagKeys":["a","b"]}"#, "public"),
        (r#""NumericLessThan":{"s3:max-keys":"5"}"#, "public"),
        (r#""DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}"#, "public"),
        (r#""StringEquals":{"some:unknownKey":"x"}"#, "public"),
        // What no request can satisfy.
        (r#""NumericLessThan":{"s3:max-keys":"5"},"NumericGreaterThan":{"s3:max-keys":"5"}"#, "private"),
        (r#""StringEquals":{"aws:PrincipalOrgID":"o-x","aws:SourceAccount":"333344445555"}"#, "private"),
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
        ("other than by TLS", r#""Bool":{"aws:SecureTransport":"false"}"#.into(), "public"),
        ("both ways of transport", r#""Bool":{"aws:SecureTransport":["true","false"]}"#.into(), "private"),
        ("other accounts", r#""StringNotEquals":{"aws:PrincipalAccount":"111122223333"}"#.into(), "private"),
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
        ("everyone", r#"{"Effect":"Deny","Principal":"*","Action":"s3:Get*","Resource":"*"}"#, "private"),
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
fn services_must_say_for_whom_they_act() {
    // IAM User Guide, "The confused deputy problem".
    let sns = r#"{"Service":"sns.amazonaws.com"}"#;
    for (condition, wanted, deputy) in [
        ("", "private", true),
        (r#""StringEquals":{"aws:SourceAccount":"111122223333"}"#, "private", false),
        (r#""StringEquals":{"aws:SourceAccount":"333344445555"}"#, "cross-account", false),
        (r#""StringEquals":{"aws:SourceOrgID":"o-mine"}"#, "trusted", false),
        (r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::bucket"}"#, "private", false),
        (r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}"#, "private", true),
        (r#""StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}"#, "private", true),
        (r#""Bool":{"aws:SecureTransport":"true"}"#, "private", true),
    ] {
        let exposure = judge(&allow(sns, condition));
        assert_eq!(exposure.verdict.as_str(), wanted, "{condition}\n{exposure}");
        assert_eq!(!exposure.confused_deputies.is_empty(), deputy, "{condition}");
    }
}

#[test]
fn shared_issuers_need_a_subject() {
    let github =
        r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#;
    for (condition, wanted) in [
        (r#""StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}"#, "public"),
        (r#""StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo-org/*"}"#, "private"),
        (r#""StringLike":{"token.actions.githubusercontent.com:sub":"repo:*"}"#, "public"),
        (r#""StringNotEquals":{"token.actions.githubusercontent.com:sub":"repo:octo-org/a:x"}"#, "public"),
    ] {
        assert_eq!(verdict(&allow(github, condition)), wanted, "{condition}");
    }
}

#[test]
fn variables() {
    for (statement, wanted) in [
        (allow(r#""*""#, r#""StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}"#), "private"),
        (allow(r#""*""#, r#""StringEquals":{"aws:SourceAccount":"${aws:PrincipalAccount}"}"#), "private"),
        (allow(r#""*""#, r#""StringEquals":{"aws:PrincipalTag/a":"${aws:PrincipalTag/b}"}"#), "public"),
        (allow(r#""*""#, r#""StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"}"#), "cross-account"),
        (allow(r#""*""#, "").replace("b/*", "b/${aws:username}/*"), "public"),
    ] {
        assert_eq!(verdict(&statement), wanted, "{statement}");
    }
}

#[test]
fn everyone_let_in_is_listed() {
    let exposure = judge(&format!(
        "{},{}",
        allow(r#"{"AWS":["333344445555","222233334444","arn:aws:iam::444455556666:role/r"]}"#, ""),
        allow(r#""*""#, r#""StringEquals":{"aws:PrincipalOrgID":["o-a","o-mine","o-b"]}"#),
    ));
    let strangers: Vec<String> = exposure
        .openings
        .iter()
        .filter(|o| o.verdict.as_str() == "cross-account")
        .map(|o| o.who.to_string())
        .collect();
    assert_eq!(
        strangers,
        [
            "account 333344445555",
            "arn:aws:iam::444455556666:role/r",
            "callers with aws:principalorgid = o-a",
            "callers with aws:principalorgid = o-b",
        ]
    );
    assert!(exposure.openings.iter().any(|opening| opening.who == Outsider::Account("222233334444".into())));
}

#[test]
fn actions_of_interest() {
    let text = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"},
        {"Effect":"Allow","Principal":{"AWS":"333344445555"},"NotAction":"s3:Get*","Resource":"*"}"#;
    let (policy, trusted) = (policy(text), trusted());
    for (actions, wanted) in [
        (&["s3:Get*", "s3:List*"][..], "public"),
        (&["s3:List*"], "cross-account"),
        (&["s3:Put*", "s3:Delete*"], "cross-account"),
        (&["s3:GetBucketAcl"], "private"),
    ] {
        let actions: Vec<Glob> = actions.iter().map(|action| Glob::action(action)).collect();
        let question = Question {
            actions: Some(&actions),
            service: Some("s3"),
            ..Question::new(OWNER, &policy, &trusted)
        };
        let exposure = expose(&question);
        assert_eq!(exposure.verdict.as_str(), wanted, "{actions:?}");
        if let Some(witness) = exposure.witness() {
            assert!(actions.iter().any(|action| action.matches(&witness.action)), "{witness}");
        }
    }
    let elsewhere = Question { resource: Some("arn:aws:s3:::c"), ..Question::new(OWNER, &policy, &trusted) };
    assert_eq!(expose(&elsewhere).verdict.as_str(), "public");
}

#[test]
fn access_control_lists_and_key_grants_are_statements() {
    let acl = |grantee: &str, permission: &str| -> AclGrant {
        serde_json::from_str(&format!(r#"{{"Grantee":{grantee},"Permission":"{permission}"}}"#)).unwrap()
    };
    let all = r#"{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"}"#;
    let signed = r#"{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}"#;
    let logs = r#"{"Type":"Group","URI":"http://acs.amazonaws.com/groups/s3/LogDelivery"}"#;
    let (empty, denied, trusted) = (policy(""), policy(&deny("")), trusted());
    for (grant, wanted) in [
        (acl(all, "READ"), "public"),
        (acl(signed, "WRITE_ACP"), "public"),
        (acl(logs, "WRITE"), "private"),
        (acl(r#"{"Type":"CanonicalUser","ID":"79a5"}"#, "FULL_CONTROL"), "cross-account"),
    ] {
        let grants = [grant];
        let question = Question { acl: &grants, ..Question::new(OWNER, &empty, &trusted) };
        let exposure = expose(&question);
        assert_eq!(exposure.verdict.as_str(), wanted, "{grants:?}\n{exposure}");
        assert!(exposure.statements().iter().all(|(origin, _)| *origin == Origin::Acl(0)));
        // A bucket policy's denial binds what lists grant.
        assert_eq!(
            expose(&Question { acl: &grants, ..Question::new(OWNER, &denied, &trusted) }).verdict.as_str(),
            "private"
        );
    }
    let grant: KeyGrant = serde_json::from_str(
        r#"{"GranteePrincipal":"arn:aws:iam::333344445555:role/r","Operations":["Decrypt"],"GrantId":"g"}"#,
    )
    .unwrap();
    let grants = [grant];
    let question =
        Question { key_grants: &grants, service: Some("kms"), ..Question::new(OWNER, &empty, &trusted) };
    assert_eq!(expose(&question).verdict.as_str(), "cross-account");
    assert_eq!(expose(&question).statements(), [(Origin::KeyGrant(0), Some("KMS grant"))]);
}

#[test]
fn block_public_access() {
    // S3 User Guide, "Blocking public access": two settings change what is, two what may become.
    let public = format!("{},{}", allow(r#""*""#, ""), allow(r#"{"AWS":"333344445555"}"#, ""));
    let named = allow(r#"{"AWS":"333344445555"}"#, "");
    let all: AclGrant = serde_json::from_str(
        r#"{"Grantee":{"URI":"http://acs.amazonaws.com/groups/global/AllUsers"},"Permission":"READ"}"#,
    )
    .unwrap();
    let none = BlockPublicAccess::default();
    for (rule, statements, acl, block, wanted) in [
        ("nothing set", &public, false, none, "public"),
        (
            "refusing new policies",
            &public,
            false,
            BlockPublicAccess { block_public_policy: true, ..none },
            "public",
        ),
        (
            "restricting a public policy",
            &public,
            false,
            BlockPublicAccess { restrict_public_buckets: true, ..none },
            "private",
        ),
        (
            "not a policy that is not public",
            &named,
            false,
            BlockPublicAccess { restrict_public_buckets: true, ..none },
            "cross-account",
        ),
        ("refusing new lists", &named, true, BlockPublicAccess { block_public_acls: true, ..none }, "public"),
        (
            "ignoring public lists",
            &named,
            true,
            BlockPublicAccess { ignore_public_acls: true, ..none },
            "cross-account",
        ),
    ] {
        let (policy, trusted) = (policy(statements), trusted());
        let (blocks, acl) = ([none, block], if acl { vec![all.clone()] } else { vec![] });
        let question =
            Question { acl: &acl, block_public_access: &blocks, ..Question::new(OWNER, &policy, &trusted) };
        assert_eq!(expose(&question).verdict.as_str(), wanted, "{rule}");
    }
}

#[test]
fn resource_control_policies_close() {
    let guard = vec![vec![policy(&deny(r#""StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-mine"}"#))]];
    let (open, trusted) = (policy(&allow(r#""*""#, "")), trusted());
    let question = Question { resource_control: &guard, ..Question::new(OWNER, &open, &trusted) };
    assert_eq!(expose(&question).verdict.as_str(), "trusted");
}

#[test]
fn public_in_the_meaning_of_s3() {
    // S3 User Guide, "The meaning of public".
    for (principal, condition, wanted) in [
        (r#"{"AWS":"333344445555"}"#, "", false),
        (r#"{"Service":"cloudtrail.amazonaws.com"}"#, "", false),
        (r#"{"Federated":"graph.facebook.com"}"#, "", true),
        (r#"{"AWS":["333344445555","*"]}"#, "", true),
        (r#""*""#, r#""StringEquals":{"aws:SourceVpc":"vpc-9"}"#, false),
        (r#""*""#, r#""StringLike":{"aws:SourceVpc":"vpc-*"}"#, true),
        (r#""*""#, r#""StringEqualsIfExists":{"aws:SourceVpc":"vpc-9"}"#, true),
        (r#""*""#, r#""StringNotEquals":{"aws:SourceVpc":"vpc-9"}"#, true),
        (r#""*""#, r#""StringEquals":{"aws:SourceAccount":"${aws:PrincipalAccount}"}"#, true),
        (r#""*""#, r#""IpAddress":{"aws:SourceIp":["54.0.0.0/8","10.0.0.0/8"]}"#, false),
        (r#""*""#, r#""IpAddress":{"aws:SourceIp":["54.0.0.0/8","0.0.0.0/1"]}"#, true),
        (r#""*""#, r#""StringEquals":{"aws:userid":"AROAEXAMPLE0000000001:s"}"#, true),
        (
            r#""*""#,
            r#""ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-west-2:123456789012:accesspoint/*"}"#,
            false,
        ),
        (r#""*""#, r#""Bool":{"aws:SecureTransport":"true"}"#, true),
    ] {
        let policy = policy(&allow(principal, condition));
        assert_eq!(is_s3_public(&policy, PolicyOf::Bucket), wanted, "{principal} {condition}");
    }
    let point = policy(&allow(
        r#""*""#,
        r#""ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-west-2:1:accesspoint/a"}"#,
    ));
    assert!(is_s3_public(&point, PolicyOf::AccessPoint));
}

#[test]
fn a_person_reads_why() {
    let statement = r#"{"Sid":"World","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#;
    assert_eq!(
        judge(statement).to_string(),
        "public: anyone is let in\n  statement 0 `World` lets in anyone (public)\n    \
         for example: * does s3:GetObject on arn:aws:s3:::b/example"
    );
}
