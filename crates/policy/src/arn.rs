//! Amazon Resource Names, split into their six segments.
//!
//! AWS: General Reference, "Amazon Resource Names (ARNs)".

/// The segments of `arn:partition:service:region:account:resource`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov`, ...
    pub partition: &'a str,
    /// The service's prefix.
    pub service: &'a str,
    /// The Region; empty for global resources.
    pub region: &'a str,
    /// The account id; empty where the resource's name is globally unique, as with S3 buckets.
    pub account: &'a str,
    /// The rest, which may hold further colons.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Splits an ARN; `None` where the text is none.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut segments = text.splitn(6, ':');
        if segments.next() != Some("arn") {
            return None;
        }
        Some(Arn {
            partition: segments.next()?,
            service: segments.next()?,
            region: segments.next()?,
            account: segments.next()?,
            resource: segments.next()?,
        })
    }
}

/// Whether a text is an account id: twelve digits.
#[must_use]
pub fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a value is a unique id (AIDA..., AROA...), which AWS shows where the principal it
/// once stood for was deleted. AWS: IAM User Guide, "IAM identifiers", unique identifiers.
pub(crate) fn is_unique_id(value: &str) -> bool {
    let prefixes = [
        "AIDA", "AROA", "AGPA", "ANPA", "AIPA", "ANVA", "ASCA", "APKA",
    ];
    value.len() >= 16
        && prefixes.iter().any(|prefix| value.starts_with(prefix))
        && value
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
