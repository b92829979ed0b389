//! The cluster is encrypted at rest, and its endpoint uses TLS. Both are chosen when it is created.
use model::dax::{Cluster, EncryptedAtRest, EncryptedInTransit};
use model::{Control, Fact, Fix, Severity, any_broken, holds_if};

use crate::duties::DAX;

pub(super) const CONTROL: Control<Cluster> = Control {
    id: "encryption.dax",
    title: "The DAX cluster is encrypted at rest and in transit",
    severity: Severity::Medium,
    why: "The cache holds the same data as the tables behind it. Without encryption it stores on disk, \
          and sends through the network, in the clear what DynamoDB encrypts.",
    fix: Fix::new(
        "aws dax create-cluster --region {region} --cluster-name NEW-NAME --node-type TYPE \
         --replication-factor NODES --iam-role-arn ROLE-ARN --subnet-group-name GROUP \
         --sse-specification Enabled=true --cluster-endpoint-encryption-type TLS \
         (replaces {name}, which cannot be encrypted)",
    ),
    responsibility: DAX.data("enable both kinds of encryption when a cluster is created"),
    needs: &[EncryptedAtRest::NEED, EncryptedInTransit::NEED],
    judge: |cluster, _| {
        let at_rest = cluster.see::<EncryptedAtRest>();
        let in_transit = cluster.see::<EncryptedInTransit>();
        any_broken([
            at_rest.and_then(|so| holds_if(*so, "encryption at rest is disabled")),
            in_transit.and_then(|so| holds_if(*so, "the cluster endpoint does not use TLS")),
        ])
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{given, table_of};

    let cluster = |(at_rest, in_transit)| {
        given::<Cluster>()
            .with::<EncryptedAtRest>(at_rest)
            .with::<EncryptedInTransit>(in_transit)
    };
    table_of(&CONTROL, cluster)
        .passes("both", (true, true))
        .fails("not at rest", (false, true))
        .fails("not in transit", (true, false))
        .fails("one is enough", (false, true))
        .denied::<EncryptedInTransit>()
        .unread::<EncryptedAtRest>((true, true))
        .unread::<EncryptedInTransit>((true, true))
        .check();
}
