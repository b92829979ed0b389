//! Names made from content.
use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The first bytes of the text's SHA-256, in lower-case hex.
pub(crate) fn hex(text: &str, bytes: usize) -> String {
    hex_of(Sha256::digest(text).get(..bytes).unwrap_or_default())
}

/// Bytes in lower-case hex.
pub(crate) fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Sixteen hex digits that stand for a text, where the text itself is too long for a key.
#[must_use]
pub fn short(text: &str) -> String {
    hex(text, 8)
}
