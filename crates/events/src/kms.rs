//! Events of KMS keys, each in its own Region. The request names a key in any form; `resources` has its ARN.
use model::kms::{Key, KeyGrants, KeyMetadata, KeyPolicy, KeyRotation, KeyTags};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const KEY: About = About::Arn {
    kind: Key::INFO,
    named: &["/resources/0/ARN", "/responseElements/keyMetadata/arn"],
};

const fn row(name: &'static str, effect: Effect, facts: &'static [Need]) -> Row {
    Row {
        service: "kms",
        name,
        about: KEY,
        facts: Facts::These(facts),
        effect,
    }
}

const NEW: &[Need] = &[
    KeyGrants::NEED,
    KeyMetadata::NEED,
    KeyPolicy::NEED,
    KeyRotation::NEED,
    KeyTags::NEED,
];
const GRANTS: &[Need] = &[KeyGrants::NEED];
const POLICY: &[Need] = &[KeyPolicy::NEED];
const STATE: &[Need] = &[KeyMetadata::NEED];
const ROTATION: &[Need] = &[KeyRotation::NEED];
const TAGS: &[Need] = &[KeyTags::NEED];

pub(crate) const ROWS: &[Row] = &[
    row("CreateKey", Breaks, NEW),
    row("EnableKeyRotation", Repairs, ROTATION),
    row("DisableKeyRotation", Breaks, ROTATION),
    row("EnableKey", Sets, STATE),
    row("DisableKey", Sets, STATE),
    row("ScheduleKeyDeletion", Sets, STATE),
    row("CancelKeyDeletion", Sets, STATE),
    row("CreateGrant", Breaks, GRANTS),
    row("RetireGrant", Repairs, GRANTS),
    row("RevokeGrant", Repairs, GRANTS),
    row("PutKeyPolicy", Sets, POLICY),
    row("TagResource", Sets, TAGS),
    row("UntagResource", Sets, TAGS),
];
