//! Events of AWS Config, each in its own Region. All ask for a sweep of the controls in question.
use model::config::ConfigRecorder;
use model::{Fact, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const RECORDER: &[Need] = &[ConfigRecorder::NEED];

const fn row(name: &'static str, effect: Effect) -> Row {
    Row {
        service: "config",
        name,
        about: About::Account,
        facts: Facts::These(RECORDER),
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("PutConfigurationRecorder", Sets),
    row("DeleteConfigurationRecorder", Breaks),
    row("StartConfigurationRecorder", Repairs),
    row("StopConfigurationRecorder", Breaks),
    row("PutDeliveryChannel", Sets),
    row("DeleteDeliveryChannel", Breaks),
];
