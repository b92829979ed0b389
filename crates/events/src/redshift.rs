//! Events of Redshift, each in its own Region. A parameter group may belong to many clusters: what
//! changes one asks for a sweep.
use model::redshift::{AuditLog, Cluster, ClusterEncrypted, ClusterTls};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const CLUSTER: About = About::Resource {
    kind: Cluster::INFO,
    named: &[
        "/responseElements/clusterIdentifier",
        "/requestParameters/clusterIdentifier",
    ],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        let name = name.to_lowercase();
        format!("arn:{partition}:redshift:{region}:{id}:cluster:{name}")
    },
};
const SETTINGS: &[Need] = &[ClusterEncrypted::NEED, ClusterTls::NEED];
const TLS: &[Need] = &[ClusterTls::NEED];
const LOG: &[Need] = &[AuditLog::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "redshift",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateCluster", CLUSTER, Facts::All, Sets),
    row("RestoreFromClusterSnapshot", CLUSTER, Facts::All, Sets),
    row("ModifyCluster", CLUSTER, Facts::These(SETTINGS), Sets),
    row("RebootCluster", CLUSTER, Facts::These(TLS), Sets),
    row("EnableLogging", CLUSTER, Facts::These(LOG), Repairs),
    row("DisableLogging", CLUSTER, Facts::These(LOG), Breaks),
    row(
        "ModifyClusterParameterGroup",
        About::Account,
        Facts::These(TLS),
        Sets,
    ),
    row(
        "ResetClusterParameterGroup",
        About::Account,
        Facts::These(TLS),
        Sets,
    ),
    row("DeleteCluster", CLUSTER, Facts::All, Repairs),
];
