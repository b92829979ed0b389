//! Events of Inspector, each in its own Region.
use model::inspector::Inspector;
use model::{Fact, Need};

use crate::Effect::{self, Breaks, Repairs};
use crate::{About, Facts, Row};

const fn row(name: &'static str, effect: Effect) -> Row {
    Row {
        service: "inspector2",
        name,
        about: About::Account,
        facts: Facts::These(STATUS),
        effect,
    }
}

const STATUS: &[Need] = &[Inspector::NEED];

pub(crate) const ROWS: &[Row] = &[row("Disable", Breaks), row("Enable", Repairs)];
