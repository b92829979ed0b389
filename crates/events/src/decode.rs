//! Reads an event as EventBridge delivers it.
use model::{AccountRef, Arn, ArnShape, Cause, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::cause::cause;
use crate::name::is_name;
use crate::{About, Row, find, plain, root, signin};

/// What an event is about.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its row in the table.
    pub row: &'static Row,
    /// In whose account it happened.
    pub account: AccountRef,
    /// The resource; the account's own ARN where it is about the account.
    pub resource: Arn,
    /// Who made the call, as `CloudTrail` says.
    pub cause: Cause,
    /// When the call was made, as `CloudTrail` says.
    pub happened_at: Timestamp,
}

/// What became of an event.
#[derive(Clone, Debug)]
pub enum Decoded {
    /// A resource is to be read again.
    Event(Box<Event>),
    /// No resource is: the table has no such event, or the call failed; why.
    Irrelevant(&'static str),
}

/// A record that is no event of `CloudTrail`, or contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no CloudTrail event as EventBridge delivers them: {0}")]
pub struct Refused(pub String);

/// The fields of an event that are used.
#[derive(Deserialize)]
struct Envelope {
    source: String,
    #[serde(rename = "detail-type")]
    detail_type: String,
    account: String,
    detail: Value,
}

/// The detail type of API calls.
pub(crate) const DETAIL_TYPE: &str = "AWS API Call via CloudTrail";

/// Reads an event. `partition` is that of the reader: no event crosses from another one.
pub fn decode(text: &str, partition: &str) -> Result<Decoded, Refused> {
    let refused = |why: &str| Refused(why.to_owned());
    let Envelope {
        source,
        detail_type,
        account,
        detail,
    } = serde_json::from_str(text).map_err(|error| Refused(error.to_string()))?;
    if ![DETAIL_TYPE, signin::DETAIL_TYPE].contains(&&*detail_type) {
        return Ok(Decoded::Irrelevant("it is of another detail type"));
    }
    let word = |pointer: &str| {
        detail
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    // EventBridge lets only AWS use a source that begins with `aws.`.
    let service = source
        .strip_prefix("aws.")
        .ok_or_else(|| refused("its source is not AWS"))?;
    if word("/eventSource") != format!("{service}.amazonaws.com") {
        return Err(refused("its source and the service that it names disagree"));
    }
    // The prefix of a rule may match more events than the table has.
    let name = plain(word("/eventName"));
    let own = root::find(service, name, &detail);
    let Some(row) = own.or_else(|| find(service, name)) else {
        return Ok(Decoded::Irrelevant("the table has no such event"));
    };
    let recipient = word("/recipientAccountId");
    if !recipient.is_empty() && recipient != account {
        return Err(refused("its account and its recipient disagree"));
    }
    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused("its account is no account number"));
    }
    if detail.get("errorCode").is_some_and(|code| !code.is_null()) {
        return Ok(Decoded::Irrelevant("the call failed"));
    }
    if row.detail_type() != detail_type {
        return Err(refused("its detail type and its service disagree"));
    }
    if let (signin::SERVICE, Some(why)) = (row.service, signin::irrelevant(&detail)) {
        return Ok(Decoded::Irrelevant(why));
    }
    let account = AccountRef::new(partition, account);
    let resource = resource(row, &account, &detail)?;
    if row
        .kind()
        .arn
        .is_some_and(|shape| shape.fits(&resource).is_none())
    {
        return Ok(Decoded::Irrelevant("it is about another kind of resource"));
    }
    let happened_at = word("/eventTime")
        .parse()
        .map_err(|_| refused("its time is no time"))?;
    let cause = cause(&detail);
    Ok(Decoded::Event(Box::new(Event {
        row,
        account,
        resource,
        cause,
        happened_at,
    })))
}

fn resource(row: &Row, account: &AccountRef, detail: &Value) -> Result<Arn, Refused> {
    let arn = match row.about {
        About::Account => account.arn(),
        About::Resource { named, arn, kind } => match (first(detail, named, is_named), kind.arn) {
            (Ok(name), _) if !is_name(name) => name.into(),
            (Ok(name), _) => {
                let region = detail.get("awsRegion").and_then(Value::as_str);
                arn(account, region.unwrap_or_default(), name)
            }
            (Err(refused), shape) => listed(detail, named, shape).ok_or(refused)?.to_string(),
        },
        About::Arn { named, .. } => first(detail, named, |arn| arn.len() <= LONGEST_ARN)?.into(),
    };
    let resource: Arn = arn
        .parse()
        .map_err(|_| Refused(format!("`{arn}` is no ARN")))?;
    if ![&account.id, ""].contains(&resource.account()) {
        return Err(Refused(format!("`{arn}` is of another account")));
    }
    Ok(resource)
}

/// The first of some places of an event that says something usable.
fn first<'a>(
    detail: &'a Value,
    places: &[&str],
    usable: impl Fn(&str) -> bool,
) -> Result<&'a str, Refused> {
    let mut values = places
        .iter()
        .filter_map(|place| detail.pointer(place)?.as_str());
    let first = values.next().filter(|name| usable(name));
    first.ok_or_else(|| Refused(format!("`{}` names nothing", places.join("`, `"))))
}

/// The one resource of a shape that `CloudTrail` says the call was about, where the parameters name none: it leaves out
/// those that are too large (`CloudTrail` User Guide, "`CloudTrail` record contents").
fn listed(detail: &Value, named: &[&str], shape: Option<ArnShape>) -> Option<Arn> {
    let shape = shape.filter(|_| named.iter().all(|place| detail.pointer(place).is_none()))?;
    let listed = detail.get("resources")?.as_array()?.iter();
    let arns = listed.filter_map(|one| one.get("ARN")?.as_str()?.parse::<Arn>().ok());
    let mut fitting: Vec<_> = arns.filter(|arn| shape.fits(arn).is_some()).collect();
    fitting.dedup();
    fitting.pop().filter(|_| fitting.is_empty())
}

/// ARNs are at most so long (IAM User Guide, "IAM and AWS STS quotas"; other services' are shorter).
const LONGEST_ARN: usize = 2048;

/// A name, or an ARN where the service takes either.
fn is_named(name: &str) -> bool {
    is_name(name) || (name.len() <= LONGEST_ARN && name.parse::<Arn>().is_ok())
}
