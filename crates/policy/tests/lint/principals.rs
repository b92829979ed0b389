//! Principals and ids by their form.

use crate::{document, ids, table, when};
use policy::DocumentKind;

#[test]
fn principals_are_accounts_users_roles_and_sessions() {
    let to = |principal: &str| {
        document(&format!(
            r#"{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"s3:GetObject","Resource":"*"}}"#
        ))
    };
    for wrong in [
        "bob",
        "11112222333",
        "1111222233334",
        "arn:aws:iam::111122223333",
        "arn:aws:iam::1111:root",
        "arn:aws:iam::111122223333:bob",
        "arn:aws:iam::111122223333:user/",
        "arn:aws:iam::111122223333:group/g",
        "arn:aws:sts::111122223333:assumed-role/r",
        "arn:aws:iam::cloudfront:role/r",
        "arn:aws:s3:::b",
    ] {
        let given = ids(&to(wrong), Some(DocumentKind::Bucket));
        assert!(
            given.contains(&"principal-form".to_owned()),
            "{wrong}: {given:?}"
        );
    }
    for right in [
        "*",
        "111122223333",
        "arn:aws:iam::111122223333:root",
        "arn:aws-cn:iam::111122223333:role/path/r",
        "arn:aws:sts::111122223333:assumed-role/r/s",
        "arn:aws:sts::111122223333:federated-user/f",
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
    ] {
        assert_eq!(
            ids(&to(right), Some(DocumentKind::Bucket)),
            [""; 0],
            "{right}"
        );
    }
}

#[test]
fn ids_have_their_form() {
    table(
        &[
            (
                "id-form",
                when(r#""StringNotEquals":{"aws:PrincipalAccount":"1111"}"#),
                when(r#""StringNotEquals":{"aws:PrincipalAccount":"111122223333"}"#),
            ),
            (
                "id-form",
                when(r#""StringNotEquals":{"aws:PrincipalOrgID":"mine"}"#),
                when(r#""StringNotEquals":{"aws:PrincipalOrgID":"o-exampleorgid"}"#),
            ),
        ],
        None,
    );
    // The account of a resource is told from who calls where its ARN has none.
    let elsewhere = when(r#""StringNotEquals":{"aws:ResourceAccount":"111122223333"}"#);
    assert_eq!(ids(&document(&elsewhere), None), [""; 0]);
    let boolean = ids(
        &document(&when(r#""Bool":{"aws:SecureTransport":"yes"}"#)),
        None,
    );
    assert!(boolean.contains(&"value-type".to_owned()), "{boolean:?}");
}
