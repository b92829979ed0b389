//! Events of Security Hub CSPM, each in its own Region.
use model::security_hub::SecurityHub;
use model::{Fact, Need};

use crate::Effect::{self, Breaks, Repairs};
use crate::{About, Facts, Row};

const fn row(name: &'static str, effect: Effect) -> Row {
    Row {
        service: "securityhub",
        name,
        about: About::Account,
        facts: Facts::These(STANDARDS),
        effect,
    }
}

const STANDARDS: &[Need] = &[SecurityHub::NEED];

pub(crate) const ROWS: &[Row] = &[
    row("BatchDisableStandards", Breaks),
    row("BatchEnableStandards", Repairs),
    row("DisableSecurityHub", Breaks),
    row("EnableSecurityHub", Repairs),
];
