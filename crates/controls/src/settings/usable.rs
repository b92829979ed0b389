//! The current settings document is valid.
//!
//! Until it is, functions use the last valid version: nothing stops, but what the current version
//! changes is not in effect.
use model::own::SettingsState;
use model::{Account, Control, Fact, Fix, Severity};

use crate::about::fixes;
use crate::about::verdicts::holds_unless;
use crate::duties::BAILIWICK;

pub(super) const CONTROL: Control<Account> = Control {
    id: "settings.usable",
    title: "The current settings document is valid",
    severity: Severity::High,
    why: "Exceptions, thresholds and modes of the current document are not in effect as long as it \
          cannot be read.",
    fix: Fix::new(fixes::PUT_SETTINGS),
    responsibility: BAILIWICK
        .detection("give every exception an owner, a reason and an end, and keep them current"),
    needs: &[SettingsState::NEED],
    judge: |account, _| {
        let error = account.see::<SettingsState>()?.error.as_ref();
        holds_unless(error.map(|error| format!("the last valid version is in use: {error}")))
    },
    remedy: None,
};

#[test]
fn cases() {
    let state = |error| model::own::State {
        error,
        used: String::new(),
    };
    let error = Some("line 3: unknown field".to_owned());
    crate::testing::table::<SettingsState>(&CONTROL)
        .passes("valid", state(None))
        .fails("not valid", state(error))
        .check();
}
