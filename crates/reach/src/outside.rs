//! From the internet to an interface, through an internet gateway.
use std::sync::Arc;

use crate::addresses::{Addresses, Family};
use crate::answer::Block;
use crate::engine::{BoundsAndGaps, Engine};
use crate::flows::{Bounds, Flows};
use crate::groups::{Direction, Peers};
use crate::internet::internet;
use crate::network::{Address, BlockMode, Gap, Id, Interface, RouteTable, Target};
use crate::protocol::Protocol;
use crate::routes::taken;
use crate::stage::{Passage, Stage};

impl Engine<'_> {
    /// What of `wanted` gets from the internet to an interface: the addresses are the senders', the
    /// ports the interface's.
    #[must_use]
    pub fn from_internet(&self, id: &str, protocol: Protocol, wanted: &Flows) -> Passage {
        let interface = match self.network.interfaces.get(id) {
            Ok(interface) => interface,
            Err(gap) => {
                let nothing = Stage::unknown(Block::NoPublicAddress(id.into()), gap);
                return Passage::of(wanted, vec![nothing], Block::Together(id.into()));
            }
        };
        let mut public = interface
            .addresses
            .iter()
            .filter(|address| address.on_internet().is_some());
        let Some(first) = public.next() else {
            return Passage::blocked(Block::NoPublicAddress(id.into()));
        };
        let one = |address| self.to_address(id, interface, address, protocol, wanted);
        public.fold(one(first), |all, address| all.or(one(address)))
    }

    fn to_address(
        &self,
        id: &str,
        interface: &Interface,
        address: &Address,
        protocol: Protocol,
        wanted: &Flows,
    ) -> Passage {
        let family = Family::of(address.private);
        let senders = Flows::every_port(internet(family));
        let mut stages = vec![
            self.gateway_stage(interface),
            self.block_public_access_stage(interface),
        ];
        stages.extend(self.edge_stages(interface, address));
        stages.push(self.answer_route_stage(interface));
        stages.extend(self.acl_stages(&interface.subnet, protocol));
        let bounds = Peers::outside(self).bounds(interface, protocol, Direction::Ingress);
        stages.push(Stage::between(Block::GroupsInbound(id.into()), bounds));
        Passage::of(
            &wanted.intersection(&senders),
            stages,
            Block::Together(id.into()),
        )
    }

    fn gateway_stage(&self, interface: &Interface) -> Stage {
        let block = Block::NoInternetGateway(interface.vpc.clone());
        match self.gateways_of(&interface.vpc).is_empty() {
            false => Stage::whether(block, true),
            true => match self.network.internet_gateways.complete("internet gateways") {
                Ok(()) => Stage::whether(block, false),
                Err(gap) => Stage::unknown(block, gap),
            },
        }
    }

    /// The exclusion that lets traffic of an interface pass VPC Block Public Access.
    pub(crate) fn exclusion_of(&self, interface: &Interface) -> Option<&Id> {
        let exclusions = &self.network.public_access.as_ref().ok()?.exclusions;
        exclusions
            .iter()
            .find(|id| **id == interface.subnet || **id == interface.vpc)
    }

    fn block_public_access_stage(&self, interface: &Interface) -> Stage {
        let block = Block::BlockPublicAccess(interface.subnet.clone());
        match &self.network.public_access {
            Err(gap) => Stage::unknown(block, gap.clone()),
            Ok(access) => {
                let open = access.mode == BlockMode::Off || self.exclusion_of(interface).is_some();
                Stage::whether(block, open)
            }
        }
    }

    /// Traffic that enters by a gateway with a route table of its own may be sent to an appliance,
    /// of which nothing is known.
    fn edge_stages(&self, interface: &Interface, address: &Address) -> Option<Stage> {
        let gateways = self.gateways_of(&interface.vpc);
        let appliance = gateways
            .iter()
            .find_map(|gateway| self.edge(gateway, address).err())?;
        let block = Block::NoRoute(interface.vpc.clone());
        Some(Stage::unknown(block, appliance))
    }

    /// Nothing, where what enters by a gateway goes straight to an address.
    pub(crate) fn edge(&self, gateway: &str, address: &Address) -> Result<(), Gap> {
        let Some((table, rows)) = self.table_of_gateway(gateway)? else {
            return Ok(());
        };
        let route = crate::routes::route_for(self.network, rows, address.private)?;
        match route.map(|(route, _)| &route.target) {
            Some(Target::Local) => Ok(()),
            _ => Err(Gap {
                resource: table.clone(),
                why: format!("traffic that enters by {gateway} is sent to an appliance, whose rules are not known").into(),
            }),
        }
    }

    /// The senders that answers find the way back to, by the gateway that they came by.
    fn answer_route_stage(&self, interface: &Interface) -> Stage {
        let (id, table) = match self.table_of(&interface.subnet, &interface.vpc) {
            Ok(table) => table,
            Err(gap) => return Stage::unknown(Block::NoRoute(interface.subnet.clone()), gap),
        };
        let bounds_and_gaps = self.route_memo.get(id.clone(), || self.answered_by(table));
        Stage::between(Block::NoRoute(id.clone()), bounds_and_gaps)
    }

    /// The addresses to which a table leads by an internet gateway that is attached.
    fn answered_by(&self, table: &RouteTable) -> BoundsAndGaps {
        let gateways = self.gateways_of(&table.vpc);
        let unread = self.network.internet_gateways.missed.is_some();
        let (routes, gaps) = taken(self.network, table);
        let (mut least, mut most) = (Addresses::none(), Addresses::none());
        for route in routes.iter().filter(|taken| taken.route.active) {
            if let Target::InternetGateway(gateway) = &route.route.target {
                let attached = gateways.contains(&gateway);
                if attached {
                    least = least.union(&route.least);
                }
                if attached || unread {
                    most = most.union(&route.most);
                }
            }
        }
        let bounds = Bounds {
            least: Flows::every_port(least),
            most: Flows::every_port(most),
        };
        (bounds, gaps)
    }

    /// The subnet's ACL: what it allows in, and the senders that answers may go to at some port.
    pub(crate) fn acl_stages(&self, subnet: &str, protocol: Protocol) -> Vec<Stage> {
        let id: Id = self.acl_of(subnet).map_or(subnet, |(id, _)| &**id).into();
        let inbound = self.acl_bounds(subnet, protocol, false);
        let mut stages = vec![Stage::between(Block::AclInbound(id.clone()), inbound)];
        if protocol.needs_answers() {
            let out = self.acl_bounds(subnet, protocol, true);
            let (bounds, gaps) = &*out;
            let to_some_port = |flows: &Flows| Flows::every_port(flows.addresses());
            let answers = Bounds {
                least: to_some_port(&bounds.least),
                most: to_some_port(&bounds.most),
            };
            stages.push(Stage::between(
                Block::AclOutbound(id),
                Arc::new((answers, gaps.clone())),
            ));
        }
        stages
    }
}
