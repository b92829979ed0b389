//! Clients connect to the brokers with TLS alone, and brokers to each other.
use model::kafka::{BrokerEncryption, ClientBroker, ClientEncryption, Cluster};
use model::{Control, Fact, Fix, Severity, Verdict, any_broken, broken, holds_if};

use crate::duties::MSK;

pub(super) const CONTROL: Control<Cluster> = Control {
    id: "encryption.msk",
    title: "The MSK cluster encrypts traffic between clients and brokers, and between brokers",
    severity: Severity::Medium,
    why: "A client that connects in plaintext sends and receives records in the clear, and often its \
          credentials. The API accepts TLS and plaintext unless a cluster is created otherwise.",
    fix: Fix::new(
        "aws kafka update-security --region {region} --cluster-arn {arn} \
         --current-version VERSION --encryption-info '{\"EncryptionInTransit\":{\"ClientBroker\":\"TLS\"}}'",
    ),
    responsibility: MSK.data("accept TLS alone, and leave encryption between brokers enabled"),
    needs: &[BrokerEncryption::NEED, ClientEncryption::NEED],
    judge: |cluster, _| {
        let brokers = cluster.see::<BrokerEncryption>();
        let clients = cluster.see::<ClientEncryption>();
        any_broken([
            clients.map(|clients| match clients {
                ClientBroker::Tls => Verdict::Holds,
                ClientBroker::TlsPlaintext => broken("clients may connect in plaintext"),
                ClientBroker::Plaintext => broken("clients connect in plaintext"),
            }),
            brokers.and_then(|so| holds_if(*so, "traffic between brokers is not encrypted")),
        ])
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{given, table_of};
    use ClientBroker::{Plaintext, Tls, TlsPlaintext};

    let cluster = |(clients, brokers)| {
        given::<Cluster>()
            .with::<ClientEncryption>(clients)
            .with::<BrokerEncryption>(brokers)
    };
    table_of(&CONTROL, cluster)
        .passes("TLS alone", (Tls, true))
        .fails("plaintext too", (TlsPlaintext, true))
        .fails("plaintext alone", (Plaintext, true))
        .fails("not between brokers", (Tls, false))
        .fails("one is enough", (Plaintext, true))
        .denied::<BrokerEncryption>()
        .unread::<BrokerEncryption>((Tls, true))
        .unread::<ClientEncryption>((Tls, true))
        .check();
}
