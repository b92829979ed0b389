//! Questions that would be answered as if all were well: a field that is not one, a service that
//! AWS does not have, an answer of AWS that is cut. Each is an error that names the word and the
//! nearest right one.
use policy::catalogue;
use serde_json::{Map, Value};

/// Refuses fields that are not among `allowed`; `place` is where they stand, empty for the line.
pub fn fields(object: &Map<String, Value>, allowed: &[&str], place: &str) -> Result<(), String> {
    for name in object.keys() {
        if name != "id" && !allowed.contains(&name.as_str()) {
            let nearest = nearest(name, allowed.iter().copied());
            let place = if place.is_empty() {
                String::new()
            } else {
                format!(" of `{place}`")
            };
            return Err(format!("unknown field `{name}`{place}: write `{nearest}`"));
        }
    }
    Ok(())
}

/// The same of an object inside the line, where it is there.
pub fn inner(line: &Map<String, Value>, name: &str, allowed: &[&str]) -> Result<(), String> {
    match line.get(name) {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Object(object)) => fields(object, allowed, name),
        Some(other) => Err(format!("`{name}` is an object, not {}", kind(other))),
    }
}

/// Refuses a service that is not in the catalogue.
pub fn service(prefix: &str) -> Result<(), String> {
    if catalogue::service(prefix).is_ok() && !prefix.is_empty() {
        return Ok(());
    }
    let nearest = nearest(
        prefix,
        catalogue::services().map(catalogue::Service::prefix),
    );
    Err(format!(
        "unknown service `{prefix}` (catalogue of {}): write `{nearest}`",
        catalogue::DATE
    ))
}

/// Refuses what is not one action of a service.
pub fn action(action: &str) -> Result<(), String> {
    let whole = action.split_once(':').filter(|(service, name)| {
        !service.is_empty() && !name.is_empty() && !action.contains(['*', '?'])
    });
    let Some((prefix, _)) = whole else {
        return Err(format!(
            "`{action}` is not one action: write `service:Name`, such as `s3:GetObject`"
        ));
    };
    service(prefix)
}

/// Refuses a resource whose ARN names another account than the one that is said to own it.
pub fn owner(resource: &str, account: &str) -> Result<(), String> {
    match policy::Arn::parse(resource) {
        Some(arn) if policy::is_account_id(arn.account) && arn.account != account => Err(format!(
            "`{resource}` belongs to account `{}`, not to `{account}`: correct one of them",
            arn.account
        )),
        _ => Ok(()),
    }
}

/// Refuses a policy that names nobody where the policy of a resource is required.
pub fn names_principals(document: &policy::Document, what: &str) -> Result<(), String> {
    let nobody = |statement: &policy::Statement| statement.principal.is_none();
    if !document.statements.is_empty() && document.statements.iter().all(nobody) {
        return Err(format!(
            "no statement of `{what}` has a `Principal`, as an identity policy has none: pass the policy of a resource"
        ));
    }
    Ok(())
}

/// Refuses a resource policy where an identity policy is required.
pub fn names_nobody(document: &policy::Document, what: &str) -> Result<(), String> {
    let somebody = |statement: &policy::Statement| statement.principal.is_some();
    if document.statements.iter().any(somebody) {
        return Err(format!(
            "a statement of `{what}` has a `Principal`, as the policy of a resource has: pass it as `resource_policy`"
        ));
    }
    Ok(())
}

/// Refuses an operator that AWS does not know in a policy that limits: it would limit nothing.
pub fn operators(document: &policy::Document, what: &str) -> Result<(), String> {
    let conditions = document
        .statements
        .iter()
        .flat_map(|statement| &statement.conditions);
    let mut unknown = conditions.filter(|one| one.operator.test == policy::Test::Unknown);
    match unknown.next() {
        Some(condition) => {
            let operator = condition.operator.to_string();
            let nearest = nearest(&operator, policy::Operator::names());
            Err(format!(
                "`{operator}` in `{what}` is not a condition operator of IAM: write `{nearest}`"
            ))
        }
        None => Ok(()),
    }
}

/// The candidate that takes the fewest changes of a letter to write; signs and case count for
/// nothing.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> &'a str {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    // `scps` is short for `service_control_policies`.
    let initials = |text: &str| -> String {
        let first = text.split('_').filter_map(|part| part.chars().next());
        first.collect()
    };
    let word = plain(word);
    let short = word.strip_suffix('s').unwrap_or(&word);
    let near = |candidate: &&str| {
        let meant = candidate.contains('_') && initials(candidate) == short;
        let distance = strsim::damerau_levenshtein(&word, &plain(candidate));
        (!meant, distance)
    };
    candidates.min_by_key(near).unwrap_or_default()
}

/// What a JSON value is, in words.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The message of a reader of JSON in words that do not speak of the program.
pub fn plain(message: &str) -> String {
    let message = message
        .split(" at line ")
        .next()
        .unwrap_or(message)
        .to_owned();
    let words = [
        ("missing field", "missing"),
        ("invalid type: sequence", "a list"),
        ("invalid type: map", "an object"),
        ("invalid type: null", "null"),
        ("invalid type: unit value", "null"),
        ("invalid type: string", "the text"),
        ("invalid type: integer", "the number"),
        ("invalid type: floating point", "the number"),
        ("invalid type: boolean", "the value"),
        ("invalid value: string", "the text"),
        ("expected a sequence", "where a list is expected"),
        ("expected a map", "where an object is expected"),
        ("expected a string", "where a text is expected"),
        ("expected struct", "where an object is expected:"),
        ("expected a boolean", "where true or false is expected"),
    ];
    let plain = words
        .iter()
        .fold(message, |text, (from, to)| text.replace(from, to));
    match plain.split_once("data did not match any variant of untagged enum") {
        Some((before, _)) => format!(
            "{before}a field has a form that it does not take; docs/output.md has the forms"
        ),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_named() {
        for (word, wanted) in [("secrets-manager", "secretsmanager"), ("S3", "s3")] {
            let services = catalogue::services().map(catalogue::Service::prefix);
            assert_eq!(nearest(word, services), wanted);
        }
        assert!(service("").is_err() && service("s3").is_ok());
        assert!(action("s3:*").is_err() && action("GetObject").is_err());
        assert!(action("s3:GetObject").is_ok());
    }
}
