//! Secrets that somebody put into configuration: recognised where a fact enters a snapshot, and
//! replaced there, so that no file, message or log ever holds one.
//!
//! The same secret always gives the same mask, so that values can still be compared. A mask is no
//! value to write: whoever changes a resource puts the original back from the live resource
//! ([`unmask`]), or changes nothing.
//!
//! What is recognised: [`shapes`], condition values of [`document::KEYS`] in policies, and tags
//! that are [`named`] like a secret.
mod document;
mod named;
mod shapes;

use serde_json::Value as Json;

use crate::hash::hex;

/// What every mask begins with.
pub const MASK: &str = "masked:sha256:";
/// The bytes of a secret's SHA-256 that are kept: enough to distinguish secrets.
const BYTES: usize = 6;

/// Masks and what they stand for, as they are met.
#[derive(Debug, Default)]
struct Masks(Vec<(String, String)>);

impl Masks {
    /// The mask of a text; that of a mask is itself.
    fn mask(&mut self, secret: &str) -> String {
        if secret.starts_with(MASK) {
            return secret.to_owned();
        }
        let mask = format!("{MASK}{}", hex(secret, BYTES));
        self.0.push((mask.clone(), secret.to_owned()));
        mask
    }
}

/// Whether a fact's value may hold a secret; `json` is its text.
pub(crate) fn may_hold(fact: &str, json: &str) -> bool {
    is_tags(fact) || shapes::may_hold(json)
}

/// Replaces every secret that is recognised in a fact's value.
pub(crate) fn mask(fact: &str, value: &mut Json) {
    walk(value, is_tags(fact), &mut Masks::default());
}

/// Whether a value holds a mask.
#[must_use]
pub fn is_masked(value: &Json) -> bool {
    match value {
        Json::String(text) => text.contains(MASK),
        Json::Array(all) => all.iter().any(is_masked),
        Json::Object(all) => all
            .iter()
            .any(|(key, one)| key.contains(MASK) || is_masked(one)),
        _ => false,
    }
}

/// A value of a fact with every mask replaced by what it stands for, as far as a live value of the
/// same fact, read with its secrets, still holds that. `None` where a mask remains: such a value is
/// not to be written.
#[must_use]
pub fn unmask(fact: &str, masked: &Json, live: &Json) -> Option<Json> {
    let mut masks = Masks::default();
    walk(&mut live.clone(), is_tags(fact), &mut masks);
    let mut value = masked.clone();
    restore(&mut value, &masks);
    (!is_masked(&value)).then_some(value)
}

fn restore(value: &mut Json, masks: &Masks) {
    match value {
        Json::String(text) if text.contains(MASK) => {
            let replaced =
                |text: String, (mask, secret): &(String, String)| text.replace(mask, secret);
            *text = masks.0.iter().fold(std::mem::take(text), replaced);
        }
        Json::Array(all) => all.iter_mut().for_each(|one| restore(one, masks)),
        Json::Object(all) => all.values_mut().for_each(|one| restore(one, masks)),
        _ => {}
    }
}

/// The facts that hold tags are all called so.
fn is_tags(fact: &str) -> bool {
    fact.rsplit('.').next() == Some("tags")
}

fn walk(value: &mut Json, tags: bool, masks: &mut Masks) {
    match value {
        Json::String(text) => *text = masked(text, masks),
        Json::Array(all) => all.iter_mut().for_each(|one| walk(one, tags, masks)),
        Json::Object(all) => {
            for (name, one) in all {
                match one {
                    Json::String(text) if tags && named::is_secret(name, text) => {
                        *text = masks.mask(text);
                    }
                    _ => walk(one, tags, masks),
                }
            }
        }
        _ => {}
    }
}

fn masked(text: &str, masks: &mut Masks) -> String {
    let text = shapes::masked(text, masks);
    match text.trim_start().starts_with('{') {
        true => document::masked(&text, masks),
        false => text,
    }
}

#[cfg(test)]
mod tests;
