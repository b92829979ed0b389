//! Whom the owner trusts.

use crate::arn::{Arn, is_account_id};
use crate::caller::Caller;
use crate::compiled::Operand;
use crate::glob::Glob;
use crate::value::IpRange;
use crate::view::key::Binds;
use crate::view::of_account;
use serde::{Deserialize, Serialize};

/// What counts as known beside the owner's own account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trusted {
    /// Account ids, ARNs of single principals, canonical user ids, names of identity providers.
    pub accounts: Vec<String>,
    /// Organisation ids: `o-...`.
    pub organisations: Vec<String>,
    /// Organisational units by path: `o-.../r-.../ou-...`, with those below them.
    pub organisational_units: Vec<String>,
    /// VPC ids.
    pub vpcs: Vec<String>,
    /// VPC endpoint ids.
    pub vpc_endpoints: Vec<String>,
    /// Addresses and CIDR ranges.
    pub ip_ranges: Vec<String>,
}

/// Who is known, ready to be compared: the owner alone, or the owner and everyone trusted.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    accounts: Vec<String>,
    names: Vec<String>,
    /// Any ARN of a known account, and those of known principals.
    arns: Vec<Glob>,
    account_ids: Vec<Glob>,
    unique_ids: Vec<Glob>,
    organisations: Vec<Glob>,
    paths: Vec<Glob>,
    vpcs: Vec<Glob>,
    endpoints: Vec<Glob>,
    /// Known addresses, and those that no request comes from.
    pub(super) addresses: Vec<Operand>,
}

/// Addresses that no request over the internet has, and requests by a VPC endpoint have no
/// `aws:SourceIp` at all: private (RFC 1918, RFC 4193), loopback and link-local ranges.
/// AWS: "AWS global condition context keys", `aws:SourceIp`.
const NEVER_A_SOURCE: [&str; 9] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "0.0.0.0/8",
    "fc00::/7",
    "fe80::/10",
    "::/127",
];

impl Zone {
    /// The owner alone.
    pub(super) fn owner(account: &str) -> Self {
        Zone::new(account, &Trusted::default())
    }

    /// The owner and everyone trusted.
    pub(super) fn new(owner: &str, trusted: &Trusted) -> Self {
        let mut accounts = vec![owner.to_owned()];
        let mut names = Vec::new();
        for entry in &trusted.accounts {
            match Caller::parse(entry) {
                Caller::Root(root) => accounts.push(root.account),
                _ if is_account_id(entry) => accounts.push(entry.clone()),
                // A principal, or a word that stands in the place of an account: `cloudfront`.
                _ => {
                    accounts.extend((!entry.contains([':', '.'])).then(|| entry.clone()));
                    names.push(entry.clone());
                }
            }
        }
        let whole = trusted
            .organisations
            .iter()
            .map(|id| Glob::text(&format!("{}/*", literal(id))));
        let paths = whole.chain(trusted.organisational_units.iter().map(|path| unit(path)));
        let exact = |values: &[String]| -> Vec<Glob> {
            values.iter().map(|value| Glob::exact(value)).collect()
        };
        // AWS writes these ids in lower case, so that a value in another case is no other's.
        let ids = |values: &[String]| -> Vec<Glob> {
            values
                .iter()
                .map(|value| Glob::exact(value).ignoring_case())
                .collect()
        };
        let ranges = trusted
            .ip_ranges
            .iter()
            .filter_map(|range| IpRange::parse(range));
        Zone {
            arns: accounts
                .iter()
                .map(|account| of_account(account))
                .chain(exact(&names))
                .collect(),
            account_ids: exact(&accounts),
            unique_ids: accounts
                .iter()
                .map(|account| federated(account))
                .chain(exact(&names))
                .collect(),
            accounts,
            names,
            organisations: ids(&trusted.organisations),
            paths: paths.map(Glob::ignoring_case).collect(),
            vpcs: ids(&trusted.vpcs),
            endpoints: ids(&trusted.vpc_endpoints),
            addresses: ranges.chain(never_a_source()).map(Operand::Ip).collect(),
        }
    }

    /// Whether a particular caller is known.
    pub(super) fn knows(&self, caller: &Caller) -> bool {
        let account = match caller {
            Caller::Provider(arn) | Caller::Other(arn) => Arn::parse(arn).map(|arn| arn.account),
            caller => caller.account(),
        };
        let name = caller.to_string();
        account.is_some_and(|account| self.accounts.iter().any(|account_id| account_id == account))
            || self.names.contains(&name)
    }

    /// The known values of a key, as patterns.
    pub(super) fn globs(&self, binds: Binds) -> &[Glob] {
        match binds {
            Binds::Account => &self.account_ids,
            Binds::Arn => &self.arns,
            Binds::Organisation => &self.organisations,
            Binds::Path => &self.paths,
            Binds::Vpc => &self.vpcs,
            Binds::VpcEndpoint => &self.endpoints,
            Binds::UniqueId => &self.unique_ids,
            Binds::Address | Binds::Nothing => &[],
        }
    }
}

/// The unique ids of an account's federated users.
/// AWS: IAM User Guide, "IAM policy elements: Variables and tags", "Principal key values".
fn federated(account: &str) -> Glob {
    Glob::text(&format!("{}:*", literal(account)))
}

fn never_a_source() -> impl Iterator<Item = IpRange> {
    NEVER_A_SOURCE.into_iter().filter_map(IpRange::parse)
}

/// An organisational unit with all below it. Its id is unique within the organisation, so that
/// the path above it need not be the one written.
fn unit(path: &str) -> Glob {
    let path = literal(path);
    let path = path.trim_end_matches(['/', '*']);
    let (organisation, rest) = path.split_once('/').unwrap_or((path, ""));
    match rest.rsplit('/').next() {
        Some(unit) if unit.starts_with("ou-") => Glob::text(&format!("{organisation}/*/{unit}/*")),
        _ => Glob::text(&format!("{path}/*")),
    }
}

/// A setting is no pattern; a `?` or `*` in it could only widen what is trusted.
fn literal(setting: &str) -> String {
    setting.trim_end_matches('*').replace(['*', '?'], "")
}
