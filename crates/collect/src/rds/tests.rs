//! DB instances with what their clusters and parameter groups decide: answered, denied, absent.
use model::rds::{
    DbInstance, DbInstanceCertificate, DbInstanceLogs, DbInstanceTransport, LogExports, Transport,
};
use model::{Fact, Kind, Observed, Reason, Scope, Snapshot};

use crate::wire::{Log, WireRequest, WireResponse, aws, error, ok};
use crate::{KindNeeds, Request, Sweep};

const GROUP: &str = "<DBParameterGroups><DBParameterGroup>\
    <DBParameterGroupName>g</DBParameterGroupName>\
    <ParameterApplyStatus>in-sync</ParameterApplyStatus></DBParameterGroup></DBParameterGroups>";
const EXPORTS: &str = "<EnabledCloudwatchLogsExports><member>upgrade</member>\
    <member>postgresql</member></EnabledCloudwatchLogsExports>";

fn instance(name: &str, engine: &str, rest: &str) -> String {
    let arn = format!("arn:aws:rds:eu-west-1:111122223333:db:{name}");
    format!(
        "<DBInstance><DBInstanceIdentifier>{name}</DBInstanceIdentifier>\
         <DBInstanceArn>{arn}</DBInstanceArn><Engine>{engine}</Engine>{rest}</DBInstance>"
    )
}

fn answered(operation: &str, result: &str) -> WireResponse {
    ok(format!(
        "<{operation}Response><{operation}Result>{result}</{operation}Result></{operation}Response>"
    ))
}

fn value(of: &str) -> String {
    format!(
        "<Parameters><Parameter><ParameterName>other</ParameterName>\
         <ParameterValue>1</ParameterValue></Parameter>{of}</Parameters>"
    )
}

/// `a` and `b` share a parameter group, `c` is a member of a cluster.
fn usual(request: &WireRequest) -> WireResponse {
    let operation = request.operation();
    let forced = |name: &str, value: &str| {
        format!("<Parameter><ParameterName>{name}</ParameterName>{value}</Parameter>")
    };
    let body = match operation {
        "DescribeDBInstances" => {
            let version = "<EngineVersion>8.0.mysql_aurora.3.04.0</EngineVersion>";
            let member = format!("{version}<DBClusterIdentifier>k</DBClusterIdentifier>");
            let all = [
                instance("a", "postgres", &format!("{GROUP}{EXPORTS}")),
                instance("b", "postgres", &GROUP.replace("in-sync", "pending-reboot")),
                instance("c", "aurora-mysql", &member),
                instance("d", "oracle-ee", GROUP),
            ];
            format!("<DBInstances>{}</DBInstances>", all.concat())
        }
        "DescribeDBClusters" => "<DBClusters><DBCluster>\
            <DBClusterIdentifier>k</DBClusterIdentifier><DBClusterArn>arn:k</DBClusterArn>\
            <DBClusterParameterGroup>kg</DBClusterParameterGroup>\
            <EnabledCloudwatchLogsExports><member>audit</member></EnabledCloudwatchLogsExports>\
            <DBClusterMembers><DBClusterMember><DBInstanceIdentifier>c</DBInstanceIdentifier>\
            <DBClusterParameterGroupStatus>in-sync</DBClusterParameterGroupStatus>\
            </DBClusterMember></DBClusterMembers></DBCluster></DBClusters>"
            .to_owned(),
        "DescribeDBParameters" => value(&forced(
            "rds.force_ssl",
            "<ParameterValue>1</ParameterValue>",
        )),
        "DescribeDBClusterParameters" => value(&forced("require_secure_transport", "")),
        other => panic!("unexpected {other}"),
    };
    answered(operation, &body)
}

async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Snapshot, Log) {
    let (aws, log) = aws(answer);
    let needs = &[
        DbInstanceCertificate::NEED,
        DbInstanceLogs::NEED,
        DbInstanceTransport::NEED,
    ];
    let kind = DbInstance::INFO;
    let regions = Some(vec!["eu-west-1".into()]);
    let request = Request::new([KindNeeds { kind, needs }], Scope::Everything, regions);
    let readers = &[crate::account::READERS, super::READERS];
    let mut sweep = Sweep::new(&aws, readers, request).unwrap();
    let mut whole = None;
    while let Some(piece) = sweep.next().await {
        if piece.kind.id == DbInstance::ID && !piece.rows.is_empty() {
            whole = Some(sweep.snapshot().clone());
        }
    }
    (whole.unwrap(), log)
}

fn transport(snapshot: &Snapshot, row: usize) -> Observed<serde_json::Value> {
    snapshot.value(&DbInstanceTransport::NEED, row)
}

#[tokio::test]
async fn a_parameter_group_is_described_once() {
    let (snapshot, log) = read(usual).await;
    let expected = [
        Transport::Required,
        Transport::NotInSync {
            status: "pending-reboot".into(),
        },
        Transport::Optional,
        Transport::NoParameter {
            engine: "oracle-ee".into(),
        },
    ];
    for (row, expected) in expected.into_iter().enumerate() {
        let expected = serde_json::to_value(expected).unwrap();
        assert_eq!(transport(&snapshot, row), Observed::Seen(expected), "{row}");
    }
    let log = log.lock().unwrap();
    let count = |operation| {
        log.iter()
            .filter(|one| one.operation() == operation)
            .count()
    };
    assert_eq!(count("DescribeDBParameters"), 1);
    assert_eq!(count("DescribeDBClusterParameters"), 1);
    assert_eq!(count("DescribeDBClusters"), 1);
    assert_eq!(count("DescribeDBInstances"), 2);
}

#[tokio::test]
async fn a_member_exports_what_its_cluster_exports() {
    let (snapshot, _) = read(usual).await;
    let logs = |engine: &str, in_cluster, exported: &[&str]| LogExports {
        engine: engine.into(),
        in_cluster,
        exported: exported.iter().map(|log| (*log).into()).collect(),
    };
    let expected = [
        logs("postgres", false, &["postgresql", "upgrade"]),
        logs("postgres", false, &[]),
        logs("aurora-mysql", true, &["audit"]),
    ];
    for (row, expected) in expected.into_iter().enumerate() {
        let expected = serde_json::to_value(expected).unwrap();
        let seen = snapshot.value(&DbInstanceLogs::NEED, row);
        assert_eq!(seen, Observed::Seen(expected), "{row}");
    }
    // No certificate authority came.
    let certificate = snapshot.value(&DbInstanceCertificate::NEED, 0);
    assert!(matches!(certificate, Observed::Missed(Reason::Failed(_))));
}

#[tokio::test]
async fn what_is_denied_is_missed_by_its_own_permission() {
    for (operation, row) in [
        ("DescribeDBParameters", 0),
        ("DescribeDBClusters", 0),
        ("DescribeDBClusterParameters", 2),
    ] {
        let (snapshot, _) = read(move |request| match request.operation() == operation {
            true => error(403, "AccessDenied"),
            false => usual(request),
        })
        .await;
        let denied = Reason::Denied(format!("rds:{operation}").into());
        assert_eq!(transport(&snapshot, row), Observed::Missed(denied));
    }
    let (snapshot, _) = read(|request| match request.operation() {
        "DescribeDBParameters" => answered("DescribeDBParameters", &value("")),
        _ => usual(request),
    })
    .await;
    let missed = transport(&snapshot, 0);
    assert!(
        matches!(missed, Observed::Missed(Reason::Failed(_))),
        "{missed:?}"
    );
}
