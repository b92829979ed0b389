//! Reading an event, as EventBridge delivers it.
use model::{AccountRef, Arn, Cause, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::cause::cause;
use crate::{About, Row, find};

/// What an event is about.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its row in the table.
    pub row: &'static Row,
    /// In whose account it happened.
    pub account: AccountRef,
    /// The resource; the account's own ARN where it is about the account.
    pub resource: Arn,
    /// Who is said to have done it.
    pub cause: Cause,
    /// When it is said to have happened.
    pub happened_at: Timestamp,
}

/// What became of an event.
#[derive(Clone, Debug)]
pub enum Seen {
    /// Something is to be looked at.
    Event(Box<Event>),
    /// Nothing is: the table has no such event, or the call failed; why.
    Irrelevant(&'static str),
}

/// A record that is no event of CloudTrail, or claims to be what it cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no CloudTrail event as EventBridge delivers them: {0}")]
pub struct Refused(pub String);

/// What is needed of an event; whatever else it holds is left alone.
#[derive(Deserialize)]
struct Envelope {
    source: String,
    #[serde(rename = "detail-type")]
    detail_type: String,
    account: String,
    detail: Value,
}

/// What EventBridge calls the calls that CloudTrail tells of.
pub(crate) const DETAIL_TYPE: &str = "AWS API Call via CloudTrail";

/// Reads an event. `partition` is that of the reader: no event crosses from another one.
pub fn decode(text: &str, partition: &str) -> Result<Seen, Refused> {
    let refused = |why: &str| Refused(why.to_owned());
    let Envelope {
        source,
        detail_type,
        account,
        detail,
    } = serde_json::from_str(text).map_err(|error| Refused(error.to_string()))?;
    if detail_type != DETAIL_TYPE {
        return Ok(Seen::Irrelevant("it is of another detail type"));
    }
    let word = |pointer: &str| {
        detail
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    // EventBridge lets nobody but AWS use a source that begins with `aws.`.
    let service = source
        .strip_prefix("aws.")
        .ok_or_else(|| refused("its source is not AWS"))?;
    if word("/eventSource") != format!("{service}.amazonaws.com") {
        return Err(refused("its source and the service that it names disagree"));
    }
    let recipient = word("/recipientAccountId");
    if !recipient.is_empty() && recipient != account {
        return Err(refused("its account and its recipient disagree"));
    }
    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused("its account is no account number"));
    }
    if detail.get("errorCode").is_some_and(|code| !code.is_null()) {
        return Ok(Seen::Irrelevant("the call failed"));
    }
    let Some(row) = find(service, word("/eventName")) else {
        return Ok(Seen::Irrelevant("the table has no such event"));
    };
    let account = AccountRef::new(partition, account);
    let resource = resource(row, &account, &detail)?;
    let happened_at = word("/eventTime")
        .parse()
        .map_err(|_| refused("its time is no time"))?;
    let cause = cause(&detail);
    Ok(Seen::Event(Box::new(Event {
        row,
        account,
        resource,
        cause,
        happened_at,
    })))
}

fn resource(row: &Row, account: &AccountRef, detail: &Value) -> Result<Arn, Refused> {
    let wrong = |arn: &str| Refused(format!("`{arn}` is no ARN"));
    match row.about {
        About::Account => account.arn().parse().map_err(|_| wrong(&account.arn())),
        About::Resource { parameter, arn, .. } => {
            let parameters = detail.get("requestParameters");
            let name = parameters.and_then(|all| all.pointer(parameter)?.as_str());
            let name = name.filter(|name| is_name(name));
            let name = name
                .ok_or_else(|| Refused(format!("`requestParameters{parameter}` names nothing")))?;
            let region = detail
                .get("awsRegion")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let arn = arn(account, region, name);
            arn.parse().map_err(|_| wrong(&arn))
        }
    }
}

/// A name that can be put into an ARN: a caller may have chosen it.
fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+=,@/".contains(&byte);
    !name.is_empty() && name.len() <= 256 && name.bytes().all(plain)
}
