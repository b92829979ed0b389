//! The sets against packets that are walked one by one, over networks made up at random; and what
//! is not read against what there is.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a test fails by panicking"
)]
use std::net::IpAddr;

use proptest::prelude::*;
use proptest::sample::select;
use reach::{
    Acl, AclRule, Address, BlockMode, Destination, Flows, Group, GroupRule, Interface, Network,
    Packet, Peer, Peering, Protocol, PublicAccess, Route, RouteTable, Stopped, Subnet, Target,
};

const SENDERS: [&str; 5] = [
    "8.8.8.8",
    "198.41.0.4",
    "52.95.1.1",
    "2600::1",
    "3fff:8000::1",
];
const PORTS: [u16; 6] = [0, 21, 22, 23, 443, u16::MAX];
const BLOCKS: [&str; 8] = [
    "0.0.0.0/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "8.8.8.0/24",
    "10.0.0.0/8",
    "10.0.1.0/24",
    "::/0",
    "2600::/16",
];
const RANGES: [Option<(u16, u16)>; 5] = [
    None,
    Some((22, 22)),
    Some((0, 22)),
    Some((23, u16::MAX)),
    Some((1024, u16::MAX)),
];
const SUBNETS: [(&str, &str, &str); 3] = [
    ("subnet-1", "vpc-1", "10.0.1"),
    ("subnet-2", "vpc-1", "10.0.2"),
    ("subnet-3", "vpc-2", "10.1.1"),
];

fn block() -> impl Strategy<Value = ipnet::IpNet> {
    select(&BLOCKS[..]).prop_map(|block| block.parse().unwrap())
}

fn protocol() -> impl Strategy<Value = Option<u8>> {
    select(vec![None, Some(6), Some(17)])
}

fn acl() -> impl Strategy<Value = Vec<AclRule>> {
    let rule = (
        any::<bool>(),
        0..4_u8,
        protocol(),
        select(&RANGES[..]),
        block(),
    );
    proptest::collection::vec(rule, 0..8).prop_map(|rules| {
        let made = rules.into_iter().zip(1..);
        made.map(|((egress, sort, protocol, ports, block), number)| AclRule {
            number,
            egress,
            allow: sort > 0,
            protocol,
            ports,
            block,
        })
        .collect()
    })
}

fn peer() -> impl Strategy<Value = Peer> {
    prop_oneof![
        4 => block().prop_map(Peer::Block),
        1 => Just(Peer::Group("sg-1".into())),
        1 => Just(Peer::PrefixList("pl-1".into())),
    ]
}

fn rules() -> impl Strategy<Value = Vec<GroupRule>> {
    let rule = (protocol(), select(&RANGES[..]), peer());
    proptest::collection::vec(rule, 0..4).prop_map(|rules| {
        let made = rules.into_iter();
        made.map(|(protocol, ports, peer)| GroupRule {
            id: None,
            protocol,
            ports,
            peer,
        })
        .collect()
    })
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        4 => Just(Target::InternetGateway("igw-1".into())),
        2 => Just(Target::Peering("pcx-1".into())),
        1 => Just(Target::NatGateway("nat-1".into())),
    ]
}

fn routes(local: &'static str) -> impl Strategy<Value = Vec<Route>> {
    let to = prop_oneof![
        4 => block().prop_map(Destination::Block),
        1 => Just(Destination::Block("10.0.0.0/8".parse().unwrap())),
        1 => Just(Destination::PrefixList("pl-1".into())),
    ];
    let route = (to, target(), 0..8_u8, 0..5_u8);
    proptest::collection::vec(route, 0..4).prop_map(move |routes| {
        let mut all = vec![Route {
            destination: Destination::Block(local.parse().unwrap()),
            target: Target::Local,
            active: true,
            propagated: false,
        }];
        for (destination, target, state, sort) in routes {
            let same = |one: &Route| one.destination == destination;
            if !all.iter().any(same) {
                all.push(Route {
                    destination,
                    target,
                    active: state > 0,
                    propagated: sort == 0,
                });
            }
        }
        all
    })
}

fn interface(at: usize, groups: Vec<bool>, public: bool) -> Interface {
    let (subnet, vpc, prefix) = SUBNETS[at];
    let own: IpAddr = format!("{prefix}.5").parse().unwrap();
    let v6: IpAddr = format!("2600:1f00::{at}").parse().unwrap();
    let eip: IpAddr = format!("3.3.3.{at}").parse().unwrap();
    let names = ["sg-1", "sg-2"].into_iter().zip(groups);
    Interface {
        subnet: subnet.into(),
        vpc: vpc.into(),
        groups: names
            .filter(|(_, has)| *has)
            .map(|(name, _)| name.into())
            .collect(),
        addresses: vec![
            Address {
                private: own,
                public: public.then_some(eip),
            },
            Address {
                private: v6,
                public: None,
            },
        ],
    }
}

