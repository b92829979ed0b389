//! Server certificates kept in IAM, from before there was ACM.
use crate::{Account, ArnShape, Fact, Kind, Service, Timestamp, roster};

const LIST: &[&str] = &["iam:ListServerCertificates"];

/// A server certificate in IAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerCertificate;
impl Kind for ServerCertificate {
    type In = Account;
    const ID: &'static str = "iam.server-certificate";
    const SERVICE: &'static Service = &roster::IAM;
    const LIST: &'static [&'static str] = LIST;
    const ARN: Option<ArnShape> = Some(ArnShape::new("iam", "server-certificate/").pathed());
}

/// When the certificate ends; `None` where AWS does not return it.
#[derive(Debug)]
pub struct CertificateExpiry;
impl Fact for CertificateExpiry {
    type Of = ServerCertificate;
    type Value = Option<Timestamp>;
    const ID: &'static str = "iam.server-certificate.expiry";
    const READS: &'static [&'static str] = LIST;
}
