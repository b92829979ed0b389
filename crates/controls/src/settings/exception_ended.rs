//! No exception has expired.
//!
//! What it covered fails again and says so; the exception itself is to be renewed or removed.
use model::own::{ExceptionUse, SettingsException};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::fixes;
use crate::duties::BAILIWICK;

pub(super) const CONTROL: Control<SettingsException> = Control {
    id: "settings.exception-ended",
    title: "No exception has expired",
    severity: Severity::Low,
    why: "An exception accepts a risk until a certain day. After that day the risk has to be \
          assessed again.",
    fix: Fix::new(fixes::PUT_SETTINGS),
    responsibility: BAILIWICK
        .detection("give every exception an owner, a reason and an end, and keep them current"),
    needs: &[ExceptionUse::NEED],
    judge: |exception, _| {
        let used = exception.see::<ExceptionUse>()?;
        let because = format!(
            "the exception expired on {}; its owner is {}",
            used.until, used.owner
        );
        holds_if(!used.ended, because)
    },
    remedy: None,
};

#[test]
fn cases() {
    let used = |ended| model::own::Use {
        owner: "ops".into(),
        until: "2026-03-01".into(),
        ended,
        matched: Some(1),
    };
    crate::testing::table::<ExceptionUse>(&CONTROL)
        .passes("valid", used(false))
        .fails("expired", used(true))
        .check();
}
