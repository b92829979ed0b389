//! What the security groups of an interface allow: the union of their rules; answers pass
//! by themselves (VPC User Guide, "Security group rules").
use std::net::IpAddr;
use std::sync::Arc;

use crate::addresses::Addresses;
use crate::engine::{BoundsAndGaps, Engine};
use crate::flows::{Bounds, Flows};
use crate::network::{Gap, Group, GroupRule, Id, Interface, Peer};
use crate::protocol::Protocol;

impl GroupRule {
    fn is_for(&self, protocol: Protocol) -> bool {
        self.protocol.is_none_or(|one| one == protocol.number())
    }

    fn ports(&self) -> (u16, u16) {
        let ports = self.ports.filter(|_| self.protocol.is_some());
        ports.unwrap_or((u16::MIN, u16::MAX))
    }
}

/// Which rules of a group apply.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// What may come in.
    Ingress,
    /// What may go out.
    Egress,
}

impl Direction {
    fn rules(self, group: &Group) -> &[GroupRule] {
        match self {
            Self::Ingress => &group.ingress,
            Self::Egress => &group.egress,
        }
    }
}

/// The addresses on the other side of rules.
pub(crate) struct Peers<'a> {
    engine: &'a Engine<'a>,
    /// The groups of the interface on the other side, where it is one of the network's. Rules that
    /// name a group match its private addresses.
    other: Option<&'a Interface>,
}

impl<'a> Peers<'a> {
    /// The other side is somewhere outside.
    pub const fn outside(engine: &'a Engine<'a>) -> Self {
        Self {
            engine,
            other: None,
        }
    }

    /// The other side is an interface.
    pub const fn interface(engine: &'a Engine<'a>, other: &'a Interface) -> Self {
        Self {
            engine,
            other: Some(other),
        }
    }

    /// The addresses of a rule's other side.
    fn of(&self, peer: &Peer) -> Result<Addresses, Gap> {
        match peer {
            Peer::Block(block) => Ok(Addresses::of([block])),
            Peer::PrefixList(id) => Ok(Addresses::of(self.engine.network.prefix_lists.get(id)?)),
            Peer::Group(id) => {
                let has = |one: &&Interface| one.groups.iter().any(|group| group == id);
                let own = self.other.filter(has).into_iter();
                let own = own.flat_map(|one| &one.addresses).map(|one| one.private);
                let each = own.map(Addresses::one);
                Ok(each.fold(Addresses::none(), |all, one| all.union(&one)))
            }
        }
    }

    /// The ports and addresses that one group allows.
    fn allowed(&self, rules: &[GroupRule], protocol: Protocol) -> BoundsAndGaps {
        let (mut certain, mut maybe, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
        for rule in rules.iter().filter(|rule| rule.is_for(protocol)) {
            let (first, last) = rule.ports();
            match self.of(&rule.peer) {
                Ok(addresses) => certain.push((first, last, addresses)),
                Err(gap) => {
                    maybe.push((first, last, Addresses::all()));
                    gaps.push(gap);
                }
            }
        }
        let least = Flows::of(certain);
        let most = match maybe.is_empty() {
            true => least.clone(),
            false => least.union(&Flows::of(maybe)),
        };
        (Bounds { least, most }, gaps)
    }

    /// The same, worked out once where the other side does not matter.
    fn one(&self, id: &'a Id, protocol: Protocol, direction: Direction) -> Arc<BoundsAndGaps> {
        let group = match self.engine.network.groups.get(id) {
            Ok(group) => group,
            Err(gap) => return Arc::new((Bounds::unknown(), vec![gap])),
        };
        let make = || self.allowed(direction.rules(group), protocol);
        if self.other.is_some() {
            return Arc::new(make());
        }
        let key = (id.clone(), protocol, direction == Direction::Egress);
        self.engine.group_memo.get(key, make)
    }

    /// What all groups of an interface allow.
    pub fn bounds(
        &self,
        interface: &'a Interface,
        protocol: Protocol,
        direction: Direction,
    ) -> Arc<BoundsAndGaps> {
        let mut each = interface
            .groups
            .iter()
            .map(|id| self.one(id, protocol, direction));
        let Some(first) = each.next() else {
            return Arc::new((Bounds::exactly(Flows::none()), Vec::new()));
        };
        each.fold(first, |all, one| {
            let gaps = all.1.iter().chain(&one.1).cloned();
            Arc::new((all.0.or(&one.0), gaps.collect()))
        })
    }

    /// The rule that lets one packet through: the group's id, and the rule.
    pub fn rule_for(
        &self,
        interface: &'a Interface,
        protocol: Protocol,
        direction: Direction,
        address: IpAddr,
        port: u16,
    ) -> Result<Option<(&'a str, &'a GroupRule)>, Gap> {
        let mut unread = None;
        for id in &interface.groups {
            let group = match self.engine.network.groups.get(id) {
                Ok(group) => group,
                Err(gap) => {
                    unread = Some(gap);
                    continue;
                }
            };
            for rule in direction
                .rules(group)
                .iter()
                .filter(|rule| rule.is_for(protocol))
            {
                let (first, last) = rule.ports();
                match self.of(&rule.peer) {
                    _ if !(first..=last).contains(&port) => {}
                    Ok(addresses) if addresses.contains(address) => return Ok(Some((id, rule))),
                    Ok(_) => {}
                    Err(gap) => unread = Some(gap),
                }
            }
        }
        match unread {
            Some(gap) => Err(gap),
            None => Ok(None),
        }
    }
}
