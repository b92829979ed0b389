//! Events of Kinesis, each in its own Region. What changes encryption may name the stream by its ARN
//! alone: these ask for a sweep.
use model::kinesis::{Stream, StreamKey};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const STREAM: About = About::Resource {
    kind: Stream::INFO,
    named: &["/requestParameters/streamName"],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:kinesis:{region}:{id}:stream/{name}")
    },
};
const KEY: &[Need] = &[StreamKey::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "kinesis",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateStream", STREAM, Facts::All, Sets),
    row(
        "StartStreamEncryption",
        About::Account,
        Facts::These(KEY),
        Repairs,
    ),
    row(
        "StopStreamEncryption",
        About::Account,
        Facts::These(KEY),
        Breaks,
    ),
    row("DeleteStream", About::Account, Facts::These(KEY), Repairs),
];
