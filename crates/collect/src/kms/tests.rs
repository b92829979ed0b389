//! Keys as KMS describes them: answered, denied, absent.
use model::kms::{Key, KeyGrants, KeyMetadata, KeyPolicy, KeyRotation, KeyTags, Rotation};
use model::{Fact, Kind, Need, Observed, Reason, Scope, Snapshot, Tags};

use crate::wire::{Log, WireRequest, WireResponse, aws, error_of, ok};
use crate::{KindNeeds, Request, Sweep};

const ARN: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";

const SORT: &[Need] = &[KeyMetadata::NEED, KeyRotation::NEED];

fn of(number: usize) -> String {
    format!("arn:aws:kms:eu-west-1:111122223333:key/{number}")
}

/// `DescribeKey`'s answer, with what differs from a customer's plain key.
fn described(other: &str) -> String {
    let plain = r#""KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT",
        "Origin": "AWS_KMS", "MultiRegion": false"#;
    format!(r#"{{"KeyMetadata": {{"KeyId": "1", "Arn": "{ARN}", {plain} {other}}}}}"#)
}

fn usual(request: &WireRequest) -> WireResponse {
    match request.operation() {
        "ListKeys" => ok(format!(r#"{{"Keys": [{{"KeyArn": "{ARN}"}}]}}"#)),
        "DescribeKey" => ok(described("")),
        "GetKeyRotationStatus" => ok(r#"{"KeyRotationEnabled": false}"#),
        "ListResourceTags" => ok(r#"{"Tags": [{"TagKey": "a", "TagValue": "b"}]}"#),
        other => panic!("unexpected {other}"),
    }
}

async fn read_of(
    scope: Scope,
    needs: &'static [Need],
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Snapshot, Log) {
    let (aws, log) = aws(answer);
    let kind = Key::INFO;
    let wanted = [KindNeeds { kind, needs }];
    let regions = Some(vec!["eu-west-1".into()]);
    let request = Request::new(wanted, scope, regions).with_tags(true);
    let readers = &[crate::account::READERS, super::READERS];
    let mut sweep = Sweep::new(&aws, readers, request).unwrap();
    let mut whole = None;
    while let Some(piece) = sweep.next().await {
        if piece.kind.id == Key::ID && !piece.rows.is_empty() {
            whole = Some(sweep.snapshot().clone());
        }
    }
    (whole.unwrap_or_else(|| sweep.finish()), log)
}

async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Snapshot, Log) {
    read_needs(SORT, answer).await
}

async fn read_needs(
    needs: &'static [Need],
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Snapshot, Log) {
    read_of(Scope::Everything, needs, answer).await
}

fn rotation(snapshot: &Snapshot) -> Observed<serde_json::Value> {
    snapshot.value(&KeyRotation::NEED, 0)
}

#[tokio::test]
async fn a_key_is_described_once_and_its_tags_are_read() {
    let (snapshot, log) = read(usual).await;
    let off = serde_json::to_value(Rotation::Off).unwrap();
    assert_eq!(rotation(&snapshot), Observed::Seen(off));
    let tags = serde_json::to_value(Tags::from([("a".into(), "b".into())])).unwrap();
    assert_eq!(snapshot.value(&KeyTags::NEED, 0), Observed::Seen(tags));
    let requests = log.lock().unwrap().len();
    assert_eq!(requests, 4, "{log:?}");
}

#[tokio::test]
async fn how_often_a_key_rotates() {
    for (response, expected) in [
        (
            r#"{"KeyRotationEnabled": true, "RotationPeriodInDays": 90}"#,
            Rotation::Every(90),
        ),
        (r#"{"KeyRotationEnabled": true}"#, Rotation::YEARLY),
        (
            r#"{"KeyRotationEnabled": false, "RotationPeriodInDays": 365}"#,
            Rotation::Off,
        ),
    ] {
        let (snapshot, _) = read(move |request| match request.operation() {
            "GetKeyRotationStatus" => ok(response),
            _ => usual(request),
        })
        .await;
        let expected = serde_json::to_value(expected).unwrap();
        assert_eq!(rotation(&snapshot), Observed::Seen(expected), "{response}");
    }
}

#[tokio::test]
async fn rotation_of_keys_that_cannot_rotate_is_not_read() {
    for other in [
        r#", "KeyManager": "AWS""#,
        r#", "KeySpec": "RSA_2048""#,
        r#", "KeySpec": "HMAC_256""#,
        r#", "Origin": "EXTERNAL""#,
        r#", "Origin": "AWS_CLOUDHSM""#,
        r#", "Origin": "EXTERNAL_KEY_STORE""#,
        r#", "MultiRegionConfiguration": {"MultiRegionKeyType": "REPLICA"}"#,
    ] {
        let (snapshot, log) = read(move |request| match request.operation() {
            "DescribeKey" => ok(described(other)),
            _ => usual(request),
        })
        .await;
        let fixed = serde_json::to_value(Rotation::Fixed).unwrap();
        assert_eq!(rotation(&snapshot), Observed::Seen(fixed), "{other}");
        let log = log.lock().unwrap();
        assert!(
            log.iter()
                .all(|request| request.operation() != "GetKeyRotationStatus")
        );
    }
}

#[tokio::test]
async fn what_is_denied_is_missed_by_its_own_permission() {
    for (operation, missed) in [
        ("DescribeKey", "kms:DescribeKey"),
        ("GetKeyRotationStatus", "kms:GetKeyRotationStatus"),
    ] {
        let (snapshot, _) = read(move |request| match request.operation() == operation {
            true => error_of(request, 400, "AccessDeniedException"),
            false => usual(request),
        })
        .await;
        let denied = Observed::Missed(Reason::Denied(missed.into()));
        assert_eq!(rotation(&snapshot), denied);
    }
}

#[tokio::test]
async fn a_list_is_read_to_its_end_and_a_denied_one_is_no_empty_one() {
    let (snapshot, _) = read(|request| match request.operation() {
        "ListKeys" if request.body.contains("page-2") => {
            ok(format!(r#"{{"Keys": [{{"KeyArn": "{}"}}]}}"#, of(2)))
        }
        "ListKeys" => {
            let more = r#""NextMarker": "page-2", "Truncated": true"#;
            ok(format!(
                r#"{{"Keys": [{{"KeyArn": "{}"}}], {more}}}"#,
                of(1)
            ))
        }
        _ => usual(request),
    })
    .await;
    assert_eq!(snapshot.count(Key::INFO), 2);
    let (snapshot, _) = read(|request| error_of(request, 400, "AccessDeniedException")).await;
    let missed = snapshot.unlisted(Key::INFO).remove(0).0;
    assert_eq!(missed.reason, Reason::Denied("kms:ListKeys".into()));
}

#[tokio::test]
async fn a_key_that_is_no_more_is_gone() {
    let named = || Scope::Resources(vec![of(9).parse().unwrap()]);
    let (snapshot, _) = read_of(named(), SORT, usual).await;
    assert!(snapshot.all_gone().any(|(_, id, _)| id == of(9)));
}

/// A customer's key is asked for its policy and grants, AWS's own is not.
#[tokio::test]
async fn policy_and_grants_of_customer_keys_are_read() {
    const NEEDS: &[Need] = &[KeyGrants::NEED, KeyPolicy::NEED];
    let answer = |request: &WireRequest| match request.operation() {
        "GetKeyPolicy" => ok(r#"{"Policy": "{\"Statement\": []}", "PolicyName": "default"}"#),
        "ListGrants" if request.body.contains("page-2") => {
            let service = r#""GranteeServicePrincipal": "logs.amazonaws.com",
                "Constraints": {"SourceArn": "arn:aws:logs:eu-west-1:111122223333:x"}"#;
            ok(format!(
                r#"{{"Grants": [{{"GrantId": "g2", "Operations": ["Encrypt"], {service}}}]}}"#
            ))
        }
        "ListGrants" => {
            let role = r#""GranteePrincipal": "arn:aws:iam::111122223333:role/r""#;
            let retiring = r#""RetiringPrincipal": "arn:aws:iam::444455556666:root""#;
            let grant =
                format!(r#"{{"GrantId": "g1", "Operations": ["Decrypt"], {role}, {retiring}}}"#);
            ok(format!(
                r#"{{"Grants": [{grant}], "NextMarker": "page-2", "Truncated": true}}"#
            ))
        }
        _ => usual(request),
    };
    let (snapshot, _) = read_needs(NEEDS, answer).await;
    let Observed::Seen(grants) = snapshot.value(&KeyGrants::NEED, 0) else {
        panic!("grants")
    };
    let of = |pointer: &str| grants.pointer(pointer).and_then(|value| value.as_str());
    assert_eq!(
        of("/0/retiring-principal"),
        Some("arn:aws:iam::444455556666:root")
    );
    assert_eq!(of("/1/grant/GranteePrincipal"), Some("logs.amazonaws.com"));
    assert_eq!(
        of("/1/grant/Constraints/SourceArn"),
        Some("arn:aws:logs:eu-west-1:111122223333:x")
    );
    assert!(matches!(
        snapshot.value(&KeyPolicy::NEED, 0),
        Observed::Seen(_)
    ));

    let own = described(r#", "KeyManager": "AWS""#);
    let (snapshot, log) = read_needs(NEEDS, move |request| match request.operation() {
        "DescribeKey" => ok(own.clone()),
        _ => usual(request),
    })
    .await;
    for need in NEEDS {
        assert_eq!(
            snapshot.value(need, 0),
            Observed::Seen(serde_json::Value::Null)
        );
    }
    assert_eq!(log.lock().unwrap().len(), 3);
    let nobody = r#"{"Grants": [{"GrantId": "g", "Operations": ["Decrypt"]}]}"#;
    let (snapshot, _) = read_needs(NEEDS, move |request| match request.operation() {
        "ListGrants" => ok(nobody),
        "GetKeyPolicy" => error_of(request, 400, "AccessDeniedException"),
        _ => usual(request),
    })
    .await;
    let missed = snapshot.value(&KeyGrants::NEED, 0);
    assert!(
        matches!(missed, Observed::Missed(Reason::Failed(_))),
        "{missed:?}"
    );
    let denied = Observed::Missed(Reason::Denied("kms:GetKeyPolicy".into()));
    assert_eq!(snapshot.value(&KeyPolicy::NEED, 0), denied);
}
