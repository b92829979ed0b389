//! Which addresses may talk to which ports: a set of pairs, of one protocol.
use crate::addresses::Addresses;
use crate::ranges::Ranges;

/// Pairs of a port and an address. For ICMP the port is the message's type; protocols without
/// either have every port or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flows(Vec<Slice>);

/// The addresses of a range of ports.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Slice {
    first: u16,
    last: u16,
    addresses: Addresses,
}

impl Flows {
    /// No pair.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Every pair.
    #[must_use]
    pub fn all() -> Self {
        Self::every_port(Addresses::all())
    }

    /// These addresses with every port.
    #[must_use]
    pub fn every_port(addresses: Addresses) -> Self {
        Self::of([(u16::MIN, u16::MAX, addresses)])
    }

    /// These ports with every address.
    #[must_use]
    pub fn ports(ports: &Ranges<u16>) -> Self {
        Self::of(
            ports
                .iter()
                .map(|(first, last)| (first, last, Addresses::all())),
        )
    }

    /// The pairs of any of these rectangles: first port, last port, addresses.
    pub fn of(rectangles: impl IntoIterator<Item = (u16, u16, Addresses)>) -> Self {
        let mut waiting: Vec<_> = rectangles
            .into_iter()
            .filter(|(first, last, addresses)| first <= last && !addresses.is_empty())
            .collect();
        let begins = waiting.iter().map(|(first, _, _)| *first);
        let ends = waiting
            .iter()
            .filter_map(|(_, last, _)| last.checked_add(1));
        let mut cuts: Vec<u16> = begins.chain(ends).collect();
        cuts.sort_unstable();
        cuts.dedup();
        // The next to begin is the last.
        waiting.sort_by_key(|(first, _, _)| std::cmp::Reverse(*first));
        let mut here: Vec<(u16, u16, Addresses)> = Vec::new();
        let mut flows = Self::none();
        for (at, first) in cuts.iter().enumerate() {
            let last = cuts.get(at + 1).map_or(u16::MAX, |next| next - 1);
            here.retain(|(_, end, _)| end >= first);
            while let Some(next) = waiting.pop_if(|(begin, _, _)| *begin <= *first) {
                here.push(next);
            }
            let all = here.iter().map(|(_, _, addresses)| addresses);
            flows.push(*first, last, Addresses::union_of(all));
        }
        flows
    }

    /// Appends a slice above all others; slices that touch and hold the same addresses are one.
    fn push(&mut self, first: u16, last: u16, addresses: Addresses) {
        if addresses.is_empty() {
            return;
        }
        if let Some(below) = self.0.last_mut()
            && below.last.checked_add(1) == Some(first)
            && below.addresses == addresses
        {
            below.last = last;
            return;
        }
        self.0.push(Slice {
            first,
            last,
            addresses,
        });
    }

    /// Whether no pair is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The slices: first port, last port, addresses.
    pub fn iter(&self) -> impl Iterator<Item = (u16, u16, &Addresses)> {
        self.0
            .iter()
            .map(|slice| (slice.first, slice.last, &slice.addresses))
    }

    /// The addresses that may talk to a port.
    #[must_use]
    pub fn at(&self, port: u16) -> Addresses {
        let slice = self
            .0
            .iter()
            .find(|one| (one.first..=one.last).contains(&port));
        slice.map_or_else(Addresses::none, |slice| slice.addresses.clone())
    }

    /// The ports that some address may talk to.
    #[must_use]
    pub fn open_ports(&self) -> Ranges<u16> {
        Ranges::of(self.0.iter().map(|slice| (slice.first, slice.last)))
    }

    /// The addresses that may talk to some port.
    #[must_use]
    pub fn addresses(&self) -> Addresses {
        Addresses::union_of(self.0.iter().map(|slice| &slice.addresses))
    }

