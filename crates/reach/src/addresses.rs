//! Sets of IP addresses, IPv4 and IPv6.
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::ranges::Ranges;

/// An IP version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// The family of an address.
    #[must_use]
    pub const fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self::V4,
            IpAddr::V6(_) => Self::V6,
        }
    }
}

/// A set of addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    v4: Ranges<u32>,
    v6: Ranges<u128>,
}

impl Addresses {
    /// No address.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            v4: Ranges::none(),
            v6: Ranges::none(),
        }
    }

    /// Every address of both families.
    #[must_use]
    pub fn all() -> Self {
        Self {
            v4: Ranges::all(),
            v6: Ranges::all(),
        }
    }

    /// Every address of one family.
    #[must_use]
    pub fn family(family: Family) -> Self {
        match family {
            Family::V4 => Self {
                v4: Ranges::all(),
                ..Self::none()
            },
            Family::V6 => Self {
                v6: Ranges::all(),
                ..Self::none()
            },
        }
    }

    /// The addresses of some networks.
    pub fn of<'a>(networks: impl IntoIterator<Item = &'a IpNet>) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for network in networks {
            match network {
                IpNet::V4(net) => v4.push((u32::from(net.network()), u32::from(net.broadcast()))),
                IpNet::V6(net) => v6.push((u128::from(net.network()), u128::from(net.broadcast()))),
            }
        }
        Self {
            v4: Ranges::of(v4),
            v6: Ranges::of(v6),
        }
    }

    /// One address.
    #[must_use]
    pub fn one(address: IpAddr) -> Self {
        Self::of([&IpNet::from(address)])
    }

    /// Whether no address is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// Whether an address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(one) => self.v4.contains(one.into()),
            IpAddr::V6(one) => self.v6.contains(one.into()),
        }
    }

    /// The addresses in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            v4: self.v4.union(&other.v4),
            v6: self.v6.union(&other.v6),
        }
    }

    /// The addresses in any of these.
    pub fn union_of<'a>(all: impl IntoIterator<Item = &'a Self> + Clone) -> Self {
        let v4 = all.clone().into_iter().flat_map(|one| one.v4.iter());
        let v6 = all.into_iter().flat_map(|one| one.v6.iter());
        Self {
            v4: Ranges::of(v4.collect::<Vec<_>>()),
            v6: Ranges::of(v6.collect::<Vec<_>>()),
        }
    }

    /// The addresses in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self {
            v4: self.v4.intersection(&other.v4),
            v6: self.v6.intersection(&other.v6),
        }
    }

    /// The addresses in this one that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self {
            v4: self.v4.difference(&other.v4),
            v6: self.v6.difference(&other.v6),
        }
    }

    /// The addresses of its widest range: its first, and its last.
    #[must_use]
    pub fn widest(&self) -> Option<(IpAddr, IpAddr)> {
        let v4 = self.v4.iter().max_by_key(|(first, last)| last - first);
        let v4 = v4.map(|(first, last)| {
            let ends = (Ipv4Addr::from(first), Ipv4Addr::from(last));
            (ends.0.into(), ends.1.into())
        });
        v4.or_else(|| {
            let widest = self.v6.iter().max_by_key(|(first, last)| last - first)?;
            let ends = (Ipv6Addr::from(widest.0), Ipv6Addr::from(widest.1));
            Some((ends.0.into(), ends.1.into()))
        })
    }
}

impl fmt::Display for Addresses {
    /// As networks, as few as it takes: `0.0.0.0/0, 2001:db8::/32`; `none` where it is empty.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v4 = self.v4.iter().flat_map(|(first, last)| {
            let nets = ipnet::Ipv4Subnets::new(first.into(), last.into(), 0);
            nets.map(|net| net.to_string())
        });
        let v6 = self.v6.iter().flat_map(|(first, last)| {
            let nets = ipnet::Ipv6Subnets::new(first.into(), last.into(), 0);
            nets.map(|net| net.to_string())
        });
        let networks: Vec<_> = v4.chain(v6).collect();
        match networks.is_empty() {
            true => f.write_str("none"),
            false => f.write_str(&networks.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Addresses, Family};

    fn of(networks: &[&str]) -> Addresses {
        let parsed: Vec<_> = networks.iter().map(|one| one.parse().unwrap()).collect();
        Addresses::of(&parsed)
    }

    #[test]
    fn two_halves_are_the_whole_internet() {
        assert_eq!(
            of(&["0.0.0.0/1", "128.0.0.0/1"]),
            Addresses::family(Family::V4)
        );
        assert_eq!(of(&["::/1", "8000::/1"]), Addresses::family(Family::V6));
        assert_eq!(
            of(&["0.0.0.0/1", "128.0.0.0/1", "::/0"]).to_string(),
            "0.0.0.0/0, ::/0"
        );
    }

    #[test]
    fn host_bits_do_not_count() {
        assert_eq!(of(&["10.1.2.3/8"]), of(&["10.0.0.0/8"]));
    }

    #[test]
    fn what_is_left_is_written_as_networks() {
        let left = of(&["10.0.0.0/8"]).difference(&of(&["10.0.0.0/10"]));
        assert_eq!(left.to_string(), "10.64.0.0/10, 10.128.0.0/9");
        assert_eq!(Addresses::none().to_string(), "none");
        let (first, last) = left.widest().unwrap();
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("10.64.0.0".into(), "10.255.255.255".into())
        );
    }
}
