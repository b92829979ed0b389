//! Events of API Gateway, each in its own Region. A stage is named by its API and its own name, in two
//! parameters, so these ask for a sweep.
use model::apigateway::{Caching, Logging};
use model::{Fact, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const STAGE: &[Need] = &[Caching::NEED, Logging::NEED];

const fn row(name: &'static str, effect: Effect) -> Row {
    Row {
        service: "apigateway",
        name,
        about: About::Account,
        facts: Facts::These(STAGE),
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateStage", Sets),
    row("UpdateStage", Sets),
    row("DeleteStage", Repairs),
];
