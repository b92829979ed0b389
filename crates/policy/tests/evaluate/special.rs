//! Callers without account, keys and roles, exceptions, sets of resources, what AWS keeps.

use crate::*;
use policy::{Caller, Context, Policies, Policy, Request, authorize};

#[test]
fn callers_without_account() {
    let service = r#"{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"*","Resource":"*"}"#;
    let provider =
        r#"{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},"Action":"*"}"#;
    let of = |resource| Case {
        resource,
        identity: ALL,
        ..Case::default()
    };
    for (rule, caller, case, wanted) in [
        ("anonymous, open to all", "*", of(TO_ALL), ALLOWED),
        ("anonymous, not named", "*", of(TO_ACCOUNT), IMPLICIT),
        (
            "identity policies do not speak for them",
            "*",
            of(""),
            IMPLICIT,
        ),
        (
            "a service by name",
            "sns.amazonaws.com",
            of(service),
            ALLOWED,
        ),
        (
            "another service",
            "sqs.amazonaws.com",
            of(service),
            IMPLICIT,
        ),
        (
            "a service, open to all",
            "sqs.amazonaws.com",
            of(TO_ALL),
            ALLOWED,
        ),
        (
            "a provider by name",
            "accounts.google.com",
            of(provider),
            ALLOWED,
        ),
    ] {
        assert_eq!(
            decide(caller, "s3:GetObject", OBJECT, &[], &case),
            wanted,
            "{rule}"
        );
    }
}

#[test]
fn keys_and_roles_must_be_granted_by_their_own_policy() {
    // KMS Developer Guide, "Key policies"; IAM User Guide, "IAM roles", trust policy.
    let of = |resource| Case {
        resource,
        identity: ALL,
        ..Case::default()
    };
    let alone = |resource| Case {
        resource,
        ..Case::default()
    };
    for (rule, action, resource, case, wanted) in [
        ("a key without grant", "kms:Decrypt", KEY, of(""), IMPLICIT),
        (
            "a key whose policy delegates",
            "kms:Decrypt",
            KEY,
            of(TO_ACCOUNT),
            ALLOWED,
        ),
        (
            "delegated, but not used",
            "kms:Decrypt",
            KEY,
            alone(TO_ACCOUNT),
            IMPLICIT,
        ),
        (
            "a key whose policy names the user",
            "kms:Decrypt",
            KEY,
            alone(TO_USER),
            ALLOWED,
        ),
        (
            "an alias has no policy",
            "kms:DeleteAlias",
            "arn:aws:kms:us-east-1:111122223333:alias/a",
            of(""),
            ALLOWED,
        ),
        (
            "nor does a call that names no key",
            "kms:ListKeys",
            "*",
            of(""),
            ALLOWED,
        ),
        (
            "a role that does not trust",
            "sts:AssumeRole",
            TRUSTING,
            of(""),
            IMPLICIT,
        ),
        (
            "a role that trusts the account",
            "sts:AssumeRole",
            TRUSTING,
            of(TO_ACCOUNT),
            ALLOWED,
        ),
        (
            "a role that trusts the user",
            "sts:AssumeRole",
            TRUSTING,
            alone(TO_USER),
            ALLOWED,
        ),
        (
            "a role as any resource",
            "iam:GetRole",
            TRUSTING,
            of(""),
            ALLOWED,
        ),
    ] {
        assert_eq!(decide(USER, action, resource, &[], &case), wanted, "{rule}");
    }
}

#[test]
fn exceptions_name_the_very_principal() {
    // IAM User Guide, "AWS JSON policy elements: NotPrincipal".
    let but_role = r#"{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:role/app"},"Action":"*","Resource":"*"}"#;
    let but_session = r#"{"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::111122223333:role/app",
        "arn:aws:sts::111122223333:assumed-role/app/s1"]},"Action":"*","Resource":"*"}"#;
    let but_account =
        r#"{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}"#;
    let but_bob = r#"{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/Bob"},"Action":"*","Resource":"*"}"#;
    let of = |resource| Case {
        resource,
        identity: ALL,
        ..Case::default()
    };
    for (rule, caller, case, wanted) in [
        ("the role is excepted", ROLE, of(but_role), ALLOWED),
        ("its session is not", SESSION, of(but_role), EXPLICIT),
        ("the session is excepted", SESSION, of(but_session), ALLOWED),
        (
            "the account does not except its users",
            USER,
            of(but_account),
            EXPLICIT,
        ),
        (
            "it excepts its root user",
            "111122223333",
            of(but_account),
            ALLOWED,
        ),
        (
            "an Allow for all but one",
            "*",
            Case {
                resource: but_bob,
                ..Case::default()
            },
            ALLOWED,
        ),
        (
            "is not for that one",
            USER,
            Case {
                resource: but_bob,
                ..Case::default()
            },
            IMPLICIT,
        ),
        // "will always deny any IAM principal that has a permissions boundary policy attached"
        (
            "a boundary undoes the exception",
            ROLE,
            Case {
                boundary: ALL,
                ..of(but_role)
            },
            EXPLICIT,
        ),
    ] {
        assert_eq!(
            decide(caller, "s3:GetObject", OBJECT, &[], &case),
            wanted,
            "{rule}"
        );
    }
}

#[test]
fn what_aws_keeps_to_itself() {
    let of = Case {
        identity: ALL,
        ..Case::default()
    };
    let denied = Case {
        identity: DENY,
        ..Case::default()
    };
    let managed = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let reserved =
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x_0";
    let linked =
        "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
    for (action, resource, case, wanted) in [
        ("sts:GetCallerIdentity", "*", &denied, ALLOWED),
        ("iam:GetPolicy", managed, &of, ALLOWED),
        ("iam:DeletePolicy", managed, &of, IMPLICIT),
        ("iam:GetRole", reserved, &of, ALLOWED),
        ("iam:PassRole", reserved, &of, IMPLICIT),
        ("iam:UpdateAssumeRolePolicy", linked, &of, IMPLICIT),
        ("iam:DeleteServiceLinkedRole", linked, &of, ALLOWED),
        (
            "kms:UpdateAlias",
            "arn:aws:kms:us-east-1:111122223333:alias/aws/s3",
            &of,
            IMPLICIT,
        ),
    ] {
        assert_eq!(
            decide(USER, action, resource, &[], case),
            wanted,
            "{action} {resource}"
        );
    }
}

#[test]
fn a_decision_says_what_decided() {
    let named = Policy::named(
        "Guard",
        &document(r#"{"Sid":"NoDelete","Effect":"Deny","Action":"s3:Delete*","Resource":"*"}"#),
    );
    let request = Request {
        caller: Caller::parse(USER),
        action: "s3:DeleteObject".into(),
        resource: OBJECT.into(),
        resource_account: None,
        context: Context::default(),
    };
    let denied = authorize(
        &request,
        &Policies {
            identity: vec![&named],
            ..Policies::default()
        },
    );
    assert_eq!(
        denied.to_string(),
        "explicitly-denied\n  statement `NoDelete` of the identity policy `Guard` denies it"
    );
    let reason = denied.because.first().unwrap();
    assert_eq!(
        (reason.policy, reason.statement, reason.sid.as_deref()),
        (Some(0), Some(0), Some("NoDelete"))
    );
    let missing = authorize(&request, &Policies::default());
    assert_eq!(
        missing.to_string(),
        "implicitly-denied\n  no identity policy allows it"
    );
}
