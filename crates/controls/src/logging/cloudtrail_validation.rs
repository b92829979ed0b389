//! CloudTrail signs a digest of the log files of each hour.
use model::cloudtrail::{LogFileValidation, Trail};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::trail::own;
use crate::duties::CLOUDTRAIL;

pub(super) const CONTROL: Control<Trail> = Control {
    id: "logging.cloudtrail-validation",
    title: "Log file validation of the trail is enabled",
    severity: Severity::Low,
    why: "With log file validation, a log file that was changed or deleted after its delivery can be \
          detected. Without it, whoever can write to the bucket can remove traces unnoticed.",
    fix: Fix::new(
        "aws cloudtrail update-trail --region {region} --name {name} --enable-log-file-validation",
    ),
    responsibility: CLOUDTRAIL.detection("enable log file validation, and validate log files"),
    needs: &[LogFileValidation::NEED],
    judge: |trail, _| {
        own(trail, |trail| {
            let enabled = *trail.see::<LogFileValidation>()?;
            holds_if(enabled, "log file validation is disabled")
        })
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::trails::OF_ANOTHER;
    use crate::testing::{exempt, named, table};

    let another = named::<Trail>(OF_ANOTHER).with::<LogFileValidation>(false);
    table::<LogFileValidation>(&CONTROL)
        .passes("enabled", true)
        .fails("disabled", false)
        .and(exempt("of another account", another))
        .check();
}
