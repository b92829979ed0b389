//! What the engine answers: a path that proves it, what blocks, or what was not read.
use std::fmt;
use std::net::IpAddr;

use serde::Serialize;

use crate::flows::Flows;
use crate::network::{AclRule, Gap, GroupRule, Id, Peer};
use crate::protocol::Protocol;

/// Whether something can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It can: by this path, for one.
    Reached(Box<Reached>),
    /// It cannot: each of these blocks by itself.
    Blocked(Vec<Block>),
    /// That hangs on what was not read.
    NotAssessed(Vec<Gap>),
}

/// That something can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// A packet that arrives, and all that lets it through, in order.
    pub witness: Witness,
    /// All ports and sources that surely get there.
    pub flows: Flows,
}

/// A packet, and what lets it through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// The packet.
    pub packet: Packet,
    /// What lets it through, in the order in which it meets them.
    pub hops: Vec<Hop>,
}

/// A packet to an interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Packet {
    /// Who sends it.
    pub source: IpAddr,
    /// From which port.
    pub source_port: u16,
    /// The interface that it is for.
    pub interface: Id,
    /// The interface's private address.
    pub address: IpAddr,
    /// The protocol.
    pub protocol: Protocol,
    /// The port that it is for; of ICMP, the message's type.
    pub port: u16,
}

/// Something that lets a packet through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "hop", rename_all = "kebab-case")]
pub enum Hop {
    /// The internet, from an address.
    Internet {
        /// The address.
        address: IpAddr,
    },
    /// An interface, with the address that is used.
    Interface {
        /// Its id.
        id: Id,
        /// The address.
        address: IpAddr,
    },
    /// An internet gateway.
    InternetGateway {
        /// Its id.
        id: Id,
    },
    /// VPC Block Public Access, which an exclusion lifts.
    Exclusion {
        /// The VPC or subnet that is excluded.
        id: Id,
    },
    /// A route.
    Route {
        /// The route table.
        table: Id,
        /// The block that matches.
        block: Box<str>,
        /// What the route leads to.
        target: Box<str>,
    },
    /// A rule of a network ACL.
    Acl {
        /// The ACL.
        id: Id,
        /// The rule's number.
        rule: u32,
        /// The rule's block.
        block: Box<str>,
        /// Whether it is about what leaves the subnet.
        egress: bool,
    },
    /// A rule of a security group.
    Group {
        /// The group.
        id: Id,
        /// The rule's id, where it is known.
        rule: Option<Id>,
        /// The rule's other side.
        peer: Box<str>,
        /// Whether it is about what goes out.
        egress: bool,
    },
    /// A VPC peering connection.
    Peering {
        /// Its id.
        id: Id,
    },
    /// A load balancer, which sends on what its listener receives.
    Balancer {
        /// Its id.
        id: Id,
        /// The listener's port.
        port: u16,
    },
}

impl Hop {
    pub(crate) fn acl(id: &str, rule: &AclRule) -> Self {
        Self::Acl {
            id: id.into(),
            rule: rule.number,
            block: rule.block.to_string().into(),
            egress: rule.egress,
        }
    }

    pub(crate) fn group(id: &str, rule: &GroupRule, egress: bool) -> Self {
        let peer = match &rule.peer {
            Peer::Block(block) => block.to_string().into(),
            Peer::PrefixList(id) | Peer::Group(id) => id.clone(),
        };
        Self::Group {
            id: id.into(),
            rule: rule.id.clone(),
            peer,
            egress,
        }
    }
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = |egress: &bool| if *egress { "outbound" } else { "inbound" };
        match self {
            Self::Internet { address } => write!(f, "internet, from {address}"),
            Self::Interface { id, address } => write!(f, "{id} ({address})"),
            Self::InternetGateway { id } => write!(f, "internet gateway {id}"),
            Self::Exclusion { id } => write!(f, "VPC Block Public Access exclusion of {id}"),
            Self::Route {
                table,
                block,
                target,
            } => write!(f, "route table {table}: {block} to {target}"),
            Self::Acl {
                id,
                rule,
                block,
                egress,
            } => write!(
                f,
                "network ACL {id}: {} rule {rule} allows {block}",
                way(egress)
            ),
            Self::Group {
                id,
                rule,
                peer,
                egress,
            } => {
                let rule = rule.as_deref().map(|rule| format!(" {rule}"));
                let rule = rule.unwrap_or_default();
                write!(
                    f,
                    "security group {id}: {} rule{rule} allows {peer}",
                    way(egress)
                )
            }
            Self::Peering { id } => write!(f, "VPC peering connection {id}"),
            Self::Balancer { id, port } => write!(f, "load balancer {id}, listener {port}"),
        }
    }
}

/// Something that lets nothing through.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "block", content = "id", rename_all = "kebab-case")]
pub enum Block {
    /// The interface has no address that the internet knows.
    NoPublicAddress(Id),
    /// The VPC has no internet gateway.
    NoInternetGateway(Id),
    /// VPC Block Public Access is on, and nothing excludes the subnet or its VPC.
    BlockPublicAccess(Id),
    /// The route table has no active route to where the packet comes from or goes to.
    NoRoute(Id),
    /// The network ACL allows no such packet in.
    AclInbound(Id),
    /// The network ACL allows no such packet, or no answer to it, out.
    AclOutbound(Id),
    /// No security group of the interface allows it in.
    GroupsInbound(Id),
    /// No security group of the interface allows it out.
    GroupsOutbound(Id),
    /// The peering connection is not active or does not join the two VPCs.
    Peering(Id),
    /// The interface is not in the same address family.
    NoAddress(Id),
    /// Each allows something, but no packet is allowed by all.
    Together(Id),
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPublicAddress(id) => write!(f, "{id} has no public address"),
            Self::NoInternetGateway(id) => write!(f, "no internet gateway is attached to {id}"),
            Self::BlockPublicAccess(id) => {
                write!(
                    f,
                    "VPC Block Public Access blocks {id}, which has no exclusion"
                )
            }
            Self::NoRoute(id) => write!(f, "route table {id} has no active route"),
            Self::AclInbound(id) => write!(f, "network ACL {id} denies it inbound"),
            Self::AclOutbound(id) => write!(f, "network ACL {id} denies it outbound"),
            Self::GroupsInbound(id) => {
                write!(
                    f,
                    "no security group of {id} has an inbound rule that allows it"
                )
            }
            Self::GroupsOutbound(id) => {
                write!(
                    f,
                    "no security group of {id} has an outbound rule that allows it"
                )
            }
            Self::Peering(id) => {
                write!(
                    f,
                    "VPC peering connection {id} is not active between the two VPCs"
                )
            }
            Self::NoAddress(id) => write!(f, "{id} has no address of that family"),
            Self::Together(id) => {
                write!(
                    f,
                    "no packet to {id} passes its routes, network ACL and security groups together"
                )
            }
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.resource, self.why)
    }
}
