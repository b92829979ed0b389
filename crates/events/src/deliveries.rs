//! Events of deliveries of `CloudWatch` Logs: what is delivered is named by the delivery source alone, so
//! these ask for a sweep.
use model::{Fact, Need, cloudfront, elb};

use crate::Effect::{self, Breaks, Repairs};
use crate::{About, Facts, Row};

const LOGS: &[Need] = &[cloudfront::AccessLogging::NEED, elb::AccessLogging::NEED];

const fn row(name: &'static str, effect: Effect) -> Row {
    Row {
        service: "logs",
        name,
        about: About::Account,
        facts: Facts::These(LOGS),
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateDelivery", Repairs),
    row("DeleteDelivery", Breaks),
];
