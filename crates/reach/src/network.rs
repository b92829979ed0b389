//! What is known of an account's network in one Region: the engine's input.
//!
//! Each table says whether it was read whole. What is looked up and not there is a [`Gap`] with
//! the reason, never "there is none".
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// A resource's id, as `subnet-0a1b`.
pub type Id = Box<str>;

/// The resources of one kind by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table<T> {
    /// Those that were read.
    pub rows: BTreeMap<Id, T>,
    /// Why the list is not complete, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<Box<str>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            missed: None,
        }
    }
}

impl<T> Table<T> {
    /// A resource, or why nothing is known of it.
    pub fn get(&self, id: &str) -> Result<&T, Gap> {
        self.rows.get(id).ok_or_else(|| Gap {
            resource: id.into(),
            why: self
                .missed
                .clone()
                .unwrap_or_else(|| "it is not in the list".into()),
        })
    }

    /// A gap about `what` where the list is not complete: who is not in it may exist.
    pub fn complete(&self, what: &str) -> Result<(), Gap> {
        match &self.missed {
            None => Ok(()),
            Some(why) => Err(Gap {
                resource: what.into(),
                why: why.clone(),
            }),
        }
    }
}

/// Something that was not read, and so leaves a question open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// What is not known: a resource's id, or a kind of resources.
    pub resource: Box<str>,
    /// Why: lower case, no full stop.
    pub why: Box<str>,
}

/// The network of one account in one Region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// VPCs.
    pub vpcs: Table<Vpc>,
    /// Subnets.
    pub subnets: Table<Subnet>,
    /// Route tables.
    pub route_tables: Table<RouteTable>,
    /// Network ACLs.
    pub acls: Table<Acl>,
    /// Security groups.
    pub groups: Table<Group>,
    /// What prefix lists hold, customer-managed and AWS-managed.
    pub prefix_lists: Table<Vec<IpNet>>,
    /// Network interfaces.
    pub interfaces: Table<Interface>,
    /// Internet gateways: the VPCs that each is attached to.
    pub internet_gateways: Table<Vec<Id>>,
    /// VPC peering connections.
    pub peerings: Table<Peering>,
    /// Load balancers.
    pub balancers: Table<Balancer>,
    /// VPC Block Public Access; `Err` where it was not read.
    pub public_access: Result<PublicAccess, Gap>,
}

impl Default for Network {
    /// Nothing, of which all lists are complete; VPC Block Public Access was not read.
    fn default() -> Self {
        Self {
            vpcs: Table::default(),
            subnets: Table::default(),
            route_tables: Table::default(),
            acls: Table::default(),
            groups: Table::default(),
            prefix_lists: Table::default(),
            interfaces: Table::default(),
            internet_gateways: Table::default(),
            peerings: Table::default(),
            balancers: Table::default(),
            public_access: Err(Gap {
                resource: "VPC Block Public Access".into(),
                why: "it was not read".into(),
            }),
        }
    }
}

/// A VPC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vpc {
    /// Its address ranges.
    pub blocks: Vec<IpNet>,
}

/// A subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subnet {
    /// Its VPC.
    pub vpc: Id,
    /// Its address ranges.
    pub blocks: Vec<IpNet>,
}

/// A route table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteTable {
    /// Its VPC.
    pub vpc: Id,
    /// Whether it is the VPC's main one: that of every subnet without an association.
    pub main: bool,
    /// The subnets associated with it.
    pub subnets: Vec<Id>,
    /// The gateways associated with it: what it says is for traffic that enters by them.
    #[serde(default)]
    pub gateways: Vec<Id>,
    /// Its routes.
    pub routes: Vec<Route>,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Where to.
    pub destination: Destination,
    /// By what.
    pub target: Target,
    /// Whether the target exists: traffic that a blackhole route matches is dropped.
    pub active: bool,
    /// Whether a virtual private gateway propagated it.
    #[serde(default)]
    pub propagated: bool,
}

/// What a route or a rule is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Destination {
    /// An address range.
    Block(IpNet),
    /// A prefix list.
    PrefixList(Id),
}

