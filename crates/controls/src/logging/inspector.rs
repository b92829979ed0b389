//! Inspector scans EC2 instances, images in ECR and Lambda functions in the Region: by the account's own
//! status, whoever administers it.
use model::inspector::Inspector;
use model::{Control, Fact, Fix, Reason, Region, Severity, Verdict, broken};

use crate::about::verdicts::joined;
use crate::duties::INSPECTOR;

pub(super) const CONTROL: Control<Region> = Control {
    id: "logging.inspector",
    title: "Inspector scans EC2, ECR and Lambda",
    severity: Severity::High,
    why: "Known vulnerabilities are exploited within days of their publication. Inspector scans again \
          when one is published, not only when something is deployed.",
    fix: Fix::new("aws inspector2 enable --region {region} --resource-types EC2 ECR LAMBDA"),
    responsibility: INSPECTOR
        .detection("enable the scan types in every Region, and patch what they find"),
    needs: &[Inspector::NEED],
    judge: |region, _| {
        let scans = region.see::<Inspector>()?;
        let all = [
            ("EC2", &scans.ec2),
            ("ECR", &scans.ecr),
            ("Lambda", &scans.lambda),
        ];
        let of = |settled: bool| {
            let others = all
                .iter()
                .filter(|(_, status)| *status != "ENABLED" && (*status != "ENABLING") == settled);
            joined(others.map(|(name, status)| format!("{name} (`{status}`)")))
        };
        let enabling = |names| Reason::failed(format!("these scans are being enabled: {names}"));
        match (of(true), of(false)) {
            (Some(names), _) => Ok(broken(format!("these scans are not enabled: {names}"))),
            (None, Some(names)) => Err(region.gap::<Inspector>(enabling(names))),
            (None, None) => Ok(Verdict::Holds),
        }
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{fact, gap, table_of, unread};
    use model::inspector::Scans;

    let scans = |[ec2, ecr, lambda]: [&str; 3]| {
        fact::<Inspector>(Scans {
            ec2: ec2.into(),
            ecr: ecr.into(),
            lambda: lambda.into(),
        })
    };
    table_of(&CONTROL, scans)
        .passes("all", ["ENABLED"; 3])
        .fails("none", ["DISABLED"; 3])
        .fails("without Lambda", ["ENABLED", "ENABLED", "DISABLED"])
        .fails("suspended", ["SUSPENDED", "ENABLING", "ENABLED"])
        .gap("being enabled", ["ENABLED", "ENABLING", "ENABLED"])
        .and(gap("denied", unread::<Inspector>()))
        .check();
}
