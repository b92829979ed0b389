//! Security Hub CSPM is enabled in the Region with a standard: by the account's own status, whoever
//! administers it.
//!
//! A policy of central configuration enables standards too, and only the delegated administrator can
//! read it. The new Security Hub, a service of its own since 2025, runs no checks of standards: it
//! takes them from Security Hub CSPM.
use model::security_hub::SecurityHub;
use model::{Control, Fact, Fix, Region, Severity};

use crate::about::verdicts::holds_unless;
use crate::duties::SECURITY_HUB;

pub(super) const CONTROL: Control<Region> = Control {
    id: "logging.security-hub",
    title: "Security Hub CSPM is enabled with at least one standard",
    severity: Severity::High,
    why: "Security Hub CSPM checks resources as they change, and brings the findings of GuardDuty, \
          Inspector and Macie together. Without a standard it checks nothing.",
    fix: Fix::new(
        "aws securityhub enable-security-hub --region {region} --enable-default-standards",
    ),
    responsibility: SECURITY_HUB.detection("enable it in every Region, and act on its findings"),
    needs: &[SecurityHub::NEED],
    judge: |region, _| {
        let Some(standards) = region.see::<SecurityHub>()? else {
            return holds_unless(Some("Security Hub CSPM is not enabled"));
        };
        let enabled = standards
            .values()
            .any(|status| ENABLED.contains(&&**status));
        holds_unless((!enabled).then_some("Security Hub CSPM has no enabled standard"))
    },
    remedy: None,
};

/// Of a standard that is incomplete, some controls are not enabled yet (Security Hub API Reference,
/// `StandardsSubscription`).
const ENABLED: [&str; 3] = ["INCOMPLETE", "PENDING", "READY"];

#[test]
fn cases() {
    let with = |status: &str| {
        let arn = "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/3.0.0";
        Some([(arn.to_owned(), status.to_owned())].into())
    };
    crate::testing::table::<SecurityHub>(&CONTROL)
        .passes("a standard", with("READY"))
        .passes("most of one", with("INCOMPLETE"))
        .fails("one that failed", with("FAILED"))
        .fails("no standard", Some([].into()))
        .fails("not enabled", None)
        .check();
}
