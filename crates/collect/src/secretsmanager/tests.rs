//! Secrets as Secrets Manager lists them: rotated or not, read or not, denied.
use model::secretsmanager::{Rotation, Secret, SecretRotation, SecretUse, Use};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[SecretRotation::NEED, SecretUse::NEED];
const ARN: &str = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ledger-AbCdEf";

async fn read(answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    see(readers, Secret::INFO, NEEDS, answer).await
}

fn listed(members: &str) -> WireResponse {
    ok(format!(
        r#"{{"SecretList": [{{"ARN": "{ARN}"{members}}}]}}"#
    ))
}

#[tokio::test]
async fn a_secret_that_was_never_rotated_nor_read() {
    let snapshot = read(|_| listed(r#", "CreatedDate": 1772323200"#)).await;
    assert_eq!(snapshot.id_at(Secret::INFO, 0), ARN);
    assert_eq!(first::<SecretRotation>(&snapshot), Ok(Rotation::default()));
    let unused = Use {
        created: "2026-03-01T00:00:00Z".parse().unwrap(),
        last_accessed: None,
        replica: false,
    };
    assert_eq!(first::<SecretUse>(&snapshot), Ok(unused));
}

#[tokio::test]
async fn a_replica_that_is_rotated_by_a_service() {
    let members = r#", "CreatedDate": 1.7E9, "LastAccessedDate": 1772323200, "RotationEnabled": true,
        "LastRotatedDate": 1772323200.5, "NextRotationDate": 1772928000,
        "RotationRules": {"AutomaticallyAfterDays": 7}, "OwningService": "rds",
        "PrimaryRegion": "eu-central-1""#;
    let snapshot = read(move |_| listed(members)).await;
    let rotation = Rotation {
        enabled: true,
        every_days: Some(7),
        last: "2026-03-01T00:00:00Z".parse().ok(),
        next: "2026-03-08T00:00:00Z".parse().ok(),
        owning_service: Some("rds".into()),
        replica: true,
    };
    assert_eq!(first::<SecretRotation>(&snapshot), Ok(rotation));
    assert!(first::<SecretUse>(&snapshot).unwrap().replica);
    let primary = members.replace("eu-central-1", "eu-west-1");
    let snapshot = read(move |_| listed(&primary)).await;
    assert!(!first::<SecretUse>(&snapshot).unwrap().replica);
}

#[tokio::test]
async fn what_is_absent_or_denied_is_missed() {
    let snapshot = read(|_| listed("")).await;
    assert!(first::<SecretUse>(&snapshot).is_err());
    let snapshot = read(|request| error_of(request, 400, "AccessDeniedException")).await;
    let missed = snapshot.unlisted(Secret::INFO).remove(0).0;
    assert_eq!(missed.reason, denied("secretsmanager:ListSecrets"));
}
