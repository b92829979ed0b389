//! What a network ACL allows, in the order of its rules (VPC User Guide, "Network ACLs":
//! the rule of the least number that matches decides; what none matches is denied; answers need a
//! rule of their own).
use std::net::IpAddr;
use std::sync::Arc;

use crate::addresses::Addresses;
use crate::engine::{BoundsAndGaps, Engine};
use crate::flows::{Bounds, Flows};
use crate::network::{Acl, AclRule};
use crate::protocol::Protocol;

impl AclRule {
    fn is_for(&self, protocol: Protocol, egress: bool) -> bool {
        self.egress == egress && self.protocol.is_none_or(|one| one == protocol.number())
    }

    fn ports(&self) -> (u16, u16) {
        // A rule for all protocols has no ports, whatever else it says.
        let ports = self.ports.filter(|_| self.protocol.is_some());
        ports.unwrap_or((u16::MIN, u16::MAX))
    }
}

impl Acl {
    /// The rules for a protocol in one direction, that which decides first before the others.
    fn rules_for(&self, protocol: Protocol, egress: bool) -> Vec<&AclRule> {
        let mut rules: Vec<_> = self
            .rules
            .iter()
            .filter(|rule| rule.is_for(protocol, egress))
            .collect();
        rules.sort_by_key(|rule| rule.number);
        rules
    }

    /// The ports (those of the receiver) and the addresses (those of the other side) that it
    /// allows in one direction.
    #[must_use]
    pub fn allowed(&self, protocol: Protocol, egress: bool) -> Flows {
        let mut open = Flows::all();
        let mut allowed = Flows::none();
        for rule in self.rules_for(protocol, egress) {
            let (first, last) = rule.ports();
            let here = Flows::of([(first, last, Addresses::of([&rule.block]))]);
            if rule.allow {
                allowed = allowed.union(&here.intersection(&open));
            }
            open = open.difference(&here);
        }
        allowed
    }

    /// The rule that decides about one packet; `None` where the last one of every ACL denies it.
    #[must_use]
    pub fn rule_for(
        &self,
        protocol: Protocol,
        egress: bool,
        address: IpAddr,
        port: u16,
    ) -> Option<&AclRule> {
        let rules = self.rules_for(protocol, egress).into_iter();
        let mut matching = rules.filter(|rule| {
            let (first, last) = rule.ports();
            (first..=last).contains(&port) && rule.block.contains(&address)
        });
        matching.next()
    }
}

impl Engine<'_> {
    /// What the ACL of a subnet allows in one direction.
    pub(crate) fn acl_bounds(
        &self,
        subnet: &str,
        protocol: Protocol,
        egress: bool,
    ) -> Arc<BoundsAndGaps> {
        match self.acl_of(subnet) {
            Ok((id, acl)) => self.acl_memo.get((id.clone(), protocol, egress), || {
                let allowed = acl.allowed(protocol, egress);
                (Bounds::exactly(allowed), Vec::new())
            }),
            Err(gap) => Arc::new((Bounds::unknown(), vec![gap])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Acl, AclRule, Protocol};
    use proptest::prelude::*;

    fn rule(number: u32, allow: bool, ports: Option<(u16, u16)>, block: &str) -> AclRule {
        AclRule {
            number,
            egress: false,
            allow,
            protocol: Some(6),
            ports,
            block: block.parse().unwrap(),
        }
    }

    fn acl(rules: Vec<AclRule>) -> Acl {
        Acl {
            subnets: Vec::new(),
            rules,
        }
    }

    #[test]
    fn the_least_number_decides_whatever_the_order() {
        let acl = acl(vec![
            rule(200, true, None, "0.0.0.0/0"),
            rule(100, false, Some((22, 22)), "0.0.0.0/0"),
        ]);
        let allowed = acl.allowed(Protocol::Tcp, false);
        assert!(allowed.at(22).is_empty());
        assert_eq!(allowed.at(23).to_string(), "0.0.0.0/0");
        assert!(acl.allowed(Protocol::Udp, false).is_empty());
        assert!(acl.allowed(Protocol::Tcp, true).is_empty());
    }

    #[test]
    fn a_rule_for_all_protocols_is_for_all_ports() {
        let mut all = rule(1, true, Some((22, 22)), "::/0");
        all.protocol = None;
        let allowed = acl(vec![all]).allowed(Protocol::Udp, false);
        assert_eq!(allowed.at(53).to_string(), "::/0");
    }

    fn some() -> impl Strategy<Value = Acl> {
        let block = prop_oneof![
            Just("0.0.0.0/0"),
            Just("0.0.0.0/1"),
            Just("10.0.0.0/8"),
            Just("10.1.0.0/16")
        ];
        let ports = prop_oneof![
            Just(None),
            (0..5_u16, 0..5_u16).prop_map(|(a, b)| Some((a.min(b), a.max(b))))
        ];
        let one = (0..9_u32, any::<bool>(), ports, block);
        let rules = proptest::collection::vec(one, 0..7);
        rules.prop_map(|all| {
            let mut all: Vec<_> = all
                .into_iter()
                .map(|(n, allow, ports, block)| rule(n, allow, ports, block))
                .collect();
            all.sort_by_key(|rule| rule.number);
            all.dedup_by_key(|rule| rule.number);
            all.reverse();
            acl(all)
        })
    }

    mod properties {
        use super::{Protocol, some};
        use proptest::prelude::*;

        proptest! {
            #![proptest_config(properties::config(256))]

            #[test]
            fn the_set_is_what_packets_say(acl in some()) {
                let allowed = acl.allowed(Protocol::Tcp, false);
                for port in 0..7 {
                    for address in ["1.1.1.1", "10.1.1.1", "10.2.1.1", "200.0.0.1"] {
                        let address = address.parse().unwrap();
                        let rule = acl.rule_for(Protocol::Tcp, false, address, port);
                        prop_assert_eq!(allowed.at(port).contains(address), rule.is_some_and(|rule| rule.allow));
                    }
                }
            }
        }
    }
}
