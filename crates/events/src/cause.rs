//! Who made a call, as CloudTrail says.
use model::Cause;
use serde_json::Value;

/// Longer texts of an event are cut: a caller chooses some of them.
const LONGEST: usize = 256;

/// The cause in the detail of an event.
pub(crate) fn cause(detail: &Value) -> Cause {
    let text = |pointer: &str| {
        let text = detail.pointer(pointer)?.as_str()?;
        let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
        Some(plain.take(LONGEST).collect::<String>())
    };
    let principal = text("/userIdentity/arn").or_else(|| text("/userIdentity/invokedBy"));
    Cause {
        reported_by: "cloudtrail".into(),
        event: text("/eventName").unwrap_or_default(),
        event_id: text("/eventID").unwrap_or_default(),
        event_time: text("/eventTime").unwrap_or_default(),
        region: text("/awsRegion"),
        principal: principal.or_else(|| text("/userIdentity/principalId")),
        session_issuer: text("/userIdentity/sessionContext/sessionIssuer/arn"),
        source_address: text("/sourceIPAddress"),
        agent: text("/userAgent"),
    }
}
