//! GuardDuty is enabled in the Region: by the account's own detector, whoever administers it.
use model::guardduty::GuardDuty;
use model::{Control, Fact, Fix, Region, Severity};

use crate::about::verdicts::holds_unless;
use crate::duties::GUARDDUTY;

pub(super) const CONTROL: Control<Region> = Control {
    id: "logging.guardduty",
    title: "GuardDuty is enabled",
    severity: Severity::High,
    why: "GuardDuty reports stolen credentials, mining and contact with known attackers from logs that \
          need not be enabled. Attackers use Regions that nobody watches.",
    fix: Fix::new("aws guardduty create-detector --region {region} --enable"),
    responsibility: GUARDDUTY.detection("enable it in every Region, and act on its findings"),
    needs: &[GuardDuty::NEED],
    judge: |region, _| {
        holds_unless(match region.see::<GuardDuty>()? {
            None => Some("GuardDuty has no detector"),
            Some(detector) if !detector.enabled => Some("the GuardDuty detector is suspended"),
            Some(_) => None,
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use model::guardduty::Detector;

    let detector = |enabled| Detector {
        enabled,
        features: [].into(),
    };
    crate::testing::table::<GuardDuty>(&CONTROL)
        .passes("enabled", Some(detector(true)))
        .fails("suspended", Some(detector(false)))
        .fails("none", None)
        .check();
}
