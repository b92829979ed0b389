//! The certificate does not expire within 30 days, the value of Security Hub's control ACM.1.
use model::acm::{Certificate, Expiry};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::ACM;

/// Days before the end at which a certificate should have been renewed.
const DAYS: i64 = 30;

pub(super) const CONTROL: Control<Certificate> = Control {
    id: "encryption.acm-expiry",
    title: "The certificate does not expire within 30 days",
    severity: Severity::Medium,
    why: "Clients refuse connections to an endpoint whose certificate has expired. ACM renews certificates \
          that it issued while they are validated, and never those that were imported.",
    fix: Fix::new(
        "aws acm import-certificate --region {region} --certificate-arn {arn} \
          --certificate fileb://CERTIFICATE --private-key fileb://KEY --certificate-chain fileb://CHAIN",
    ),
    responsibility: ACM.data("import renewed certificates, and keep validation records in place"),
    needs: &[Expiry::NEED],
    judge: |certificate, settings| match certificate.see::<Expiry>()? {
        None => not_applicable("the certificate was not issued"),
        Some(expiry) => {
            let hours = expiry.duration_since(settings.now).as_hours();
            let because = match *expiry < settings.now {
                true => format!("the certificate expired at {expiry}"),
                false => format!("the certificate expires at {expiry}"),
            };
            holds_if(hours >= DAYS * 24, because)
        }
    },
    remedy: None,
};

#[test]
fn cases() {
    let at = |time: &str| time.parse().ok();
    crate::testing::table::<Expiry>(&CONTROL)
        .passes("in a year", at("2027-03-01T12:00:00Z"))
        .passes("in 30 days", at("2026-03-31T12:00:00Z"))
        .fails("in less than 30 days", at("2026-03-31T10:59:59Z"))
        .fails("expired", at("2026-02-28T00:00:00Z"))
        .exempt("not issued", None)
        .check();
}
