//! Alarms on what a trail's log group receives: the table of every control about them.
use filter::{Match, Pattern};
use model::cloudtrail::{
    Action, Alarm, EventSelectors, Metric, MetricFilter, Notifies, ReadWrite, Recorded, Selectors,
    TrailAlarms, TrailScope, TrailStatus, Trigger, Watch,
};
use model::{Account, Demand};

use super::trails::{advanced, basic, field, none, of_another, own};
use crate::testing::{Given, Table, rows};

const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:security";

/// An alarm that notifies a subscribed topic of every event.
pub(crate) fn alarm() -> Alarm {
    Alarm {
        name: "alarm".into(),
        trigger: threshold("Sum", "GreaterThanOrEqualToThreshold", 1.0),
        actions_enabled: true,
        actions: vec![action(TOPIC, Notifies::Subscribed)],
        composites: Vec::new(),
    }
}

fn action(arn: &str, notifies: Notifies) -> Action {
    let arn = arn.into();
    Action { arn, notifies }
}

fn threshold(statistic: &str, comparison: &str, threshold: f64) -> Trigger {
    Trigger::Threshold {
        statistic: Some(statistic.into()),
        comparison: comparison.into(),
        threshold,
    }
}

fn filter(pattern: &str, alarms: Vec<Alarm>) -> MetricFilter {
    MetricFilter {
        name: "filter".into(),
        pattern: pattern.into(),
        as_delivered: true,
        metrics: vec![Metric {
            namespace: "CloudTrail".into(),
            name: "Events".into(),
            value: "1".into(),
            dimensions: false,
            alarms,
        }],
    }
}

pub(crate) fn everything() -> Selectors {
    Selectors::Basic(vec![basic(ReadWrite::All, true, &[], &[])])
}

/// An account whose trail is watched so.
pub(crate) fn watched(watch: Watch) -> Given<Account> {
    own((true, true, everything()))
        .with::<TrailAlarms>(watch)
        .on()
}

/// The same, with one filter.
pub(crate) fn filtered(pattern: &str, alarm: Alarm) -> Given<Account> {
    watched(Watch::Filters(vec![filter(pattern, vec![alarm])]))
}

/// The account's trail of these settings, whose log group is watched as it is to be.
pub(crate) fn recorded(
    pattern: &str,
    multi_region: bool,
    logging: bool,
    selectors: Selectors,
) -> Given<Account> {
    let watch = Watch::Filters(vec![filter(pattern, vec![alarm()])]);
    own((multi_region, logging, selectors))
        .with::<TrailAlarms>(watch)
        .on()
}

/// The trail of the organization, which another account owns.
fn organization(watch: Watch) -> Given<Account> {
    let scope = Recorded {
        multi_region: true,
        organization: true,
    };
    let trail = of_another((true, true, everything()));
    trail
        .with::<TrailScope>(scope)
        .with::<TrailAlarms>(watch)
        .on()
}

/// The pattern that the fix of a control proposes.
fn proposed(control: &dyn Demand) -> String {
    let (_, after) = control.fix().split_once("--filter-pattern '").unwrap();
    after.split_once('\'').unwrap().0.into()
}

/// Checks the table of a control: its fix proposes a pattern that passes, and `narrow` is one that
/// misses some of the events.
#[track_caller]
pub(crate) fn check(control: &'static dyn Demand, narrow: &str) {
    let whole = proposed(control);
    let parsed: Pattern = whole.parse().unwrap();
    assert_eq!(parsed.to_string().parse::<Pattern>().unwrap(), parsed);
    assert_ne!(parsed.matches(&serde_json::json!({})), Match::Yes);
    let table = filters(rows(control), &whole, narrow);
    let table = alarms(table, &whole);
    trails(table, &whole).check();
}

type Rows = Table<'static, Given<Account>>;

