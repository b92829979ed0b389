//! Events of Amazon MSK, each in its own Region. An ARN in a path is recorded as it was encoded there:
//! what changes a cluster asks for a sweep, which describes all in few calls.
use model::kafka::{ClientEncryption, Cluster};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const CLUSTER: About = About::Arn {
    kind: Cluster::INFO,
    named: &["/responseElements/clusterArn"],
};
const CLIENTS: &[Need] = &[ClientEncryption::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "kafka",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateCluster", CLUSTER, Facts::All, Sets),
    row("CreateClusterV2", CLUSTER, Facts::All, Sets),
    row(
        "UpdateSecurity",
        About::Account,
        Facts::These(CLIENTS),
        Sets,
    ),
    row(
        "DeleteCluster",
        About::Account,
        Facts::These(CLIENTS),
        Repairs,
    ),
];
