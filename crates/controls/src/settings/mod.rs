//! Bailiwick's own settings: that they can be used, and that their exceptions are still needed.
mod exception_ended;
mod exception_unmatched;
mod usable;

use model::{Demand, Layer, Responsibility};

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &exception_ended::CONTROL,
    &exception_unmatched::CONTROL,
    &usable::CONTROL,
];

const DUTY: Responsibility = Responsibility {
    service: "Bailiwick",
    aws: "keeps the settings document and its versions",
    customer: "keep the settings true: every exception with an owner, a reason and an end",
    layer: Layer::Detection,
    shared: false,
};

/// Where the reader's own settings document lies is the reader's to say.
const PUT: &str = "aws s3 cp settings.yaml s3://SETTINGS-BUCKET/settings.yaml";
