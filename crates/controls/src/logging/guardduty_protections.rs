//! The protections of GuardDuty are enabled in the Region: S3, EKS, RDS, Lambda, runtime and malware.
//!
//! Runtime Monitoring includes that of EKS, which came before it. A protection that GuardDuty does not
//! name may not exist in the Region (GuardDuty User Guide, "Regions and endpoints").
use model::guardduty::GuardDuty;
use model::{Control, Fact, Fix, Reason, Region, Severity, Verdict, broken};

use crate::about::verdicts::joined;
use crate::duties::GUARDDUTY;

pub(super) const CONTROL: Control<Region> = Control {
    id: "logging.guardduty-protections",
    title: "The protections of GuardDuty are enabled",
    severity: Severity::High,
    why: "Without its protections GuardDuty sees management events, DNS queries and network flows alone. \
          What happens in buckets, clusters, databases, functions and volumes goes unnoticed.",
    fix: Fix::new(
        "aws guardduty update-detector --region {region} --detector-id DETECTOR --features \
         Name=PROTECTION,Status=ENABLED (aws guardduty list-detectors --region {region} lists the \
         detector; of a member, its administrator enables it)",
    ),
    responsibility: GUARDDUTY.detection("enable the protections of the services that are in use"),
    needs: &[GuardDuty::NEED],
    judge: |region, _| {
        let Some(detector) = region.see::<GuardDuty>()? else {
            return Ok(broken("GuardDuty has no detector"));
        };
        if !detector.enabled {
            return Ok(broken("the GuardDuty detector is suspended"));
        }
        let status = |name: &str| detector.features.get(name).copied();
        let of = |wanted: Option<bool>| {
            let all = PROTECTIONS.iter();
            joined(all.filter(move |name| status(name) == wanted))
        };
        if let Some(disabled) = of(Some(false)) {
            return Ok(broken(format!(
                "these protections are disabled: {disabled}"
            )));
        }
        let unknown = |names| Reason::failed(format!("GuardDuty does not name {names}"));
        match of(None) {
            Some(names) => Err(region.gap::<GuardDuty>(unknown(names))),
            None => Ok(Verdict::Holds),
        }
    },
    remedy: None,
};

/// As in the features of a detector.
const PROTECTIONS: [&str; 6] = [
    "EBS_MALWARE_PROTECTION",
    "EKS_AUDIT_LOGS",
    "LAMBDA_NETWORK_LOGS",
    "RDS_LOGIN_EVENTS",
    "RUNTIME_MONITORING",
    "S3_DATA_EVENTS",
];

#[test]
fn cases() {
    use crate::testing::{fact, table_of};
    use model::guardduty::Detector;

    let detector = |(enabled, off, unnamed): (bool, &[&str], &[&str])| {
        let named = PROTECTIONS.iter().filter(|name| !unnamed.contains(name));
        let features = named.map(|name| ((*name).to_owned(), !off.contains(name)));
        fact::<GuardDuty>(Some(Detector {
            enabled,
            features: features.collect(),
        }))
    };
    table_of(&CONTROL, detector)
        .passes("all", (true, &[], &[]))
        .fails("one disabled", (true, &["S3_DATA_EVENTS"], &[]))
        .fails("suspended", (false, &[], &[]))
        .gap("one not named", (true, &[], &["RDS_LOGIN_EVENTS"]))
        .fails(
            "one of each",
            (true, &["EKS_AUDIT_LOGS"], &["RDS_LOGIN_EVENTS"]),
        )
        .and(crate::testing::fails(
            "no detector",
            fact::<GuardDuty>(None),
        ))
        .unread::<GuardDuty>((true, &[], &[]))
        .check();
}
