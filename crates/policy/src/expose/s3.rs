//! Amazon S3's own meaning of a public policy.
//!
//! AWS: S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of
//! public": a policy is public unless every grant is limited to fixed values. This is by the
//! letter of the policy, not by what it comes to; it decides what Block Public Access does.

use crate::arn::Arn;
use crate::compiled::{Check, Clause, Named, Operand, Policy};
use crate::document::Effect;
use crate::glob::Glob;
use crate::operator::{Qualifier, Test};
use crate::value::IpRange;

/// On what a policy stands: S3 judges them a little differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PolicyOf {
    /// A bucket.
    #[default]
    Bucket,
    /// An access point.
    AccessPoint,
}

/// Whether S3 calls the policy public.
#[must_use]
pub fn is_s3_public(policy: &Policy, of: PolicyOf) -> bool {
    let allows = policy
        .clauses
        .iter()
        .filter(|clause| clause.effect == Effect::Allow);
    allows.into_iter().any(|clause| is_public(clause, of))
}

fn is_public(clause: &Clause, of: PolicyOf) -> bool {
    let Some(principals) = &clause.principals else {
        return false;
    };
    let fixed = !principals.except && principals.named.iter().all(is_fixed_principal);
    !fixed && !clause.checks.iter().any(|check| limits(check, of))
}

/// Identity providers are no fixed principal: the guide's first example of a public policy.
fn is_fixed_principal(named: &Named) -> bool {
    match named {
        Named::Everyone | Named::Provider(_) => false,
        Named::Service(name) => name != "*",
        Named::Account(_) | Named::Arn(_) | Named::CanonicalUser(_) | Named::Nobody => true,
    }
}

/// What may stand as the value of a key without making the policy public.
#[derive(Clone, Copy)]
enum Fixed {
    /// No wildcard.
    Whole,
    /// An ARN whose account is fixed.
    Account,
    /// A path that begins with a fixed organisation.
    Organisation,
    /// A range of addresses that is not too wide.
    Addresses,
    /// `true`.
    True,
    /// A unique id that is not a role's with a session.
    UniqueId,
}

/// The keys that limit. The guide lists them; the keys of principals stand for "an AWS principal,
/// user, role or service".
const LIMITING: [(&str, Fixed); 23] = [
    ("aws:principalarn", Fixed::Account),
    ("aws:principalaccount", Fixed::Whole),
    ("aws:principalorgid", Fixed::Whole),
    ("aws:principalorgpaths", Fixed::Organisation),
    ("aws:principalisawsservice", Fixed::True),
    ("aws:principalservicename", Fixed::Whole),
    ("aws:principalservicenameslist", Fixed::Whole),
    ("aws:sourceip", Fixed::Addresses),
    ("aws:sourcearn", Fixed::Whole),
    ("aws:sourcevpc", Fixed::Whole),
    ("aws:sourcevpcarn", Fixed::Whole),
    ("aws:sourcevpce", Fixed::Whole),
    ("aws:sourceowner", Fixed::Whole),
    ("aws:sourceaccount", Fixed::Whole),
    ("aws:sourceorgid", Fixed::Whole),
    ("aws:sourceorgpaths", Fixed::Organisation),
    ("aws:vpceaccount", Fixed::Whole),
    ("aws:vpceorgid", Fixed::Whole),
    ("aws:vpceorgpaths", Fixed::Organisation),
    (
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
        Fixed::Whole,
    ),
    ("aws:userid", Fixed::UniqueId),
    ("s3:dataaccesspointarn", Fixed::Account),
    ("s3:dataaccesspointaccount", Fixed::Whole),
];

/// Whether a condition limits a grant to fixed values. One that an absent key satisfies does not.
fn limits(check: &Check, of: PolicyOf) -> bool {
    let operator = &check.operator;
    let vacuous = operator.if_exists || operator.qualifier == Some(Qualifier::ForAllValues);
    if operator.negated || vacuous || matches!(operator.test, Test::Null | Test::Unknown) {
        return false;
    }
    if of == PolicyOf::AccessPoint && check.key == "s3:dataaccesspointarn" {
        return false;
    }
    let fixed = LIMITING
        .iter()
        .find(|(key, _)| *key == check.key)
        .map(|(_, fixed)| *fixed);
    fixed.is_some_and(|fixed| {
        check
            .operands
            .iter()
            .all(|operand| is_fixed(operand, fixed))
    })
}

fn is_fixed(operand: &Operand, fixed: Fixed) -> bool {
    match (operand, fixed) {
        (Operand::Ip(range), Fixed::Addresses) => is_narrow(range),
        (Operand::Bool(value), Fixed::True) => *value,
        (Operand::Glob(glob), fixed) => is_fixed_text(glob, fixed),
        _ => false,
    }
}

fn is_fixed_text(glob: &Glob, fixed: Fixed) -> bool {
    let prefix = glob.literal_prefix();
    match fixed {
        Fixed::Whole => glob.as_exact().is_some(),
        Fixed::Account => Arn::parse(&prefix).is_some_and(|arn| !arn.account.is_empty()),
        Fixed::Organisation => prefix.contains('/'),
        Fixed::Addresses => glob
            .as_exact()
            .and_then(IpRange::parse)
            .is_some_and(|range| is_narrow(&range)),
        Fixed::True => glob
            .as_exact()
            .is_some_and(|text| text.eq_ignore_ascii_case("true")),
        Fixed::UniqueId => glob
            .as_exact()
            .is_some_and(|id| !(id.starts_with("AROA") && id.contains(':'))),
    }
}

/// The addresses that a policy means in particular: those it grants to, or excepts from a Deny, in
/// ranges that S3 does not call public. None where together they are broader than S3 lets one be,
/// so that a split range is no way out.
#[must_use]
pub fn particular_addresses(policy: &Policy) -> Vec<String> {
    let named = policy.clauses.iter().flat_map(|clause| {
        let meant = move |check: &&Check| check.operator.negated == (clause.effect == Effect::Deny);
        clause
            .checks
            .iter()
            .filter(|check| check.key == "aws:sourceip")
            .filter(meant)
    });
    let operands = named.flat_map(|check| &check.operands);
    let ip = |operand: &Operand| {
        if let Operand::Ip(range) = operand {
            Some(*range)
        } else {
            None
        }
    };
    let mut ranges: Vec<IpRange> = operands.filter_map(ip).filter(is_narrow).collect();
    ranges.sort_by_key(ToString::to_string);
    ranges.dedup();
    for (v6, widest) in [(false, 8), (true, 32)] {
        let family = ranges.iter().filter(|range| range.is_v6() == v6);
        // Each as a share of the whole family: at the most what one range of the widest sort has.
        let share: f64 = family
            .map(|range| 0.5_f64.powi(i32::from(range.prefix())))
            .sum();
        if share > 0.5_f64.powi(widest) {
            ranges.retain(|range| range.is_v6() != v6);
        }
    }
    ranges.iter().map(ToString::to_string).collect()
}

/// "Values broader than /8 for IPv4 and /32 for IPv6 (excluding RFC 1918 private ranges)" make a
/// policy public.
fn is_narrow(range: &IpRange) -> bool {
    let private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    let private = private
        .into_iter()
        .filter_map(IpRange::parse)
        .any(|outer| outer.contains(range));
    private || range.prefix() >= if range.is_v6() { 32 } else { 8 }
}
