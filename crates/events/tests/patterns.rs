//! The patterns of EventBridge's rules: what they match, and that EventBridge accepts them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![allow(dead_code, reason = "the samples serve other tests too")]
mod sample;

use std::collections::BTreeSet;

use events::{Decoded, LONGEST, decode, pattern, patterns, plain, table};
use serde_json::Value;

const CALL: &str = "AWS API Call via CloudTrail";

/// What EventBridge does with the list of event names of a pattern.
fn lets_through(pattern: &Value, name: &str) -> bool {
    let entries = pattern["detail"]["eventName"].as_array().unwrap();
    entries.iter().any(|entry| match entry["prefix"].as_str() {
        Some(prefix) => name.starts_with(prefix),
        None => entry == name,
    })
}

fn of<'a>(service: &str, names: impl IntoIterator<Item = &'a str>) -> Option<Value> {
    let names = names.into_iter().collect();
    pattern(service, &BTreeSet::from([CALL]), &names).ok()
}

/// Actions of a service that write, by AWS's own list: most of its events are called the same.
fn writes(service: &str) -> Vec<String> {
    let actions = policy::catalogue::actions();
    let own = actions.filter(|one| one.service().prefix() == service);
    let writing = own.filter(|one| !one.access_level().reads_only());
    writing.map(|one| one.name().to_string()).collect()
}

#[test]
fn every_event_of_the_table_is_matched_by_the_pattern_of_its_service() {
    let patterns = patterns(&controls::all()).unwrap();
    for row in table() {
        assert!(
            lets_through(&patterns[row.service], row.name),
            "{}",
            row.name
        );
    }
    assert!(!lets_through(&patterns["s3"], "PutObject"));
    assert!(!lets_through(&patterns["s3"], "GetBucketPolicy"));
}

#[test]
fn eventbridge_accepts_every_pattern() {
    for (service, pattern) in patterns(&controls::all()).unwrap() {
        // Spaces after commas and colons, as some writers put them.
        let written = pattern.to_string().replace(',', ", ").replace(':', ": ");
        assert!(written.chars().count() <= LONGEST, "`{service}`");
    }
}

/// Of the events that a service may come to have, every third, every second, and so on.
#[test]
fn a_pattern_matches_what_it_is_made_for_or_is_refused() {
    let mut refused = 0;
    for service in [
        "ec2",
        "iam",
        "s3",
        "rds",
        "lambda",
        "cloudfront",
        "sagemaker",
    ] {
        let all = writes(service);
        for step in 1..=6 {
            let names: Vec<_> = all.iter().step_by(step).map(String::as_str).collect();
            let Some(pattern) = of(service, names.iter().copied()) else {
                refused += 1;
                continue;
            };
            let length = pattern.to_string().len();
            assert!(length <= LONGEST, "{service}: {length}");
            for name in names {
                assert!(lets_through(&pattern, name), "{service}:{name}");
            }
        }
    }
    assert!(
        refused > 0,
        "all of EC2's writing calls are more than EventBridge accepts"
    );
}

#[test]
fn a_pattern_stays_short_as_events_grow() {
    // What an account's exposure in EC2 depends on.
    for about in [
        &[
            "SecurityGroup",
            "NetworkAcl",
            "Route",
            "InternetGateway",
            "FlowLogs",
            "VpcPeering",
        ][..],
        &[
            "SecurityGroup",
            "NetworkAcl",
            "Snapshot",
            "Image",
            "FlowLogs",
            "VpcPeering",
            "EbsEncryption",
        ],
    ] {
        let all = writes("ec2");
        let of_them = |name: &&String| about.iter().any(|word| name.contains(word));
        let names: Vec<_> = all.iter().filter(of_them).map(String::as_str).collect();
        let exact: usize = names.iter().map(|name| name.len() + r#""", "#.len()).sum();
        let pattern = of("ec2", names).map(|pattern| pattern.to_string().len());
        assert!(
            exact > LONGEST - 200,
            "{exact} without the rest of the pattern"
        );
        assert!(
            pattern.is_some_and(|length| length <= LONGEST),
            "{exact} {pattern:?}"
        );
    }
}

#[test]
fn names_with_a_date_are_matched_and_understood() {
    let cases = [
        ("cloudfront", "UpdateDistribution", "2020_05_31"),
        ("lambda", "TagResource", "20170331v2"),
        ("lambda", "CreateFunctionUrlConfig", "20211031"),
        ("lambda", "CreateFunctionUrlConfig", ""),
    ];
    for (service, name, date) in cases {
        let event = format!("{name}{date}");
        let pattern = of(service, [name, "CreateFunction"]).unwrap();
        assert!(lets_through(&pattern, &event), "{event}");
        assert_eq!(plain(&event), name);
    }
    let text = sample("s3", "PutBucketVersioning20060301v3");
    let Ok(Decoded::Event(event)) = decode(&text, "aws") else {
        unreachable!("{text}")
    };
    assert_eq!(
        (event.row.name, &*event.cause.event),
        ("PutBucketVersioning", "PutBucketVersioning20060301v3")
    );
}

/// An event of a service by any name.
fn sample(service: &str, name: &str) -> String {
    let mut event = sample::envelope(service);
    event["detail"]["eventName"] = name.into();
    event.to_string()
}

#[test]
fn what_a_prefix_lets_through_too_much_is_dropped_in_silence() {
    let mut dropped = 0;
    for (service, pattern) in patterns(&controls::all()).unwrap() {
        for name in writes(service) {
            let listed = events::find(service, &name).is_some();
            if listed || !lets_through(&pattern, &name) {
                continue;
            }
            dropped += 1;
            let decoded = decode(&sample(service, &name), "aws");
            assert!(
                matches!(decoded, Ok(Decoded::Irrelevant(_))),
                "{service}:{name}"
            );
        }
    }
    assert!(
        dropped > 0,
        "some prefix lets through more than it is made for"
    );
}
