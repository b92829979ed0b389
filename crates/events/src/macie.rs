//! Events of Macie, each in its own Region.
use model::macie::{AutomatedDiscovery, Macie};
use model::{Fact, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const fn row(name: &'static str, effect: Effect, facts: &'static [Need]) -> Row {
    Row {
        service: "macie2",
        name,
        about: About::Account,
        facts: Facts::These(facts),
        effect,
    }
}

const BOTH: &[Need] = &[AutomatedDiscovery::NEED, Macie::NEED];
const DISCOVERY: &[Need] = &[AutomatedDiscovery::NEED];

pub(crate) const ROWS: &[Row] = &[
    row("DisableMacie", Breaks, BOTH),
    row("EnableMacie", Repairs, BOTH),
    row("UpdateAutomatedDiscoveryConfiguration", Sets, DISCOVERY),
    row("UpdateMacieSession", Sets, BOTH),
];
