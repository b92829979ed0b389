//! Amazon Resource Names, and the patterns people write for them.
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// `arn:partition:service:region:account:resource`; Region and account may be empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    text: Box<str>,
    /// Where the five fields after `arn` start.
    starts: [u16; 5],
}

/// A text that is no ARN.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ARN: write `arn:partition:service:region:account:resource`")]
pub struct NotAnArn(String);

/// No ARN of a resource is longer than this; AWS gives 2,048 as the most a policy may hold.
const LONGEST: usize = 2048;

impl Arn {
    /// The whole ARN.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
    /// `aws`, `aws-cn`, `aws-us-gov`, ...
    #[must_use]
    pub fn partition(&self) -> &str {
        self.field(0)
    }
    /// `s3`, `iam`, ...
    #[must_use]
    pub fn service(&self) -> &str {
        self.field(1)
    }
    /// Empty for global services and buckets.
    #[must_use]
    pub fn region(&self) -> &str {
        self.field(2)
    }
    /// Empty for buckets.
    #[must_use]
    pub fn account(&self) -> &str {
        self.field(3)
    }
    /// All after the fifth colon.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.field(4)
    }

    fn field(&self, at: usize) -> &str {
        let start = self.starts.get(at).map_or(0, |start| usize::from(*start));
        let end = self.starts.get(at + 1);
        let end = end.map_or(self.text.len(), |next| usize::from(*next) - 1);
        self.text.get(start..end).unwrap_or_default()
    }
}

impl FromStr for Arn {
    type Err = NotAnArn;
    fn from_str(text: &str) -> Result<Self, NotAnArn> {
        let refused = || NotAnArn(text.chars().take(100).collect());
        let colons = text.match_indices(':').map(|(at, _)| at + 1).take(5);
        let starts: Vec<u16> = colons.filter_map(|at| u16::try_from(at).ok()).collect();
        let starts = <[u16; 5]>::try_from(starts).map_err(|_| refused())?;
        let arn = Self {
            text: text.into(),
            starts,
        };
        let whole = text.starts_with("arn:") && text.len() <= LONGEST;
        let filled = [arn.partition(), arn.service(), arn.resource()];
        if whole && filled.iter().all(|field| !field.is_empty()) {
            Ok(arn)
        } else {
            Err(refused())
        }
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl Serialize for Arn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl<'de> Deserialize<'de> for Arn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Whether a text matches a pattern of `*` (any run) and `?` (any one character), as policies'
/// patterns do.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    policy::Glob::text(pattern).matches(text)
}

#[cfg(test)]
mod tests {
    use super::{Arn, glob};

    #[test]
    fn fields() {
        let arn: Arn = "arn:aws-cn:s3:::logs".parse().unwrap();
        assert_eq!(
            (arn.partition(), arn.service(), arn.region()),
            ("aws-cn", "s3", "")
        );
        assert_eq!((arn.account(), arn.resource()), ("", "logs"));
        let key: Arn = "arn:aws:kms:eu-west-1:111122223333:key/a:b"
            .parse()
            .unwrap();
        assert_eq!((key.region(), key.account()), ("eu-west-1", "111122223333"));
        assert_eq!(key.resource(), "key/a:b");
    }

    #[test]
    fn refused() {
        for text in [
            "",
            "logs",
            "arn:aws:s3",
            "arn:::::",
            "arn:aws:s3:::",
            "ARN:aws:s3:::b",
        ] {
            assert!(text.parse::<Arn>().is_err(), "{text}");
        }
        assert!(
            format!("arn:aws:s3:::{}", "b".repeat(3000))
                .parse::<Arn>()
                .is_err()
        );
    }

    #[test]
    fn globs() {
        for (pattern, text) in [
            ("*", ""),
            ("a*c", "abbc"),
            ("a?c", "abc"),
            ("*-logs", "x-logs-logs"),
            ("", ""),
        ] {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("?", ""), ("a*c", "abd"), ("", "a")] {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
        assert!(!glob(&"*a".repeat(1000), &"a".repeat(999)));
    }
}
