//! Events of `CloudWatch` Logs, each in its own Region.
use model::logs::{LogGroup, LogGroupKey, LogGroupTags, LogPolicies, Retention};
use model::{Fact, Kind};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const GROUP: About = About::Resource {
    kind: LogGroup::INFO,
    named: &["/requestParameters/logGroupName"],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:logs:{region}:{id}:log-group:{name}")
    },
};
const TAGGED: About = About::Arn {
    kind: LogGroup::INFO,
    named: &["/requestParameters/resourceArn"],
};

const fn row(name: &'static str, about: About, effect: Effect, facts: Facts) -> Row {
    Row {
        service: "logs",
        name,
        about,
        facts,
        effect,
    }
}

const KEY: Facts = Facts::These(&[LogGroupKey::NEED]);
const RETENTION: Facts = Facts::These(&[Retention::NEED]);
const POLICIES: Facts = Facts::These(&[LogPolicies::NEED]);
const TAGS: Facts = Facts::These(&[LogGroupTags::NEED]);

pub(crate) const ROWS: &[Row] = &[
    row("CreateLogGroup", GROUP, Sets, Facts::All),
    row("DeleteLogGroup", GROUP, Repairs, Facts::All),
    row("AssociateKmsKey", GROUP, Repairs, KEY),
    row("DisassociateKmsKey", GROUP, Breaks, KEY),
    row("PutRetentionPolicy", GROUP, Sets, RETENTION),
    row("DeleteRetentionPolicy", GROUP, Repairs, RETENTION),
    row("PutResourcePolicy", About::Account, Sets, POLICIES),
    row("DeleteResourcePolicy", About::Account, Repairs, POLICIES),
    row("TagResource", TAGGED, Sets, TAGS),
    row("UntagResource", TAGGED, Sets, TAGS),
];
