//! A ledger in a DynamoDB table: keys `pk` and `sk`, time to live in `expires`.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem};
use tokio::sync::Mutex;

use crate::{CommitError, Error, Item, Key, Page, Step, Store, Unreadable, When};

/// A table of this form (template.yaml makes it).
#[derive(Clone, Debug)]
pub struct DynamoDb {
    client: Client,
    table: String,
    /// Transactions of one process take turns: those of an account and area check the same item,
    /// and DynamoDB turns away one of two that meet there.
    turn: Arc<Mutex<()>>,
}

type Attributes = HashMap<String, AttributeValue>;

/// How often a transaction is tried that met another one on its way.
const TRIES: u32 = 6;

/// What the SDK's layers say that says nothing to a person.
const LAYERS: &[&str] = &[
    "service error",
    "dispatch failure",
    "io error",
    "unhandled error",
    "client error (Connect)",
    "tcp connect error",
];

/// What AWS said, or what went wrong on the way there.
fn failed(error: &(dyn std::error::Error + 'static)) -> Error {
    let mut words = Vec::new();
    for one in std::iter::successors(Some(error), |one| one.source()) {
        if let Some(metadata) = one.downcast_ref::<ErrorMetadata>() {
            words.extend(
                [metadata.code(), metadata.message()]
                    .into_iter()
                    .flatten()
                    .map(String::from),
            );
            break;
        }
        words.push(one.to_string());
    }
    words.retain(|one| !LAYERS.iter().any(|layer| one.starts_with(layer)));
    words.dedup();
    let words = words.join(": ");
    let words = words.split(" (os error").next().unwrap_or_default();
    Error::Failed(words.chars().take(300).collect())
}

impl DynamoDb {
    /// The table of this name.
    #[must_use]
    pub fn new(client: Client, table: String) -> Self {
        Self {
            client,
            table,
            turn: Arc::default(),
        }
    }

    fn step(&self, step: &Step) -> Result<TransactWriteItem, Error> {
        let item = TransactWriteItem::builder();
        let built = |error| failed(&error);
        Ok(match step {
            Step::Put(put, when) => {
                let put = Put::builder()
                    .table_name(&self.table)
                    .set_item(Some(attributes(put)));
                let (condition, values) = condition(*when).unzip();
                let put = put
                    .set_condition_expression(condition)
                    .set_expression_attribute_values(values.flatten());
                item.put(put.build().map_err(built)?)
            }
            Step::Delete(key, when) => {
                let (condition, values) = condition(*when).unzip();
                let delete = Delete::builder()
                    .table_name(&self.table)
                    .set_key(Some(place(key)))
                    .set_condition_expression(condition)
                    .set_expression_attribute_values(values.flatten());
                item.delete(delete.build().map_err(built)?)
            }
            Step::Check(key, when) => {
                let check = ConditionCheck::builder()
                    .table_name(&self.table)
                    .set_key(Some(place(key)));
                let (condition, values) = condition(*when).unwrap_or((ANYTHING.into(), None));
                let check = check
                    .condition_expression(condition)
                    .set_expression_attribute_values(values);
                item.condition_check(check.build().map_err(built)?)
            }
        }
        .build())
    }

    async fn try_commit(&self, steps: &[TransactWriteItem]) -> Tried {
        let request = self
            .client
            .transact_write_items()
            .set_transact_items(Some(steps.to_vec()));
        let Err(error) = request.send().await else {
            return Tried::Done;
        };
        let reasons = match &error {
            SdkError::ServiceError(service) => match service.err() {
                TransactWriteItemsError::TransactionCanceledException(cancelled) => {
                    cancelled.cancellation_reasons()
                }
                TransactWriteItemsError::TransactionInProgressException(_) => {
                    return Tried::Met(failed(&error));
                }
                _ => &[],
            },
            _ => &[],
        };
        let says = |code: &'static str| {
            let coded = reasons
                .iter()
                .enumerate()
                .filter(move |(_, reason)| reason.code() == Some(code));
            coded.map(|(place, _)| place).collect::<Vec<_>>()
        };
        let refused = says("ConditionalCheckFailed");
        let meeting = [
            "TransactionConflict",
            "ThrottlingError",
            "ProvisionedThroughputExceeded",
        ];
        match (
            refused.is_empty(),
            meeting.iter().any(|code| !says(code).is_empty()),
        ) {
            (false, _) => Tried::Refused(refused),
            (true, true) => Tried::Met(failed(&error)),
            (true, false) => Tried::Failed(failed(&error)),
        }
    }
}

