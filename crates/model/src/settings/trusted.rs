//! Who is known beside the account itself.
use serde::{Deserialize, Serialize};

use super::{Place, SettingsError, wrong};

/// Who may be let in beside the account itself. Whoever is not listed is a stranger.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Trusted {
    /// Account numbers, ARNs of single principals, canonical user ids, host names of identity
    /// providers; `cloudfront` for every origin access identity.
    pub accounts: Vec<Place<String>>,
    /// Organisations: `o-...`.
    pub organisations: Vec<Place<String>>,
    /// Organisational units by path, with those below them: `o-.../r-.../ou-...`.
    pub organisational_units: Vec<Place<String>>,
    /// VPCs: `vpc-...`.
    pub vpcs: Vec<Place<String>>,
    /// VPC endpoints: `vpce-...`.
    pub vpc_endpoints: Vec<Place<String>>,
    /// Addresses and CIDR ranges.
    pub ip_ranges: Vec<Place<String>>,
}

impl Trusted {
    /// The same, as questions about policies take it.
    #[must_use]
    pub fn for_policies(&self) -> policy::Trusted {
        let plain = |places: &[Place<String>]| places.iter().map(|one| one.value.clone()).collect();
        policy::Trusted {
            accounts: plain(&self.accounts),
            organisations: plain(&self.organisations),
            organisational_units: plain(&self.organisational_units),
            vpcs: plain(&self.vpcs),
            vpc_endpoints: plain(&self.vpc_endpoints),
            ip_ranges: plain(&self.ip_ranges),
        }
    }

    /// Whether an account is listed by its number.
    #[must_use]
    pub fn has_account(&self, number: &str) -> bool {
        let root = format!("::{number}:root");
        let accounts = self.accounts.iter().map(|one| &one.value);
        accounts
            .into_iter()
            .any(|one| one == number || one.ends_with(&root))
    }

    pub(super) fn check(&self) -> Result<(), SettingsError> {
        each(
            "accounts",
            &self.accounts,
            is_account,
            "account: write twelve digits in quotes, a principal's ARN, a canonical user id or a provider's host name",
        )?;
        each(
            "organisations",
            &self.organisations,
            |text| is_id("o-", text),
            "organisation: write it as `o-a1b2c3d4e5`",
        )?;
        each(
            "organisational-units",
            &self.organisational_units,
            is_unit,
            "path of an organisational unit: write it as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111`",
        )?;
        each(
            "vpcs",
            &self.vpcs,
            |text| is_id("vpc-", text),
            "VPC: write it as `vpc-0a1b2c3d`",
        )?;
        each(
            "vpc-endpoints",
            &self.vpc_endpoints,
            |text| is_id("vpce-", text),
            "VPC endpoint: write it as `vpce-0a1b2c3d`",
        )?;
        each(
            "ip-ranges",
            &self.ip_ranges,
            policy::is_address_range,
            "address or range: write it as `203.0.113.0/24`",
        )
    }
}

fn each(
    key: &str,
    values: &[Place<String>],
    good: impl Fn(&str) -> bool,
    what: &str,
) -> Result<(), SettingsError> {
    let bad = values.iter().find(|one| !good(&one.value));
    bad.map_or(Ok(()), |Place { value, line }| {
        let message = format!("`{value}` is no {what}");
        Err(wrong(*line, &format!("trusted.{key}"), message))
    })
}

fn is_account(text: &str) -> bool {
    let canonical = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let host = text.contains('.') && !text.contains([' ', '*', '/', ':']);
    let arn = text
        .parse::<crate::Arn>()
        .is_ok_and(|arn| !arn.account().is_empty() && !text.contains('*'));
    policy::is_account_id(text) || canonical || host || arn || text == "cloudfront"
}

fn is_id(prefix: &str, text: &str) -> bool {
    let rest = text.strip_prefix(prefix).unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    !rest.is_empty() && rest.bytes().all(plain)
}

fn is_unit(text: &str) -> bool {
    let mut parts = text.trim_end_matches('/').split('/');
    let within = parts.next().is_some_and(|part| is_id("o-", part));
    let unit = |part: &str| part.starts_with("r-") || part.starts_with("ou-");
    within && text.contains('/') && parts.all(unit)
}

#[cfg(test)]
mod tests {
    use crate::Settings;

    fn outcome(text: &str) -> String {
        let read = Settings::parse(text, "2026-03-01T00:00:00Z".parse().unwrap(), &[]);
        read.map_or_else(|error| error.to_string(), |_| "good".into())
    }

    #[test]
    fn whom_to_trust() {
        let good = "
trusted:
  accounts: [444455556666, '012345678901', 'arn:aws:iam::444455556666:role/ci', cloudfront, accounts.google.com]
  organisations: [o-a1b2c3d4e5]
  organisational-units: [o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/]
  vpcs: [vpc-0a1b]
  vpc-endpoints: [vpce-0a1b]
  ip-ranges: [203.0.113.0/24, 2001:db8::/48, 198.51.100.7]
";
        assert_eq!(outcome(good), "good");
        for (from, to, word) in [
            (
                "444455556666,",
                "4444,",
                "line 3, key `trusted.accounts`: `4444` is no account",
            ),
            (
                "[o-a1b2c3d4e5]",
                "[acme]",
                "line 4, key `trusted.organisations`",
            ),
            (
                "/r-ab12/ou-ab12-11111111/",
                "",
                "line 5, key `trusted.organisational-units`",
            ),
            ("[vpc-0a1b]", "[vpce-0a1b]", "line 6, key `trusted.vpcs`"),
            (
                "[vpce-0a1b]",
                "['*']",
                "line 7, key `trusted.vpc-endpoints`",
            ),
            (
                "203.0.113.0/24",
                "203.0.113",
                "line 8, key `trusted.ip-ranges`: `203.0.113` is no address",
            ),
            ("vpcs:", "vpc:", "unknown field `vpc`"),
        ] {
            let outcome = outcome(&good.replace(from, to));
            assert!(outcome.contains(word), "{outcome}");
        }
    }
}
