//! The event patterns of EventBridge's rules: one a service, short however many events there are.
//!
//! Names with the same beginning become one `prefix`. It may match events that are not needed;
//! [`crate::decode`] drops those as irrelevant.
use std::collections::{BTreeMap, BTreeSet};

use controls::Controls;
use serde_json::{Value, json};

use crate::table::concerns;
use crate::{Row, table};

/// The characters that EventBridge accepts in a rule's pattern; 4,096 only on request (EventBridge User
/// Guide, "Amazon EventBridge quotas", event pattern size).
pub const LONGEST: usize = 2048;

/// Services whose event names carry the date of the API's version, as `CreateFunction20150331` and
/// `UpdateDistribution2020_05_31` (Lambda Developer Guide, "Logging AWS Lambda API calls using AWS
/// CloudTrail"; `CloudFront` Developer Guide, "Logging Amazon `CloudFront` API calls using AWS CloudTrail").
const DATED: &[&str] = &["cloudfront", "lambda"];

/// A pattern that EventBridge would refuse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the event pattern of `{service}` has {length} characters, and EventBridge accepts {LONGEST}; \
     leave out events that change nothing a control reads, or make two rules of the service"
)]
pub struct TooLong {
    /// The service, as `ec2`.
    pub service: Box<str>,
    /// The pattern's length in characters.
    pub length: usize,
}

/// The pattern of each service, by its name as `s3`, whose events may change what these controls say.
///
/// # Errors
/// Where a pattern is longer than [`LONGEST`].
pub fn patterns(controls: &Controls) -> Result<BTreeMap<&'static str, Value>, TooLong> {
    let mut services: BTreeMap<&'static str, Vec<&'static Row>> = BTreeMap::new();
    for row in table().filter(|row| concerns(row, controls)) {
        services.entry(row.service).or_default().push(row);
    }
    let patterns = services.into_iter().map(|(service, rows)| {
        let types = rows.iter().map(|row| row.detail_type()).collect();
        let names = rows.iter().map(|row| row.name).collect();
        Ok((service, pattern(service, &types, &names)?))
    });
    patterns.collect()
}

/// The pattern that matches these events of a service. Without `source`, an event that anybody puts on
/// the bus would match; a call that failed changed nothing.
///
/// # Errors
/// Where it is longer than [`LONGEST`] however its names are folded.
pub fn pattern(
    service: &str,
    types: &BTreeSet<&str>,
    names: &BTreeSet<&str>,
) -> Result<Value, TooLong> {
    let written = |alike| {
        json!({
            "source": [format!("aws.{service}")],
            "detail-type": types,
            "detail": {
                "eventSource": [format!("{service}.amazonaws.com")],
                "eventName": entries(names, alike, DATED.contains(&service)),
                "errorCode": [{"exists": false}],
            },
        })
    };
    // Three names that begin alike are folded always, so that a new event changes the pattern little;
    // two only where there is no room.
    let patterns = [3, 2].map(written);
    let lengths = patterns.each_ref().map(length);
    let fitting = patterns.into_iter().find(|one| length(one) <= LONGEST);
    fitting.ok_or_else(|| TooLong {
        service: service.into(),
        length: lengths.into_iter().min().unwrap_or_default(),
    })
}

/// The characters of a pattern as the longest of usual writers puts it: with a space after each comma
/// and colon.
fn length(pattern: &Value) -> usize {
    let compact = pattern.to_string();
    compact.chars().count() + compact.matches([',', ':']).count()
}

/// The entries of a pattern that match these names: with `dated`, names that a date follows too.
fn entries(names: &BTreeSet<&str>, alike: usize, dated: bool) -> Vec<Value> {
    let (mut stems, exact) = folded(names, alike);
    let mut entries = Vec::new();
    if dated {
        stems.extend(exact);
    } else {
        entries.extend(exact.into_iter().map(|name| (name, json!(name))));
    }
    let covers = |stem: &&str, name: &str| name != *stem && name.starts_with(*stem);
    let widest = |name: &&&str| !stems.iter().any(|stem| covers(stem, name));
    let prefixes = stems.iter().filter(widest);
    entries.extend(prefixes.map(|stem| (*stem, json!({"prefix": stem}))));
    entries.sort_by_key(|(name, _)| *name);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// The beginnings that stand for at least so many names each, and the names that none stands for.
fn folded<'a>(names: &BTreeSet<&'a str>, alike: usize) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
    let (mut stems, mut left) = (BTreeSet::new(), names.clone());
    loop {
        let candidates: BTreeSet<_> = left.iter().flat_map(|name| beginnings(name)).collect();
        let worth = candidates
            .into_iter()
            .filter_map(|stem| Some((saves(stem, &left, alike)?, stem)));
        let Some((_, stem)) = worth.max() else {
            return (stems, left);
        };
        left.retain(|name| !name.starts_with(stem));
        stems.insert(stem);
    }
}

/// How many characters a pattern is shorter with a `prefix` in place of the names that begin so.
fn saves(stem: &str, names: &BTreeSet<&str>, alike: usize) -> Option<usize> {
    let begin = names.iter().filter(|name| name.starts_with(stem));
    let lengths: Vec<_> = begin.map(|name| r#""", "#.len() + name.len()).collect();
    let prefix = r#"{"prefix": ""}, "#.len() + stem.len();
    let saved = lengths.iter().sum::<usize>().checked_sub(prefix)?;
    (saved > 0 && lengths.len() >= alike).then_some(saved)
}

/// The beginnings of a name that end with a word: at least a verb and a noun, for a verb alone stands
/// for much that is not needed, as `PutObject` of S3.
fn beginnings(name: &str) -> impl Iterator<Item = &str> {
    let bytes = name.as_bytes();
    let lower = |at: Option<&u8>| at.is_some_and(|byte| !byte.is_ascii_uppercase());
    let starts = (1..bytes.len()).filter(move |at| {
        let upper = bytes.get(*at).is_some_and(u8::is_ascii_uppercase);
        upper && (lower(bytes.get(at - 1)) || lower(bytes.get(at + 1)))
    });
    let ends = starts.skip(1).chain(std::iter::once(bytes.len()));
    ends.filter_map(|end| name.get(..end))
}
