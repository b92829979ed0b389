//! Whether events of the account are watched: a trail records them and delivers them to a log group,
//! a metric filter of that matches them, and an alarm on its metric notifies somebody.
//!
//! Each event may be caught by a trail, filter and alarm of its own. A trail of the organization
//! counts; where its log group belongs to another account, that account alone sees what watches it.
use std::collections::BTreeSet;

use filter::{Match, Pattern};
use model::cloudtrail::{
    EventSelectors, Metric, MetricFilter, Selectors, Trail, TrailAlarms, TrailScope, TrailStatus,
    Watch,
};
use model::{Account, Fact, Gap, Judged, Need, Reason, Resource, Settings, Verdict, broken};
use serde_json::{Value, json};

use super::alarm::{Notified, notified};
use super::management_events::{name, reads, source};
use super::recorded::{Events, records};
use super::regions::every_region;

/// What [`watched`] needs.
pub(crate) const NEEDS: [Need; 4] = [
    EventSelectors::NEED,
    TrailAlarms::NEED,
    TrailScope::NEED,
    TrailStatus::NEED,
];

/// What becomes of an event. The greatest of several ways is what counts.
enum Way<'a> {
    /// Nobody is notified: how far it comes, and what is missing there.
    Lost(Reach, String),
    /// Whether somebody is notified could not be seen.
    Unseen(Gap),
    /// Somebody is notified, through this trail and metric filter.
    Caught(Resource<'a, Trail>, &'a str),
}

/// How far an event comes on its way to a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// No trail is there.
    Nowhere,
    /// A trail does not record it.
    Trail,
    /// A trail delivers it to no log group.
    Recorded,
    /// No metric filter matches it.
    Delivered,
    /// A metric filter matches it, and nobody is notified.
    Matched,
}

impl Way<'_> {
    /// The better one of two ways; of two that end at the same place, the first.
    fn or(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Caught(..), _) | (Self::Unseen(_), Self::Lost(..) | Self::Unseen(_)) => self,
            (Self::Lost(one, _), Self::Lost(two, _)) if one >= two => self,
            _ => other,
        }
    }
}

/// Passes where somebody is notified of each of these events.
pub(crate) fn watched(account: Resource<Account>, settings: &Settings, events: &[Value]) -> Judged {
    let (mut trails, mut gap) = (Vec::new(), None);
    for region in every_region(account, settings)? {
        match region.children::<Trail>() {
            Ok(found) => trails.extend(found),
            Err(missed) => gap = gap.or(Some(missed)),
        }
    }
    let ids: Vec<_> = trails.iter().map(|trail| trail.id()).collect();
    account.show("trails", json!(ids));
    let (mut unseen, mut through) = (None, BTreeSet::new());
    for event in events {
        let nothing = match &gap {
            Some(gap) => Way::Unseen(gap.clone()),
            None => Way::Lost(Reach::Nowhere, "no trail records the account".into()),
        };
        let ways = trails.iter().map(|trail| way(*trail, event));
        match ways.fold(nothing, Way::or) {
            Way::Caught(trail, filter) => {
                through.insert((trail.id(), filter));
            }
            Way::Unseen(gap) => unseen = unseen.or(Some(gap)),
            Way::Lost(_, why) => return Ok(broken(why)),
        }
    }
    if let Some(gap) = unseen {
        return Err(gap);
    }
    let through = through.iter();
    let through: Vec<_> = through
        .map(|(trail, filter)| json!({"trail": trail, "metric-filter": filter}))
        .collect();
    account.show("watched-by", json!(through));
    Ok(Verdict::Holds)
}

/// What becomes of an event on the way through one trail.
fn way<'a>(trail: Resource<'a, Trail>, event: &Value) -> Way<'a> {
    through(trail, event).unwrap_or_else(Way::Unseen)
}

fn through<'a>(trail: Resource<'a, Trail>, event: &Value) -> Result<Way<'a>, Gap> {
    let id = trail.id();
    let lost = |reach, why: String| Ok(Way::Lost(reach, format!("trail `{id}` {why}")));
    if !trail.see::<TrailScope>()?.multi_region {
        return lost(Reach::Trail, "records one Region".into());
    }
    if !trail.see::<TrailStatus>()?.logging {
        return lost(Reach::Trail, "is not logging".into());
    }
    let selectors = trail.see::<EventSelectors>()?;
    let sort = match reads(event) {
        true => Events::ManagementReads,
        false => Events::ManagementWrites,
    };
    if !records(selectors, sort, source(event)) {
        let event = format!("`{}` of `{}`", name(event), source(event));
        return match selects_otherwise(selectors) {
            true => Err(unclear::<EventSelectors>(
                trail,
                format!("the event selectors of the trail may leave out {event}"),
            )),
            false => lost(Reach::Trail, format!("does not record {event}")),
        };
    }
    match trail.see::<TrailAlarms>()? {
        Watch::NoLogGroup if Trail::owner(id) != &*trail.account().id => {
            let why = format!("trail `{id}` shows its log group to the account that owns it alone");
            Err(unclear::<TrailAlarms>(trail, why))
        }
        Watch::OtherAccount(owner) => {
            let why = format!(
                "the log group of trail `{id}` belongs to account {owner}, which alone sees its \
                 metric filters and alarms"
            );
            Err(unclear::<TrailAlarms>(trail, why))
        }
        Watch::NoLogGroup => lost(Reach::Recorded, "delivers to no log group".into()),
        Watch::LogGroupDeleted => lost(Reach::Recorded, "delivers to a deleted log group".into()),
        Watch::Filters(filters) => {
            let none = format!(
                "no metric filter on the log group matches `{}`",
                name(event)
            );
            let none = lost(Reach::Delivered, format!("records it, and {none}"))?;
            let ways = filters.iter().map(|filter| by_filter(trail, filter, event));
            Ok(ways.fold(none, Way::or))
        }
    }
}

