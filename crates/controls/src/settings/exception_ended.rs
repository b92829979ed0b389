//! No exception is kept whose last day is over.
//!
//! What it covered is broken again and says so; the exception itself is to be renewed or removed.
use model::own::{ExceptionUse, SettingsException};
use model::{Control, Fact, Judged, Resource, Settings, Severity, broken_if};

pub(super) const CONTROL: Control<SettingsException> = Control {
    id: "settings.exception-ended",
    title: "No exception is past its last day",
    severity: Severity::Low,
    why: "Somebody decided to live with a risk until a day; after it, somebody has to decide again.",
    fix: super::PUT,
    responsibility: super::DUTY,
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
