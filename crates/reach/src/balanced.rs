//! From the internet to an interface through a load balancer.
use crate::answer::Block;
use crate::engine::Engine;
use crate::flows::{Bounds, Flows};
use crate::groups::{Direction, Peers};
use crate::network::{Balancer, Id, Listener, ListenerTarget};
use crate::protocol::Protocol;
use crate::ranges::Ranges;
use crate::stage::{Passage, Stage};

/// A way through a load balancer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way<'a> {
    pub id: &'a Id,
    pub front: &'a Id,
    pub listener: &'a Listener,
    pub target: &'a ListenerTarget,
}

impl Engine<'_> {
    /// The ways through load balancers that end at an interface at one of these ports.
    pub(crate) fn ways_to<'a>(
        &'a self,
        to: &'a str,
        protocol: Protocol,
        ports: &'a Ranges<u16>,
    ) -> impl Iterator<Item = Way<'a>> {
        let all = self.network.balancers.rows.iter();
        all.flat_map(move |(id, balancer)| ways(id, balancer))
            .filter(move |way| {
                let ends_here = *way.target.interface == *to && ports.contains(way.target.port);
                ends_here && way.listener.protocol == protocol.number()
            })
    }

    /// What gets from the internet to an interface through load balancers: the addresses are the
    /// clients', the ports those of the interface, not of the listeners.
    #[must_use]
    pub fn through_balancers(
        &self,
        to: &str,
        protocol: Protocol,
        ports: &Ranges<u16>,
    ) -> Option<Passage> {
        let unread = self.network.balancers.complete("load balancers").err();
        let ways = self
            .ways_to(to, protocol, ports)
            .map(|way| self.way(to, protocol, way));
        let unread = unread.map(|gap| {
            let stage = Stage::unknown(Block::Together(to.into()), gap);
            Passage::of(
                &Flows::ports(ports),
                vec![stage],
                Block::Together(to.into()),
            )
        });
        ways.chain(unread).reduce(Passage::or)
    }

    fn way(&self, to: &str, protocol: Protocol, way: Way<'_>) -> Passage {
        let listens = Flows::ports(&Ranges::one(way.listener.port, way.listener.port));
        let front = self.from_internet(way.front, protocol, &listens);
        let port = Ranges::one(way.target.port, way.target.port);
        let back = match way.target.preserves_client {
            true => self.clients(to, protocol, &port),
            false => self.from_interface(way.front, to, protocol, &port),
        };
        // Who gets to the listener gets on to the target; where the target sees the clients, both
        // must let them in.
        let clients =
            |flows: &Flows| Flows::of([(way.target.port, way.target.port, flows.addresses())]);
        let front_bounds = Bounds {
            least: clients(&front.bounds.least),
            most: clients(&front.bounds.most),
        };
        let back_bounds = match way.target.preserves_client {
            true => back.bounds,
            false => Bounds {
                least: if back.bounds.least.is_empty() {
                    Flows::none()
                } else {
                    Flows::all()
                },
                most: if back.bounds.most.is_empty() {
                    Flows::none()
                } else {
                    Flows::all()
                },
            },
        };
        let bounds = front_bounds.and(&back_bounds);
        let mut blocks: Vec<_> = front.blocks.into_iter().chain(back.blocks).collect();
        match bounds.most.is_empty() {
            false => blocks.clear(),
            true if blocks.is_empty() => blocks.push(Block::Together(to.into())),
            true => {}
        }
        Passage {
            bounds,
            blocks,
            gaps: front.gaps.into_iter().chain(back.gaps).collect(),
        }
    }

    /// What a target lets in that sees the clients' own addresses: its groups and its subnet's ACL
    /// judge by them (Elastic Load Balancing, "Client IP preservation").
    fn clients(&self, to: &str, protocol: Protocol, port: &Ranges<u16>) -> Passage {
        let wanted = Flows::ports(port);
        let interface = match self.network.interfaces.get(to) {
            Ok(interface) => interface,
            Err(gap) => {
                let unknown = Stage::unknown(Block::NoAddress(to.into()), gap);
                return Passage::of(&wanted, vec![unknown], Block::Together(to.into()));
            }
        };
        let mut stages = self.acl_stages(&interface.subnet, protocol);
        let bounds = Peers::outside(self).bounds(interface, protocol, Direction::Ingress);
        stages.push(Stage::between(Block::GroupsInbound(to.into()), bounds));
        Passage::of(&wanted, stages, Block::Together(to.into()))
    }
}

fn ways<'a>(id: &'a Id, balancer: &'a Balancer) -> impl Iterator<Item = Way<'a>> {
    balancer.interfaces.iter().flat_map(move |front| {
        balancer.listeners.iter().flat_map(move |listener| {
            listener.targets.iter().map(move |target| Way {
                id,
                front,
                listener,
                target,
            })
        })
    })
}
