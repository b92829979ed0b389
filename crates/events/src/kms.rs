//! Events of KMS keys, each in its own Region. The request names a key in any form; `resources` has its ARN.
use model::kms::{Key, KeyMetadata, KeyRotation, KeyTags};
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

const NEW: &[Need] = &[KeyMetadata::NEED, KeyRotation::NEED, KeyTags::NEED];
const STATE: &[Need] = &[KeyMetadata::NEED];
const ROTATION: &[Need] = &[KeyRotation::NEED];
const TAGS: &[Need] = &[KeyTags::NEED];

pub(crate) const ROWS: &[Row] = &[
    row("CreateKey", Breaks, NEW),
    row("EnableKeyRotation", Repairs, ROTATION),
    row("DisableKeyRotation", Breaks, ROTATION),
    row("EnableKey", Breaks, STATE),
    row("DisableKey", Repairs, STATE),
    row("ScheduleKeyDeletion", Repairs, STATE),
    row("CancelKeyDeletion", Sets, STATE),
    row("TagResource", Sets, TAGS),
    row("UntagResource", Sets, TAGS),
];
