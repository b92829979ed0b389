//! Events of trails, each in the trail's home Region. A request names a trail by its name or by its
//! ARN: those whose response has no ARN ask for a sweep of the controls in question, for trails are few.
use model::cloudtrail::{
    EventSelectors, InsightSelectors, LogFileValidation, Trail, TrailBucket, TrailBucketAccess,
    TrailBucketLog, TrailBucketVersioning, TrailKey, TrailLogGroup, TrailScope, TrailStatus,
    TrailTags,
};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const fn by_arn(named: &'static [&'static str]) -> About {
    About::Arn {
        kind: Trail::INFO,
        named,
    }
}
const TRAIL: About = by_arn(&["/responseElements/trailARN"]);
const TAGGED: About = by_arn(&["/requestParameters/resourceId"]);

const fn row(name: &'static str, about: About, effect: Effect, facts: Facts) -> Row {
    Row {
        service: "cloudtrail",
        name,
        about,
        facts,
        effect,
    }
}

const ALL: &[Need] = &[
    EventSelectors::NEED,
    InsightSelectors::NEED,
    LogFileValidation::NEED,
    TrailBucket::NEED,
    TrailBucketAccess::NEED,
    TrailBucketLog::NEED,
    TrailBucketVersioning::NEED,
    TrailKey::NEED,
    TrailLogGroup::NEED,
    TrailScope::NEED,
    TrailStatus::NEED,
];
/// What a trail is told to use: another bucket has other settings.
const SETTINGS: &[Need] = &[
    LogFileValidation::NEED,
    TrailBucket::NEED,
    TrailBucketAccess::NEED,
    TrailBucketLog::NEED,
    TrailBucketVersioning::NEED,
    TrailKey::NEED,
    TrailLogGroup::NEED,
    TrailScope::NEED,
    TrailStatus::NEED,
];
const STATUS: Facts = Facts::These(&[TrailStatus::NEED]);
const SELECTORS: Facts = Facts::These(&[EventSelectors::NEED]);
const INSIGHTS: Facts = Facts::These(&[InsightSelectors::NEED]);
const TAGS: Facts = Facts::These(&[TrailTags::NEED]);

pub(crate) const ROWS: &[Row] = &[
    row("CreateTrail", TRAIL, Sets, Facts::All),
    row("UpdateTrail", TRAIL, Sets, Facts::These(SETTINGS)),
    row("DeleteTrail", About::Account, Breaks, Facts::These(ALL)),
    row("StartLogging", About::Account, Repairs, STATUS),
    row("StopLogging", About::Account, Breaks, STATUS),
    row("PutEventSelectors", TRAIL, Sets, SELECTORS),
    row("PutInsightSelectors", About::Account, Sets, INSIGHTS),
    row("AddTags", TAGGED, Sets, TAGS),
    row("RemoveTags", TAGGED, Sets, TAGS),
];
