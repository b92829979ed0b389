//! Buckets: who gets in, and what can be brought back.
mod account_public_access_block;
mod acls_disabled;
mod bucket_public_access_block;
mod event_notifications;
mod lifecycle;
mod mfa_delete;
mod object_lock;
mod replication;
mod versioning;
mod website_hosting;

use model::{Demand, Layer, Responsibility};

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &account_public_access_block::CONTROL,
    &acls_disabled::CONTROL,
    &bucket_public_access_block::CONTROL,
    &event_notifications::CONTROL,
    &lifecycle::CONTROL,
    &mfa_delete::CONTROL,
    &object_lock::CONTROL,
    &replication::CONTROL,
    &versioning::CONTROL,
    &website_hosting::CONTROL,
];

/// The line between AWS and its customer as the S3 user guide draws it: AWS answers for the
/// service, its customer for who is let in and for the options that protect the data.
const fn duty(layer: Layer, aws: &'static str, customer: &'static str) -> Responsibility {
    Responsibility {
        service: "Amazon S3",
        aws,
        customer,
        layer,
        shared: true,
    }
}

const ENFORCES: &str =
    "refuses every request that policies, ACLs and Block Public Access do not allow";
const KEEPS: &str = "stores objects durably in several Availability Zones of one Region";

/// `A is`, `A and B are`, `A, B and C are`.
fn are(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("{one} is"),
        [first @ .., last] => format!("{} and {last} are", first.join(", ")),
    }
}