fn filters(table: Rows, whole: &str, narrow: &str) -> Rows {
    let two = |first: &str, second: &str| {
        watched(Watch::Filters(vec![
            filter(first, vec![alarm()]),
            filter(second, vec![alarm()]),
        ]))
    };
    let transformed = MetricFilter {
        as_delivered: false,
        ..filter(whole, vec![alarm()])
    };
    let mut dimensions = filter(whole, vec![alarm()]);
    dimensions.metrics[0].dimensions = true;
    table
        .passes("as the fix proposes", filtered(whole, alarm()))
        .passes("every event", filtered("", alarm()))
        .passes("beside others", two(narrow, whole))
        .fails("some events alone", filtered(narrow, alarm()))
        .fails("other events", filtered("{ $.eventName = Other }", alarm()))
        .fails("a pattern of terms", filtered("ERROR", alarm()))
        .fails("no filter", watched(Watch::Filters(vec![])))
        .gap(
            "unknown meaning",
            filtered("{ $.eventName[*] = * }", alarm()),
        )
        .gap(
            "transformed events",
            watched(Watch::Filters(vec![transformed])),
        )
        .gap("dimensions", watched(Watch::Filters(vec![dimensions])))
        .passes("beside an unknown one", two("[a, b]", whole))
}

fn alarms(table: Rows, whole: &str) -> Rows {
    let acting = |actions: Vec<Action>| filtered(whole, Alarm { actions, ..alarm() });
    let on = |trigger: Trigger| filtered(whole, Alarm { trigger, ..alarm() });
    let disabled = Alarm {
        actions_enabled: false,
        ..alarm()
    };
    let composite = Alarm {
        composites: vec!["composite".into()],
        ..disabled.clone()
    };
    let unheard = || action(TOPIC, Notifies::Unsubscribed);
    let reboot = "arn:aws:automate:eu-west-1:ec2:reboot";
    let lambda = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let elsewhere = "arn:aws:sns:eu-west-1:999988887777:security";
    table
        .fails(
            "no alarm",
            watched(Watch::Filters(vec![filter(whole, vec![])])),
        )
        .fails("actions disabled", filtered(whole, disabled))
        .fails("no action", acting(vec![]))
        .fails("nobody subscribed", acting(vec![unheard()]))
        .fails("no topic", acting(vec![action(reboot, Notifies::NoTopic)]))
        .gap(
            "a function",
            acting(vec![action(lambda, Notifies::NoTopic)]),
        )
        .gap(
            "topic elsewhere",
            acting(vec![action(elsewhere, Notifies::OtherAccount)]),
        )
        .gap("a composite alarm", filtered(whole, composite))
        .passes(
            "second action",
            acting(vec![unheard(), action(TOPIC, Notifies::Subscribed)]),
        )
        .passes(
            "many events",
            on(threshold("Sum", "GreaterThanThreshold", 50.0)),
        )
        .fails(
            "never above",
            on(threshold("Maximum", "GreaterThanThreshold", 1.0)),
        )
        .fails(
            "without events",
            on(threshold("Sum", "LessThanThreshold", 1.0)),
        )
        .gap("a band", on(Trigger::Expression))
        .gap("unknown comparison", on(threshold("Sum", "Other", 1.0)))
}

fn trails(table: Rows, whole: &str) -> Rows {
    let selecting = |selectors| recorded(whole, true, true, selectors);
    let without = advanced("Management", vec![field("eventName", &["Other"])]);
    let source = advanced(
        "Management",
        vec![field("eventSource", &["other.amazonaws.com"])],
    );
    let whole_watch = || Watch::Filters(vec![filter(whole, vec![alarm()])]);
    let good = || filtered(whole, alarm());
    table
        .fails("no trail", none())
        .fails("one Region", recorded(whole, false, true, everything()))
        .fails("not logging", recorded(whole, true, false, everything()))
        .fails("other events", selecting(Selectors::Advanced(vec![source])))
        .gap(
            "selected by name",
            selecting(Selectors::Advanced(vec![without])),
        )
        .fails("no log group", watched(Watch::NoLogGroup))
        .fails("log group deleted", watched(Watch::LogGroupDeleted))
        .passes(
            "organization's, its log group here",
            organization(whole_watch()),
        )
        .gap(
            "organization's",
            organization(Watch::OtherAccount("999988887777".into())),
        )
        .gap("organization's, hidden", organization(Watch::NoLogGroup))
        .unread::<EventSelectors>(good())
        .unread::<TrailAlarms>(good())
        .unread::<TrailScope>(good())
        .unread::<TrailStatus>(good())
}
