//! Which route a route table takes for which addresses (VPC User Guide, "Route priority": the
//! longest prefix; then static routes, routes to prefix lists, propagated routes; the local route
//! before propagated ones of any length).
use std::net::IpAddr;

use ipnet::IpNet;

use crate::addresses::Addresses;
use crate::network::{Destination, Gap, Network, Route, RouteTable, Target};

/// The addresses of each route: those that it surely takes, and those that it may take.
#[derive(Debug)]
pub(crate) struct Taken<'a> {
    pub route: &'a Route,
    pub least: Addresses,
    pub most: Addresses,
}

/// A route for one block: prefix lists have many.
struct Entry {
    block: IpNet,
    route: usize,
    rank: Rank,
}

/// Of two routes to the same block, the lesser is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Static,
    PrefixList,
    Propagated,
}

const fn rank(route: &Route) -> Rank {
    match (&route.destination, route.propagated) {
        (_, true) => Rank::Propagated,
        (Destination::PrefixList(_), _) => Rank::PrefixList,
        (Destination::Block(_), _) => Rank::Static,
    }
}

/// What a table does with every address, and what was not read of it.
pub(crate) fn taken<'a>(network: &Network, table: &'a RouteTable) -> (Vec<Taken<'a>>, Vec<Gap>) {
    let (entries, unread) = entries(network, table);
    let local = local(table);
    let mut all: Vec<_> = table
        .routes
        .iter()
        .map(|route| Taken {
            route,
            least: Addresses::none(),
            most: Addresses::none(),
        })
        .collect();
    let mut covered = Addresses::none();
    for same in entries.chunk_by(|a, b| a.block == b.block && a.rank == b.rank) {
        let block = Addresses::of(same.first().map(|entry| &entry.block));
        let mut own = block.difference(&covered);
        if same.iter().any(|entry| entry.rank == Rank::Propagated) {
            own = own.difference(&local);
        }
        covered = covered.union(&own);
        for entry in same {
            if let Some(taken) = all.get_mut(entry.route) {
                taken.most = taken.most.union(&own);
                // Which of two prefix lists with the same block is taken, AWS does not say.
                if same.len() == 1 {
                    taken.least = taken.least.union(&own);
                }
            }
        }
    }
    for (at, _) in &unread {
        for (other, taken) in all.iter_mut().enumerate() {
            match other == *at {
                true => taken.most = Addresses::all(),
                false => taken.least = Addresses::none(),
            }
        }
    }
    (all, unread.into_iter().map(|(_, gap)| gap).collect())
}

/// The blocks of all routes, that which is taken first before the others; and the routes of which
/// the blocks were not read.
fn entries(network: &Network, table: &RouteTable) -> (Vec<Entry>, Vec<(usize, Gap)>) {
    let (mut entries, mut unread) = (Vec::new(), Vec::new());
    for (at, route) in table.routes.iter().enumerate() {
        let blocks = match &route.destination {
            Destination::Block(block) => std::slice::from_ref(block),
            Destination::PrefixList(id) => match network.prefix_lists.get(id) {
                Ok(blocks) => blocks,
                // Lists that lead to an endpoint are AWS's: the addresses of one of its services,
                // and never those of anybody else.
                Err(_) if matches!(route.target, Target::Endpoint(_)) => continue,
                Err(gap) => {
                    unread.push((at, gap));
                    continue;
                }
            },
        };
        entries.extend(blocks.iter().map(|block| Entry {
            block: block.trunc(),
            route: at,
            rank: rank(route),
        }));
    }
    let order = |entry: &Entry| (u8::MAX - entry.block.prefix_len(), entry.rank, entry.block);
    entries.sort_by_key(order);
    (entries, unread)
}

/// The addresses that a table keeps in the VPC.
fn local(table: &RouteTable) -> Addresses {
    let local = table
        .routes
        .iter()
        .filter(|one| one.target == Target::Local);
    let blocks = local.filter_map(|route| match &route.destination {
        Destination::Block(block) => Some(block),
        Destination::PrefixList(_) => None,
    });
    Addresses::of(blocks)
}

