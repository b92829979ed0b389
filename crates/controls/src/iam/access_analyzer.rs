//! An external-access analyzer is active in the Region.
//!
//! An analyzer of the organisation is listed in the account that runs it alone: a member whose
//! Regions it covers is to be excepted by name. One that looks for unused access alone does not count.
use model::iam::{Analyzer, Analyzers};
use model::{Control, Fact, Judged, Region, Resource, Settings, Severity, broken_if};

use crate::duties::ACCESS_ANALYZER;

pub(super) const CONTROL: Control<Region> = Control {
    id: "iam.access-analyzer",
    title: "An external access analyzer is active",
    severity: Severity::High,
    why: "IAM Access Analyzer reports every bucket, role, key and queue that is accessible from \
          outside the account. Without an analyzer such access is not reported.",
    fix: "aws accessanalyzer create-analyzer --region {region} --analyzer-name external-access \
          --type ACCOUNT",
    responsibility: ACCESS_ANALYZER
        .detection("create an analyzer in every Region, and review its findings"),
    needs: &[Analyzers::NEED],
    judge,
    remedy: None,
};

/// Looks for access from outside, and works.
fn guards(analyzer: &Analyzer) -> bool {
    ["ACCOUNT", "ORGANIZATION"].contains(&&*analyzer.kind) && analyzer.status == "ACTIVE"
}

fn judge(region: Resource<Region>, _: &Settings) -> Judged {
    let all = region.see::<Analyzers>()?;
    let because = match all.is_empty() {
        true => "there is no access analyzer",
        false => "no access analyzer that looks for access from outside is active",
    };
    Ok(broken_if(!all.iter().any(guards), because))
}

#[cfg(test)]
mod tests {
    use super::{Analyzer, Analyzers, CONTROL, Region};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;

    fn region(kind: &str, status: &str) -> Given<Region> {
        given::<Region>().with::<Analyzers>(vec![Analyzer {
            arn: "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/a".into(),
            kind: kind.into(),
            status: status.into(),
        }])
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("access-analyzer:ListAnalyzers".into());
        check(
            &CONTROL,
            &[
                passes("the account's", region("ACCOUNT", "ACTIVE")),
                passes("the organisation's", region("ORGANIZATION", "ACTIVE")),
                fails("not active", region("ACCOUNT", "DISABLED")),
                fails(
                    "unused access alone",
                    region("ACCOUNT_UNUSED_ACCESS", "ACTIVE"),
                ),
                fails("none", given::<Region>().with::<Analyzers>(vec![])),
                gap("denied", given::<Region>().without::<Analyzers>(denied)),
            ],
        );
    }
}
