//! Events of SQS, each in its own Region. All but the first name the queue by its URL, which is no
//! name: these ask for a sweep.
use model::sqs::{Queue, QueueEncryption};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const QUEUE: About = About::Resource {
    kind: Queue::INFO,
    named: &["/requestParameters/queueName"],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:sqs:{region}:{id}:{name}")
    },
};
const ENCRYPTION: &[Need] = &[QueueEncryption::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "sqs",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateQueue", QUEUE, Facts::All, Sets),
    row(
        "SetQueueAttributes",
        About::Account,
        Facts::These(ENCRYPTION),
        Sets,
    ),
    row(
        "DeleteQueue",
        About::Account,
        Facts::These(ENCRYPTION),
        Repairs,
    ),
];
