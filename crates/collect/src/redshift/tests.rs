//! Clusters as Redshift describes them, their parameter groups and their logging.
use model::redshift::{AuditLog, Cluster, ClusterEncrypted, ClusterTls, RequireSsl};
use model::{Fact, Kind, Need, Snapshot};

use crate::seen::{denied, first, see};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[AuditLog::NEED, ClusterEncrypted::NEED, ClusterTls::NEED];

async fn read(answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Snapshot {
    let readers = &[crate::account::READERS, super::READERS];
    see(readers, Cluster::INFO, NEEDS, answer).await
}

fn wrapped(operation: &str, body: &str) -> WireResponse {
    ok(format!(
        "<{operation}Response><{operation}Result>{body}</{operation}Result></{operation}Response>"
    ))
}

/// One cluster whose parameter group has this status, and `require_ssl` this value.
fn usual(request: &WireRequest, status: &str, value: &str) -> WireResponse {
    let operation = request.operation();
    match operation {
        "DescribeClusters" => {
            let group = "<ParameterGroupName>strict</ParameterGroupName>\
                 <ParameterApplyStatus>in-sync</ParameterApplyStatus>";
            let groups = format!(
                "<ClusterParameterGroups><ClusterParameterGroup>{group}{status}\
                 </ClusterParameterGroup></ClusterParameterGroups>"
            );
            let cluster = format!(
                "<ClusterIdentifier>ledger</ClusterIdentifier><Encrypted>true</Encrypted>{groups}"
            );
            wrapped(
                operation,
                &format!("<Clusters><Cluster>{cluster}</Cluster></Clusters>"),
            )
        }
        "DescribeClusterParameters" => {
            let parameter = format!("<ParameterName>require_ssl</ParameterName>{value}");
            let parameters = format!("<Parameter>{parameter}</Parameter>");
            wrapped(operation, &format!("<Parameters>{parameters}</Parameters>"))
        }
        "DescribeLoggingStatus" => wrapped(operation, "<LoggingEnabled>false</LoggingEnabled>"),
        other => panic!("unexpected {other}"),
    }
}

const TRUE: &str = "<ParameterValue>true</ParameterValue>";

#[tokio::test]
async fn what_a_cluster_is_like() {
    let snapshot = read(|request| usual(request, "", TRUE)).await;
    let arn = "arn:aws:redshift:eu-west-1:111122223333:cluster:ledger";
    assert_eq!(snapshot.id_at(Cluster::INFO, 0), arn);
    assert_eq!(first::<ClusterEncrypted>(&snapshot), Ok(true));
    assert_eq!(first::<AuditLog>(&snapshot), Ok(false));
}

#[tokio::test]
async fn whether_a_parameter_group_requires_tls_and_is_applied() {
    let pending = "<ClusterParameterStatusList><member><ParameterName>require_ssl</ParameterName>\
         <ParameterApplyStatus>pending-reboot</ParameterApplyStatus></member>\
         </ClusterParameterStatusList>";
    for (status, value, expected) in [
        ("", TRUE, Some((true, "in-sync"))),
        (
            "",
            "<ParameterValue>false</ParameterValue>",
            Some((false, "in-sync")),
        ),
        (pending, TRUE, Some((true, "pending-reboot"))),
        ("", "", None),
    ] {
        let snapshot = read(move |request| usual(request, status, value)).await;
        let expected = expected.map(|(required, status)| RequireSsl {
            group: "strict".into(),
            required,
            status: status.into(),
        });
        assert_eq!(first::<ClusterTls>(&snapshot).ok(), expected, "{value}");
    }
}

#[tokio::test]
async fn what_is_denied_is_missed() {
    let snapshot = read(|request| match request.operation() {
        "DescribeClusters" => usual(request, "", TRUE),
        _ => error_of(request, 403, "AccessDenied"),
    })
    .await;
    let action = denied("redshift:DescribeLoggingStatus");
    assert_eq!(first::<AuditLog>(&snapshot), Err(action));
    let action = denied("redshift:DescribeClusterParameters");
    assert_eq!(first::<ClusterTls>(&snapshot), Err(action));
    assert_eq!(first::<ClusterEncrypted>(&snapshot), Ok(true));
}
