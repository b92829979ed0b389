//! What can be reached from where in an account's networks: routes, gateways, network ACLs and
//! security groups as sets, so that an answer is a proof.
//!
//! [`Engine::ask`] answers with a packet that arrives and all that lets it through, with what
//! blocks it, or with what was not read: what was not read makes an answer *not assessed*, never
//! closed. Address ranges and ports are sets: two halves of the internet are the internet, and a
//! range of ports that covers 22 is 22.
//!
//! Absent on purpose: AWS, clock, network, file system. The input is a [`Network`] as somebody
//! read it.
mod acl;
mod addresses;
mod answer;
mod balanced;
mod engine;
mod flows;
mod groups;
mod inside;
mod internet;
mod network;
mod outside;
mod protocol;
mod question;
mod ranges;
mod routes;
mod stage;
mod walk;

pub use addresses::{Addresses, Family};
pub use answer::{Answer, Block, Hop, Packet, Reached, Witness};
pub use engine::Engine;
pub use flows::{Bounds, Flows};
pub use internet::internet;
pub use ipnet::IpNet;
pub use network::{
    Acl, AclRule, Address, Balancer, BlockMode, Destination, Gap, Group, GroupRule, Id, Interface,
    Listener, ListenerTarget, Network, Peer, Peering, PublicAccess, Route, RouteTable, Subnet,
    Table, Target, Vpc,
};
pub use protocol::Protocol;
pub use question::{Question, Source};
pub use ranges::{Point, Ranges};
pub use stage::Passage;
pub use walk::Stopped;
