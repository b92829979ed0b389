//! Who is known beside the account itself.
use serde::{Deserialize, Serialize};

use super::{Place, SettingsError, account, wrong};

/// Accounts and organisations that are the owner's own, or trusted as if they were.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Trusted {
    /// Account numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Place<String>>,
    /// Organisation ids, `o-...`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Place<String>>,
}

impl Trusted {
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        for Place { value, line } in &self.accounts {
            account(Some(value)).map_err(|what| wrong(*line, "trusted.accounts", what))?;
        }
        for Place { value, line } in &self.organisations {
            if !value.starts_with("o-") {
                let what = format!("`{value}` is no organisation: write its id, `o-...`");
                return Err(wrong(*line, "trusted.organisations", what));
            }
        }
        Ok(())
    }

    /// Whether an account is among them.
    #[must_use]
    pub fn has_account(&self, number: &str) -> bool {
        self.accounts.iter().any(|one| one.value == number)
    }

    /// The same, as questions about policies take it.
    #[must_use]
    pub fn for_policies(&self) -> policy::Trusted {
        let values =
            |places: &[Place<String>]| places.iter().map(|one| one.value.clone()).collect();
        policy::Trusted {
            accounts: values(&self.accounts),
            organisations: values(&self.organisations),
            ..policy::Trusted::default()
        }
    }
}
