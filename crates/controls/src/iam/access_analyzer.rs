//! An external access analyzer is active in the Region.
//!
//! An analyzer of the organization is listed only in the account that owns it: a member whose Regions
//! it covers is to be excepted by name. Analyzers of unused access do not count.
use model::iam::{Analyzer, Analyzers};
use model::{Control, Fact, Fix, Region, Severity, holds_if};

use crate::duties::ACCESS_ANALYZER;

pub(super) const CONTROL: Control<Region> = Control {
    id: "iam.access-analyzer",
    title: "An external access analyzer is active",
    severity: Severity::High,
    why: "IAM Access Analyzer reports every bucket, role, key and queue that is accessible from \
          outside the account. Without an analyzer such access is not reported.",
    fix: Fix::new(
        "aws accessanalyzer create-analyzer --region {region} --analyzer-name external-access \
          --type ACCOUNT",
    ),
    responsibility: ACCESS_ANALYZER
        .detection("create an analyzer in every Region, and review its findings"),
    needs: &[Analyzers::NEED],
    judge: |region, _| {
        let analyzers = region.see::<Analyzers>()?;
        let because = match analyzers.is_empty() {
            true => "no analyzer exists",
            false => "no external access analyzer is active",
        };
        holds_if(analyzers.iter().any(is_external_and_active), because)
    },
    remedy: None,
};

fn is_external_and_active(analyzer: &Analyzer) -> bool {
    ["ACCOUNT", "ORGANIZATION"].contains(&&*analyzer.kind) && analyzer.status == "ACTIVE"
}

#[test]
fn cases() {
    let one = |kind: &str, status: &str| {
        vec![Analyzer {
            arn: "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/a".into(),
            kind: kind.into(),
            status: status.into(),
        }]
    };
    crate::testing::table::<Analyzers>(&CONTROL)
        .passes("of the account", one("ACCOUNT", "ACTIVE"))
        .passes("of the organization", one("ORGANIZATION", "ACTIVE"))
        .fails("not active", one("ACCOUNT", "DISABLED"))
        .fails("unused access", one("ACCOUNT_UNUSED_ACCESS", "ACTIVE"))
        .fails("none", vec![])
        .check();
}
