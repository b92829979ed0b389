//! Context values by type: numbers, dates, booleans, addresses, binary.
//!
//! AWS: IAM User Guide, "Condition operators" and "Condition: data types".

mod date;
mod ip;

pub(crate) use date::{date, print_date};
pub use ip::IpRange;

/// Whether a text is an address or a CIDR range that conditions can name.
#[must_use]
pub fn is_address_range(text: &str) -> bool {
    IpRange::parse(text).is_some()
}

/// A number: an integer or a decimal, as `Numeric...` compares them.
pub(crate) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'-' | b'+'));
    if !plain || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A boolean, in any case.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Whether two base64 texts stand for the same bytes; they are canonical but for the padding.
pub(crate) fn same_binary(one: &str, other: &str) -> bool {
    one.trim_end_matches('=') == other.trim_end_matches('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, wanted) in [
            ("10", Some(10.0)),
            ("-1.5", Some(-1.5)),
            ("1e3", Some(1000.0)),
            ("10.0", Some(10.0)),
        ] {
            assert_eq!(number(text), wanted, "{text}");
        }
        for text in ["", "a", "nan", "inf", "1e999", "0x10", " 1", ".5", "1_0"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
