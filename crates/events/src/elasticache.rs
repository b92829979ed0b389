//! Events of `ElastiCache`, each in its own Region.
use model::elasticache::{EncryptionInTransit, ReplicationGroup};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const GROUP: About = About::Resource {
    kind: ReplicationGroup::INFO,
    named: &[
        "/responseElements/replicationGroupId",
        "/requestParameters/replicationGroupId",
    ],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        let name = name.to_lowercase();
        format!("arn:{partition}:elasticache:{region}:{id}:replicationgroup:{name}")
    },
};
const IN_TRANSIT: &[Need] = &[EncryptionInTransit::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "elasticache",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateReplicationGroup", GROUP, Facts::All, Sets),
    row(
        "ModifyReplicationGroup",
        GROUP,
        Facts::These(IN_TRANSIT),
        Sets,
    ),
    row("DeleteReplicationGroup", GROUP, Facts::All, Repairs),
];
