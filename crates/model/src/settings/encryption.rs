//! Where data must be encrypted with keys of the owner's own.
use serde::{Deserialize, Serialize};

use super::{Place, SettingsError, carries, tag, wrong};
use crate::{Tags, glob};

/// How data at rest must be encrypted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Encryption {
    /// Where a customer-managed key is asked for; nowhere where empty.
    pub customer_key: Vec<Demanded>,
}

/// What needs a key of the owner's own: by name or by tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Demanded {
    /// A bucket's name, or a pattern of `*` and `?`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bucket: Option<Place<String>>,
    /// A tag of the resource, as `key=value`; the value may be a pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Place<String>>,
    /// The ARN of the key that a fix chooses; without, fixing is left to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Place<String>>,
}

impl Encryption {
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        const KEY: &str = "encryption.customer-key";
        for one in &self.customer_key {
            if let Some(Place { value, line }) = &one.key
                && !(value.starts_with("arn:") && value.contains(":kms:"))
            {
                let what = format!("`{value}` is no KMS key: write its ARN");
                return Err(wrong(*line, &format!("{KEY}.key"), what));
            }
            match (&one.bucket, &one.tag) {
                (None, None) => {
                    let what = "key `encryption.customer-key`: say where: `bucket` or `tag`";
                    return Err(SettingsError(what.into()));
                }
                (_, Some(Place { value, line })) => {
                    tag(Some(value)).map_err(|what| wrong(*line, KEY, what))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether anything is decided by a tag.
    pub(super) fn uses_tags(&self) -> bool {
        self.customer_key.iter().any(|one| one.tag.is_some())
    }
}

impl Demanded {
    /// Whether a bucket of this name is meant, as far as names show.
    #[must_use]
    pub fn names(&self, bucket: &str) -> bool {
        let pattern = self.bucket.as_ref();
        pattern.is_none_or(|pattern| glob(&pattern.value, bucket))
    }

    /// Whether a resource with these tags is meant, as far as tags show.
    #[must_use]
    pub fn tagged(&self, tags: &Tags) -> bool {
        let wanted = self.tag.as_ref();
        wanted.is_none_or(|tag| carries(tags, &tag.value))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Settings, Tags};

    fn parse(text: &str) -> Result<Settings, String> {
        let read = Settings::parse(text, "2026-03-01T00:00:00Z".parse().unwrap(), &[]);
        read.map_err(|error| error.to_string())
    }

    #[test]
    fn where_a_key_is_required() {
        let text = "encryption:\n  customer-key:\n    - bucket: pay-*\n    - tag: data=secret\n";
        let settings = parse(text).unwrap();
        let [by_name, by_tag] = &settings.document.encryption.customer_key[..] else {
            panic!()
        };
        assert!(by_name.names("pay-roll") && !by_name.names("photos"));
        let secret = Tags::from([("data".into(), "secret".into())]);
        assert!(by_tag.names("photos") && by_tag.tagged(&secret) && !by_tag.tagged(&Tags::new()));
        assert!(settings.uses_tags());
        let message = parse(&text.replace("data=secret", "data")).unwrap_err();
        assert!(
            message.starts_with("line 4, key `encryption.customer-key`: `data` is no tag"),
            "{message}"
        );
        assert!(
            parse("encryption: {customer-key: [{}]}")
                .unwrap_err()
                .contains("say where")
        );
    }
}
