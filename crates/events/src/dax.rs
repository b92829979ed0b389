//! Events of DAX, each in its own Region. Encryption is chosen when a cluster is created.
use model::Kind;
use model::dax::Cluster;

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const CLUSTER: About = About::Resource {
    kind: Cluster::INFO,
    named: &[
        "/responseElements/cluster/clusterName",
        "/requestParameters/clusterName",
    ],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:dax:{region}:{id}:cache/{name}")
    },
};

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "dax",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateCluster", CLUSTER, Facts::All, Sets),
    row("DeleteCluster", CLUSTER, Facts::All, Repairs),
];
