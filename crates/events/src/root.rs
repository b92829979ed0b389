//! What the root user does to its own credentials: events of IAM that name no user, about the account.
use model::iam::{RootPresence, RootVirtualMfa};
use model::{Fact, Need};
use serde_json::Value;

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const fn row(name: &'static str, effect: Effect, facts: &'static [Need]) -> Row {
    Row {
        service: "iam",
        name,
        about: About::Account,
        facts: Facts::These(facts),
        effect,
    }
}

const CREDENTIALS: &[Need] = &[RootPresence::NEED];
const DEVICES: &[Need] = &[RootPresence::NEED, RootVirtualMfa::NEED];

pub(crate) const ROWS: &[Row] = &[
    row("CreateAccessKey", Breaks, CREDENTIALS),
    row("UpdateAccessKey", Sets, CREDENTIALS),
    row("DeleteAccessKey", Repairs, CREDENTIALS),
    row("CreateLoginProfile", Breaks, CREDENTIALS),
    row("DeleteLoginProfile", Repairs, CREDENTIALS),
    // A virtual device is assigned by the same call as a hardware device.
    row("EnableMFADevice", Sets, DEVICES),
    row("DeactivateMFADevice", Breaks, DEVICES),
];

/// The row of what the root user did to its own credentials; `None` for any other event.
pub(crate) fn find(service: &str, name: &str, detail: &Value) -> Option<&'static Row> {
    let own = ROWS
        .iter()
        .find(|row| (row.service, row.name) == (service, name))?;
    is_own(detail).then_some(own)
}

/// Whether the root user acted and named no user. CloudTrail puts the account's alias into `userName` of
/// the caller (CloudTrail User Guide, "CloudTrail userIdentity element"), which is no user of IAM.
fn is_own(detail: &Value) -> bool {
    let word = |place: &str| detail.pointer(place).and_then(Value::as_str);
    let user = word("/requestParameters/userName").filter(|name| crate::name::is_name(name));
    word("/userIdentity/type") == Some("Root") && user.is_none()
}
