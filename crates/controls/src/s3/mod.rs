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

/// `A is`, `A and B are`, `A, B and C are`.
fn are(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("{one} is"),
        [first @ .., last] => format!("{} and {last} are", first.join(", ")),
    }
}

/// Actions that read or list.
const READS: &[&str] = &["s3:Get*", "s3:List*", "s3:Describe*", "s3:Head*"];

/// Actions that write, delete or change permissions: all others.
const WRITES: &[&str] = &[
    "s3:Abort*",
    "s3:Allow*",
    "s3:Associate*",
    "s3:Bypass*",
    "s3:Create*",
    "s3:Delete*",
    "s3:Dissociate*",
    "s3:Initiate*",
    "s3:Object*",
    "s3:Pause*",
    "s3:Put*",
    "s3:Replicate*",
    "s3:Restore*",
    "s3:Submit*",
    "s3:Tag*",
    "s3:Untag*",
    "s3:Update*",
];

/// The statement that refuses requests without TLS. Its `Sid` keeps it from being added twice.
fn tls_only_statement(arn: &str) -> serde_json::Value {
    serde_json::json!({
        "Sid": "BailiwickTlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, format!("{arn}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    })
}

#[cfg(test)]
mod tests {
    use policy::{Glob, catalogue};

    #[test]
    fn every_action_reads_or_writes() {
        let covers = |patterns: &[&str], action: &str| {
            let globs = patterns.iter().map(|pattern| Glob::action(pattern));
            globs.into_iter().any(|glob| glob.matches(action))
        };
        let actions = catalogue::service("s3").unwrap().actions();
        let unclear: Vec<String> = actions
            .filter_map(|action| {
                let name = format!("s3:{}", action.name());
                let kinds = (covers(super::READS, &name), covers(super::WRITES, &name));
                // AWS calls it a read, and it lets logs out.
                let lets_out = name == "s3:AllowVendedLogDeliveryForResource";
                let reads = action.access_level().reads_only() && !lets_out;
                (kinds != (reads, !reads)).then(|| format!("{name}: {kinds:?}"))
            })
            .collect();
        assert_eq!(unclear, [""; 0]);
    }
}