    /// The pairs in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.combined(other, Addresses::union)
    }

    /// The pairs in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.combined(other, Addresses::intersection)
    }

    /// The pairs in this one that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.combined(other, Addresses::difference)
    }

    fn combined(&self, other: &Self, how: fn(&Addresses, &Addresses) -> Addresses) -> Self {
        let both = || self.0.iter().chain(&other.0);
        let mut cuts: Vec<u16> = both().map(|slice| slice.first).collect();
        cuts.extend(both().filter_map(|slice| slice.last.checked_add(1)));
        cuts.sort_unstable();
        cuts.dedup();
        let nothing = Addresses::none();
        let mut combined = Self::none();
        let (mut left, mut right) = (Cursor::new(&self.0), Cursor::new(&other.0));
        for (at, first) in cuts.iter().enumerate() {
            let last = cuts.get(at + 1).map_or(u16::MAX, |next| next - 1);
            let a = left.at(*first).unwrap_or(&nothing);
            let b = right.at(*first).unwrap_or(&nothing);
            combined.push(*first, last, how(a, b));
        }
        combined
    }
}

/// Walks over slices while the port that is asked for grows.
struct Cursor<'a> {
    rest: &'a [Slice],
}

impl<'a> Cursor<'a> {
    const fn new(rest: &'a [Slice]) -> Self {
        Self { rest }
    }

    fn at(&mut self, port: u16) -> Option<&'a Addresses> {
        while let Some((slice, rest)) = self.rest.split_first() {
            if slice.last >= port {
                return (slice.first <= port).then_some(&slice.addresses);
            }
            self.rest = rest;
        }
        None
    }
}

/// What is surely so and what may be so: where something was not read, they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The pairs that pass whatever was not read says.
    pub least: Flows,
    /// The pairs that may pass.
    pub most: Flows,
}

impl Bounds {
    /// Exactly these pairs.
    #[must_use]
    pub fn exactly(flows: Flows) -> Self {
        Self {
            least: flows.clone(),
            most: flows,
        }
    }

    /// Nothing is known: any pair may pass, none surely does.
    #[must_use]
    pub fn unknown() -> Self {
        Self {
            least: Flows::none(),
            most: Flows::all(),
        }
    }

    /// The pairs that pass both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            least: self.least.intersection(&other.least),
            most: self.most.intersection(&other.most),
        }
    }

    /// The pairs that pass one of them.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self {
            least: self.least.union(&other.least),
            most: self.most.union(&other.most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Flows;
    use crate::addresses::Addresses;
    use proptest::prelude::*;
    use std::net::IpAddr;

    fn rectangle() -> impl Strategy<Value = (u16, u16, Addresses)> {
        let port = prop_oneof![0..8_u16, (u16::MAX - 8)..=u16::MAX];
        let net = prop_oneof![
            Just("0.0.0.0/0"),
            Just("0.0.0.0/1"),
            Just("128.0.0.0/1"),
            Just("10.0.0.0/8"),
            Just("::/0"),
        ];
        (port.clone(), port, net)
            .prop_map(|(a, b, net)| (a, b, Addresses::of([&net.parse().unwrap()])))
    }

    fn some() -> impl Strategy<Value = Vec<(u16, u16, Addresses)>> {
        proptest::collection::vec(rectangle(), 0..6)
    }

    mod properties {
        use super::{Addresses, Flows, IpAddr, some};
        use proptest::prelude::*;

        proptest! {
            #![proptest_config(properties::config(256))]

            #[test]
            fn sets_are_what_membership_says(a in some(), b in some()) {
                let (left, right) = (Flows::of(a.clone()), Flows::of(b.clone()));
                let addresses: [IpAddr; 4] = ["1.1.1.1", "10.1.1.1", "200.1.1.1", "2001::1"].map(|one| one.parse().unwrap());
                for port in (0..10).chain((u16::MAX - 9)..=u16::MAX) {
                    for address in addresses {
                        let held = |all: &[(u16, u16, Addresses)]| {
                            all.iter().any(|(x, y, set)| (*x..=*y).contains(&port) && set.contains(address))
                        };
                        let is_in = |flows: &Flows| flows.at(port).contains(address);
                        let (l, r) = (held(&a), held(&b));
                        prop_assert_eq!(is_in(&left), l);
                        prop_assert_eq!(is_in(&left.union(&right)), l || r);
                        prop_assert_eq!(is_in(&left.intersection(&right)), l && r);
                        prop_assert_eq!(is_in(&left.difference(&right)), l && !r);
                    }
                }
            }
        }
    }
}
