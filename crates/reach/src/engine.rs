//! A network with its indexes, and what was worked out of it already.
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use crate::flows::Bounds;
use crate::network::{Acl, Gap, Id, Network, RouteTable};
use crate::protocol::Protocol;

/// Answers questions about a [`Network`]. What a route table, a network ACL or a security group
/// allows is worked out once.
#[derive(Debug)]
pub struct Engine<'a> {
    pub(crate) network: &'a Network,
    tables: HashMap<&'a str, (&'a Id, &'a RouteTable)>,
    mains: HashMap<&'a str, (&'a Id, &'a RouteTable)>,
    edges: HashMap<&'a str, (&'a Id, &'a RouteTable)>,
    acls: HashMap<&'a str, (&'a Id, &'a Acl)>,
    gateways: HashMap<&'a str, Vec<&'a Id>>,
    pub(crate) acl_memo: Memo<(Id, Protocol, bool), BoundsAndGaps>,
    pub(crate) group_memo: Memo<(Id, Protocol, bool), BoundsAndGaps>,
    pub(crate) route_memo: Memo<Id, BoundsAndGaps>,
}

/// What passes, as bounds, and what was not read.
pub(crate) type BoundsAndGaps = (Bounds, Vec<Gap>);

/// Answers that were worked out before.
#[derive(Debug)]
pub(crate) struct Memo<K, V>(Mutex<HashMap<K, Arc<V>>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V> Memo<K, V> {
    /// The answer for a key, worked out where it was not before.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let mut memo = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(memo.entry(key).or_insert_with(|| Arc::new(make())))
    }
}

impl<'a> Engine<'a> {
    /// Reads a network.
    #[must_use]
    pub fn new(network: &'a Network) -> Self {
        let mut engine = Self {
            network,
            tables: HashMap::new(),
            mains: HashMap::new(),
            edges: HashMap::new(),
            acls: HashMap::new(),
            gateways: HashMap::new(),
            acl_memo: Memo::default(),
            group_memo: Memo::default(),
            route_memo: Memo::default(),
        };
        for (id, table) in &network.route_tables.rows {
            for subnet in &table.subnets {
                engine.tables.entry(subnet).or_insert((id, table));
            }
            for gateway in &table.gateways {
                engine.edges.entry(gateway).or_insert((id, table));
            }
            if table.main {
                engine.mains.entry(&table.vpc).or_insert((id, table));
            }
        }
        for (id, acl) in &network.acls.rows {
            for subnet in &acl.subnets {
                engine.acls.entry(subnet).or_insert((id, acl));
            }
        }
        for (id, vpcs) in &network.internet_gateways.rows {
            for vpc in vpcs {
                engine.gateways.entry(vpc).or_default().push(id);
            }
        }
        engine
    }

    /// The route table of a subnet: the one associated with it, or its VPC's main one.
    pub(crate) fn table_of(
        &self,
        subnet: &str,
        vpc: &str,
    ) -> Result<(&'a Id, &'a RouteTable), Gap> {
        if let Some(own) = self.tables.get(subnet) {
            return Ok(*own);
        }
        self.network.route_tables.complete("route tables")?;
        self.mains.get(vpc).copied().ok_or_else(|| Gap {
            resource: vpc.into(),
            why: "its main route table is not in the list".into(),
        })
    }

    /// The route table that traffic from a gateway takes, where there is one.
    pub(crate) fn table_of_gateway(
        &self,
        gateway: &str,
    ) -> Result<Option<(&'a Id, &'a RouteTable)>, Gap> {
        let own = self.edges.get(gateway).copied();
        if own.is_none() {
            self.network.route_tables.complete("route tables")?;
        }
        Ok(own)
    }

    /// The network ACL of a subnet: every subnet has exactly one.
    pub(crate) fn acl_of(&self, subnet: &str) -> Result<(&'a Id, &'a Acl), Gap> {
        let own = self.acls.get(subnet).copied();
        own.ok_or_else(|| Gap {
            resource: subnet.into(),
            why: match &self.network.acls.missed {
                Some(why) => format!("its network ACL was not read: {why}").into(),
                None => "its network ACL is not in the list".into(),
            },
        })
    }

    /// The internet gateways that are attached to a VPC.
    pub(crate) fn gateways_of(&self, vpc: &str) -> &[&'a Id] {
        self.gateways.get(vpc).map_or(&[], Vec::as_slice)
    }
}
