//! Namespaces of Redshift Serverless, and the workgroups that give access to them.
use std::collections::BTreeMap;

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Namespace;
impl Kind for Namespace {
    type In = Region;
    const ID: &'static str = "redshift-serverless.namespace";
    const SERVICE: &'static Service = &roster::REDSHIFT_SERVERLESS;
    const LIST: &'static [&'static str] = &["redshift-serverless:ListNamespaces"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("redshift-serverless", "namespace/"));
    const TAGS: Option<Tagged> = tagged::<NamespaceTags>();
}

/// The KMS key that encrypts the namespace; `None` where a key does that AWS owns, which is the
/// default.
#[derive(Debug)]
pub struct NamespaceKey;
impl Fact for NamespaceKey {
    type Of = Namespace;
    type Value = Option<String>;
    const ID: &'static str = "redshift-serverless.namespace.kms-key";
}

/// Whether each workgroup of the namespace requires TLS of clients, by its name.
#[derive(Debug)]
pub struct NamespaceTls;
impl Fact for NamespaceTls {
    type Of = Namespace;
    type Value = BTreeMap<String, bool>;
    const ID: &'static str = "redshift-serverless.namespace.require-ssl";
    const READS: &'static [&'static str] = &[
        "redshift-serverless:ListWorkgroups",
        "redshift-serverless:ListNamespaces",
    ];
}

/// The tags of the namespace.
#[derive(Debug)]
pub struct NamespaceTags;
impl Fact for NamespaceTags {
    type Of = Namespace;
    type Value = Tags;
    const ID: &'static str = "redshift-serverless.namespace.tags";
    const READS: &'static [&'static str] = &["redshift-serverless:ListTagsForResource"];
}
