//! Every operation of calls.toml: what is read of a good response, and of what becomes of it.
//!
//! The samples are made by `samples.py` after AWS's models, and what is to be read of them is what
//! botocore reads. Changed responses may be read or not, but never with fewer items than were sent,
//! never with a panic, and never without bounds.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
use calls::every;
use calls::every::Every;
use serde_json::Value;

/// A response, and what botocore reads of it.
struct Sample {
    operation: Every,
    body: String,
    expected: Value,
    /// The names of lists that are absent where they are empty.
    flattened: Vec<String>,
}

fn samples() -> Vec<Sample> {
    let mut all = Vec::new();
    let mut operations = every();
    for entry in std::fs::read_dir("tests/samples").unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
        for mut row in rows {
            let name = row["operation"].as_str().unwrap();
            let at = operations.iter().position(|one| one.name == name).unwrap();
            all.push(Sample {
                operation: operations.remove(at),
                body: row["body"].as_str().unwrap().into(),
                expected: row["expected"].take(),
                flattened: serde_json::from_value(row["flattened"].take()).unwrap_or_default(),
            });
        }
    }
    assert!(operations.is_empty(), "no sample: {operations:?}");
    all
}

/// Numbers alike, whether they are whole or not.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(key, one)| (key.clone(), plain(one)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

/// How many items all lists and maps have together.
fn items(value: &Value) -> usize {
    match value {
        Value::Array(list) => list.len() + list.iter().map(items).sum::<usize>(),
        Value::Object(members) => members.values().map(items).sum(),
        _ => 0,
    }
}

#[test]
fn what_is_read_is_what_botocore_reads() {
    for sample in samples() {
        let read = sample.operation.decode(sample.body.as_bytes());
        let read = read.unwrap_or_else(|why| panic!("{:?}: {why}", sample.operation));
        assert_eq!(
            plain(&read),
            plain(&sample.expected),
            "{:?}",
            sample.operation
        );
    }
}

/// What else may come with status 200: nothing of it is a response, not even an empty one.
#[test]
fn what_is_no_response_is_an_error() {
    let samples = samples();
    for sample in &samples {
        let operation = &sample.operation;
        let is_xml = sample.body.starts_with('<');
        let error = if is_xml {
            "<ErrorResponse><Error><Code>Throttling</Code><Message>m</Message></Error></ErrorResponse>"
        } else {
            r#"{"__type": "ThrottlingException", "message": "slow down"}"#
        };
        let page =
            "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Log in</body></html>";
        for body in [
            "",
            " \n",
            error,
            page,
            "<html><body>Log in</body></html>",
            "[]",
            "null",
            "0",
            "{",
            "<",
            "\u{feff}",
            "{\"a\": 1}{}",
        ] {
            let read = operation.decode(body.as_bytes());
            assert!(read.is_err(), "{operation:?} reads {body:?} as {read:?}");
        }
        for other in samples
            .iter()
            .filter(|other| other.operation.name != operation.name)
        {
            let read = operation.decode(other.body.as_bytes());
            // With the members that nobody reads: a response has more than the table names.
            let shares = is_shared(&whole(sample), &whole(other));
            assert!(
                read.is_err() || shares,
                "{operation:?} reads {:?} as {read:?}",
                other.operation
            );
        }
    }
}

/// All members of the response, those that nobody reads too, where it is JSON.
fn whole(sample: &Sample) -> Value {
    serde_json::from_str(&sample.body).unwrap_or_else(|_| sample.expected.clone())
}

/// Whether two operations' responses have a member in common: JSON names no operation.
fn is_shared(one: &Value, other: &Value) -> bool {
    let names = |value: &Value| {
        value
            .as_object()
            .map(|all| all.keys().cloned().collect::<Vec<_>>())
    };
    let (one, other) = (names(one).unwrap(), names(other).unwrap());
    one.iter().any(|name| other.contains(name))
}

/// Cut anywhere, a response is an error: never a shorter list.
#[test]
fn a_response_that_is_cut_is_an_error() {
    for sample in samples() {
        let body = sample.body.as_bytes();
        for length in places(body, 1000) {
            let read = sample.operation.decode(&body[..length]);
            assert!(
                read.is_err(),
                "{:?} cut at {length}: {read:?}",
                sample.operation
            );
        }
    }
}

/// Some places of a body: about so many.
fn places(body: &[u8], count: usize) -> impl Iterator<Item = usize> {
    let step = (body.len() / count).max(1) | 1;
    (0..body.len()).step_by(step)
}

