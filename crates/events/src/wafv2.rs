//! Events of AWS WAF, each in its own Region, those of web ACLs for `CloudFront` in us-east-1. Deleting a
//! web ACL does not name its ARN, so that asks for a sweep.
use model::wafv2::{Logging, WebAcl, WebAclTags};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const ACL: About = About::Arn {
    kind: WebAcl::INFO,
    named: &[
        "/responseElements/summary/aRN",
        "/requestParameters/loggingConfiguration/resourceArn",
        "/requestParameters/resourceArn",
        "/requestParameters/resourceARN",
    ],
};

const LOGGING: &[Need] = &[Logging::NEED];
const TAGS: &[Need] = &[WebAclTags::NEED];

const fn row(name: &'static str, about: About, effect: Effect, facts: &'static [Need]) -> Row {
    Row {
        service: "wafv2",
        name,
        about,
        facts: Facts::These(facts),
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    Row {
        facts: Facts::All,
        ..row("CreateWebACL", ACL, Breaks, LOGGING)
    },
    row("DeleteWebACL", About::Account, Repairs, LOGGING),
    row("PutLoggingConfiguration", ACL, Repairs, LOGGING),
    row("DeleteLoggingConfiguration", ACL, Breaks, LOGGING),
    row("TagResource", ACL, Sets, TAGS),
    row("UntagResource", ACL, Sets, TAGS),
];
