//! The newest settings document can be used.
//!
//! Until it can, functions go on with the last version that could: nothing stops, but what the
//! newest version meant to change has not changed.
use model::own::SettingsState;
use model::{Account, Control, Fact, Judged, Resource, Settings, Severity, Verdict, broken};

use crate::duties::BAILIWICK;

pub(super) const CONTROL: Control<Account> = Control {
    id: "settings.usable",
    title: "The current settings document is valid",
    severity: Severity::High,
    why: "Exceptions, thresholds and modes of the current document are not in effect as long as it \
          cannot be read.",
    fix: super::PUT,
    responsibility: BAILIWICK
        .detection("give every exception an owner, a reason and an end, and keep them current"),
    needs: &[SettingsState::NEED],
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    Ok(match &account.see::<SettingsState>()?.error {
        None => Verdict::Holds,
        Some(error) => broken(format!("the last good version is used instead: {error}")),
    })
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, SettingsState};
    use crate::testing::{check, fails, gap, given, passes};
    use model::{Reason, own::State};

    #[test]
    fn cases() {
        let with = |error| State {
            error,
            used: String::new(),
        };
        let bad = Some("line 3: unknown field".to_owned());
        let unread = given::<Account>().without::<SettingsState>(Reason::failed("unread"));
        check(
            &CONTROL,
            &[
                passes(
                    "usable",
                    given::<Account>().with::<SettingsState>(with(None)),
                ),
                fails(
                    "not usable",
                    given::<Account>().with::<SettingsState>(with(bad)),
                ),
                gap("unknown", unread),
            ],
        );
    }
}
