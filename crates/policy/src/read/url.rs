//! Undoing the URL encoding (RFC 3986) in which IAM returns documents.

/// The decoded text, where `text` is an encoded document; `None` where it is plain.
///
/// A JSON document begins with `{`; its encoded form begins with `%7B`. Text that is not valid
/// UTF-8 after decoding stays as it is and is then refused as JSON.
pub(super) fn decode(text: &str) -> Option<String> {
    let start = text.trim_start();
    let encoded = start
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("%7b"));
    let encoded = encoded
        || start
            .get(..3)
            .is_some_and(|start| matches!(start, "%0A" | "%0a" | "%20" | "%09"));
    if !encoded {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        match (byte, ahead.next().and_then(hex), ahead.next().and_then(hex)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
