//! Events of GuardDuty, each in its own Region. What an administrator changes for its members is an event
//! of its own account: the sweep of theirs sees it.
use model::guardduty::GuardDuty;
use model::{Fact, Need};

use crate::Effect::{self, Breaks, Sets};
use crate::{About, Facts, Row};

const fn row(name: &'static str, effect: Effect) -> Row {
    Row {
        service: "guardduty",
        name,
        about: About::Account,
        facts: Facts::These(DETECTOR),
        effect,
    }
}

const DETECTOR: &[Need] = &[GuardDuty::NEED];

pub(crate) const ROWS: &[Row] = &[
    row("CreateDetector", Sets),
    row("DeleteDetector", Breaks),
    row("UpdateDetector", Sets),
];
