//! What stands beside a policy: access control lists, grants of keys, Block Public Access; and public as S3 means it.

use crate::*;

#[test]
fn access_control_lists_and_key_grants_are_statements() {
    let acl = |grantee: &str, permission: &str| -> AclGrant {
        serde_json::from_str(&format!(
            r#"{{"Grantee":{grantee},"Permission":"{permission}"}}"#
        ))
        .unwrap()
    };
    let all = r#"{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"}"#;
    let signed =
        r#"{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}"#;
    let logs = r#"{"Type":"Group","URI":"http://acs.amazonaws.com/groups/s3/LogDelivery"}"#;
    let (empty, denied, trusted) = (policy(""), policy(&deny("")), trusted());
    for (grant, wanted) in [
        (acl(all, "READ"), "public"),
        (acl(signed, "WRITE_ACP"), "public"),
        (acl(logs, "WRITE"), "private"),
        (
            acl(r#"{"Type":"CanonicalUser","ID":"79a5"}"#, "FULL_CONTROL"),
            "cross-account",
        ),
    ] {
        let grants = [grant];
        let question = Question {
            acl: &grants,
            ..Question::new(OWNER, &empty, &trusted)
        };
        let exposure = expose(&question);
        assert_eq!(exposure.verdict.as_str(), wanted, "{grants:?}\n{exposure}");
        assert!(
            exposure
                .statements()
                .iter()
                .all(|(origin, _)| *origin == Origin::Acl(0))
        );
        // A bucket policy's denial binds what lists grant.
        assert_eq!(
            expose(&Question {
                acl: &grants,
                ..Question::new(OWNER, &denied, &trusted)
            })
            .verdict
            .as_str(),
            "private"
        );
    }
    let grant: KeyGrant = serde_json::from_str(
        r#"{"GranteePrincipal":"arn:aws:iam::333344445555:role/r","Operations":["Decrypt"],"GrantId":"g"}"#,
    )
    .unwrap();
    let grants = [grant];
    let question = Question {
        key_grants: &grants,
        service: Some("kms"),
        ..Question::new(OWNER, &empty, &trusted)
    };
    assert_eq!(expose(&question).verdict.as_str(), "cross-account");
    assert_eq!(
        expose(&question).statements(),
        [(Origin::KeyGrant(0), Some("KMS grant"))]
    );
}

#[test]
fn block_public_access() {
    // S3 User Guide, "Blocking public access": two settings change what is, two what may become.
    let public = format!(
        "{},{}",
        allow(r#""*""#, ""),
        allow(r#"{"AWS":"333344445555"}"#, "")
    );
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
            BlockPublicAccess {
                block_public_policy: true,
                ..none
            },
            "public",
        ),
        (
            "restricting a public policy",
            &public,
            false,
            BlockPublicAccess {
                restrict_public_buckets: true,
                ..none
            },
            "private",
        ),
        (
            "not a policy that is not public",
            &named,
            false,
            BlockPublicAccess {
                restrict_public_buckets: true,
                ..none
            },
            "cross-account",
        ),
        (
            "refusing new lists",
            &named,
            true,
            BlockPublicAccess {
                block_public_acls: true,
                ..none
            },
            "public",
        ),
        (
            "ignoring public lists",
            &named,
            true,
            BlockPublicAccess {
                ignore_public_acls: true,
                ..none
            },
            "cross-account",
        ),
    ] {
        let (policy, trusted) = (policy(statements), trusted());
        let (blocks, acl) = ([none, block], if acl { vec![all.clone()] } else { vec![] });
        let question = Question {
            acl: &acl,
            block_public_access: &blocks,
            ..Question::new(OWNER, &policy, &trusted)
        };
        assert_eq!(expose(&question).verdict.as_str(), wanted, "{rule}");
    }
}

#[test]
fn public_in_the_meaning_of_s3() {
    // S3 User Guide, "The meaning of public".
    for (principal, condition, wanted) in [
        (r#"{"AWS":"333344445555"}"#, "", false),
        (r#"{"Service":"cloudtrail.amazonaws.com"}"#, "", false),
        (r#"{"Federated":"graph.facebook.com"}"#, "", true),
        (r#"{"AWS":["333344445555","*"]}"#, "", true),
        (
            r#""*""#,
            r#""StringEquals":{"aws:SourceVpc":"vpc-9"}"#,
            false,
        ),
        (r#""*""#, r#""StringLike":{"aws:SourceVpc":"vpc-*"}"#, true),
        (
            r#""*""#,
            r#""StringEqualsIfExists":{"aws:SourceVpc":"vpc-9"}"#,
            true,
        ),
        (
            r#""*""#,
            r#""StringNotEquals":{"aws:SourceVpc":"vpc-9"}"#,
            true,
        ),
        (
            r#""*""#,
            r#""StringEquals":{"aws:SourceAccount":"${aws:PrincipalAccount}"}"#,
            true,
        ),
        (
            r#""*""#,
            r#""IpAddress":{"aws:SourceIp":["54.0.0.0/8","10.0.0.0/8"]}"#,
            false,
        ),
        (
            r#""*""#,
            r#""IpAddress":{"aws:SourceIp":["54.0.0.0/8","0.0.0.0/1"]}"#,
            true,
        ),
        (
            r#""*""#,
            r#""StringEquals":{"aws:userid":"AROAEXAMPLE0000000001:s"}"#,
            true,
        ),
        (
            r#""*""#,
            r#""ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-west-2:123456789012:accesspoint/*"}"#,
            false,
        ),
        (r#""*""#, r#""Bool":{"aws:SecureTransport":"true"}"#, true),
    ] {
        let policy = policy(&allow(principal, condition));
        assert_eq!(
            is_s3_public(&policy, PolicyOf::Bucket),
            wanted,
            "{principal} {condition}"
        );
    }
    let point = policy(&allow(
        r#""*""#,
        r#""ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-west-2:1:accesspoint/a"}"#,
    ));
    assert!(is_s3_public(&point, PolicyOf::AccessPoint));
}
