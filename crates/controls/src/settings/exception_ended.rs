//! No exception is kept whose last day is over.
//!
//! What it covered is broken again and says so; the exception itself is to be renewed or removed.
use model::own::{ExceptionUse, SettingsException};
use model::{Control, Fact, Judged, Resource, Settings, Severity, broken_if};

use crate::duties::BAILIWICK;

pub(super) const CONTROL: Control<SettingsException> = Control {
    id: "settings.exception-ended",
    title: "No exception has expired",
    severity: Severity::Low,
    why: "An exception accepts a risk until a certain day. After that day the risk has to be \
          assessed again.",
    fix: super::PUT,
    responsibility: BAILIWICK
        .detection("give every exception an owner, a reason and an end, and keep them current"),
    needs: &[ExceptionUse::NEED],
    judge,
    remedy: None,
};

fn judge(exception: Resource<SettingsException>, _: &Settings) -> Judged {
    let used = exception.see::<ExceptionUse>()?;
    let because = format!("it ended on {}; {} answers for it", used.until, used.owner);
    Ok(broken_if(used.ended, because))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, ExceptionUse, SettingsException};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::{Reason, own::Use};

    fn exception(ended: bool) -> Given<SettingsException> {
        given::<SettingsException>().with::<ExceptionUse>(Use {
            owner: "ops".into(),
            until: "2026-03-01".into(),
            ended,
            matched: Some(1),
        })
    }

    #[test]
    fn cases() {
        let unread = given::<SettingsException>().without::<ExceptionUse>(Reason::failed("unread"));
        check(
            &CONTROL,
            &[
                passes("holds", exception(false)),
                fails("ended", exception(true)),
                gap("unknown", unread),
            ],
        );
    }
}
