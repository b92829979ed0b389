//! From one interface to another: in a VPC, or over a peering connection.
use std::net::IpAddr;
use std::sync::Arc;

use crate::addresses::{Addresses, Family};
use crate::answer::Block;
use crate::engine::Engine;
use crate::flows::{Bounds, Flows};
use crate::groups::{Direction, Peers};
use crate::network::{Gap, Id, Interface, Target};
use crate::protocol::Protocol;
use crate::ranges::Ranges;
use crate::routes::route_for;
use crate::stage::{Passage, Stage};

impl Engine<'_> {
    /// What of some ports of one interface another one gets to: the addresses are the sender's.
    #[must_use]
    pub fn from_interface(
        &self,
        from: &str,
        to: &str,
        protocol: Protocol,
        ports: &Ranges<u16>,
    ) -> Passage {
        let both = self
            .network
            .interfaces
            .get(from)
            .and_then(|from| Ok((from, self.network.interfaces.get(to)?)));
        let (sender, receiver) = match both {
            Ok(both) => both,
            Err(gap) => {
                let unknown = Stage::unknown(Block::NoAddress(to.into()), gap);
                return Passage::of(
                    &Flows::ports(ports),
                    vec![unknown],
                    Block::Together(to.into()),
                );
            }
        };
        let ends = Ends {
            engine: self,
            ids: (from, to),
            sender,
            receiver,
            protocol,
        };
        let ways = pairs(sender, receiver).map(|(a, b)| ends.passage(a, b, ports));
        let ways: Vec<_> = ways.collect();
        ways.into_iter()
            .reduce(Passage::or)
            .unwrap_or_else(|| Passage::blocked(Block::NoAddress(to.into())))
    }
}

/// The private addresses of two interfaces that can talk to each other.
pub(crate) fn pairs<'a>(
    sender: &'a Interface,
    receiver: &'a Interface,
) -> impl Iterator<Item = (IpAddr, IpAddr)> + 'a {
    sender.addresses.iter().flat_map(|a| {
        let same = receiver
            .addresses
            .iter()
            .filter(|b| Family::of(a.private) == Family::of(b.private));
        same.map(|b| (a.private, b.private))
    })
}

/// Two interfaces and what they talk.
struct Ends<'a> {
    engine: &'a Engine<'a>,
    ids: (&'a str, &'a str),
    sender: &'a Interface,
    receiver: &'a Interface,
    protocol: Protocol,
}

