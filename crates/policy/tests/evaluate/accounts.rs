//! Within one account, across accounts, under organisation policies.

use crate::*;

#[test]
fn within_one_account() {
    // IAM User Guide, "Policy evaluation logic", within an account.
    let none = Case::default;
    for (rule, caller, case, wanted) in [
        ("by default everything is denied", USER, none(), IMPLICIT),
        (
            "the root user is the exception",
            "arn:aws:iam::111122223333:root",
            none(),
            ALLOWED,
        ),
        (
            "an identity policy suffices",
            USER,
            Case {
                identity: ALL,
                ..none()
            },
            ALLOWED,
        ),
        (
            "a resource policy suffices",
            USER,
            Case {
                resource: TO_USER,
                ..none()
            },
            ALLOWED,
        ),
        (
            "naming the account only delegates",
            USER,
            Case {
                resource: TO_ACCOUNT,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "delegated, the identity policy decides",
            USER,
            Case {
                resource: TO_ACCOUNT,
                identity: ALL,
                ..none()
            },
            ALLOWED,
        ),
        (
            "a denial wins over any allow",
            USER,
            Case {
                resource: TO_USER,
                identity: DENY,
                ..none()
            },
            EXPLICIT,
        ),
        (
            "a boundary limits identity policies",
            USER,
            Case {
                identity: ALL,
                boundary: EC2,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "a boundary alone grants nothing",
            USER,
            Case {
                boundary: ALL,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "a user named in person passes it",
            USER,
            Case {
                resource: TO_USER,
                boundary: EC2,
                ..none()
            },
            ALLOWED,
        ),
        (
            "but not its denials",
            USER,
            Case {
                resource: TO_USER,
                boundary: DENY,
                ..none()
            },
            EXPLICIT,
        ),
        (
            "a role named does not pass it",
            SESSION,
            Case {
                resource: TO_ROLE,
                boundary: EC2,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "nor a session policy",
            SESSION,
            Case {
                resource: TO_ROLE,
                session: EC2,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "a role named needs no identity policy",
            SESSION,
            Case {
                resource: TO_ROLE,
                ..none()
            },
            ALLOWED,
        ),
        (
            "a session named passes both",
            SESSION,
            Case {
                resource: TO_SESSION,
                session: EC2,
                boundary: EC2,
                ..none()
            },
            ALLOWED,
        ),
        (
            "another session is not named",
            SESSION,
            Case {
                resource: TO_SESSION_TWO,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "a session policy limits the role's",
            SESSION,
            Case {
                identity: ALL,
                session: EC2,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "everyone is named in person",
            SESSION,
            Case {
                resource: TO_ALL,
                boundary: EC2,
                ..none()
            },
            ALLOWED,
        ),
        (
            "an endpoint policy must allow",
            USER,
            Case {
                identity: ALL,
                endpoint: EC2,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "and may deny",
            USER,
            Case {
                identity: ALL,
                endpoint: DENY,
                ..none()
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

const TO_SESSION_TWO: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/app/s2"},"Action":"*","Resource":"*"}"#;

#[test]
fn across_accounts() {
    // IAM User Guide, "Cross-account policy evaluation logic": both sides must allow.
    let none = Case::default;
    for (rule, case, wanted) in [
        (
            "the caller's side alone",
            Case {
                identity: ALL,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "the resource's side alone",
            Case {
                resource: TO_FOREIGN,
                ..none()
            },
            IMPLICIT,
        ),
        (
            "both, by account",
            Case {
                resource: TO_FOREIGN_ACCOUNT,
                identity: ALL,
                ..none()
            },
            ALLOWED,
        ),
        (
            "both, in person",
            Case {
                resource: TO_FOREIGN,
                identity: ALL,
                ..none()
            },
            ALLOWED,
        ),
        (
            "both, open to all",
            Case {
                resource: TO_ALL,
                identity: ALL,
                ..none()
            },
            ALLOWED,
        ),
        (
            "a boundary limits even the named",
            Case {
                resource: TO_FOREIGN,
                identity: ALL,
                boundary: EC2,
                ..none()
            },
            IMPLICIT,
        ),
    ] {
        assert_eq!(
            decide(FOREIGN, "s3:GetObject", OBJECT, &[], &case),
            wanted,
            "{rule}"
        );
    }
}
