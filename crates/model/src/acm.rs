//! Certificates of ACM: issued by it, or imported into it.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certificate;
impl Kind for Certificate {
    type In = Region;
    const ID: &'static str = "acm.certificate";
    const SERVICE: &'static Service = &roster::ACM;
    const LIST: &'static [&'static str] = &["acm:ListCertificates"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("acm", "certificate/"));
    const TAGS: Option<Tagged> = tagged::<CertificateTags>();
}

/// The algorithm of a certificate's key pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyAlgorithm {
    /// RSA, with so many bits.
    Rsa(u32),
    /// ECDSA on a curve of this name.
    EllipticCurve(String),
}

/// Until when the certificate is valid; `None` of one that was never issued.
#[derive(Debug)]
pub struct Expiry;
impl Fact for Expiry {
    type Of = Certificate;
    type Value = Option<Timestamp>;
    const ID: &'static str = "acm.certificate.expiry";
}

/// The algorithm of its key pair, which never changes.
#[derive(Debug)]
pub struct Algorithm;
impl Fact for Algorithm {
    type Of = Certificate;
    type Value = KeyAlgorithm;
    const ID: &'static str = "acm.certificate.key-algorithm";
}

/// The tags of the certificate.
#[derive(Debug)]
pub struct CertificateTags;
impl Fact for CertificateTags {
    type Of = Certificate;
    type Value = Tags;
    const ID: &'static str = "acm.certificate.tags";
    const READS: &'static [&'static str] = &["acm:ListTagsForCertificate"];
}
