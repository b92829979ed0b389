//! The addresses that the internet routes.
use crate::addresses::{Addresses, Family};

/// IPv4 ranges that nothing on the internet sends from (IANA IPv4 Special-Purpose Address
/// Registry, RFC 6890, those that are not globally reachable; and multicast, RFC 5771).
const NOT_ROUTED: [(&str, &str); 14] = [
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private use"),
    ("100.64.0.0/10", "shared address space"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link local"),
    ("172.16.0.0/12", "private use"),
    ("192.0.0.0/24", "IETF protocol assignments"),
    ("192.0.2.0/24", "documentation"),
    ("192.168.0.0/16", "private use"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
];

/// The addresses of a family that packets from the internet may come from. Of IPv6 the globally
/// routed ones, `2000::/3` (RFC 4291).
#[must_use]
pub fn internet(family: Family) -> Addresses {
    match family {
        Family::V4 => {
            let not = NOT_ROUTED
                .iter()
                .filter_map(|(block, _)| block.parse().ok());
            let not: Vec<_> = not.collect();
            Addresses::family(Family::V4).difference(&Addresses::of(&not))
        }
        Family::V6 => "2000::/3".parse().map_or_else(
            |_| Addresses::family(Family::V6),
            |net| Addresses::of([&net]),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{NOT_ROUTED, internet};
    use crate::addresses::Family;

    #[test]
    fn private_addresses_are_not_on_the_internet() {
        let (v4, v6) = (internet(Family::V4), internet(Family::V6));
        for (block, _) in NOT_ROUTED {
            let net: ipnet::IpNet = block.parse().unwrap();
            assert!(
                !v4.contains(net.network()) && !v4.contains(net.broadcast()),
                "{block}"
            );
        }
        for (address, is) in [
            ("8.8.8.8", true),
            ("11.0.0.1", true),
            ("172.32.0.1", true),
            ("2600::1", true),
            ("fd00::1", false),
            ("fe80::1", false),
        ] {
            let address = address.parse().unwrap();
            assert_eq!(
                v4.contains(address) || v6.contains(address),
                is,
                "{address}"
            );
        }
    }
}
