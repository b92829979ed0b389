//! Events of metric filters, alarms and SNS topics: any of them may be what watches the account's
//! trails, so the account is looked at again.
//!
//! Left out: `PutMetricAlarm`, which scaling policies call all day, and `Subscribe`, which applications
//! do. What they repair is seen by the next sweep.
use model::cloudtrail::TrailAlarms;
use model::{Fact, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const ALARMS: &[Need] = &[TrailAlarms::NEED];

const fn row(service: &'static str, name: &'static str, effect: Effect) -> Row {
    Row {
        service,
        name,
        about: About::Account,
        facts: Facts::These(ALARMS),
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("logs", "PutMetricFilter", Sets),
    row("logs", "DeleteMetricFilter", Breaks),
    row("monitoring", "DeleteAlarms", Breaks),
    row("monitoring", "DisableAlarmActions", Breaks),
    row("monitoring", "EnableAlarmActions", Repairs),
    row("sns", "ConfirmSubscription", Repairs),
    row("sns", "Unsubscribe", Breaks),
];
