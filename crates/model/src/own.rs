//! What Bailiwick knows of its own settings: judged like anything else, read from no AWS.
use serde::{Deserialize, Serialize};

use crate::{Account, Fact, Kind, Service, roster};

/// An exception of the settings, as far as it concerns the account: its row's id says what it is
/// about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettingsException;
impl Kind for SettingsException {
    type In = Account;
    const ID: &'static str = "settings.exception";
    const SERVICE: &'static Service = &roster::SETTINGS;
    const LIST: &'static [&'static str] = &[];
}

/// What became of an exception in a complete run.
#[derive(Debug)]
pub struct ExceptionUse;
impl Fact for ExceptionUse {
    type Of = SettingsException;
    type Value = Use;
    const ID: &'static str = "settings.exception.use";
    const READS: &'static [&'static str] = &[];
}

/// The value of [`ExceptionUse`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Use {
    /// Who answers for it.
    pub owner: String,
    /// Its last day.
    pub until: String,
    /// Whether that is over.
    pub ended: bool,
    /// How many findings it covers, broken or not; absent where this run did not count them.
    pub matched: Option<usize>,
}

/// A resource that the fixer would fix: its row's id is the resource's ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptAway;
impl Kind for KeptAway {
    type In = Account;
    const ID: &'static str = "settings.kept-away";
    const SERVICE: &'static Service = &roster::SETTINGS;
    const LIST: &'static [&'static str] = &[];
}

/// The control whose fix a tag of the resource's owner prevents; `None` where no tag does.
#[derive(Debug)]
pub struct KeepTag;
impl Fact for KeepTag {
    type Of = KeptAway;
    type Value = Option<String>;
    const ID: &'static str = "settings.kept-away.tag";
    const READS: &'static [&'static str] = &[];
}

/// Whether the newest settings can be used.
#[derive(Debug)]
pub struct SettingsState;
impl Fact for SettingsState {
    type Of = Account;
    type Value = State;
    const ID: &'static str = "settings.state";
    const SERVICE: &'static Service = &roster::SETTINGS;
    const READS: &'static [&'static str] = &[];
}

/// The value of [`SettingsState`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct State {
    /// Why the newest document cannot be used; absent where it can.
    pub error: Option<String>,
    /// The hash of the settings that are used.
    pub used: String,
}
