//! The question, and its answer with a packet that proves it.
use std::net::IpAddr;

use crate::addresses::Addresses;
use crate::answer::{Answer, Hop, Packet, Reached, Witness};
use crate::balanced::Way;
use crate::engine::Engine;
use crate::flows::Flows;
use crate::inside::pairs;
use crate::network::{Gap, Id, Interface, Network};
use crate::protocol::Protocol;
use crate::ranges::Ranges;
use crate::stage::Passage;

/// Whether an interface can be reached, from where, by what.
#[derive(Clone, Debug)]
pub struct Question {
    /// Who asks.
    pub from: Source,
    /// The destination interface.
    pub to: Id,
    /// The protocol.
    pub protocol: Protocol,
    /// The ports; of ICMP, the messages' types.
    pub ports: Ranges<u16>,
}

/// Where packets come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Anywhere on the internet.
    Internet,
    /// Some addresses on the internet.
    Addresses(Addresses),
    /// An interface of the network.
    Interface(Id),
}

/// Source ports of clients, tried before others: Linux's, Windows's, those of NAT gateways (VPC
/// User Guide, "Network ACLs", ephemeral ports).
const CLIENT_PORTS: [u16; 3] = [32768, 49152, 1024];

impl Engine<'_> {
    /// Answers a question: directly, or through a load balancer where that alone leads there.
    #[must_use]
    pub fn answer(&self, question: &Question) -> Answer {
        let passage = self.passage(question);
        if let Some(witness) = self.witness(question, &passage.bounds.least) {
            return reached(witness, passage.bounds.least);
        }
        let Some(balanced) = self.balanced(question) else {
            return answer(passage);
        };
        let witness = self.balanced_witness(question, &balanced.bounds.least);
        match witness {
            Some(witness) => reached(witness, balanced.bounds.least),
            None => answer(passage.or(balanced)),
        }
    }

    fn passage(&self, question: &Question) -> Passage {
        let wanted = Flows::ports(&question.ports);
        match &question.from {
            Source::Internet => self.from_internet(&question.to, question.protocol, &wanted),
            Source::Addresses(some) => {
                let wanted = wanted.intersection(&Flows::every_port(some.clone()));
                self.from_internet(&question.to, question.protocol, &wanted)
            }
            Source::Interface(from) => {
                self.from_interface(from, &question.to, question.protocol, &question.ports)
            }
        }
    }

    fn balanced(&self, question: &Question) -> Option<Passage> {
        let some = match &question.from {
            Source::Internet => Addresses::all(),
            Source::Addresses(some) => some.clone(),
            Source::Interface(_) => return None,
        };
        let mut passage =
            self.through_balancers(&question.to, question.protocol, &question.ports)?;
        let some = Flows::every_port(some);
        passage.bounds.least = passage.bounds.least.intersection(&some);
        passage.bounds.most = passage.bounds.most.intersection(&some);
        Some(passage)
    }

    /// A packet of these that arrives, walked.
    fn witness(&self, question: &Question, flows: &Flows) -> Option<Witness> {
        flows.iter().find_map(|(port, _, senders)| {
            let (source, _) = senders.widest()?;
            let walk = |packet: &Packet| match &question.from {
                Source::Interface(from) => self.walk_from_interface(from, packet),
                _ => self.walk_from_internet(packet),
            };
            let to = self.network.interfaces.get(&question.to).ok()?;
            let own = to.addresses.iter().map(|one| one.private);
            let mut packets =
                own.flat_map(|address| packets(self.network, question, source, address, port));
            packets.find_map(|packet| {
                let hops = walk(&packet).ok()?;
                Some(Witness { packet, hops })
            })
        })
    }

    fn balanced_witness(&self, question: &Question, flows: &Flows) -> Option<Witness> {
        let mut ways = self.ways_to(&question.to, question.protocol, &question.ports);
        ways.find_map(|way| self.way_witness(question, way, flows))
    }

    fn way_witness(&self, question: &Question, way: Way<'_>, flows: &Flows) -> Option<Witness> {
        let (port, target) = (way.listener.port, way.target.port);
        let clients = Flows::of([(port, port, flows.at(target))]);
        let front = Question {
            to: way.front.clone(),
            ports: Ranges::one(port, port),
            ..question.clone()
        };
        let Witness { packet, mut hops } = self.witness(&front, &clients)?;
        hops.push(Hop::Balancer {
            id: way.id.clone(),
            port,
        });
        let receiver = self.network.interfaces.get(&question.to).ok()?;
        let behind = match way.target.preserves_client {
            true => vec![Hop::Interface {
                id: question.to.clone(),
                address: receiver.addresses.first()?.private,
            }],
            false => self.behind(question, way, receiver)?,
        };
        hops.extend(behind);
        Some(Witness { packet, hops })
    }

    /// The way from a load balancer's interface to its target.
    fn behind(&self, question: &Question, way: Way<'_>, receiver: &Interface) -> Option<Vec<Hop>> {
        let sender = self.network.interfaces.get(way.front).ok()?;
        let mut ends = pairs(sender, receiver);
        ends.find_map(|(source, address)| {
            let mut packets = packets(self.network, question, source, address, way.target.port);
            packets.find_map(|packet| self.walk_from_interface(way.front, &packet).ok())
        })
    }
}

/// Packets that differ in the source port: clients' own, and every port at which what some ACL
/// says of answers can change.
fn packets(
    network: &Network,
    question: &Question,
    source: IpAddr,
    address: IpAddr,
    port: u16,
) -> impl Iterator<Item = Packet> {
    let rules = network.acls.rows.values().flat_map(|acl| &acl.rules);
    let ends = rules.filter_map(|rule| rule.ports);
    let mut cuts: Vec<_> = ends
        .flat_map(|(first, last)| [first, last.saturating_add(1)])
        .collect();
    cuts.push(0);
    cuts.sort_unstable();
    cuts.dedup();
    let (to, protocol) = (question.to.clone(), question.protocol);
    let ports = CLIENT_PORTS.into_iter().chain(cuts);
    ports.map(move |source_port| Packet {
        source,
        source_port,
        interface: to.clone(),
        address,
        protocol,
        port,
    })
}

fn reached(witness: Witness, flows: Flows) -> Answer {
    Answer::Reached(Box::new(Reached { witness, flows }))
}

/// Nothing surely passes: what blocks, or what was not read.
fn answer(passage: Passage) -> Answer {
    if passage.bounds.most.is_empty() {
        return Answer::Blocked(passage.blocks);
    }
    let mut gaps = passage.gaps;
    gaps.sort();
    gaps.dedup();
    if gaps.is_empty() {
        gaps.push(Gap {
            resource: "network".into(),
            why: "the way there could not be followed step by step".into(),
        });
    }
    Answer::NotAssessed(gaps)
}
