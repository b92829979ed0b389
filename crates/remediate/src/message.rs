//! What a message points at. Nothing in it is believed: it says where to look, and perhaps why to
//! look without fixing. A message that was forged makes the machine look, and no more.
use ledger::Hint;
use model::{Timestamp, Transition};
use remedy::ReportedCause;
use serde::Deserialize;

/// The envelope that SNS puts around a message.
#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "TopicArn")]
    topic: String,
    #[serde(rename = "Message")]
    message: String,
}

#[derive(Deserialize)]
struct Body {
    schema: String,
    transition: Transition,
    control: String,
    account: String,
    resource: String,
    part: Option<String>,
    observed_at: Option<Timestamp>,
    cause: Option<Reported>,
}

/// Who changed what the finding is about, as the event said.
#[derive(Default, Deserialize)]
struct Reported {
    #[serde(default)]
    principal: Option<String>,
    #[serde(default)]
    session_issuer: Option<String>,
}

/// Longer names are of nothing that exists.
const LONGEST: usize = 2048;

/// Where a message of this topic points; an error says why it points nowhere. `mine` are the
/// machine's own roles in an account, as `account/name`.
pub fn read(
    body: &str,
    topic: &str,
    mine: impl Fn(&str) -> Vec<String>,
) -> Result<(Hint, ReportedCause), String> {
    let text = match serde_json::from_str::<Envelope>(body) {
        Ok(envelope) if envelope.topic == topic => envelope.message,
        Ok(envelope) => return Err(format!("it came over `{}`", envelope.topic)),
        Err(_) => body.to_owned(),
    };
    let body: Body = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if body.schema != "bailiwick.finding/1" {
        return Err(format!("its schema is `{}`", body.schema));
    }
    let breaks = matches!(
        body.transition,
        Transition::Opened | Transition::Reopened | Transition::ExceptionExpired
    );
    if !breaks {
        return Err(format!("nothing is broken: {}", body.transition.word()));
    }
    let named = [&body.control, &body.account, &body.resource];
    let part = body.part.as_ref();
    if named
        .into_iter()
        .chain(part)
        .any(|name| name.len() > LONGEST)
    {
        return Err("a name is too long".into());
    }
    let reported = body.cause.unwrap_or_default();
    let mine = mine(&body.account);
    let own = |arn: &Option<String>| {
        let arn = arn.as_deref().and_then(role);
        arn.is_some_and(|role| mine.contains(&role))
    };
    let cause = ReportedCause {
        own: own(&reported.principal) || own(&reported.session_issuer),
        principal: reported.session_issuer.or(reported.principal),
        observed_at: body.observed_at,
    };
    let hint = Hint {
        control: body.control,
        account: body.account,
        resource: body.resource,
        part: body.part,
    };
    Ok((hint, cause))
}

/// `account/name` of a role, or of a session of it.
pub fn role(arn: &str) -> Option<String> {
    let arn: model::Arn = arn.parse().ok()?;
    let name = match arn.resource().split_once('/')? {
        ("assumed-role", session) => session.split('/').next()?,
        ("role", path) => path.rsplit('/').next()?,
        _ => return None,
    };
    Some(format!("{}/{name}", arn.account()))
}

#[cfg(test)]
mod tests {
    use super::{read, role};
    use serde_json::{Value, json};

    const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:findings";

    fn finding() -> Value {
        json!({
            "schema": "bailiwick.finding/1",
            "transition": "opened",
            "control": "s3.versioning",
            "account": "111122223333",
            "resource": "arn:aws:s3:::logs",
            "observed_at": "2026-03-01T12:00:00Z",
            "more": {"of": "it"},
        })
    }

    fn envelope(topic: &str, message: &Value) -> String {
        json!({"Type": "Notification", "TopicArn": topic, "Message": message.to_string()})
            .to_string()
    }

    fn parsed(body: &str) -> Result<String, String> {
        let mine = |account: &str| vec![format!("{account}/bailiwick-fix-s3")];
        let (hint, cause) = read(body, TOPIC, mine)?;
        let own = if cause.own { " by itself" } else { "" };
        Ok(format!("{} {}{own}", hint.control, hint.resource))
    }

    #[test]
    fn a_finding_in_its_envelope_or_without() {
        let plain = Ok("s3.versioning arn:aws:s3:::logs".to_owned());
        assert_eq!(parsed(&envelope(TOPIC, &finding())), plain);
        assert_eq!(parsed(&finding().to_string()), plain);
    }

    #[test]
    fn what_points_nowhere() {
        let with = |key: &str, value: Value| {
            let mut finding = finding();
            finding[key] = value;
            parsed(&finding.to_string()).unwrap_err()
        };
        assert!(with("schema", json!("bailiwick.finding/2")).contains("/2"));
        assert!(with("transition", json!("remediated")).contains("remediated"));
        assert!(with("transition", json!("please")).contains("please"));
        assert!(with("resource", json!("x".repeat(3000))).contains("long"));
        assert!(with("resource", json!(["a"])).contains("string"));
        let other = envelope("arn:aws:sns:eu-west-1:444455556666:findings", &finding());
        assert!(parsed(&other).unwrap_err().contains("444455556666"));
        for nonsense in ["", "null", "[]", "{}", "\u{0}"] {
            assert!(parsed(nonsense).is_err());
        }
    }

    #[test]
    fn its_own_changes_are_recognised_by_role_and_session() {
        let with = |cause: Value| {
            let mut finding = finding();
            finding["cause"] = cause;
            parsed(&finding.to_string()).unwrap()
        };
        let session = "arn:aws:sts::111122223333:assumed-role/bailiwick-fix-s3/run";
        let issuer = "arn:aws:iam::111122223333:role/bailiwick/bailiwick-fix-s3";
        assert!(with(json!({"principal": session})).ends_with("by itself"));
        assert!(with(json!({"principal": "x", "session_issuer": issuer})).ends_with("by itself"));
        for other in [
            "arn:aws:sts::444455556666:assumed-role/bailiwick-fix-s3/run",
            "arn:aws:iam::111122223333:user/bailiwick-fix-s3",
            "bailiwick-fix-s3",
        ] {
            assert!(!with(json!({"principal": other})).ends_with("by itself"));
        }
        assert_eq!(role("arn:aws:iam::1:root"), None);
    }
}
