//! Every exception covers something.
//!
//! One that covers nothing is a typing error, or speaks of what was deleted: whatever is made
//! later under that name would be excepted unseen. Only a complete run can tell.
use model::own::{ExceptionUse, SettingsException};
use model::{Control, Fact, Judged, Resource, Settings, Severity, Verdict, broken_if};

use crate::duties::BAILIWICK;

pub(super) const CONTROL: Control<SettingsException> = Control {
    id: "settings.exception-unmatched",
    title: "Every exception matches an existing resource",
    severity: Severity::Low,
    why: "An exception that matches nothing is a mistake or outdated, and would silently apply to \
          the next resource with that name.",
    fix: super::PUT,
    responsibility: BAILIWICK
        .detection("give every exception an owner, a reason and an end, and keep them current"),
    needs: &[ExceptionUse::NEED],
    judge,
    remedy: None,
};

fn judge(exception: Resource<SettingsException>, _: &Settings) -> Judged {
    let used = exception.see::<ExceptionUse>()?;
    let Some(matched) = used.matched else {
        return Ok(Verdict::NotApplicable(
            "other accounts may hold what it covers",
        ));
    };
    let because = format!("it covers nothing; {} answers for it", used.owner);
    Ok(broken_if(matched == 0, because))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, ExceptionUse, SettingsException};
    use crate::testing::{Given, check, exempt, fails, gap, given, passes};
    use model::{Reason, own::Use};

    fn exception(matched: Option<usize>) -> Given<SettingsException> {
        given::<SettingsException>().with::<ExceptionUse>(Use {
            owner: "ops".into(),
            until: "2026-03-01".into(),
            ended: false,
            matched,
        })
    }

    #[test]
    fn cases() {
        let unread = given::<SettingsException>().without::<ExceptionUse>(Reason::failed("unread"));
        check(
            &CONTROL,
            &[
                passes("covers one", exception(Some(1))),
                fails("covers none", exception(Some(0))),
                exempt("cannot be told here", exception(None)),
                gap("unknown", unread),
            ],
        );
    }
}
