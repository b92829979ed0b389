//! Events of RDS, each in its own Region. The response names what was created, changed or deleted,
//! whatever the request was about.
use model::rds::{
    BackupRetention, DbCluster, DbInstance, DbSnapshot, DeletionProtection, MinorUpgrades,
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
    DeletionProtection::NEED,
    MinorUpgrades::NEED,
    PubliclyAccessible::NEED,
];

const fn row(name: &'static str, about: About, effect: Effect) -> Row {
    Row {
        service: "rds",
        name,
        about,
        facts: Facts::All,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateDBInstance", INSTANCE, Sets),
    row("CreateDBInstanceReadReplica", INSTANCE, Sets),
    row("RestoreDBInstanceFromDBSnapshot", INSTANCE, Sets),
    row("RestoreDBInstanceToPointInTime", INSTANCE, Sets),
    Row {
        facts: Facts::These(SETTINGS),
        ..row("ModifyDBInstance", INSTANCE, Sets)
    },
    row("DeleteDBInstance", INSTANCE, Repairs),
    row("CreateDBCluster", CLUSTER, Sets),
    row("RestoreDBClusterFromSnapshot", CLUSTER, Sets),
    row("RestoreDBClusterToPointInTime", CLUSTER, Sets),
    row("DeleteDBCluster", CLUSTER, Repairs),
    row("CreateDBSnapshot", SNAPSHOT, Sets),
    row("CopyDBSnapshot", SNAPSHOT, Sets),
    row("DeleteDBSnapshot", SNAPSHOT, Repairs),
];
