//! Events of RDS, each in its own Region. The response names what was created, changed or deleted,
//! whatever the request was about.
use model::rds::{
    BackupRetention, DbCluster, DbClusterSnapshot, DbInstance, DbInstanceCertificate,
    DbInstanceLogs, DbInstanceTransport, DbSnapshot, DeletionProtection, MinorUpgrades,
    PubliclyAccessible,
};
use model::{AccountRef, Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const INSTANCE: About = About::Resource {
    kind: DbInstance::INFO,
    named: &[
        "/responseElements/dBInstanceIdentifier",
        "/requestParameters/dBInstanceIdentifier",
    ],
    arn: |account, region, name| arn(account, region, "db", name),
};
const CLUSTER: About = About::Resource {
    kind: DbCluster::INFO,
    named: &[
        "/responseElements/dBClusterIdentifier",
        "/requestParameters/dBClusterIdentifier",
    ],
    arn: |account, region, name| arn(account, region, "cluster", name),
};
const CLUSTER_SNAPSHOT: About = About::Resource {
    kind: DbClusterSnapshot::INFO,
    named: &[
        "/responseElements/dBClusterSnapshotIdentifier",
        "/requestParameters/dBClusterSnapshotIdentifier",
    ],
    arn: |account, region, name| arn(account, region, "cluster-snapshot", name),
};
const SNAPSHOT: About = About::Resource {
    kind: DbSnapshot::INFO,
    named: &[
        "/responseElements/dBSnapshotIdentifier",
        "/requestParameters/dBSnapshotIdentifier",
    ],
    arn: |account, region, name| arn(account, region, "snapshot", name),
};

/// RDS keeps identifiers in lower case (RDS API reference, `CreateDBInstance`).
fn arn(account: &AccountRef, region: &str, kind: &str, name: &str) -> String {
    let AccountRef { id, partition } = account;
    format!(
        "arn:{partition}:rds:{region}:{id}:{kind}:{}",
        name.to_lowercase()
    )
}

/// What a DB instance can be given after it was created: encryption cannot.
const SETTINGS: &[Need] = &[
    BackupRetention::NEED,
    DbInstanceCertificate::NEED,
    DbInstanceLogs::NEED,
    DbInstanceTransport::NEED,
    DeletionProtection::NEED,
    MinorUpgrades::NEED,
    PubliclyAccessible::NEED,
];

/// What DB instances have of their cluster, and of a parameter group that many have: such events ask
/// for a sweep of the controls in question.
const SHARED: &[Need] = &[DbInstanceLogs::NEED, DbInstanceTransport::NEED];
const TRANSPORT: &[Need] = &[DbInstanceTransport::NEED];

const fn row(name: &'static str, about: About, effect: Effect) -> Row {
    Row {
        service: "rds",
        name,
        about,
        facts: Facts::All,
        effect,
    }
}

const fn these(name: &'static str, about: About, facts: &'static [Need]) -> Row {
    Row {
        facts: Facts::These(facts),
        ..row(name, about, Sets)
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateDBInstance", INSTANCE, Sets),
    row("CreateDBInstanceReadReplica", INSTANCE, Sets),
    row("RestoreDBInstanceFromDBSnapshot", INSTANCE, Sets),
    row("RestoreDBInstanceToPointInTime", INSTANCE, Sets),
    these("ModifyDBInstance", INSTANCE, SETTINGS),
    these("RebootDBInstance", INSTANCE, TRANSPORT),
    row("DeleteDBInstance", INSTANCE, Repairs),
    row("CreateDBCluster", CLUSTER, Sets),
    row("RestoreDBClusterFromSnapshot", CLUSTER, Sets),
    row("RestoreDBClusterToPointInTime", CLUSTER, Sets),
    row("DeleteDBCluster", CLUSTER, Repairs),
    these("ModifyDBCluster", About::Account, SHARED),
    these("ModifyDBClusterParameterGroup", About::Account, TRANSPORT),
    these("ModifyDBParameterGroup", About::Account, TRANSPORT),
    these("ResetDBClusterParameterGroup", About::Account, TRANSPORT),
    these("ResetDBParameterGroup", About::Account, TRANSPORT),
    row("CopyDBClusterSnapshot", CLUSTER_SNAPSHOT, Sets),
    row("CreateDBClusterSnapshot", CLUSTER_SNAPSHOT, Sets),
    row("DeleteDBClusterSnapshot", CLUSTER_SNAPSHOT, Repairs),
    row("CreateDBSnapshot", SNAPSHOT, Sets),
    row("CopyDBSnapshot", SNAPSHOT, Sets),
    row("DeleteDBSnapshot", SNAPSHOT, Repairs),
];
