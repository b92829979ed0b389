//! What may start the function.
use serde::Deserialize;
use serde_json::Value;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The queue: messages that a topic sent there.
    Queue(Vec<Record>),
    /// The clock: what was put off, approved or left half done is gone back to.
    Tick,
}

/// One message of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// By which its failure is reported.
    pub message_id: String,
    /// The envelope of SNS, or the message alone where delivery is raw.
    pub body: String,
}

#[derive(Deserialize)]
struct Batch {
    #[serde(rename = "Records")]
    records: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tick {
    tick: bool,
}

impl TryFrom<Value> for Trigger {
    type Error = String;
    fn try_from(payload: Value) -> Result<Self, String> {
        let quoted: String = payload.to_string().chars().take(300).collect();
        let read = match payload.get("Records") {
            Some(_) => {
                serde_json::from_value(payload).map(|Batch { records }| Self::Queue(records))
            }
            None => serde_json::from_value(payload).map(|Tick { tick }| match tick {
                true => Self::Tick,
                false => Self::Queue(Vec::new()),
            }),
        };
        read.map_err(|why| {
            format!("this is neither a batch of a queue nor `tick`: {why}; it begins `{quoted}`")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Trigger;
    use serde_json::json;

    #[test]
    fn two_things_start_it() {
        let tick = Trigger::try_from(json!({"tick": true})).unwrap();
        assert_eq!(tick, Trigger::Tick);
        let batch =
            json!({"Records": [{"messageId": "1", "body": "{}", "eventSource": "aws:sqs"}]});
        let Ok(Trigger::Queue(records)) = Trigger::try_from(batch) else {
            panic!()
        };
        assert_eq!(records[0].message_id, "1");
        for other in [
            json!({}),
            json!({"Records": [{}]}),
            json!({"fix": "all"}),
            json!(1),
        ] {
            assert!(Trigger::try_from(other).is_err());
        }
    }
}
