//! Bailiwick's own settings: that they can be used, and that their exceptions are still needed.
mod exception_ended;
mod exception_unmatched;
mod kept_away;
mod usable;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &exception_ended::CONTROL,
    &exception_unmatched::CONTROL,
    &kept_away::CONTROL,
    &usable::CONTROL,
];
