//! The table of events, against what AWS calls them and against what controls need.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use std::collections::{BTreeMap, BTreeSet};

use events::{Effect, Facts, Row, concerns, find, table};
use model::Need;

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
        let catalogued = policy::catalogue::action(&action).is_ok();
        let excepted = NO_ACTION.iter().any(|(name, _)| *name == row.name);
        assert_ne!(catalogued, excepted, "`{action}`");
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
        let kind = row.kind().id;
        assert!(
            seen.insert((row.service, row.name, kind)),
            "`{}` twice",
            row.name
        );
        assert!(find(row.service, row.name).is_some());
        let tags = row.kind().tags().is_some_and(|need| row.changes(&need));
        assert!(
            tags || concerns(row, &controls::all()),
            "`{}` touches nothing",
            row.name
        );
    }
}

/// How a fact may change without an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Broken,
    Repaired,
}
use Way::{Broken, Repaired};

/// Ways in which no event changes a fact, apart from creating or deleting the resource, and why.
const NO_EVENT: &[(&str, &[Way], &str)] = &[
    (
        "account.root-credentials",
        NEITHER,
        "the credential report is some hours old; account.root-credentials-present has the events",
    ),
    (
        "account.root-sign-in",
        &[Repaired],
        "it passes with time: the sweep reads it again",
    ),
    (
        "ebs.snapshot.encrypted",
        &[Repaired],
        "decided when the snapshot is created",
    ),
    (
        "ebs.volume.encrypted",
        NEITHER,
        "decided when the volume is created",
    ),
    ("iam.entity.created", NEITHER, "a date that never changes"),
    (
        "iam.entity.policies",
        NEITHER,
        "read by the weekly job on service use alone",
    ),
    (
        "iam.entity.service-use",
        NEITHER,
        "IAM works on the answer for seconds: the weekly job reads it",
    ),
    ("iam.role.created", NEITHER, "a date that never changes"),
    (
        "iam.role.last-use",
        NEITHER,
        "it changes with every use and with time: the sweep reads it",
    ),
    (
        "rds.db-cluster.storage-encryption",
        NEITHER,
        "decided when the DB cluster is created",
    ),
    (
        "rds.db-cluster-snapshot.encrypted",
        NEITHER,
        "decided when the snapshot is created",
    ),
    (
        "rds.db-instance.storage-encryption",
        NEITHER,
        "decided when the DB instance is created",
    ),
    (
        "rds.db-snapshot.encrypted",
        NEITHER,
        "decided when the snapshot is created",
    ),
    (
        "region.rds-certificate-authorities",
        NEITHER,
        "AWS issues and withdraws certificate authorities: the sweep sees that",
    ),
    (
        "region.s3-predictable-names",
        NEITHER,
        "it changes with buckets of other accounts: the sweep sees them",
    ),
    (
        "s3.access-point.access",
        NEITHER,
        "decided when the access point is created",
    ),
];
const NEITHER: &[Way] = &[Broken, Repaired];

/// Every fact that a control needs: those that are read, and those that are drawn from others.
fn facts() -> BTreeMap<&'static str, Need> {
    let all = controls::all();
    let needs = all.iter().flat_map(|control| control.needs());
    needs
        .filter(|need| !need.is_listing())
        .map(|need| (need.id, *need))
        .collect()
}

/// Whether an event creates or deletes the resource itself, so that all of its facts change at once: that says
/// nothing of each of them.
fn creates_or_deletes(row: &Row) -> bool {
    let facts = facts();
    let mut own = facts.values().filter(|fact| fact.kind.id == row.kind().id);
    let named = ["Create", "Delete"]
        .iter()
        .any(|verb| row.name.starts_with(verb));
    matches!(row.facts, Facts::All) || (named && own.all(|fact| row.changes(fact)))
}

#[test]
fn every_fact_has_an_event_that_breaks_it_and_one_that_repairs_it() {
    for (id, fact) in facts() {
        let listed = NO_EVENT.iter().find(|(listed, ..)| *listed == id);
        let listed = listed.map_or(&[][..], |(_, ways, _)| ways);
        for (way, changes) in [
            (Broken, Effect::breaks as fn(Effect) -> bool),
            (Repaired, Effect::repairs),
        ] {
            let mut rows = table().filter(|row| row.changes(&fact) && changes(row.effect));
            let event = rows.any(|row| !creates_or_deletes(row));
            assert_ne!(event, listed.contains(&way), "`{id}`, {way:?}");
        }
    }
}

#[test]
fn every_fact_that_has_no_event_is_one_that_a_control_needs() {
    for (id, ways, why) in NO_EVENT {
        assert!(facts().contains_key(id), "`{id}`");
        assert!(!ways.is_empty() && !why.is_empty(), "`{id}`");
    }
}
