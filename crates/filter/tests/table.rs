//! Patterns of the CloudWatch Logs User Guide and of the CIS benchmark, on events.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use filter::{Match, Pattern};
use serde_json::{Value, json};

/// The events of the guide's two pages of examples, in one.
fn guide() -> Value {
    json!({
        "eventType": "UpdateTrail",
        "sourceIPAddress": "111.111.111.111",
        "arrayKey": ["value", "another value"],
        "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
        "SomeObject": null,
        "ThisFlag": true,
        "latency": 500,
        "numbers": [1, 0.005],
        "user": {"id": 1, "email": "John.Stiles@example.com"},
        "users": [{"id": 2, "email": "John.Doe@example.com"}],
        "actions": ["GET", "PUT", "DELETE"],
        "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]],
        "quoted": "a \"b\" \\c",
        "text": "true",
    })
}

#[track_caller]
fn on_guide(expected: &str, patterns: &[&str]) {
    for text in patterns {
        let pattern: Pattern = text.parse().unwrap();
        let word = match pattern.matches(&guide()) {
            Match::Yes => "yes",
            Match::No => "no",
            Match::Unknown(_) => "unknown",
        };
        assert_eq!(word, expected, "{text}");
        let printed = pattern.to_string();
        assert_eq!(printed.parse::<Pattern>().unwrap(), pattern, "{printed}");
    }
}

#[test]
fn what_matches() {
    on_guide(
        "yes",
        &[
            "",
            "{ $.eventType = \"UpdateTrail\" }",
            "{$.eventType=UpdateTrail}",
            "{ $.sourceIPAddress != 123.123.* }",
            "{ $.arrayKey[0] = \"value\" }",
            "{ $.objectList[1].id = 2 }",
            "{ $.SomeObject IS NULL }",
            "{ $.SomeOtherObject NOT EXISTS }",
            "{ $.ThisFlag IS TRUE }",
            "{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") }",
            "{ $.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }",
            "{ $.latency >= 500 && $.latency <= +500 && $.latency < 10e3 && $.latency > -1 }",
            "{ $.numbers[1] < 10e-3 }",
            "{ $.latency = * }",
            "{ $.latency = 5e2 }",
            "{ $.latency != other }",
            "{ $.eventType = *Trail && $.eventType = Update* && $.eventType = \"*date*\" }",
            "{ $.quoted = \"a \\\"b\\\" \\\\c\" }",
            "{ $.eventType = %^Up[a-d]+te|^Nothing% }",
            "{ $.sourceIPAddress = %^\\d{1,3}\\.111\\.% }",
            "UpdateTrail",
            "\"\\\"eventType\\\":\\\"UpdateTrail\\\"\" -DeleteTrail",
            "?DeleteTrail ?UpdateTrail",
        ],
    );
}

#[test]
fn what_does_not() {
    on_guide(
        "no",
        &[
            "{ $.eventType = updateTrail }",
            "{ $.eventType = Trail }",
            "{ $.eventType = Update }",
            "{ $.missing = \"*\" }",
            "{ $.missing IS NULL }",
            "{ $.missing IS TRUE }",
            "{ $.missing > 1 }",
            "{ $.SomeObject NOT EXISTS }",
            "{ $.ThisFlag IS FALSE }",
            "{ $.users = 1 }",
            "{ $.users != 1 }",
            "{ $.arrayKey[2] = \"value\" }",
            "{ $.eventType[0] = \"U\" }",
            "{ ($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\" }",
            "{ ($.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }",
            "{ $.latency = 501 }",
            "{ $.latency = other }",
            "{ $.eventType = %^Trail% }",
            "{ $.eventType = %Update$% }",
            "UpdateTrail -UpdateTrail",
            "updateTrail",
            "?DeleteTrail ?StopLogging",
        ],
    );
}

#[test]
fn what_aws_does_not_document() {
    on_guide(
        "unknown",
        &[
            "{ $.missing != x }",
            "{ $.eventType = Up*Trail }",
            "{ $.ThisFlag = true }",
            "{ $.SomeObject = null }",
            "{ $.text IS TRUE }",
            "{ $.eventType > 1 }",
            "{ $.latency = \"500\" }",
            "{ $.latency = 5* }",
            "{ $.eventType = %(Update|Delete)Trail% }",
            "{ $.users = 1 || $.eventType = UpdateTrail }",
        ],
    );
}

#[test]
fn what_is_unknown_decides_only_where_it_matters() {
    on_guide("yes", &["{ $.missing != x || $.eventType = UpdateTrail }"]);
    on_guide("no", &["{ $.missing != x && $.eventType = DeleteTrail }"]);
}

#[test]
fn what_cannot_be_read() {
    for text in [
        "{",
        "{ }",
        "{ $.a }",
        "{ $ = 1 }",
        "{ $.a = }",
        "{ $.a = \"b }",
        "{ $.a = \"\\n\" }",
        "{ $.a = b } c",
        "{ $.a = b || }",
        "{ ($.a = b }",
        "{ $.a[*] = b }",
        "{ $.a < b }",
        "{ $.a < nan }",
        "{ $.a is null }",
        "{ $.a EXISTS }",
        "{ !($.a = b) }",
        "{ $.a = %b }",
        "[ip, user]",
        "?a b",
        "%a%",
    ] {
        assert!(text.parse::<Pattern>().is_err(), "{text}");
    }
    let deep = |depth| {
        format!("{{ {}$.a = b{} }}", "(".repeat(depth), ")".repeat(depth)).parse::<Pattern>()
    };
    assert!(deep(64).is_ok());
    assert!(deep(65).is_err() && deep(100_000).is_err());
}
