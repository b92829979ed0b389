//! Events arrived in a log group within the last day (CIS AWS Foundations Benchmark; AWS Security Hub,
//! `CloudTrail.5`).
use model::cloudtrail::{Trail, TrailLogGroup, TrailStatus};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::age::days;
use crate::about::trail::own;
use crate::about::verdicts::holds_unless;
use crate::duties::CLOUDTRAIL;

pub(super) const CONTROL: Control<Trail> = Control {
    id: "logging.cloudtrail-cloudwatch",
    title: "The trail delivered events to CloudWatch Logs within the last day",
    severity: Severity::Low,
    why: "Metric filters and alarms on events need them in CloudWatch Logs. In S3 alone, an attack is \
          found only by whoever searches for it.",
    fix: Fix::new(
        "aws cloudtrail update-trail --region {region} --name {name} \
          --cloud-watch-logs-log-group-arn LOG-GROUP-ARN --cloud-watch-logs-role-arn ROLE-ARN",
    ),
    responsibility: CLOUDTRAIL
        .detection("deliver events to a log group, by a role that may write to it"),
    needs: &[TrailLogGroup::NEED, TrailStatus::NEED],
    judge: |trail, settings| {
        own(trail, |trail| {
            if trail.see::<TrailLogGroup>()?.is_none() {
                return holds_unless(Some("the trail delivers to no log group"));
            }
            let Some(last) = trail.see::<TrailStatus>()?.log_group_delivery else {
                return holds_unless(Some("nothing was delivered to the log group"));
            };
            let because = format!("nothing was delivered to the log group since {last}");
            holds_if(days(settings, last) < 1, because)
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::trails::{OF_ANOTHER, status};
    use crate::testing::{exempt, given, named, table_of};
    use model::cloudtrail::Status;

    const GROUP: Option<&str> = Some("arn:aws:logs:eu-west-1:111122223333:log-group:trail:*");
    let trail = |(group, last): (Option<&str>, Option<&str>)| {
        let status = Status {
            log_group_delivery: last.map(|last| last.parse().unwrap()),
            ..status(true)
        };
        given::<Trail>()
            .with::<TrailLogGroup>(group.map(Into::into))
            .with::<TrailStatus>(status)
    };
    let lately = Some("2026-03-01T02:00:00Z");
    let another = named::<Trail>(OF_ANOTHER).with::<TrailLogGroup>(None);
    table_of(&CONTROL, trail)
        .passes("delivered", (GROUP, lately))
        .fails("delivered long ago", (GROUP, Some("2026-02-28T11:00:00Z")))
        .fails("never delivered", (GROUP, None))
        .fails("no log group", (None, None))
        .and(exempt("of another account", another))
        .unread::<TrailLogGroup>((GROUP, lately))
        .unread::<TrailStatus>((GROUP, lately))
        .check();
}
