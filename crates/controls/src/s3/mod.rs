//! Buckets and access points: who has access, and what can be restored.
mod access_point_public_access_block;
mod account_public_access_block;
mod acls_disabled;
mod bucket_public_access_block;
mod confused_deputy;
mod cross_account_access;
mod cross_account_mutation;
mod event_notifications;
mod lifecycle;
mod mfa_delete;
mod multi_region_access_point_public_access_block;
mod object_lock;
mod predictable_service_bucket;
mod public_read;
mod public_write;
mod replication;
mod replication_destination;
mod sse_c_blocked;
mod tls_only;
mod versioning;
mod website_hosting;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &access_point_public_access_block::CONTROL,
    &account_public_access_block::CONTROL,
    &acls_disabled::CONTROL,
    &bucket_public_access_block::CONTROL,
    &confused_deputy::CONTROL,
    &cross_account_access::CONTROL,
    &cross_account_mutation::CONTROL,
    &event_notifications::CONTROL,
    &lifecycle::CONTROL,
    &mfa_delete::CONTROL,
    &multi_region_access_point_public_access_block::CONTROL,
    &object_lock::CONTROL,
    &predictable_service_bucket::CONTROL,
    &public_read::CONTROL,
    &public_write::CONTROL,
    &replication::CONTROL,
    &replication_destination::CONTROL,
    &sse_c_blocked::CONTROL,
    &tls_only::CONTROL,
    &versioning::CONTROL,
    &website_hosting::CONTROL,
];
