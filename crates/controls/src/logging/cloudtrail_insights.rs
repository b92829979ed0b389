//! CloudTrail Insights looks for unusual numbers of calls, or of errors.
use model::cloudtrail::{InsightSelectors, Trail};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::trail::own;
use crate::duties::CLOUDTRAIL;

pub(super) const CONTROL: Control<Trail> = Control {
    id: "logging.cloudtrail-insights",
    title: "The trail records CloudTrail Insights events",
    severity: Severity::Low,
    why: "Insights events show unusual numbers of API calls and of errors, as when credentials are \
          tried out or resources are created in bulk.",
    fix: Fix::new(
        "aws cloudtrail put-insight-selectors --region {region} --trail-name {name} --insight-selectors \
          '[{\"InsightType\":\"ApiCallRateInsight\"},{\"InsightType\":\"ApiErrorRateInsight\"}]'",
    ),
    responsibility: CLOUDTRAIL.detection("enable Insights events, and review them"),
    needs: &[InsightSelectors::NEED],
    judge: |trail, _| {
        own(trail, |trail| {
            let selectors = trail.see::<InsightSelectors>()?;
            holds_if(!selectors.is_empty(), "Insights events are disabled")
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::trails::OF_ANOTHER;
    use crate::testing::{exempt, named, table};

    let another = named::<Trail>(OF_ANOTHER).with::<InsightSelectors>(vec![]);
    table::<InsightSelectors>(&CONTROL)
        .passes("enabled", vec!["ApiCallRateInsight".into()])
        .fails("disabled", vec![])
        .and(exempt("of another account", another))
        .check();
}