/// The route for one address, found by looking at one after the other. `None` where none is for
/// it; a gap where that hangs on what was not read.
pub(crate) fn route_for<'a>(
    network: &Network,
    table: &'a RouteTable,
    address: IpAddr,
) -> Result<Option<(&'a Route, IpNet)>, Gap> {
    let is_local = local(table).contains(address);
    let mut best: Option<(&Route, IpNet)> = None;
    for route in &table.routes {
        let blocks = match &route.destination {
            Destination::Block(block) => std::slice::from_ref(block),
            Destination::PrefixList(id) => match network.prefix_lists.get(id) {
                Ok(blocks) => blocks,
                Err(_) if matches!(route.target, Target::Endpoint(_)) => continue,
                Err(gap) => return Err(gap),
            },
        };
        if is_local && route.propagated {
            continue;
        }
        for block in blocks.iter().filter(|block| block.contains(&address)) {
            let beats = best.is_none_or(|(other, than)| {
                let (new, old) = (block.prefix_len(), than.prefix_len());
                new > old || (new == old && rank(route) < rank(other))
            });
            if beats {
                best = Some((route, block.trunc()));
            }
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::{route_for, taken};
    use crate::network::{Destination, Network, Route, RouteTable, Target};

    fn route(to: &str, target: Target) -> Route {
        let destination = match to.starts_with("pl-") {
            true => Destination::PrefixList(to.into()),
            false => Destination::Block(to.parse().unwrap()),
        };
        Route {
            destination,
            target,
            active: true,
            propagated: false,
        }
    }

    fn table(routes: Vec<Route>) -> RouteTable {
        RouteTable {
            vpc: "vpc-1".into(),
            main: true,
            subnets: Vec::new(),
            gateways: Vec::new(),
            routes,
        }
    }

    fn igw() -> Target {
        Target::InternetGateway("igw-1".into())
    }
    fn vgw() -> Target {
        Target::Other("vgw-1".into())
    }

    /// What the table does with an address, by both ways of asking.
    fn by(network: &Network, table: &RouteTable, address: &str) -> Option<Target> {
        let address = address.parse().unwrap();
        let one = route_for(network, table, address).unwrap();
        let one = one.map(|(route, _)| route.target.clone());
        let (all, gaps) = taken(network, table);
        assert!(gaps.is_empty());
        let mut of = all.iter().filter(|taken| taken.least.contains(address));
        assert_eq!(of.next().map(|taken| taken.route.target.clone()), one);
        assert!(of.next().is_none());
        one
    }

    #[test]
    fn the_longest_prefix_is_taken_then_static_then_prefix_lists_then_propagated() {
        let mut network = Network::default();
        let list = [
            "172.31.0.0/24".parse().unwrap(),
            "192.0.2.0/24".parse().unwrap(),
        ];
        network
            .prefix_lists
            .rows
            .insert("pl-1".into(), list.to_vec());
        let mut propagated = route("172.31.0.0/24", vgw());
        propagated.propagated = true;
        let mut wide = route("192.0.2.0/24", vgw());
        wide.propagated = true;
        let mut inside = route("10.0.1.0/24", vgw());
        inside.propagated = true;
        let table = table(vec![
            wide,
            propagated,
            inside,
            route("10.0.0.0/16", Target::Local),
            route("0.0.0.0/0", igw()),
            route("172.31.0.0/24", Target::Peering("pcx-1".into())),
            route("pl-1", Target::NatGateway("nat-1".into())),
        ]);
        let is = |address| by(&network, &table, address);
        assert_eq!(
            is("10.0.1.1"),
            Some(Target::Local),
            "before propagated ones of any length"
        );
        assert_eq!(is("172.31.0.9"), Some(Target::Peering("pcx-1".into())));
        assert_eq!(is("192.0.2.1"), Some(Target::NatGateway("nat-1".into())));
        assert_eq!(is("8.8.8.8"), Some(igw()));
        assert_eq!(is("2001:db8::1"), None);
    }

    #[test]
    fn halves_of_the_internet_are_the_whole_of_it() {
        let network = Network::default();
        let table = table(vec![route("0.0.0.0/1", igw()), route("128.0.0.0/1", igw())]);
        assert_eq!(by(&network, &table, "1.2.3.4"), Some(igw()));
        assert_eq!(by(&network, &table, "200.2.3.4"), Some(igw()));
    }

    #[test]
    fn a_prefix_list_that_was_not_read_leaves_all_others_open() {
        let network = Network::default();
        let unread = table(vec![route("0.0.0.0/0", igw()), route("pl-1", vgw())]);
        let (all, gaps) = taken(&network, &unread);
        assert_eq!(&*gaps[0].resource, "pl-1");
        assert!(all[0].least.is_empty() && !all[0].most.is_empty() && !all[1].most.is_empty());
        assert!(route_for(&network, &unread, "8.8.8.8".parse().unwrap()).is_err());
        let endpoint = Target::Endpoint("vpce-1".into());
        let of_aws = table(vec![route("0.0.0.0/0", igw()), route("pl-1", endpoint)]);
        assert_eq!(by(&network, &of_aws, "8.8.8.8"), Some(igw()));
    }
}
