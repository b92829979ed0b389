//! The protocols that a question can be about.
use serde::{Deserialize, Serialize};

/// A protocol.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// TCP: no connection without answers.
    #[default]
    Tcp,
    /// UDP: a datagram that arrives has reached its receiver, answered or not.
    Udp,
    /// ICMP of IPv4; the port is the message's type.
    Icmp,
    /// ICMP of IPv6; the port is the message's type.
    Icmpv6,
}

impl Protocol {
    /// Its number (IANA, "Protocol Numbers").
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Tcp => 6,
            Self::Udp => 17,
            Self::Icmp => 1,
            Self::Icmpv6 => 58,
        }
    }

    /// Whether nothing is reached unless answers come back.
    #[must_use]
    pub const fn needs_answers(self) -> bool {
        matches!(self, Self::Tcp)
    }
}