/// Whether a list or map that was read has fewer items than the same one that was sent. One that is
/// absent is a gap, and no shorter list.
fn is_shortened(read: &Value, sent: &Value) -> bool {
    match (read, sent) {
        (Value::Array(read), Value::Array(sent)) => {
            let pairs = read.iter().zip(sent);
            read.len() < sent.len()
                || pairs
                    .into_iter()
                    .any(|(one, other)| is_shortened(one, other))
        }
        (Value::Object(read), Value::Object(sent)) => {
            let mut members = read.iter();
            members.any(|(name, one)| sent.get(name).is_some_and(|other| is_shortened(one, other)))
        }
        _ => false,
    }
}

/// One byte other, more or less, anywhere: whatever is read of it, no list is shorter.
#[test]
fn a_wrong_byte_shortens_no_list() {
    for sample in samples() {
        let body = sample.body.as_bytes();
        for at in places(body, 120) {
            let mut mutants = vec![[&body[..at], &body[at + 1..]].concat()];
            for byte in [
                b'<', b'>', b'"', b'/', b'{', b']', b'\\', b'&', b'x', b'0', 0, 0xff,
            ] {
                mutants.push([&body[..at], &[byte], &body[at + 1..]].concat());
                mutants.push([&body[..at], &[byte], &body[at..]].concat());
            }
            for mutant in mutants {
                if let Ok(read) = sample.operation.decode(&mutant) {
                    let text = String::from_utf8_lossy(&mutant);
                    let short = is_shortened(&read, &sample.expected);
                    assert!(!short, "{:?} at {at}: {read:?} of {text}", sample.operation);
                }
            }
        }
    }
}

/// The names of elements and members, each renamed everywhere: a list whose items have another name
/// is an error, one that has another name itself is absent.
#[test]
fn other_names_shorten_no_list() {
    for sample in samples() {
        let is_xml = sample.body.starts_with('<');
        let mut names: Vec<&str> = sample.body.split(if is_xml { '<' } else { '"' }).collect();
        names.retain(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        let mut names: Vec<_> = names
            .iter()
            .filter_map(|name| name.split(|c: char| !c.is_ascii_alphanumeric()).next())
            .collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| !sample.flattened.iter().any(|flat| flat == name));
        for name in names {
            let renamed = if is_xml {
                let opened = sample.body.replace(&format!("<{name}>"), "<other>");
                opened.replace(&format!("</{name}>"), "</other>")
            } else {
                sample.body.replace(&format!("\"{name}\":"), "\"other\":")
            };
            if let Ok(read) = sample.operation.decode(renamed.as_bytes()) {
                let short = is_shortened(&read, &sample.expected);
                assert!(!short, "{:?} without {name}: {read:?}", sample.operation);
            }
        }
    }
}

/// An element or value in place of another, anywhere that one begins: deep, huge, or a bomb.
#[test]
fn what_is_deep_or_huge_is_read_within_bounds() {
    let deep = 100_000;
    let xml = [
        format!("{}{}", "<a>".repeat(deep), "</a>".repeat(deep)),
        "<a>".repeat(deep),
        "9".repeat(100_000),
        "&lol;".repeat(1000),
        "&#x110000;".into(),
        "<![CDATA[".into(),
        "<!--".into(),
    ];
    let json = [
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)),
        "[".repeat(deep),
        "{\"a\":".repeat(deep),
        "9".repeat(100_000),
        "1e999999".into(),
        "\"\\ud800\"".into(),
        "\"\\u12".into(),
    ];
    for sample in samples() {
        let body = sample.body.as_bytes();
        let is_xml = sample.body.starts_with('<');
        let (insertions, opens) = if is_xml { (&xml, b'>') } else { (&json, b':') };
        let begins: Vec<_> = (0..body.len()).filter(|at| body[*at] == opens).collect();
        for at in begins.iter().step_by(begins.len() / 8 + 1) {
            for insertion in insertions {
                let (before, after) = body.split_at(at + 1);
                let read = sample
                    .operation
                    .decode(&[before, insertion.as_bytes(), after].concat());
                let Ok(read) = read else { continue };
                let short = is_shortened(&read, &sample.expected);
                assert!(!short, "{:?} at {at}: {read:?}", sample.operation);
            }
        }
        let bomb = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>";
        let bombed = sample.body.replace("?>\n", &format!("?>\n{bomb}"));
        assert!(!is_xml || sample.operation.decode(bombed.as_bytes()).is_err());
        assert!(items(&sample.expected) < 2000, "samples are small");
    }
}