/// A condition that always holds, for a check that needs one.
const ANYTHING: &str = "attribute_not_exists(pk) OR attribute_exists(pk)";

/// The condition as an expression, and the value that it names as `:at`.
fn condition(when: When) -> Option<(String, Option<Attributes>)> {
    let at = |at| Some(HashMap::from([(":at".to_owned(), number(at))]));
    Some(match when {
        When::Always => return None,
        When::Older(time) => (
            "attribute_not_exists(pk) OR observed_at < :at".into(),
            at(time),
        ),
        When::Unchanged(None) => ("attribute_not_exists(pk)".into(), None),
        When::Unchanged(Some(time)) => ("observed_at = :at".into(), at(time)),
    })
}

enum Tried {
    Done,
    Refused(Vec<usize>),
    /// Another transaction was under way on one of the items.
    Met(Error),
    Failed(Error),
}

impl Store for DynamoDb {
    async fn get(&self, key: &Key) -> Result<Option<Item>, Error> {
        let request = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(place(key)));
        let answer = request
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failed(&error))?;
        let item = answer.item.as_ref().map(read).transpose();
        item.map_err(|unreadable| Error::unreadable(&unreadable.key))
    }

    async fn page(
        &self,
        partition: &str,
        prefix: &str,
        after: Option<String>,
    ) -> Result<Page, Error> {
        let start = after.map(|last| {
            place(&Key {
                partition: partition.into(),
                place: last,
            })
        });
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .consistent_read(true);
        let query = query
            .expression_attribute_values(":pk", text(partition))
            .set_exclusive_start_key(start);
        let query = match prefix {
            "" => query.key_condition_expression("pk = :pk"),
            prefix => query
                .key_condition_expression("pk = :pk AND begins_with(sk, :sk)")
                .expression_attribute_values(":sk", text(prefix)),
        };
        let answer = query.send().await.map_err(|error| failed(&error))?;
        let next = answer
            .last_evaluated_key()
            .and_then(|key| key.get("sk")?.as_s().ok().cloned());
        let mut page = Page {
            next,
            ..Page::default()
        };
        for attributes in answer.items() {
            match read(attributes) {
                Ok(item) => page.items.push(item),
                Err(unreadable) => page.unreadable.push(unreadable),
            }
        }
        Ok(page)
    }

    async fn commit(&self, steps: &[Step]) -> Result<(), CommitError> {
        let steps: Vec<_> = steps
            .iter()
            .map(|step| self.step(step))
            .collect::<Result<_, _>>()?;
        let mut last = Error::Failed(String::new());
        let _turn = self.turn.lock().await;
        for tried in 0..TRIES {
            if tried > 0 {
                tokio::time::sleep(Duration::from_millis(20 << tried)).await;
            }
            match self.try_commit(&steps).await {
                Tried::Done => return Ok(()),
                Tried::Refused(places) => return Err(CommitError::Refused(places)),
                Tried::Failed(error) => return Err(error.into()),
                Tried::Met(error) => last = error,
            }
        }
        Err(last.into())
    }
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.into())
}
fn number(value: i64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}
fn place(key: &Key) -> Attributes {
    HashMap::from([
        ("pk".into(), text(&key.partition)),
        ("sk".into(), text(&key.place)),
    ])
}

fn attributes(item: &Item) -> Attributes {
    let mut all = place(&item.key);
    all.insert("observed_at".into(), number(item.observed_at));
    all.insert("data".into(), text(&item.data));
    all.extend(item.expires.map(|at| ("expires".into(), number(at))));
    all
}

fn read(attributes: &Attributes) -> Result<Item, Unreadable> {
    let text = |name: &str| {
        attributes
            .get(name)
            .and_then(|value| value.as_s().ok())
            .cloned()
    };
    let number = |name: &str| attributes.get(name)?.as_n().ok()?.parse().ok();
    let whole = (|| {
        Some(Item {
            key: Key {
                partition: text("pk")?,
                place: text("sk")?,
            },
            observed_at: number("observed_at")?,
            expires: number("expires"),
            data: text("data")?,
        })
    })();
    // Both keys are strings by the table's schema.
    whole.ok_or_else(|| Unreadable {
        key: Key {
            partition: text("pk").unwrap_or_default(),
            place: text("sk").unwrap_or_default(),
        },
        data: format!("{attributes:?}"),
    })
}
