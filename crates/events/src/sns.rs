//! Events of SNS, each in its own Region. Each names the topic by its ARN.
use model::sns::{Topic, TopicKey};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const TOPIC: About = About::Arn {
    kind: Topic::INFO,
    named: &["/requestParameters/topicArn", "/responseElements/topicArn"],
};
const KEY: &[Need] = &[TopicKey::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "sns",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateTopic", TOPIC, Facts::All, Sets),
    row("SetTopicAttributes", TOPIC, Facts::These(KEY), Sets),
    row("DeleteTopic", TOPIC, Facts::All, Repairs),
];
