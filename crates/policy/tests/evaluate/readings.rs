//! Readings that a careless engine gets wrong in favour of "nobody can".

use crate::*;

/// What is decided of a request by the resource's policy alone.
fn by_resource(caller: &str, action: &str, resource: &str, statement: String) -> &'static str {
    let case = Case {
        resource: Box::leak(statement.into_boxed_str()),
        ..Case::default()
    };
    decide(caller, action, resource, &[], &case)
}

#[test]
fn principals_are_those_named() {
    // IAM User Guide, "AWS JSON policy elements: Principal"; CloudFront Developer Guide, "Restrict
    // access with an origin access identity".
    let identity = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1";
    let to = |principal: &str| {
        format!(
            r#"{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"*","Resource":"*"}}"#
        )
    };
    for (rule, named, caller, wanted) in [
        ("an origin access identity", identity, identity, ALLOWED),
        (
            "and not another",
            identity,
            "arn:aws:iam::cloudfront:user/E2",
            IMPLICIT,
        ),
        (
            "a wildcard within is no wildcard",
            "arn:aws:iam::111122223333:user/*",
            USER,
            IMPLICIT,
        ),
        (
            "nor in place of the account",
            "arn:aws:iam::*:root",
            USER,
            IMPLICIT,
        ),
        (
            "nor of a part of the name",
            "arn:aws:iam::111122223333:user/B?b",
            USER,
            IMPLICIT,
        ),
        ("a wildcard alone is everyone", "*", FOREIGN, "allowed"),
    ] {
        let given = by_resource(caller, "s3:GetObject", OBJECT, to(named));
        // Of another account, the caller's own policies have a say as well.
        let wanted = if caller == FOREIGN { IMPLICIT } else { wanted };
        assert_eq!(given, wanted, "{rule}");
    }
    assert_eq!(by_resource("*", "s3:GetObject", OBJECT, to("*")), ALLOWED);
    let refused = format!("{{\"Statement\":{}}}", to("bob"));
    let remarks = Document::parse(&refused).unwrap_err().diagnostics;
    assert_eq!(
        remarks.first().map(|remark| remark.id.as_str()),
        Some("principal-form")
    );
}

#[test]
fn colons_are_not_reached_over_by_what_is_no_wildcard() {
    let on = |resource: &str| {
        format!(r#"{{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"{resource}"}}"#)
    };
    for (pattern, resource, wanted) in [
        ("arn:aws:s3:::bucket1:*", "arn:aws:s3:::bucket1", IMPLICIT),
        (
            "arn:aws:s3:::bucket1:*",
            "arn:aws:s3:::bucket1/key",
            IMPLICIT,
        ),
        ("arn:aws:s3:::bucket1*", "arn:aws:s3:::bucket1/key", ALLOWED),
    ] {
        assert_eq!(
            by_resource(USER, "s3:GetObject", resource, on(pattern)),
            wanted,
            "{pattern} {resource}"
        );
    }
    let all = on("arn:aws:s3:::*");
    assert_eq!(by_resource(USER, "s3:ListAllMyBuckets", "*", all), ALLOWED);
}

#[test]
fn the_unique_id_of_a_root_user_is_its_account() {
    // IAM User Guide, "IAM policy elements: Variables and tags", principal key values.
    let when = |condition: &str| {
        format!(
            r#"{{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#
        )
    };
    let root = "arn:aws:iam::111122223333:root";
    let own = when(r#""StringEquals":{"aws:userid":"111122223333"}"#);
    assert_eq!(
        by_resource(root, "s3:GetObject", OBJECT, own.clone()),
        ALLOWED
    );
    assert_eq!(by_resource(USER, "s3:GetObject", OBJECT, own), IMPLICIT);
}

#[test]
fn operators_unknown_to_aws_are_refused_where_they_would_deny_nothing() {
    let statement = |effect: &str| {
        format!(
            r#"{{"Statement":{{"Effect":"{effect}","Action":"*","Resource":"*","Condition":{{"StringEqual":{{"aws:username":"x"}}}}}}}}"#
        )
    };
    let refused = Document::parse(&statement("Deny")).unwrap_err();
    let [remark] = refused.diagnostics.as_slice() else {
        unreachable!("one remark")
    };
    assert_eq!(
        (remark.id.as_str(), remark.remedy.as_str()),
        ("operator", "write `StringEquals`")
    );
    assert!(
        Document::parse(&statement("Allow")).is_ok(),
        "an Allow that allows nothing is safe to read"
    );
}
