//! The replication group is encrypted at rest, with whatever key, and accepts TLS connections alone.
use model::elasticache::{
    AtRest, EncryptionAtRest, EncryptionInTransit, InTransit, ReplicationGroup,
};
use model::{Control, Fact, Fix, Severity, any_broken, broken, holds_if};

use crate::duties::ELASTICACHE;

pub(super) const CONTROL: Control<ReplicationGroup> = Control {
    id: "encryption.elasticache",
    title: "The replication group is encrypted at rest and requires TLS",
    severity: Severity::Medium,
    why: "Without encryption at rest, backups and what is written to disk hold the cached data in the \
          clear. Without TLS, so does the network, passwords of clients included.",
    fix: Fix::new(
        "aws elasticache modify-replication-group --region {region} --replication-group-id {name} \
         --transit-encryption-enabled --transit-encryption-mode preferred --apply-immediately \
         (then required, once all clients use TLS; encryption at rest needs a new group)",
    ),
    responsibility: ELASTICACHE.data("enable both kinds of encryption, and TLS in the clients"),
    needs: &[EncryptionAtRest::NEED, EncryptionInTransit::NEED],
    judge: |group, _| {
        let at_rest = group.see::<EncryptionAtRest>();
        let in_transit = group.see::<EncryptionInTransit>();
        any_broken([
            at_rest.and_then(|so| {
                holds_if(*so != AtRest::Unencrypted, "encryption at rest is disabled")
            }),
            in_transit.map(|so| match so {
                InTransit::Required => model::Verdict::Holds,
                InTransit::Preferred => broken("connections without TLS are accepted too"),
                InTransit::Unencrypted => broken("encryption in transit is disabled"),
            }),
        ])
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{given, table_of};
    use AtRest::{KmsKey, ServiceKey};
    use InTransit::{Preferred, Required};

    let group = |(at_rest, in_transit)| {
        given::<ReplicationGroup>()
            .with::<EncryptionAtRest>(at_rest)
            .with::<EncryptionInTransit>(in_transit)
    };
    table_of(&CONTROL, group)
        .passes("both", (KmsKey, Required))
        .passes("the service's key", (ServiceKey, Required))
        .fails("not at rest", (AtRest::Unencrypted, Required))
        .fails("no TLS", (KmsKey, InTransit::Unencrypted))
        .fails("TLS is optional", (KmsKey, Preferred))
        .fails("one is enough", (KmsKey, Preferred))
        .denied::<EncryptionAtRest>()
        .unread::<EncryptionAtRest>((KmsKey, Required))
        .unread::<EncryptionInTransit>((KmsKey, Required))
        .check();
}
