//! Whether an alarm notifies somebody once an event adds to its metric.
use model::cloudtrail::{Action, Alarm, Metric, Notifies, Trigger};

/// Whether somebody is notified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Notified {
    /// Nobody is; why.
    No(String),
    /// It does not follow from what was read; why.
    Unknown(String),
    /// Somebody is.
    Yes,
}

impl Notified {
    /// The better one of two; of equals, the last: it says more than that there is none.
    pub fn or(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Yes, _) | (Self::Unknown(_), Self::No(_)) => self,
            _ => other,
        }
    }
}

/// Whether an alarm on a metric notifies somebody.
pub(crate) fn notified(metric: &Metric, alarm: &Alarm) -> Notified {
    let Alarm { name, .. } = alarm;
    match (triggered(metric, &alarm.trigger), by_actions(alarm)) {
        (Notified::No(why), _) | (_, Notified::No(why)) => {
            Notified::No(format!("alarm `{name}` {why}"))
        }
        (Notified::Unknown(why), _) | (_, Notified::Unknown(why)) => {
            Notified::Unknown(format!("alarm `{name}` {why}"))
        }
        (Notified::Yes, Notified::Yes) => Notified::Yes,
    }
}

fn by_actions(alarm: &Alarm) -> Notified {
    let actions = alarm.actions.iter().map(by_action);
    let none = Notified::No("has no action".into());
    let own = match alarm.actions_enabled {
        true => actions.fold(none, Notified::or),
        false => Notified::No("has its actions disabled".into()),
    };
    // A composite alarm looks at the state of the alarm, whatever the alarm itself does.
    match (own, alarm.composites.first()) {
        (Notified::No(why), Some(composite)) => {
            Notified::Unknown(format!("{why}, and composite alarm `{composite}` names it"))
        }
        (own, _) => own,
    }
}

fn by_action(Action { arn, notifies }: &Action) -> Notified {
    let service = arn.split(':').nth(2).unwrap_or_default();
    match notifies {
        Notifies::Subscribed => Notified::Yes,
        Notifies::Unsubscribed => Notified::No(format!(
            "notifies `{arn}`, which has no confirmed subscription"
        )),
        Notifies::OtherAccount => Notified::Unknown(format!(
            "notifies `{arn}`, whose subscriptions another account sees"
        )),
        // Instances and scaling policies are changed, and nobody is notified.
        Notifies::NoTopic if ["automate", "autoscaling", "swf"].contains(&service) => {
            Notified::No(format!("has an action that is no SNS topic: `{arn}`"))
        }
        Notifies::NoTopic => {
            Notified::Unknown(format!("has an action that is no SNS topic: `{arn}`"))
        }
    }
}

/// Whether an event brings the alarm to the `ALARM` state. That it takes many events is no fault; that
/// no event ever does is one.
fn triggered(metric: &Metric, trigger: &Trigger) -> Notified {
    let Trigger::Threshold {
        statistic,
        comparison,
        threshold,
    } = trigger
    else {
        return Notified::Unknown("is on an expression or an anomaly detection band".into());
    };
    if metric.dimensions {
        return Notified::Unknown("is on a metric with dimensions".into());
    }
    // What is published may be taken from the event itself.
    let Ok(value) = metric.value.parse::<f64>() else {
        return Notified::Yes;
    };
    // A sum and a number of samples grow with each event; no other statistic exceeds the value.
    let grows = match statistic.as_deref() {
        Some("SampleCount") => true,
        Some("Sum") => value > 0.0,
        _ => false,
    };
    let ever = match &**comparison {
        "GreaterThanOrEqualToThreshold" => grows || value >= *threshold,
        "GreaterThanThreshold" => grows || value > *threshold,
        "LessThanThreshold" => value < *threshold,
        "LessThanOrEqualToThreshold" => value <= *threshold,
        _ => return Notified::Unknown(format!("compares by `{comparison}`")),
    };
    match ever {
        true => Notified::Yes,
        false => Notified::No("never goes to the ALARM state when an event matches".into()),
    }
}