/// What a route leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// The VPC itself.
    Local,
    /// An internet gateway.
    InternetGateway(Id),
    /// An egress-only internet gateway: IPv6, connections from inside alone.
    EgressOnlyGateway(Id),
    /// A NAT gateway.
    NatGateway(Id),
    /// A VPC peering connection.
    Peering(Id),
    /// An endpoint: of a service by prefix list, or of a Gateway Load Balancer.
    Endpoint(Id),
    /// A network interface, usually an appliance's.
    Interface(Id),
    /// A transit gateway, virtual private gateway, local gateway, ...: what lies behind is not in
    /// the network that was read.
    Other(Id),
}

/// A network ACL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acl {
    /// The subnets associated with it.
    pub subnets: Vec<Id>,
    /// Its rules but the last one of every ACL, which denies what no other matches; in any order.
    pub rules: Vec<AclRule>,
}

/// A rule of a network ACL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AclRule {
    /// Its number: the least that matches decides.
    pub number: u32,
    /// Whether it is about traffic that leaves the subnet.
    pub egress: bool,
    /// Whether it allows.
    pub allow: bool,
    /// The protocol's number; `None` for all.
    pub protocol: Option<u8>,
    /// The ports, or ICMP types; `None` for all.
    pub ports: Option<(u16, u16)>,
    /// The addresses on the other side.
    pub block: IpNet,
}

/// A security group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What may come in.
    pub ingress: Vec<GroupRule>,
    /// What may go out.
    pub egress: Vec<GroupRule>,
}

/// A rule of a security group: it allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRule {
    /// Its id, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The protocol's number; `None` for all.
    pub protocol: Option<u8>,
    /// The ports, or ICMP types; `None` for all.
    pub ports: Option<(u16, u16)>,
    /// The other side.
    pub peer: Peer,
}

/// The other side of a rule of a security group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Peer {
    /// An address range.
    Block(IpNet),
    /// A prefix list.
    PrefixList(Id),
    /// The interfaces that have a security group: their private addresses, never public ones.
    Group(Id),
}

/// A network interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    /// Its subnet.
    pub subnet: Id,
    /// Its VPC.
    pub vpc: Id,
    /// Its security groups.
    pub groups: Vec<Id>,
    /// Its addresses.
    pub addresses: Vec<Address>,
}

/// An address of an interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// As the VPC knows it.
    pub private: IpAddr,
    /// As the internet knows it: an IPv4 address that is associated with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<IpAddr>,
}

impl Address {
    /// The address as the internet knows it: what is associated, or an IPv6 address of its own
    /// that is globally routed (`2000::/3`, RFC 4291).
    #[must_use]
    pub fn on_internet(&self) -> Option<IpAddr> {
        match self.private {
            IpAddr::V6(own) if is_global(own) => Some(self.private),
            _ => self.public,
        }
    }
}

fn is_global(address: Ipv6Addr) -> bool {
    u128::from(address) >> 125 == 1
}

/// A VPC peering connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peering {
    /// The VPC that asked for it.
    pub requester: Id,
    /// The VPC that accepted it.
    pub accepter: Id,
    /// Whether it is active.
    pub active: bool,
}

/// A load balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balancer {
    /// Its interfaces, one or more a zone.
    pub interfaces: Vec<Id>,
    /// What it listens for.
    pub listeners: Vec<Listener>,
}

/// A listener of a load balancer, with where its rules send requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listener {
    /// The port.
    pub port: u16,
    /// The protocol's number: 6 for HTTP, HTTPS, TCP and TLS, 17 for UDP.
    pub protocol: u8,
    /// Where to: any of its rules, since who asks chooses host, path and headers.
    pub targets: Vec<ListenerTarget>,
}

/// One target of a listener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenerTarget {
    /// The interface that receives: an instance's primary one, or the one with the target's address.
    pub interface: Id,
    /// The port that it receives at.
    pub port: u16,
    /// Whether the target sees the client's address, not the load balancer's (Network Load Balancers).
    #[serde(default)]
    pub preserves_client: bool,
}

/// VPC Block Public Access of the account in the Region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAccess {
    /// What it blocks.
    pub mode: BlockMode,
    /// The VPCs and subnets that traffic may enter and leave all the same (`allow-bidirectional`).
    /// `allow-egress` exclusions let nothing in, and so do not matter here.
    pub exclusions: Vec<Id>,
}

/// What VPC Block Public Access blocks (EC2 API, `BlockPublicAccessStates`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockMode {
    /// Nothing.
    #[default]
    Off,
    /// What comes from the internet.
    BlockIngress,
    /// What comes from the internet and what goes there.
    BlockBidirectional,
}
