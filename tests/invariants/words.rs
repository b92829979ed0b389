//! Names are the field's words: `request`, `response`, `record`, `published`, not how one person
//! would tell another what was heard.
#![allow(clippy::string_slice, reason = "code is sliced where it was searched")]
use std::ffi::OsStr;

use crate::workspace::{folder, rust_files};

/// Words that a name does not contain: each has a word of the field for what is meant.
const PRIVATE: &[&str] = &[
    "asked", "asks", "found", "heard", "hears", "known", "tell", "tells", "told",
];

/// The crates whose names were chosen by this rule.
const CRATES: &[&str] = &[
    "apply",
    "bench",
    "calls",
    "cli",
    "collect",
    "drain",
    "events",
    "function",
    "ledger",
    "model",
    "notify",
    "reach",
    "remediate",
    "remedy",
    "report",
    "tests",
];

/// Names that others chose: AWS's error codes `NotFound`, and `std::io::ErrorKind::NotFound`.
fn is_of_others(name: &str) -> bool {
    name.contains("NOT_FOUND") || name == "NotFound"
}

/// The names in a source: all words of it but for comments, texts and characters.
fn names(code: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => 1 + text(&rest[1..]),
            'r' if raw(rest).is_some() => raw(rest).unwrap(),
            '\'' => character(rest),
            _ if is_of_name(first) => {
                let end = rest.find(|one| !is_of_name(one)).unwrap_or(rest.len());
                names.push(&rest[..end]);
                end
            }
            _ => first.len_utf8(),
        };
        rest = &rest[length..];
    }
    names
}

fn is_of_name(one: char) -> bool {
    one.is_alphanumeric() || one == '_'
}

/// How long a text is from behind its first quotation mark to behind its last.
fn text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, one) in rest.char_indices() {
        match one {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// How long a raw text is, if one begins here.
fn raw(rest: &str) -> Option<usize> {
    let marks = rest[1..].len() - rest[1..].trim_start_matches('#').len();
    let body = rest[1 + marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    Some(2 + marks + body.find(&end)? + end.len())
}

/// How long a character is; of a lifetime, the mark alone.
fn character(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), Some(mark)) => {
            let from = 2 + mark.len_utf8();
            rest[from..].find('\'').map_or(1, |end| from + end + 1)
        }
        (Some(one), Some('\'')) => 2 + one.len_utf8(),
        _ => 1,
    }
}

/// The words that a name is made of, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for one in name.chars() {
        if one == '_' || (one.is_uppercase() && lower) {
            words.push(String::new());
        }
        lower = one.is_lowercase();
        if one != '_' {
            words.last_mut().unwrap().extend(one.to_lowercase());
        }
    }
    words
}

fn private(code: &str) -> Vec<&str> {
    let is_private = |name: &&str| words(name).iter().any(|word| PRIVATE.contains(&&**word));
    let all = names(code).into_iter().filter(is_private);
    all.filter(|name| !is_of_others(name)).collect()
}

#[test]
fn names_are_the_fields_words() {
    let mut wrong = Vec::new();
    for name in CRATES {
        for (file, code) in rust_files(&folder(name)) {
            let skipped = ["generated", "fuzz"].map(OsStr::new);
            let mut parts = file.components();
            let skipped = parts.any(|part| skipped.contains(&part.as_os_str()));
            if !skipped {
                let of = |name| format!("{}: `{name}`", file.display());
                wrong.extend(private(&code).into_iter().map(of));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "say `request`, `response`, `record`, `published` or the like:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn private_words_are_recognised_in_names_alone() {
    let code = r#"
        // what was told
        fn keep_told(asked: &Asked<'static>) -> Known { let c = 'x'; NOT_FOUND; "found"; '\'' ; r"told" }
        struct WasHeard; let unknown = retold; let foundation = "a \" told"; known
    "#;
    assert_eq!(
        private(code),
        ["keep_told", "asked", "Asked", "Known", "WasHeard", "known"]
    );
}
