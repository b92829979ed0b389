//! Events of EKS, each in its own Region.
use model::eks::{Cluster, ClusterTags, ControlPlaneLogs, SecretsKey};
use model::{AccountRef, Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const CLUSTER: About = About::Resource {
    kind: Cluster::INFO,
    named: &[
        "/responseElements/cluster/name",
        "/requestParameters/clusterName",
        "/requestParameters/name",
        "/requestParameters/resourceArn",
    ],
    arn: |account, region, name| {
        let AccountRef { id, partition } = account;
        format!("arn:{partition}:eks:{region}:{id}:cluster/{name}")
    },
};

const LOGS: &[Need] = &[ControlPlaneLogs::NEED];
const KEY: &[Need] = &[SecretsKey::NEED];
const TAGS: &[Need] = &[ClusterTags::NEED];

const fn row(name: &'static str, effect: Effect, facts: Facts) -> Row {
    Row {
        service: "eks",
        name,
        about: CLUSTER,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateCluster", Sets, Facts::All),
    row("DeleteCluster", Repairs, Facts::All),
    row("UpdateClusterConfig", Sets, Facts::These(LOGS)),
    row("AssociateEncryptionConfig", Repairs, Facts::These(KEY)),
    row("TagResource", Sets, Facts::These(TAGS)),
    row("UntagResource", Sets, Facts::These(TAGS)),
];
