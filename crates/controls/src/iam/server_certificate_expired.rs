//! No expired certificate is stored in IAM.
use model::iam::{CertificateExpiry, ServerCertificate};
use model::{Control, Fact, Fix, Reason, Severity, holds_if};

use crate::duties::IAM_CERTIFICATES;

pub(super) const CONTROL: Control<ServerCertificate> = Control {
    id: "iam.server-certificate-expired",
    title: "No expired server certificate is stored in IAM",
    severity: Severity::Medium,
    why: "An expired certificate on a load balancer causes warnings that users learn to ignore. One that \
          is not in use can be deployed by mistake.",
    fix: Fix::new("aws iam delete-server-certificate --server-certificate-name {name}"),
    responsibility: IAM_CERTIFICATES.identity("delete expired certificates, and use ACM instead"),
    needs: &[CertificateExpiry::NEED],
    judge: |certificate, settings| match certificate.see::<CertificateExpiry>()? {
        Some(expiry) => holds_if(
            *expiry >= settings.now,
            format!("the certificate expired at {expiry}"),
        ),
        None => {
            Err(certificate
                .gap::<CertificateExpiry>(Reason::failed("IAM returned no expiration date")))
        }
    },
    remedy: None,
};

#[test]
fn cases() {
    let expiry = |day: &str| format!("{day}T00:00:00Z").parse().ok();
    crate::testing::table::<CertificateExpiry>(&CONTROL)
        .passes("valid", expiry("2026-12-31"))
        .fails("expired", expiry("2026-02-28"))
        .gap("unknown", None)
        .check();
}