fn network() -> impl Strategy<Value = Network> {
    let access = (
        select(vec![
            BlockMode::Off,
            BlockMode::Off,
            BlockMode::BlockIngress,
        ]),
        0..3_usize,
    );
    let acls = proptest::collection::vec(acl(), 2);
    let groups = proptest::collection::vec((rules(), rules()), 2);
    let tables = (
        routes("10.0.0.0/16"),
        routes("10.1.0.0/16"),
        routes("10.0.0.0/16"),
    );
    let has = proptest::collection::vec(
        (proptest::collection::vec(any::<bool>(), 2), any::<bool>()),
        3,
    );
    let rest = (any::<bool>(), any::<bool>(), any::<bool>());
    (acls, groups, tables, has, access, rest).prop_map(
        |(acls, groups, tables, has, (mode, excluded), (attached, active, own_table))| {
            let mut network = Network::default();
            for (id, vpc, prefix) in SUBNETS {
                let blocks = vec![format!("{prefix}.0/24").parse().unwrap()];
                let vpc = vpc.into();
                network
                    .subnets
                    .rows
                    .insert(id.into(), Subnet { vpc, blocks });
            }
            let of = [
                vec!["subnet-1".into()],
                vec!["subnet-2".into(), "subnet-3".into()],
            ];
            for (at, (rules, subnets)) in acls.into_iter().zip(of).enumerate() {
                network
                    .acls
                    .rows
                    .insert(format!("acl-{at}").into(), Acl { subnets, rules });
            }
            for (at, (ingress, egress)) in groups.into_iter().enumerate() {
                network
                    .groups
                    .rows
                    .insert(format!("sg-{}", at + 1).into(), Group { ingress, egress });
            }
            let table = |vpc: &str, main, routes| RouteTable {
                vpc: vpc.into(),
                main,
                subnets: if main {
                    Vec::new()
                } else {
                    vec!["subnet-2".into()]
                },
                gateways: Vec::new(),
                routes,
            };
            network
                .route_tables
                .rows
                .insert("rtb-1".into(), table("vpc-1", true, tables.0));
            network
                .route_tables
                .rows
                .insert("rtb-2".into(), table("vpc-2", true, tables.1));
            if own_table {
                network
                    .route_tables
                    .rows
                    .insert("rtb-3".into(), table("vpc-1", false, tables.2));
            }
            for (at, (groups, public)) in has.into_iter().enumerate() {
                network.interfaces.rows.insert(
                    format!("eni-{}", at + 1).into(),
                    interface(at, groups, public),
                );
            }
            let list = [
                "52.95.0.0/16".parse().unwrap(),
                "10.1.0.0/16".parse().unwrap(),
            ];
            network
                .prefix_lists
                .rows
                .insert("pl-1".into(), list.to_vec());
            let vpcs = if attached {
                vec!["vpc-1".into()]
            } else {
                Vec::new()
            };
            network.internet_gateways.rows.insert("igw-1".into(), vpcs);
            network.peerings.rows.insert(
                "pcx-1".into(),
                Peering {
                    requester: "vpc-1".into(),
                    accepter: "vpc-2".into(),
                    active,
                },
            );
            let exclusions = [vec![], vec!["subnet-1".into()], vec!["vpc-1".into()]];
            network.public_access = Ok(PublicAccess {
                mode,
                exclusions: exclusions[excluded].clone(),
            });
            network
        },
    )
}

/// Leaves one thing out, as if it could not be read.
fn forget(network: &Network, what: usize) -> Network {
    let mut less = network.clone();
    let why = || Some("denied".into());
    let gap = || reach::Gap {
        resource: "x".into(),
        why: "denied".into(),
    };
    match what {
        0 => {
            less.route_tables = reach::Table {
                missed: why(),
                ..Default::default()
            }
        }
        1 => {
            less.acls = reach::Table {
                missed: why(),
                ..Default::default()
            }
        }
        2 => {
            less.groups = reach::Table {
                missed: why(),
                ..Default::default()
            }
        }
        3 => {
            less.prefix_lists = reach::Table {
                missed: why(),
                ..Default::default()
            }
        }
        4 => {
            less.internet_gateways = reach::Table {
                missed: why(),
                ..Default::default()
            }
        }
        5 => {
            less.peerings = reach::Table {
                missed: why(),
                ..Default::default()
            }
        }
        6 => less.public_access = Err(gap()),
        7 => {
            less.groups.rows.remove("sg-1");
            less.groups.missed = why();
        }
        _ => {
            less.route_tables.rows.remove("rtb-3");
            less.route_tables.missed = why();
        }
    }
    less
}

