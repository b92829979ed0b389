//! Who is everyone, and who is an account.

use crate::*;

#[test]
fn who_is_everyone_and_who_is_an_account() {
    // IAM User Guide, "AWS JSON policy elements: Principal".
    let by = |principal: &str| -> &'static str {
        let statement =
            format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"*","Resource":"*"}}"#);
        Box::leak(statement.into_boxed_str())
    };
    let everyone = r#"{"AWS":"*"}"#;
    for (rule, caller, principal, identity, wanted) in [
        ("`AWS: *` is everyone", "*", everyone, "", ALLOWED),
        (
            "also in a list",
            "*",
            r#"{"AWS":["111122223333","*"]}"#,
            "",
            ALLOWED,
        ),
        (
            "a stranger's own side counts",
            FOREIGN,
            everyone,
            "",
            IMPLICIT,
        ),
        ("and both do", FOREIGN, everyone, ALL, ALLOWED),
        (
            "an account's id",
            FOREIGN,
            r#"{"AWS":"444455556666"}"#,
            ALL,
            ALLOWED,
        ),
        (
            "an account's root",
            FOREIGN,
            r#"{"AWS":"arn:aws:iam::444455556666:root"}"#,
            ALL,
            ALLOWED,
        ),
        (
            "in another partition, too",
            FOREIGN,
            r#"{"AWS":"arn:aws-cn:iam::444455556666:root"}"#,
            ALL,
            ALLOWED,
        ),
        (
            "another account's",
            FOREIGN,
            r#"{"AWS":"444455556667"}"#,
            ALL,
            IMPLICIT,
        ),
        (
            "an account is no anonymous caller",
            "*",
            r#"{"AWS":"111122223333"}"#,
            "",
            IMPLICIT,
        ),
        (
            "a provider's users",
            "arn:aws:iam::111122223333:saml-provider/corp",
            r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/corp"}"#,
            "",
            ALLOWED,
        ),
        (
            "are not another's",
            "arn:aws:iam::111122223333:saml-provider/other",
            r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/corp"}"#,
            "",
            IMPLICIT,
        ),
        (
            "several kinds in one map",
            "sns.amazonaws.com",
            r#"{"AWS":"444455556666","Service":["sqs.amazonaws.com","sns.amazonaws.com"]}"#,
            "",
            ALLOWED,
        ),
        (
            "a federated user by name",
            "arn:aws:sts::111122223333:federated-user/f",
            r#"{"AWS":"arn:aws:sts::111122223333:federated-user/f"}"#,
            "",
            ALLOWED,
        ),
    ] {
        let case = Case {
            resource: by(principal),
            identity,
            ..Case::default()
        };
        assert_eq!(
            decide(caller, "s3:GetObject", OBJECT, &[], &case),
            wanted,
            "{rule}"
        );
    }
}
