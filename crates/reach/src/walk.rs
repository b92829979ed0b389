//! One packet, step by step: what lets it through and what stops it.
//!
//! It knows no sets. So it is what explains an answer, and what the sets are held against in tests.
use std::net::IpAddr;

use crate::addresses::Family;
use crate::answer::{Block, Hop, Packet};
use crate::engine::Engine;
use crate::groups::{Direction, Peers};
use crate::internet::internet;
use crate::network::{BlockMode, Gap, Id, Interface, Target};
use crate::routes::route_for;

/// Why a packet does not get there, or cannot be said to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// This blocks it.
    Blocked(Block),
    /// That hangs on what was not read.
    Unknown(Gap),
}

impl From<Gap> for Stopped {
    fn from(gap: Gap) -> Self {
        Self::Unknown(gap)
    }
}

/// One direction of an exchange over an ACL: addresses and ports of both ends.
#[derive(Clone, Copy)]
struct Exchange {
    peer: IpAddr,
    port: u16,
    peer_port: u16,
}

impl Engine<'_> {
    /// Walks a packet from the internet to an interface.
    pub fn walk_from_internet(&self, packet: &Packet) -> Result<Vec<Hop>, Stopped> {
        let to = self.network.interfaces.get(&packet.interface)?;
        let mut own = to.addresses.iter();
        let own = own.find(|one| one.private == packet.address);
        let address = own.filter(|one| one.on_internet().is_some());
        let blocked = |block| Err(Stopped::Blocked(block));
        let Some(address) = address else {
            return blocked(Block::NoPublicAddress(packet.interface.clone()));
        };
        if !internet(Family::of(packet.address)).contains(packet.source) {
            return blocked(Block::NoRoute(to.subnet.clone()));
        }
        let gateways = self.gateways_of(&to.vpc);
        let Some(gateway) = gateways.first() else {
            self.network
                .internet_gateways
                .complete("internet gateways")?;
            return blocked(Block::NoInternetGateway(to.vpc.clone()));
        };
        let mut hops = vec![
            Hop::Internet {
                address: packet.source,
            },
            Hop::InternetGateway {
                id: (*gateway).clone(),
            },
        ];
        let access = self.network.public_access.as_ref().map_err(Gap::clone)?;
        if access.mode != BlockMode::Off {
            match self.exclusion_of(to) {
                Some(id) => hops.push(Hop::Exclusion { id: id.clone() }),
                None => return blocked(Block::BlockPublicAccess(to.subnet.clone())),
            }
        }
        self.edge(gateway, address)?;
        hops.push(self.route_back(to, packet.source, gateways)?);
        hops.extend(self.acl_hops(to, packet, packet.source)?);
        hops.push(entered(packet, to, &Peers::outside(self), packet.source)?);
        hops.push(end(packet));
        Ok(hops)
    }

    /// Walks a packet from one interface to another.
    pub fn walk_from_interface(&self, from: &str, packet: &Packet) -> Result<Vec<Hop>, Stopped> {
        let (sender, receiver) = (
            self.network.interfaces.get(from)?,
            self.network.interfaces.get(&packet.interface)?,
        );
        let mut hops = vec![Hop::Interface {
            id: from.into(),
            address: packet.source,
        }];
        let leaves = Peers::interface(self, receiver);
        let rule = leaves.rule_for(
            sender,
            packet.protocol,
            Direction::Egress,
            packet.address,
            packet.port,
        )?;
        let Some((group, rule)) = rule else {
            return Err(Stopped::Blocked(Block::GroupsOutbound(from.into())));
        };
        hops.push(Hop::group(group, rule, true));
        hops.extend(self.inner_route(sender, receiver, packet.address)?);
        if packet.protocol.needs_answers() || sender.vpc != receiver.vpc {
            self.inner_route(receiver, sender, packet.source)?;
        }
        if sender.subnet != receiver.subnet {
            let out = Exchange {
                peer: packet.address,
                port: packet.source_port,
                peer_port: packet.port,
            };
            hops.extend(self.acl_rules(sender, packet, out, true)?);
            hops.extend(self.acl_hops(receiver, packet, packet.source)?);
        }
        hops.push(entered(
            packet,
            receiver,
            &Peers::interface(self, sender),
            packet.source,
        )?);
        hops.push(end(packet));
        Ok(hops)
    }

    fn route_back(&self, to: &Interface, source: IpAddr, gateways: &[&Id]) -> Result<Hop, Stopped> {
        let (table, rows) = self.table_of(&to.subnet, &to.vpc)?;
        let route = route_for(self.network, rows, source)?;
        let by_gateway = route.filter(|(route, _)| {
            let attached =
                matches!(&route.target, Target::InternetGateway(id) if gateways.contains(&id));
            route.active && attached
        });
        match by_gateway {
            Some((route, block)) => Ok(Hop::Route {
                table: table.clone(),
                block: block.to_string().into(),
                target: named(&route.target),
            }),
            None => Err(Stopped::Blocked(Block::NoRoute(table.clone()))),
        }
    }

    fn inner_route(
        &self,
        from: &Interface,
        to: &Interface,
        address: IpAddr,
    ) -> Result<Vec<Hop>, Stopped> {
        let (table, rows) = self.table_of(&from.subnet, &from.vpc)?;
        let none = || Stopped::Blocked(Block::NoRoute(table.clone()));
        let route = route_for(self.network, rows, address)?;
        let (route, block) = route.filter(|(route, _)| route.active).ok_or_else(none)?;
        let hop = Hop::Route {
            table: table.clone(),
            block: block.to_string().into(),
            target: named(&route.target),
        };
        match &route.target {
            Target::Local if from.vpc == to.vpc => Ok(vec![hop]),
            Target::Peering(id) => {
                let peering = self.network.peerings.get(id)?;
                let there = peering.requester == from.vpc && peering.accepter == to.vpc;
                let back = peering.accepter == from.vpc && peering.requester == to.vpc;
                if peering.active && from.vpc != to.vpc && (there || back) {
                    return Ok(vec![hop, Hop::Peering { id: id.clone() }]);
                }
                Err(Stopped::Blocked(Block::Peering(id.clone())))
            }
            Target::Interface(id) | Target::Endpoint(id) | Target::Other(id) => {
                Err(Stopped::Unknown(Gap {
                    resource: id.clone(),
                    why: "what lies behind it is not known".into(),
                }))
            }
            _ => Err(none()),
        }
    }

    /// The rules of the receiver's ACL: in, and for answers out.
    fn acl_hops(
        &self,
        to: &Interface,
        packet: &Packet,
        source: IpAddr,
    ) -> Result<Vec<Hop>, Stopped> {
        let exchange = Exchange {
            peer: source,
            port: packet.port,
            peer_port: packet.source_port,
        };
        self.acl_rules(to, packet, exchange, false)
    }

    /// The rules of an ACL for a packet that leaves (or enters) the subnet first, and its answer.
    fn acl_rules(
        &self,
        end: &Interface,
        packet: &Packet,
        exchange: Exchange,
        first_out: bool,
    ) -> Result<Vec<Hop>, Stopped> {
        let (id, acl) = self.acl_of(&end.subnet)?;
        let Exchange {
            peer,
            port,
            peer_port,
        } = exchange;
        let mut hops = Vec::new();
        let directions = [first_out, !first_out];
        let used = if packet.protocol.needs_answers() {
            2
        } else {
            1
        };
        for out in directions.into_iter().take(used) {
            // What leaves is for the peer's port, what enters for one's own.
            let to_port = if out { peer_port } else { port };
            let rule = acl.rule_for(packet.protocol, out, peer, to_port);
            match rule.filter(|rule| rule.allow) {
                Some(rule) => hops.push(Hop::acl(id, rule)),
                None if out => return Err(Stopped::Blocked(Block::AclOutbound(id.clone()))),
                None => return Err(Stopped::Blocked(Block::AclInbound(id.clone()))),
            }
        }
        Ok(hops)
    }
}

/// The rule of a group that lets a packet in.
fn entered<'a>(
    packet: &Packet,
    to: &'a Interface,
    peers: &Peers<'a>,
    source: IpAddr,
) -> Result<Hop, Stopped> {
    match peers.rule_for(to, packet.protocol, Direction::Ingress, source, packet.port)? {
        Some((group, rule)) => Ok(Hop::group(group, rule, false)),
        None => Err(Stopped::Blocked(Block::GroupsInbound(
            packet.interface.clone(),
        ))),
    }
}

fn end(packet: &Packet) -> Hop {
    Hop::Interface {
        id: packet.interface.clone(),
        address: packet.address,
    }
}

fn named(target: &Target) -> Box<str> {
    match target {
        Target::Local => "local".into(),
        Target::InternetGateway(id)
        | Target::EgressOnlyGateway(id)
        | Target::NatGateway(id)
        | Target::Peering(id)
        | Target::Endpoint(id)
        | Target::Interface(id)
        | Target::Other(id) => id.clone(),
    }
}
