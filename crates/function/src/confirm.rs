//! What is to be read a second time before it is published as closed: a message of the function to
//! itself. AWS is eventually consistent, so what was read right after a change may not stay.
use std::collections::{BTreeMap, BTreeSet};

use controls::Controls;
use events::Assessments;
use ledger::Held;
use model::{Arn, Cause};
use serde::{Deserialize, Serialize};

/// The message.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    confirm: Confirm,
}

/// Resources of an account, each with the controls in question and who is reported to have caused it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    pub account: String,
    resources: BTreeMap<String, BTreeMap<String, Cause>>,
}

/// So many resources go into one message: SQS takes 256 KiB, and a cause is of some hundred bytes
/// for each control.
const AT_ONCE: usize = 20;

impl Message {
    /// The messages that ask again for what was held back.
    pub fn of(account: &str, held: &Held, assessments: &Assessments) -> Vec<Self> {
        let causes = |resource: &str, controls: &BTreeSet<String>| {
            let causes = assessments
                .iter()
                .find(|(arn, _)| arn.to_string() == resource);
            let causes = causes.map(|(_, causes)| causes.clone()).unwrap_or_default();
            let causes = causes.into_iter().map(|(id, cause)| (id.to_owned(), cause));
            let (held, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
                causes.partition(|(id, _)| controls.contains(id));
            // What is gone takes findings along that were not requested: whatever was requested shows
            // again that it is gone.
            if held.is_empty() { others } else { held }
        };
        let all: Vec<(String, BTreeMap<String, Cause>)> = held
            .iter()
            .map(|(resource, controls)| (resource.clone(), causes(resource, controls)))
            .collect();
        let chunks = all.chunks(AT_ONCE).map(|some| Confirm {
            account: account.to_owned(),
            resources: some.iter().cloned().collect(),
        });
        chunks.map(|confirm| Self { confirm }).collect()
    }
}

impl From<Message> for Confirm {
    fn from(message: Message) -> Self {
        message.confirm
    }
}

impl Confirm {
    /// What is to be read again, by the controls that there are: one of another release may be no
    /// more.
    pub fn assessments(self, controls: &Controls) -> Result<Assessments, String> {
        let mut assessments = Assessments::new();
        for (resource, causes) in self.resources {
            let arn: Arn = resource
                .parse()
                .map_err(|_| format!("`{resource}` is no ARN"))?;
            let ids = controls.iter().map(|control| control.id());
            let named = ids.filter_map(|id| Some((id, causes.get(id)?.clone())));
            let named: BTreeMap<_, _> = named.collect();
            if !named.is_empty() {
                assessments.insert(arn, named);
            }
        }
        Ok(assessments)
    }
}
