//! An RSA key of the certificate has 2,048 bits or more. Every curve that ACM supports is stronger.
use model::acm::{Algorithm, Certificate, KeyAlgorithm};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::ACM;

/// NIST SP 800-131A disallows RSA keys with fewer.
const BITS: u32 = 2048;

pub(super) const CONTROL: Control<Certificate> = Control {
    id: "encryption.acm-key-strength",
    title: "The RSA key of the certificate has at least 2,048 bits",
    severity: Severity::High,
    why: "An RSA key of 1,024 bits can be factored with enough computing power; whoever does so can \
          impersonate the endpoint. Many clients refuse such certificates.",
    fix: Fix::new(
        "aws acm request-certificate --region {region} --domain-name DOMAIN --validation-method DNS \
          --key-algorithm RSA_2048",
    ),
    responsibility: ACM.data("import certificates with strong keys alone"),
    needs: &[Algorithm::NEED],
    judge: |certificate, _| match certificate.see::<Algorithm>()? {
        KeyAlgorithm::Rsa(bits) => holds_if(*bits >= BITS, format!("the RSA key has {bits} bits")),
        KeyAlgorithm::EllipticCurve(_) => not_applicable("the certificate has no RSA key"),
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<Algorithm>(&CONTROL)
        .passes("2048 bits", KeyAlgorithm::Rsa(2048))
        .passes("4096 bits", KeyAlgorithm::Rsa(4096))
        .fails("1024 bits", KeyAlgorithm::Rsa(1024))
        .exempt("ECDSA", KeyAlgorithm::EllipticCurve("prime256v1".into()))
        .check();
}
