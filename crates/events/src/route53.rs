//! Events of Route 53, all in the partition's home Region. Deleting a query logging configuration does not
//! name the hosted zone, so that asks for a sweep.
use model::route53::{HostedZone, QueryLogging};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs};
use crate::{About, Facts, Row};

/// Ids are returned as `/hostedzone/Z1`, and sent with or without the beginning.
const ZONE: About = About::Resource {
    kind: HostedZone::INFO,
    named: &[
        "/responseElements/hostedZone/id",
        "/requestParameters/hostedZoneId",
        "/requestParameters/id",
    ],
    arn: |account, _, name| {
        let id = name.strip_prefix("/hostedzone/").unwrap_or(name);
        format!("arn:{}:route53:::hostedzone/{id}", account.partition)
    },
};

const LOGGING: &[Need] = &[QueryLogging::NEED];

const fn row(name: &'static str, about: About, effect: Effect, facts: Facts) -> Row {
    Row {
        service: "route53",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateHostedZone", ZONE, Breaks, Facts::All),
    row("DeleteHostedZone", ZONE, Repairs, Facts::All),
    row(
        "CreateQueryLoggingConfig",
        ZONE,
        Repairs,
        Facts::These(LOGGING),
    ),
    row(
        "DeleteQueryLoggingConfig",
        About::Account,
        Breaks,
        Facts::These(LOGGING),
    ),
];
