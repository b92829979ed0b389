//! What may start a function.
use model::Arn;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is to be looked at, whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A task of a sweep: one area of one account.
    Sweep(Task),
    /// Resources are named of the function's own account.
    Resources(Vec<Arn>),
    /// Messages of the function's queue.
    Batch(Vec<Record>),
}

/// A message of a queue, as Lambda hands it over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Its id, by which a failure is reported.
    pub message_id: String,
    /// What it says.
    pub body: String,
}

#[derive(Deserialize)]
struct Records {
    #[serde(rename = "Records")]
    records: Vec<Record>,
}

/// A task of a sweep, as `events/sweep-s3.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The account to look at: the credentials must be its own.
    pub account: String,
    /// The area: must be the function's.
    pub area: String,
    /// Only these controls, of the area's; all where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controls: Option<Vec<String>>,
    /// The Regions to look at; every enabled one where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regions: Option<Vec<Box<str>>>,
    /// Names the run in logs and messages.
    pub run: String,
    /// The role to assume; the deployment's where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Arn>,
    /// What the role asks of third parties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// There is no other account: an exception that names none is about this one.
    #[serde(default)]
    pub sole: bool,
    /// Of slow controls: the resources up to this id were judged by earlier tasks of the job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Of slow controls: how many tasks of the job came before.
    #[serde(default, skip_serializing_if = "is_first")]
    pub round: u16,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_first(round: &u16) -> bool {
    *round == 0
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    resources: Vec<Arn>,
}

/// A payload that starts nothing.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "this is neither a sweep task (`account`, `area`, `regions`, `run`), nor `resources`, nor a queue's `Records`: {why}; the payload begins `{payload}`"
)]
pub struct Unknown {
    why: String,
    payload: String,
}

impl TryFrom<Value> for Trigger {
    type Error = Unknown;
    fn try_from(payload: Value) -> Result<Self, Unknown> {
        let quoted = payload.to_string().chars().take(300).collect();
        let has = |key| payload.get(key).is_some();
        let read = match (has("resources"), has("Records")) {
            (true, _) => serde_json::from_value(payload)
                .map(|Named { resources }| Self::Resources(resources)),
            (_, true) => {
                serde_json::from_value(payload).map(|Records { records }| Self::Batch(records))
            }
            _ => serde_json::from_value(payload).map(Self::Sweep),
        };
        let refused = |why: String| Unknown {
            why,
            payload: quoted,
        };
        match read {
            Ok(Self::Resources(none)) if none.is_empty() => {
                Err(refused("`resources` is empty".into()))
            }
            Ok(trigger) => Ok(trigger),
            Err(error) => Err(refused(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Task, Trigger};
    use serde_json::json;

    #[test]
    fn a_sweep_task() {
        let payload =
            json!({"account": "111122223333", "area": "s3", "regions": ["eu-west-1"], "run": "r"});
        let Ok(Trigger::Sweep(Task {
            account,
            regions,
            role,
            ..
        })) = payload.try_into()
        else {
            panic!()
        };
        assert_eq!(
            (account.as_str(), regions.map(|all| all.len()), role),
            ("111122223333", Some(1), None)
        );
    }

    #[test]
    fn named_resources() {
        let payload = json!({"resources": ["arn:aws:s3:::logs"]});
        let Ok(Trigger::Resources(arns)) = payload.try_into() else {
            panic!()
        };
        assert_eq!(arns[0].resource(), "logs");
    }

    #[test]
    fn unknown_payloads_are_quoted() {
        for (payload, word) in [
            (json!({"acount": "1"}), "acount"),
            (json!({"resources": ["logs"]}), "`logs` is not an ARN"),
            (json!({"resources": []}), "`resources` is empty"),
            (json!("hello"), "hello"),
            (json!(null), "null"),
            (
                json!({"account": "1", "area": "s3", "run": "r", "now": 1}),
                "now",
            ),
        ] {
            let refused = Trigger::try_from(payload).unwrap_err().to_string();
            assert!(refused.contains(word), "{refused}");
        }
        let long = json!({"x": "y".repeat(10_000)});
        assert!(Trigger::try_from(long).unwrap_err().to_string().len() < 1_000);
    }
}
