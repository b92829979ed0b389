//! Namespaces as Redshift Serverless lists them, and their workgroups.
use std::collections::BTreeMap;

use model::redshift_serverless::{Namespace, NamespaceKey, NamespaceTls};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[NamespaceKey::NEED, NamespaceTls::NEED];
const ARN: &str = "arn:aws:redshift-serverless:eu-west-1:111122223333:namespace/1";

/// One namespace, with these members and workgroups.
async fn read(key: &'static str, workgroups: Option<&'static str>) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    let answer = move |request: &WireRequest| -> WireResponse {
        match (request.operation(), workgroups) {
            ("ListNamespaces", _) => {
                let own = format!(r#""namespaceArn": "{ARN}", "namespaceName": "ledger"{key}"#);
                ok(format!(r#"{{"namespaces": [{{{own}}}]}}"#))
            }
            (_, Some(workgroups)) => ok(format!(r#"{{"workgroups": [{workgroups}]}}"#)),
            (_, None) => error_of(request, 400, "AccessDeniedException"),
        }
    };
    see(readers, Namespace::INFO, NEEDS, answer).await
}

#[tokio::test]
async fn the_key_of_a_namespace() {
    let kms = r#", "kmsKeyId": "arn:aws:kms:eu-west-1:111122223333:key/1""#;
    let own = Some("arn:aws:kms:eu-west-1:111122223333:key/1".to_owned());
    for (key, expected) in [
        (kms, Some(own)),
        (r#", "kmsKeyId": "AWS_OWNED_KMS_KEY""#, Some(None)),
        ("", None),
    ] {
        let snapshot = read(key, Some("")).await;
        assert_eq!(snapshot.id_at(Namespace::INFO, 0), ARN);
        assert_eq!(first::<NamespaceKey>(&snapshot).ok(), expected, "{key}");
        assert_eq!(first::<NamespaceTls>(&snapshot), Ok(BTreeMap::new()));
    }
}

#[tokio::test]
async fn what_workgroups_require() {
    let required = r#"{"workgroupName": "a", "namespaceName": "ledger", "configParameters":
        [{"parameterKey": "require_ssl", "parameterValue": "true"}]}"#;
    let expected = BTreeMap::from([("a".to_owned(), true)]);
    let snapshot = read("", Some(required)).await;
    assert_eq!(first::<NamespaceTls>(&snapshot), Ok(expected));
    for strange in [
        r#"{"workgroupName": "a", "namespaceName": "ledger", "configParameters": []}"#,
        r#"{"workgroupName": "a", "namespaceName": "other"}"#,
        r#"{"workgroupName": "a"}"#,
    ] {
        let snapshot = read("", Some(strange)).await;
        assert!(first::<NamespaceTls>(&snapshot).is_err(), "{strange}");
    }
    let action = denied("redshift-serverless:ListWorkgroups");
    assert_eq!(first::<NamespaceTls>(&read("", None).await), Err(action));
}
