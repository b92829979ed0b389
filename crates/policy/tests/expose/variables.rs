//! Policy variables, and keys whose value is part of the caller.

use crate::*;

#[test]
fn the_unique_id_of_a_root_user_is_its_account() {
    // IAM User Guide, "IAM policy elements: Variables and tags", "Principal key values".
    for (condition, wanted) in [
        (r#""StringEquals":{"aws:userid":"111122223333"}"#, "private"),
        (r#""StringEquals":{"aws:userid":"222233334444"}"#, "trusted"),
        (
            r#""StringEquals":{"aws:userid":"333344445555"}"#,
            "cross-account",
        ),
        (
            r#""StringLike":{"aws:userid":"333344445555"}"#,
            "cross-account",
        ),
        (r#""StringLike":{"aws:userid":"*"}"#, "public"),
        (r#""StringLike":{"aws:userid":"33334444*"}"#, "public"),
        (
            r#""StringNotEquals":{"aws:userid":"333344445555"}"#,
            "public",
        ),
        (
            r#""StringLike":{"aws:userid":["333344445555","AROAEXAMPLE0000000001:*"]}"#,
            "cross-account",
        ),
        // A federated user's begins with its account.
        (r#""StringLike":{"aws:userid":"111122223333:*"}"#, "private"),
        (r#""StringLike":{"aws:userid":"222233334444:*"}"#, "trusted"),
        (
            r#""StringLike":{"aws:userid":"333344445555:*"}"#,
            "cross-account",
        ),
    ] {
        let exposure = judge(&allow(r#""*""#, condition));
        assert_eq!(exposure.verdict.as_str(), wanted, "{condition}\n{exposure}");
    }
    for (condition, wanted) in [
        (
            r#""StringNotEquals":{"aws:userid":"111122223333"}"#,
            "private",
        ),
        (
            r#""StringNotEquals":{"aws:userid":"333344445555"}"#,
            "cross-account",
        ),
        (
            r#""StringNotLike":{"aws:userid":"333344445555"}"#,
            "cross-account",
        ),
        (r#""StringEquals":{"aws:userid":"333344445555"}"#, "public"),
    ] {
        let statements = format!("{},{}", allow(r#""*""#, ""), deny(condition));
        assert_eq!(verdict(&statements), wanted, "{condition}");
    }
}

#[test]
fn variables() {
    for (statement, wanted) in [
        (
            allow(
                r#""*""#,
                r#""StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}"#,
            ),
            "private",
        ),
        (
            allow(
                r#""*""#,
                r#""StringEquals":{"aws:SourceAccount":"${aws:PrincipalAccount}"}"#,
            ),
            "private",
        ),
        (
            allow(
                r#""*""#,
                r#""StringEquals":{"aws:PrincipalTag/a":"${aws:PrincipalTag/b}"}"#,
            ),
            "public",
        ),
        (
            allow(
                r#""*""#,
                r#""StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"}"#,
            ),
            "trusted",
        ),
        // Nor is a root user's id that of a role.
        (
            allow(r#""*""#, r#""StringEquals":{"aws:userid":"111122223333"}"#),
            "private",
        ),
        (
            allow(r#""*""#, "").replace("b/*", "b/${aws:username}/*"),
            "public",
        ),
    ] {
        assert_eq!(verdict(&statement), wanted, "{statement}");
    }
}
