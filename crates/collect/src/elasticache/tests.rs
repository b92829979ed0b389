//! Replication groups as `ElastiCache` describes them: encrypted in each way, absent, denied.
use model::elasticache::{
    AtRest, EncryptionAtRest, EncryptionInTransit, InTransit, ReplicationGroup,
};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[EncryptionAtRest::NEED, EncryptionInTransit::NEED];
const ARN: &str = "arn:aws:elasticache:eu-west-1:111122223333:replicationgroup:orders";

async fn read(answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    see(readers, ReplicationGroup::INFO, NEEDS, answer).await
}

fn described(members: &str) -> WireResponse {
    ok(format!(
        "<DescribeReplicationGroupsResponse><DescribeReplicationGroupsResult><ReplicationGroups>\
         <ReplicationGroup><ReplicationGroupId>orders</ReplicationGroupId><ARN>{ARN}</ARN>{members}\
         </ReplicationGroup></ReplicationGroups></DescribeReplicationGroupsResult>\
         </DescribeReplicationGroupsResponse>"
    ))
}

#[tokio::test]
async fn how_data_at_rest_is_encrypted() {
    let kind = |kind| format!("<StorageEncryptionType>{kind}</StorageEncryptionType>");
    let flag = |on| format!("<AtRestEncryptionEnabled>{on}</AtRestEncryptionEnabled>");
    for (members, expected) in [
        (kind("none"), Some(AtRest::Unencrypted)),
        (
            kind("sse-elasticache") + &flag(false),
            Some(AtRest::ServiceKey),
        ),
        (kind("sse-kms"), Some(AtRest::KmsKey)),
        (kind("sse-new"), None),
        (flag(true), Some(AtRest::ServiceKey)),
        (
            flag(true) + "<KmsKeyId>key/1</KmsKeyId>",
            Some(AtRest::KmsKey),
        ),
        (flag(false), None),
    ] {
        let body = members.clone();
        let snapshot = read(move |_| described(&body)).await;
        assert_eq!(snapshot.id_at(ReplicationGroup::INFO, 0), ARN);
        assert_eq!(
            first::<EncryptionAtRest>(&snapshot).ok(),
            expected,
            "{members}"
        );
    }
}

#[tokio::test]
async fn which_connections_are_accepted() {
    let mode = |mode| format!("<TransitEncryptionMode>{mode}</TransitEncryptionMode>");
    let flag = |on| format!("<TransitEncryptionEnabled>{on}</TransitEncryptionEnabled>");
    for (members, expected) in [
        (flag(false), Some(InTransit::Unencrypted)),
        (flag(true), Some(InTransit::Required)),
        (flag(true) + &mode("required"), Some(InTransit::Required)),
        (flag(true) + &mode("preferred"), Some(InTransit::Preferred)),
        (flag(true) + &mode("new"), None),
        (mode("required"), None),
    ] {
        let body = members.clone();
        let snapshot = read(move |_| described(&body)).await;
        assert_eq!(
            first::<EncryptionInTransit>(&snapshot).ok(),
            expected,
            "{members}"
        );
    }
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let snapshot = read(|request| error_of(request, 403, "AccessDenied")).await;
    let missed = snapshot.unlisted(ReplicationGroup::INFO).remove(0).0;
    let action = denied("elasticache:DescribeReplicationGroups");
    assert_eq!(missed.reason, action);
}
