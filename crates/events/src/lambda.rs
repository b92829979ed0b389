//! Events of Lambda, each in its own Region. A request names a function by its name or its ARN.
use model::lambda::{EnvironmentEncryption, Function, FunctionTags};
use model::{AccountRef, Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const FUNCTION: About = About::Resource {
    kind: Function::INFO,
    named: &[
        "/responseElements/functionName",
        "/requestParameters/functionName",
        "/requestParameters/resource",
    ],
    arn: |account, region, name| {
        let AccountRef { id, partition } = account;
        format!("arn:{partition}:lambda:{region}:{id}:function:{name}")
    },
};

const ENVIRONMENT: &[Need] = &[EnvironmentEncryption::NEED];
const TAGS: &[Need] = &[FunctionTags::NEED];

const fn row(name: &'static str, effect: Effect, facts: Facts) -> Row {
    Row {
        service: "lambda",
        name,
        about: FUNCTION,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateFunction", Sets, Facts::All),
    row("DeleteFunction", Repairs, Facts::All),
    row(
        "UpdateFunctionConfiguration",
        Sets,
        Facts::These(ENVIRONMENT),
    ),
    row("TagResource", Sets, Facts::These(TAGS)),
    row("UntagResource", Sets, Facts::These(TAGS)),
];
