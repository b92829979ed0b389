//! The table of events, against what AWS calls them and against what controls need.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use std::collections::BTreeSet;

use events::{Row, concerns, find, table};
use model::{Demand, Need};

/// Events that are no action of IAM's, and why.
const NO_ACTION: &[(&str, &str)] = &[
    ("ConsoleLogin", "a sign-in, and no call of an API"),
    (
        "DeleteAccountPublicAccessBlock",
        "allowed by s3:PutAccountPublicAccessBlock",
    ),
    (
        "DeleteBucketPublicAccessBlock",
        "allowed by s3:PutBucketPublicAccessBlock",
    ),
    (
        "DeleteBucketOwnershipControls",
        "allowed by s3:PutBucketOwnershipControls",
    ),
    (
        "PutBucketLifecycle",
        "allowed by s3:PutLifecycleConfiguration",
    ),
    (
        "PutBucketLifecycleConfiguration",
        "allowed by s3:PutLifecycleConfiguration",
    ),
    (
        "DeleteBucketLifecycle",
        "allowed by s3:PutLifecycleConfiguration",
    ),
    (
        "PutObjectLockConfiguration",
        "the API's name; allowed by s3:PutBucketObjectLockConfiguration",
    ),
    (
        "PutBucketNotificationConfiguration",
        "the API's name; allowed by s3:PutBucketNotification",
    ),
    (
        "PutBucketReplication",
        "allowed by s3:PutReplicationConfiguration",
    ),
    (
        "DeleteBucketReplication",
        "allowed by s3:PutReplicationConfiguration",
    ),
    (
        "PutBucketEncryption",
        "allowed by s3:PutEncryptionConfiguration",
    ),
    (
        "DeleteBucketEncryption",
        "allowed by s3:PutEncryptionConfiguration",
    ),
    ("DeleteBucketTagging", "allowed by s3:PutBucketTagging"),
];

#[test]
fn every_name_is_an_action_or_an_exception() {
    for row in table() {
        let action = format!("{}:{}", row.service, row.name);
        let known = policy::catalogue::action(&action).is_ok();
        let excepted = NO_ACTION.iter().any(|(name, _)| *name == row.name);
        assert_ne!(known, excepted, "`{action}`");
    }
}

#[test]
fn every_exception_is_an_event() {
    for (name, _) in NO_ACTION {
        assert!(table().any(|row| row.name == *name), "`{name}`");
    }
}

#[test]
fn every_event_is_there_once_and_touches_a_control() {
    let mut seen = BTreeSet::new();
    for row in table() {
        assert!(seen.insert((row.service, row.name)), "`{}` twice", row.name);
        assert!(find(row.service, row.name).is_some());
        let tags = row.kind().tags().is_some_and(|need| row.changes(&need));
        assert!(
            tags || concerns(row, &controls::all()),
            "`{}` touches nothing",
            row.name
        );
    }
}

/// Facts that no event tells of, and why.
fn silent(need: &Need) -> Option<&'static str> {
    match need.id {
        _ if need.reads.is_empty() => Some("known without asking"),
        "account.root-credentials" => Some("a report of hours ago: the sweep reads it"),
        "region.s3-predictable-names" => Some("others' buckets: the sweep sees them"),
        "iam.entity.created" | "iam.entity.policies" | "iam.entity.service-use" => {
            Some("IAM works on it for seconds: a job of its own sees it")
        }
        "s3.bucket.replication-destinations" => Some("buckets elsewhere: the sweep sees them"),
        _ => None,
    }
}

/// Whether an event changes a fact, in a way.
fn told(need: &Need, way: fn(&Row) -> bool) -> bool {
    table().any(|row| way(row) && row.changes(need))
}

#[test]
fn every_control_hears_of_what_breaks_it_and_of_what_repairs_it() {
    for control in controls::all() {
        let needs: Vec<_> = control
            .needs()
            .iter()
            .filter(|need| silent(need).is_none())
            .collect();
        if needs.is_empty() {
            continue;
        }
        let id = Demand::id(control);
        assert!(
            needs
                .iter()
                .any(|need| told(need, |row| row.effect.breaks())),
            "breaking `{id}`"
        );
        assert!(
            needs
                .iter()
                .any(|need| told(need, |row| row.effect.repairs())),
            "repairing `{id}`"
        );
        for need in needs {
            assert!(
                told(need, |_| true),
                "`{id}` needs `{}`, and nobody tells of it",
                need.id
            );
        }
    }
}
