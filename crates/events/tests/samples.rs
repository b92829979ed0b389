//! The events of `events/`: one of each that the table has, and the odd ones.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
mod sample;

use std::collections::BTreeSet;
use std::path::Path;

use events::{Decoded, Event, Row, decode, groups, look, table};
use sample::{Difference, differences, file};

const BUCKET: &str = "arn:aws:s3:::acme-ledger";

/// What the samples are about, by kind.
fn subject(row: &Row) -> &'static str {
    match row.kind().id {
        "account" => "arn:aws:iam::123456789012:root",
        "s3.bucket" => BUCKET,
        "s3.access-point" => "arn:aws:s3:us-east-1:123456789012:accesspoint/reports",
        "iam.user" => "arn:aws:iam::123456789012:user/amara",
        "iam.group" => "arn:aws:iam::123456789012:group/staff",
        "iam.role" => "arn:aws:iam::123456789012:role/billing",
        "iam.policy" => "arn:aws:iam::123456789012:policy/team/reports",
        "kms.key" => "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "ebs.volume" => "arn:aws:ec2:us-east-1:123456789012:volume/vol-0a1b2c3d4e5f60718",
        "ebs.snapshot" => "arn:aws:ec2:us-east-1::snapshot/snap-0a1b2c3d4e5f60718",
        "rds.db-instance" => "arn:aws:rds:us-east-1:123456789012:db:ledger",
        "rds.db-cluster" => "arn:aws:rds:us-east-1:123456789012:cluster:orders",
        "rds.db-cluster-snapshot" => {
            "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:orders-before-upgrade"
        }
        "rds.db-snapshot" => "arn:aws:rds:us-east-1:123456789012:snapshot:ledger-before-upgrade",
        other => panic!("no sample is about `{other}`"),
    }
}

fn read(file: &Path) -> Result<Decoded, String> {
    let text = std::fs::read_to_string(file).unwrap();
    decode(&text, "aws").map_err(|refused| refused.to_string())
}

fn event(text: &str) -> Event {
    match decode(text, "aws") {
        Ok(Decoded::Event(event)) => *event,
        other => panic!("{text}: {other:?}"),
    }
}

/// The sample of an event.
fn sample(service: &str, name: &str) -> Event {
    let mut all = differences().into_iter();
    let own = all.find(|one| one.service == service && one.event == name);
    event(&own.unwrap().text())
}

fn odd(name: &str) -> Event {
    event(&std::fs::read_to_string(file("odd").join(name)).unwrap())
}

#[test]
fn every_event_of_the_table_has_a_sample_and_its_scope() {
    let samples = differences();
    for row in table() {
        let is_own = |one: &&Difference| {
            (&*one.service, &*one.event, one.by.is_some())
                == (row.service, row.name, row.is_by_root())
        };
        let sample = samples.iter().find(is_own);
        let event = event(
            &sample
                .unwrap_or_else(|| panic!("`{}` has no sample", row.name))
                .text(),
        );
        let expected = subject(row);
        assert_eq!(event.resource.to_string(), expected, "{}", row.name);
        assert_eq!(
            (event.row.name, event.row.kind().id, &*event.account.id),
            (row.name, row.kind().id, "123456789012")
        );
        let look = look(&[event], &controls::all());
        let resources: Vec<_> = groups(&look.assessments).into_values().flatten().collect();
        let tags = row.kind().tags().is_some_and(|need| row.changes(&need));
        let something = !look.assessments.is_empty() || !look.sweep.is_empty();
        assert!(something || tags, "{}", row.name);
        assert!(resources.iter().all(|arn| arn.to_string() == expected));
    }
}

#[test]
fn every_sample_is_an_event_of_the_table_and_an_envelope_an_event() {
    let samples = differences();
    for one in &samples {
        assert!(
            events::find(&one.service, &one.event).is_some(),
            "{}",
            one.event
        );
    }
    for service in samples
        .iter()
        .map(|one| &one.service)
        .collect::<BTreeSet<_>>()
    {
        event(&sample::envelope(service).to_string());
    }
}