impl Ends<'_> {
    fn passage(&self, source: IpAddr, destination: IpAddr, ports: &Ranges<u16>) -> Passage {
        let (from, to) = self.ids;
        let leaves = Peers::interface(self.engine, self.receiver);
        let leaves = leaves.bounds(self.sender, self.protocol, Direction::Egress);
        let (bounds, gaps) = &*leaves;
        let bounds = from_address(bounds, destination, source);
        let mut stages = vec![Stage::between(
            Block::GroupsOutbound(from.into()),
            Arc::new((bounds, gaps.clone())),
        )];
        stages.extend(self.route_stages(source, destination));
        if self.sender.subnet != self.receiver.subnet {
            stages.extend(self.sender_acl_stages(source, destination));
            stages.extend(self.engine.acl_stages(&self.receiver.subnet, self.protocol));
            stages.extend(self.answers_stage(source, destination));
        }
        let enters = Peers::interface(self.engine, self.sender);
        let bounds = enters.bounds(self.receiver, self.protocol, Direction::Ingress);
        stages.push(Stage::between(Block::GroupsInbound(to.into()), bounds));
        let wanted = Flows::ports(ports).intersection(&Flows::every_port(Addresses::one(source)));
        Passage::of(&wanted, stages, Block::Together(to.into()))
    }

    /// The ACL of the sender's subnet: the packet leaves, and an answer comes back to some port.
    fn sender_acl_stages(&self, source: IpAddr, destination: IpAddr) -> Vec<Stage> {
        let subnet = &self.sender.subnet;
        let id: Id = self
            .engine
            .acl_of(subnet)
            .map_or(subnet, |(id, _)| id)
            .clone();
        let leaves = self.engine.acl_bounds(subnet, self.protocol, true);
        let bounds = from_address(&leaves.0, destination, source);
        let bounds_and_gaps = Arc::new((bounds, leaves.1.clone()));
        let mut stages = vec![Stage::between(
            Block::AclOutbound(id.clone()),
            bounds_and_gaps,
        )];
        if self.protocol.needs_answers() {
            let enters = self.engine.acl_bounds(subnet, self.protocol, false);
            let comes_back = |flows: &Flows| match flows.addresses().contains(destination) {
                true => Flows::all(),
                false => Flows::none(),
            };
            let answers = Bounds {
                least: comes_back(&enters.0.least),
                most: comes_back(&enters.0.most),
            };
            let bounds_and_gaps = Arc::new((answers, enters.1.clone()));
            stages.push(Stage::between(Block::AclInbound(id), bounds_and_gaps));
        }
        stages
    }

    /// Both ACLs allow answers to one and the same port of the sender.
    fn answers_stage(&self, source: IpAddr, destination: IpAddr) -> Option<Stage> {
        let acl = |end: &Interface, out| self.engine.acl_bounds(&end.subnet, self.protocol, out);
        let (leaves, enters) = (acl(self.receiver, true), acl(self.sender, false));
        let (leaves, enters) = (&leaves.0, &enters.0);
        let joint = |leaves: &Flows, enters: &Flows| {
            let to_ports = ports_of(leaves, source).intersection(&ports_of(enters, destination));
            if to_ports.is_empty() {
                Flows::none()
            } else {
                Flows::all()
            }
        };
        let bounds = Bounds {
            least: joint(&leaves.least, &enters.least),
            most: joint(&leaves.most, &enters.most),
        };
        let block = Block::Together(self.ids.1.into());
        let needed = self.protocol.needs_answers();
        needed.then(|| Stage::between(block, Arc::new((bounds, Vec::new()))))
    }

    fn route_stages(&self, source: IpAddr, destination: IpAddr) -> Vec<Stage> {
        let there = self.route_stage(self.sender, self.receiver, destination);
        let back = self.route_stage(self.receiver, self.sender, source);
        let needed = self.protocol.needs_answers() || self.sender.vpc != self.receiver.vpc;
        std::iter::once(there)
            .chain(needed.then_some(back))
            .collect()
    }

    /// Whether the route from one subnet to an address of the other leads there.
    fn route_stage(&self, from: &Interface, to: &Interface, address: IpAddr) -> Stage {
        let subnet = || Block::NoRoute(from.subnet.clone());
        let (id, table) = match self.engine.table_of(&from.subnet, &from.vpc) {
            Ok(table) => table,
            Err(gap) => return Stage::unknown(subnet(), gap),
        };
        let block = Block::NoRoute(id.clone());
        match route_for(self.engine.network, table, address) {
            Err(gap) => Stage::unknown(block, gap),
            Ok(Some((route, _))) if route.active => {
                self.target_stage(&route.target, block, from, to)
            }
            Ok(_) => Stage::whether(block, false),
        }
    }

    fn target_stage(
        &self,
        target: &Target,
        block: Block,
        from: &Interface,
        to: &Interface,
    ) -> Stage {
        let unknown = |id: &str, what: &str| Gap {
            resource: id.into(),
            why: what.into(),
        };
        match target {
            Target::Local => Stage::whether(block, from.vpc == to.vpc),
            Target::Peering(id) => match self.engine.network.peerings.get(id) {
                Ok(peering) => {
                    let joins = [&peering.requester, &peering.accepter];
                    let joined = joins.contains(&&from.vpc)
                        && joins.contains(&&to.vpc)
                        && from.vpc != to.vpc;
                    Stage::whether(Block::Peering(id.clone()), peering.active && joined)
                }
                Err(gap) => Stage::unknown(Block::Peering(id.clone()), gap),
            },
            Target::Interface(id) | Target::Endpoint(id) => Stage::unknown(
                block,
                unknown(id, "an appliance, whose rules are not known"),
            ),
            Target::Other(id) => {
                Stage::unknown(block, unknown(id, "what lies behind it is not known"))
            }
            // What these lead to is the internet, and no interface of another VPC by its private
            // address.
            Target::InternetGateway(_) | Target::EgressOnlyGateway(_) | Target::NatGateway(_) => {
                Stage::whether(block, false)
            }
        }
    }
}

/// The ports that an address may talk to.
fn ports_of(flows: &Flows, address: IpAddr) -> Ranges<u16> {
    let own = flows
        .iter()
        .filter(|(_, _, addresses)| addresses.contains(address));
    Ranges::of(own.map(|(first, last, _)| (first, last)))
}

/// What is said about the receiver's address, as said about the sender's: the ports stay.
fn from_address(bounds: &Bounds, destination: IpAddr, source: IpAddr) -> Bounds {
    let of = |flows: &Flows| {
        let ports = flows
            .iter()
            .filter(|(_, _, addresses)| addresses.contains(destination));
        Flows::of(ports.map(|(first, last, _)| (first, last, Addresses::one(source))))
    };
    Bounds {
        least: of(&bounds.least),
        most: of(&bounds.most),
    }
}
