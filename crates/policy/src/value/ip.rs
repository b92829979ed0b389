//! Addresses and CIDR ranges of both families.
//!
//! AWS: IAM User Guide, "Condition operators", IP address condition operators.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::fmt;

/// A CIDR range; a single address is a range of one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct IpRange {
    v6: bool,
    first: u128,
    last: u128,
    prefix: u8,
}

impl IpRange {
    /// Reads `address` or `address/prefix`; host bits are ignored.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().ok()?)),
            None => (text, None),
        };
        let (v6, width, bits) = match address.parse().ok()? {
            IpAddr::V4(address) => (false, 32, u128::from(u32::from(address))),
            IpAddr::V6(address) => (true, 128, u128::from(address)),
        };
        let prefix = prefix.unwrap_or(width);
        let host_bits = u32::from(width.checked_sub(prefix)?);
        let hosts = 1_u128
            .checked_shl(host_bits)
            .map_or(u128::MAX, |size| size - 1);
        Some(IpRange {
            v6,
            first: bits & !hosts,
            last: bits | hosts,
            prefix,
        })
    }

    /// Whether all of `inner` lies in this range.
    pub(crate) fn contains(&self, inner: &IpRange) -> bool {
        self.v6 == inner.v6 && self.first <= inner.first && inner.last <= self.last
    }

    /// Whether this is an IPv6 range.
    pub(crate) fn is_v6(&self) -> bool {
        self.v6
    }

    /// The number of leading bits that are fixed.
    pub(crate) fn prefix(&self) -> u8 {
        self.prefix
    }

    /// The addresses where membership in this range can change: its first, and the one after its
    /// last. A set made of ranges is constant between two neighbouring edges of its ranges.
    pub(crate) fn edges(&self) -> impl Iterator<Item = IpRange> {
        let limit = if self.v6 {
            u128::MAX
        } else {
            u128::from(u32::MAX)
        };
        let after = self.last.checked_add(1).filter(|after| *after <= limit);
        let (v6, prefix) = (self.v6, if self.v6 { 128 } else { 32 });
        std::iter::once(self.first)
            .chain(after)
            .map(move |at| IpRange {
                v6,
                first: at,
                last: at,
                prefix,
            })
    }
}

impl fmt::Display for IpRange {
    /// The first address, and the prefix where the range holds more than that.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.v6 {
            Ipv6Addr::from(self.first).fmt(f)?;
        } else {
            let bits = u32::try_from(self.first).unwrap_or(u32::MAX);
            Ipv4Addr::from(bits).fmt(f)?;
        }
        if self.first == self.last {
            Ok(())
        } else {
            write!(f, "/{}", self.prefix)
        }
    }
}

impl fmt::Debug for IpRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let range = |text| IpRange::parse(text).unwrap();
        assert!(range("10.0.0.0/8").contains(&range("10.1.2.3")));
        assert!(range("10.9.9.9/8").contains(&range("10.1.2.3")));
        assert!(!range("10.0.0.0/8").contains(&range("11.0.0.0")));
        assert!(range("2001:db8::/32").contains(&range("2001:0DB8:1::")));
        assert!(!range("::/0").contains(&range("1.2.3.4")));
        assert!(range("0.0.0.0/0").contains(&range("255.255.255.255")));
        let edges: Vec<_> = range("10.0.0.0/8")
            .edges()
            .map(|edge| edge.to_string())
            .collect();
        assert_eq!(edges, ["10.0.0.0", "11.0.0.0"]);
        assert_eq!(range("0.0.0.0/0").edges().count(), 1);
        assert_eq!(range("::/0").edges().count(), 1);
        for text in [
            "",
            "1.2.3",
            "1.2.3.4/33",
            "::/129",
            "1.2.3.4/",
            "1.2.3.4/-1",
            "a",
        ] {
            assert_eq!(IpRange::parse(text), None, "{text}");
        }
    }
}
