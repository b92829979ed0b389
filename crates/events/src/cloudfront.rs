//! Events of `CloudFront`, all in the partition's home Region.
use model::cloudfront::{AccessLogging, Behaviors, Distribution, DistributionTags, Origins};
use model::{AccountRef, Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const DISTRIBUTION: About = About::Resource {
    kind: Distribution::INFO,
    named: &[
        "/responseElements/distribution/id",
        "/requestParameters/id",
        "/requestParameters/resource",
    ],
    arn: |account, _, name| {
        let AccountRef { id, partition } = account;
        format!("arn:{partition}:cloudfront::{id}:distribution/{name}")
    },
};

const CONFIG: &[Need] = &[AccessLogging::NEED, Behaviors::NEED, Origins::NEED];
const TAGS: &[Need] = &[DistributionTags::NEED];

const fn row(name: &'static str, effect: Effect, facts: Facts) -> Row {
    Row {
        service: "cloudfront",
        name,
        about: DISTRIBUTION,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateDistribution", Sets, Facts::All),
    row("CreateDistributionWithTags", Sets, Facts::All),
    row("UpdateDistribution", Sets, Facts::These(CONFIG)),
    row("DeleteDistribution", Repairs, Facts::All),
    row("TagResource", Sets, Facts::These(TAGS)),
    row("UntagResource", Sets, Facts::These(TAGS)),
];
