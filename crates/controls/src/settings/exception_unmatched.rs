//! Every exception matches a resource.
//!
//! One that matches nothing is a mistake, or is about a resource that was deleted: a resource that is
//! created later under that name would be excepted unnoticed. Only a complete run can judge it.
use model::own::{ExceptionUse, SettingsException};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::fixes;
use crate::about::verdicts::not_applicable;
use crate::duties::BAILIWICK;

pub(super) const CONTROL: Control<SettingsException> = Control {
    id: "settings.exception-unmatched",
    title: "Every exception matches an existing resource",
    severity: Severity::Low,
    why: "An exception that matches nothing is a mistake or outdated, and would silently apply to \
          the next resource with that name.",
    fix: Fix::new(fixes::PUT_SETTINGS),
    responsibility: BAILIWICK
        .detection("give every exception an owner, a reason and an end, and keep them current"),
    needs: &[ExceptionUse::NEED],
    judge: |exception, _| {
        let used = exception.see::<ExceptionUse>()?;
        let Some(matched) = used.matched else {
            return not_applicable("the exception may match resources of other accounts");
        };
        let because = format!(
            "the exception matches no resource; its owner is {}",
            used.owner
        );
        holds_if(matched > 0, because)
    },
    remedy: None,
};

#[test]
fn cases() {
    let used = |matched| model::own::Use {
        owner: "ops".into(),
        until: "2026-03-01".into(),
        ended: false,
        matched,
    };
    crate::testing::table::<ExceptionUse>(&CONTROL)
        .passes("matches one", used(Some(1)))
        .fails("matches none", used(Some(0)))
        .exempt("may match elsewhere", used(None))
        .check();
}
