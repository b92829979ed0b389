//! Condition values of a policy document that work as a shared secret.
//!
//! The document is a text and stays one: only what stands between the quotes of such a value is
//! replaced, so that lines, order and white space are as they were.
use std::ops::Range;

use super::Masks;

/// The condition keys whose values work as a password: whoever sends them is let in.
pub(super) const KEYS: &[&str] = &["aws:referer", "sts:externalid"];

/// The document with these values masked. Wildcards and variables are left, since they decide what
/// the statement means; so are the values of the operator `Null`.
pub(super) fn masked(text: &str, masks: &mut Masks) -> String {
    let literals = literals(text);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let mut under_key = false;
    for (index, literal) in literals.iter().enumerate() {
        let raw = text.get(literal.clone()).unwrap_or_default();
        let next = literals
            .get(index + 1)
            .map_or(text.len(), |next| next.start - 1);
        let after = text.get(literal.end + 1..next).unwrap_or_default();
        if after.trim_start().starts_with(':') {
            under_key = is_key(raw);
            continue;
        }
        if under_key {
            out += text.get(copied..literal.start).unwrap_or_default();
            out += &value(raw, masks);
            copied = literal.end;
        }
    }
    out + text.get(copied..).unwrap_or_default()
}

/// What stands between the quotes of each string of a JSON text.
fn literals(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = None;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match (start, byte) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(from), b'"') => {
                ranges.push(from..at);
                start = None;
            }
            (None, b'"') => start = Some(at + 1),
            _ => {}
        }
    }
    ranges
}

fn is_key(raw: &str) -> bool {
    let read = match raw.contains('\\') {
        true => serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_default(),
        false => raw.to_owned(),
    };
    KEYS.iter().any(|key| key.eq_ignore_ascii_case(&read))
}

/// A value with what is literal in it masked.
fn value(raw: &str, masks: &mut Masks) -> String {
    if ["true", "false"].contains(&raw) || raw.starts_with(super::MASK) {
        return raw.to_owned();
    }
    let mut out = String::new();
    let mut literal = String::new();
    let mut rest = raw;
    while let Some(letter) = rest.chars().next() {
        let kept = match letter {
            '*' | '?' => 1,
            '$' if rest.starts_with("${") => rest.find('}').map_or(0, |end| end + 1),
            _ => 0,
        };
        if kept > 0 {
            flush(&mut out, &mut literal, masks);
            out += rest.get(..kept).unwrap_or_default();
        } else {
            literal.push(letter);
        }
        rest = rest.get(kept.max(letter.len_utf8())..).unwrap_or_default();
    }
    flush(&mut out, &mut literal, masks);
    out
}

fn flush(out: &mut String, literal: &mut String, masks: &mut Masks) {
    if !literal.is_empty() {
        *out += &masks.mask(literal);
        literal.clear();
    }
}