/// What becomes of the odd ones: recognised, or refused with these words.
const ODD: &[(&str, Result<&str, &str>)] = &[
    (
        "other-recipient.json",
        Err("its account and its recipient disagree"),
    ),
    ("spoofed-source.json", Err("its source is not AWS")),
    ("source-and-service-disagree.json", Err("disagree")),
    ("failed-call.json", Ok("the call failed")),
    ("unknown-field.json", Ok("event")),
    ("unknown-event.json", Ok("the table has no such event")),
    (
        "no-bucket.json",
        Err("`/requestParameters/bucketName` names nothing"),
    ),
    (
        "bucket-name-of-an-attacker.json",
        Err("`/requestParameters/bucketName` names nothing"),
    ),
    (
        "no-parameters.json",
        Err("`/requestParameters/bucketName` names nothing"),
    ),
    ("parameters-left-out.json", Ok("event")),
    (
        "two-buckets.json",
        Err("`/requestParameters/bucketName` names nothing"),
    ),
    ("no-time.json", Err("its time is no time")),
    ("stale.json", Ok("event")),
    ("by-a-service-with-a-long-agent.json", Ok("event")),
    ("by-root.json", Ok("event")),
    (
        "another-detail-type.json",
        Ok("it is of another detail type"),
    ),
    ("failed-sign-in.json", Ok("the sign-in failed")),
    (
        "sign-in-of-a-user.json",
        Ok("a user other than the root user signed in"),
    ),
    (
        "sign-in-told-as-a-call.json",
        Err("its detail type and its service disagree"),
    ),
    (
        "tags-of-an-access-point.json",
        Ok("it is about another kind of resource"),
    ),
    (
        "policy-that-is-a-bucket.json",
        Ok("it is about another kind of resource"),
    ),
    ("no-json.txt", Err("expected")),
    ("an-array.json", Err("invalid")),
    (
        "no-account-number.json",
        Err("its account is no account number"),
    ),
];

#[test]
fn odd_ones() {
    for (name, expected) in ODD {
        let decoded = match read(&file("odd").join(name)) {
            Ok(Decoded::Event(event)) => {
                assert_eq!(event.resource.to_string(), BUCKET);
                Ok("event")
            }
            Ok(Decoded::Irrelevant(why)) => Ok(why),
            Err(why) => Err(why),
        };
        match (&decoded, expected) {
            (Ok(decoded), Ok(expected)) => assert_eq!(decoded, expected, "{name}"),
            (Err(decoded), Err(word)) => assert!(decoded.contains(word), "{name}: {decoded}"),
            _ => panic!("{name}: {decoded:?}"),
        }
    }
    let files = file("odd").read_dir().unwrap();
    let files: BTreeSet<_> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        files,
        ODD.iter().map(|(name, _)| (*name).to_owned()).collect()
    );
}

#[test]
fn what_callers_choose_is_cut_and_made_plain() {
    let cause = odd("by-a-service-with-a-long-agent.json").cause;
    assert_eq!(cause.agent.unwrap().len(), 256);
    assert_eq!(cause.principal.as_deref(), Some("config.amazonaws.com"));
    let cause = sample("s3", "PutBucketVersioning").cause;
    let json = serde_json::to_value(&cause).unwrap();
    assert_eq!(json["told_by"], "cloudtrail");
    assert_eq!(
        json["session_issuer"],
        "arn:aws:iam::123456789012:role/Deployer"
    );
    assert_eq!(json["source_address"], "203.0.113.24");
}

#[test]
fn a_large_event_is_read_like_any_other() {
    let mut envelope = sample::envelope("s3");
    envelope["detail"]["requestParameters"]["padding"] = "x".repeat(250 * 1024).into();
    assert!(matches!(
        decode(&envelope.to_string(), "aws"),
        Ok(Decoded::Event(_))
    ));
}

#[test]
fn a_burst_on_one_bucket_is_one_read_and_the_latest_is_the_cause() {
    let one = sample("s3", "PutBucketVersioning");
    let mut burst: Vec<_> = (0..1000)
        .map(|number| {
            let mut one = one.clone();
            one.cause.event_id = format!("event-{number}");
            one.happened_at += std::time::Duration::from_secs(number);
            one
        })
        .collect();
    burst.reverse();
    let look = look(&burst, &controls::all());
    let [(controls, resources)] = &*groups(&look.assessments).into_iter().collect::<Vec<_>>()
    else {
        panic!("one group")
    };
    assert_eq!(
        (controls.as_slice(), resources.len()),
        (&["s3.mfa-delete", "s3.versioning"][..], 1)
    );
    let cause = &look.assessments[&resources[0]]["s3.versioning"];
    assert_eq!(cause.event_id, "event-999");
}