/// Whether a packet gets there from some port of the sender.
fn walks(
    source: IpAddr,
    to: &str,
    interface: &Interface,
    protocol: Protocol,
    port: u16,
    walk: impl Fn(&Packet) -> Result<Vec<reach::Hop>, Stopped>,
) -> bool {
    let packets = interface.addresses.iter().flat_map(|address| {
        [0, 22, 23, 1024, 40000, u16::MAX].map(|source_port| Packet {
            source,
            source_port,
            interface: to.into(),
            address: address.private,
            protocol,
            port,
        })
    });
    let same = packets.filter(|packet| packet.address.is_ipv4() == source.is_ipv4());
    let mut walked = same.map(|packet| walk(&packet).is_ok());
    walked.any(|arrives| arrives)
}

fn holds(flows: &Flows, port: u16, source: IpAddr) -> bool {
    flows.at(port).contains(source)
}

mod properties {
    use proptest::prelude::*;
    use reach::{Engine, Flows, Network, Passage, Protocol, Ranges};

    use super::{PORTS, SENDERS, forget, holds, network, walks};

    proptest! {
        #![proptest_config(properties::config(500))]

        #[test]
        fn from_the_internet_sets_and_packets_agree(network in network(), udp in any::<bool>()) {
            let protocol = if udp { Protocol::Udp } else { Protocol::Tcp };
            let engine = Engine::new(&network);
            for (id, interface) in &network.interfaces.rows {
                let passage = engine.from_internet(id, protocol, &Flows::all());
                prop_assert_eq!(&passage.bounds.least, &passage.bounds.most, "everything was read");
                for source in SENDERS.map(|one| one.parse().unwrap()) {
                    for port in PORTS {
                        let walked = walks(source, id, interface, protocol, port, |packet| engine.walk_from_internet(packet));
                        prop_assert_eq!(holds(&passage.bounds.least, port, source), walked, "{} {} {}", id, source, port);
                    }
                }
            }
        }

        #[test]
        fn between_interfaces_sets_and_packets_agree(network in network(), udp in any::<bool>()) {
            let protocol = if udp { Protocol::Udp } else { Protocol::Tcp };
            let engine = Engine::new(&network);
            for (from, sender) in &network.interfaces.rows {
                for (to, receiver) in network.interfaces.rows.iter().filter(|(to, _)| *to != from) {
                    let Passage { bounds, .. } = engine.from_interface(from, to, protocol, &Ranges::all());
                    prop_assert_eq!(&bounds.least, &bounds.most);
                    for source in sender.addresses.iter().map(|one| one.private) {
                        for port in PORTS {
                            let walked = walks(source, to, receiver, protocol, port, |packet| engine.walk_from_interface(from, packet));
                            prop_assert_eq!(holds(&bounds.least, port, source), walked, "{} {} {} {}", from, to, source, port);
                        }
                    }
                }
            }
        }

        #[test]
        fn what_is_not_read_closes_and_opens_nothing(network in network(), what in proptest::collection::vec(0..9_usize, 1..3)) {
            let less = what.iter().fold(network.clone(), |network, one| forget(&network, *one));
            let within = |less: &Passage, exact: &Passage| {
                let (surely, maybe) = (&less.bounds.least, &less.bounds.most);
                let exact = &exact.bounds.least;
                surely.difference(exact).is_empty() && exact.difference(maybe).is_empty()
            };
            for from in network.interfaces.rows.keys() {
                let tcp = |network: &Network| Engine::new(network).from_internet(from, Protocol::Tcp, &Flows::all());
                prop_assert!(within(&tcp(&less), &tcp(&network)), "{:?}: to {}", what, from);
                for to in network.interfaces.rows.keys().filter(|to| *to != from) {
                    let tcp = |network: &Network| Engine::new(network).from_interface(from, to, Protocol::Tcp, &Ranges::all());
                    prop_assert!(within(&tcp(&less), &tcp(&network)), "{:?}: {} to {}", what, from, to);
                }
            }
        }

        #[test]
        fn an_answer_is_a_proof(network in network()) {
            let engine = Engine::new(&network);
            for to in network.interfaces.rows.keys() {
                let question = reach::Question {
                    from: reach::Source::Internet,
                    to: to.clone(),
                    protocol: Protocol::Tcp,
                    ports: Ranges::one(22, 23),
                };
                let passage = engine.from_internet(to, Protocol::Tcp, &Flows::ports(&question.ports));
                match engine.answer(&question) {
                    reach::Answer::Reached(reached) => {
                        prop_assert!(engine.walk_from_internet(&reached.witness.packet).is_ok());
                        prop_assert_eq!(reached.flows, passage.bounds.least);
                    }
                    reach::Answer::Blocked(blocks) => prop_assert!(!blocks.is_empty() && passage.bounds.most.is_empty()),
                    reach::Answer::NotAssessed(gaps) => prop_assert!(false, "everything was read: {:?}", gaps),
                }
            }
        }
    }
}