/// Whether selectors look at more than the sort and the source of management events.
fn selects_otherwise(selectors: &Selectors) -> bool {
    let Selectors::Advanced(all) = selectors else {
        return false;
    };
    let known = ["eventCategory", "readOnly", "eventSource"];
    let mut fields = all.iter().flat_map(|selector| &selector.fields);
    fields.any(|one| !known.contains(&&*one.field))
}

fn by_filter<'a>(trail: Resource<'a, Trail>, filter: &'a MetricFilter, event: &Value) -> Way<'a> {
    let (filter_name, event_name) = (&filter.name, name(event));
    let unseen = |why: String| {
        let why = format!(
            "metric filter `{filter_name}` of trail `{}`: {why}",
            trail.id()
        );
        Way::Unseen(unclear::<TrailAlarms>(trail, why))
    };
    let matches = match filter.pattern.parse::<Pattern>() {
        _ if !filter.as_delivered => {
            Match::Unknown("it does not filter all events as they are".into())
        }
        Ok(pattern) => pattern.matches(event),
        Err(unread) => Match::Unknown(unread.to_string()),
    };
    // What reaches nobody is no matter of doubt, whatever the filter matches.
    match (matches, by_metrics(&filter.metrics)) {
        (Match::No, _) | (Match::Unknown(_), Notified::No(_)) => {
            Way::Lost(Reach::Nowhere, String::new())
        }
        (Match::Unknown(why), _) | (Match::Yes, Notified::Unknown(why)) => unseen(why),
        (Match::Yes, Notified::No(why)) => Way::Lost(
            Reach::Matched,
            format!("metric filter `{filter_name}` matches `{event_name}`, and {why}"),
        ),
        (Match::Yes, Notified::Yes) => Way::Caught(trail, filter_name),
    }
}

fn by_metrics(metrics: &[Metric]) -> Notified {
    let none = Notified::No("no alarm is on its metric".into());
    let alarms = metrics.iter().flat_map(|metric| {
        metric
            .alarms
            .iter()
            .map(move |alarm| notified(metric, alarm))
    });
    alarms.fold(none, Notified::or)
}

fn unclear<F: Fact<Of = Trail>>(trail: Resource<Trail>, why: String) -> Gap {
    trail.gap::<F>(Reason::failed(why))
}

#[cfg(test)]
mod tests {
    use model::cloudtrail::{Alarm, Watch};
    use model::{Account, Outcome, Scope};

    use crate::cases::alarms::{alarm, everything, filtered, recorded, watched};
    use crate::cases::trails::none;
    use crate::testing::{Given, settings};

    const DELETION: &str = "{ $.eventName = DisableKey || $.eventName = ScheduleKeyDeletion }";

    fn because(account: &Given<Account>) -> String {
        let control = crate::find("logging.alarm-kms-deletion").unwrap();
        let controls = [control];
        let findings = crate::assess(
            &controls,
            &Scope::Everything,
            &account.snapshot,
            &settings(),
        );
        match &findings[0].1.outcome {
            Outcome::Fail { because, .. } => because.clone(),
            Outcome::Pass(evidence) => {
                let shown = evidence.0.iter().find(|one| &*one.fact == "watched-by");
                shown.unwrap().value.to_string()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_failure_names_what_is_missing_where_the_event_came_farthest() {
        let trail = "trail `arn:aws:cloudtrail:eu-west-1:111122223333:trail/example`";
        let idle = Alarm {
            actions: Vec::new(),
            ..alarm()
        };
        for (account, words) in [
            (none(), "no trail records the account".into()),
            (
                recorded(DELETION, true, false, everything()),
                format!("{trail} is not logging"),
            ),
            (
                watched(Watch::NoLogGroup),
                format!("{trail} delivers to no log group"),
            ),
            (
                filtered("{ $.eventName = DisableKey }", alarm()),
                format!(
                    "{trail} records it, and no metric filter on the log group matches \
                     `ScheduleKeyDeletion`"
                ),
            ),
            (
                filtered(DELETION, idle),
                "metric filter `filter` matches `DisableKey`, and alarm `alarm` has no action"
                    .into(),
            ),
            (
                filtered(
                    &DELETION.replace(" }", " && $.awsRegion = us-east-1 }"),
                    alarm(),
                ),
                format!(
                    "{trail} records it, and no metric filter on the log group matches \
                     `ScheduleKeyDeletion`"
                ),
            ),
        ] {
            assert_eq!(because(&account), words);
        }
    }

    #[test]
    fn a_pass_names_the_trail_and_the_metric_filter() {
        let shown = because(&filtered(DELETION, alarm()));
        assert_eq!(
            shown,
            r#"[{"trail":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/example","metric-filter":"filter"}]"#
        );
    }
}
