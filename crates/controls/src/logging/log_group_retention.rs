//! Log events are retained for at least 365 days (AWS Security Hub, `CloudWatch.16`).
use model::logs::{LogGroup, Retained, Retention};
use model::{Control, Fact, Fix, Severity, Verdict, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::CLOUDWATCH_LOGS;

/// The days for which log events are to be retained at least.
const DAYS: i32 = 365;

pub(super) const CONTROL: Control<LogGroup> = Control {
    id: "logging.log-group-retention",
    title: "Log events are retained for at least 365 days",
    severity: Severity::Medium,
    why: "Attacks are often found months after they began. Log events that expired by then cannot show \
          how an attacker came in.",
    fix: Fix::new(
        "aws logs put-retention-policy --region {region} --log-group-name {name} --retention-in-days 365",
    ),
    responsibility: CLOUDWATCH_LOGS.detection("set the retention of each log group"),
    needs: &[Retention::NEED],
    judge: |group, _| match *group.see::<Retention>()? {
        Retained::Always => Ok(Verdict::Holds),
        Retained::ByClass => {
            not_applicable("log events of the class DELIVERY are kept for one day")
        }
        Retained::Days(days) => {
            let because = format!("log events are retained for {days} days");
            holds_if(days >= DAYS, because)
        }
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<Retention>(&CONTROL)
        .passes("never expire", Retained::Always)
        .passes("a year", Retained::Days(365))
        .fails("less than a year", Retained::Days(180))
        .exempt("by class", Retained::ByClass)
        .check();
}
