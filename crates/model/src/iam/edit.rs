//! Narrow edits of policy documents: every other statement stays as it was written.
use serde_json::{Map, Value as Json, json};

use super::PolicyText;

/// A document, and its statements.
type Apart = (Map<String, Json>, Vec<Json>);

impl PolicyText {
    /// The same document without the statements of these indexes; `None` where none is left.
    /// The error says why the text is no such document.
    pub fn without(&self, places: &[usize]) -> Result<Option<Self>, Box<str>> {
        let (mut document, statements) = self.taken_apart()?;
        let kept = statements.into_iter().enumerate();
        let kept = kept.filter(|(place, _)| !places.contains(place));
        let kept: Vec<Json> = kept.map(|(_, statement)| statement).collect();
        if kept.is_empty() {
            return Ok(None);
        }
        document.insert("Statement".into(), Json::Array(kept));
        Ok(Some(Self::new(Json::Object(document).to_string())))
    }

    /// A document with this statement: beside what is there, in place of the one with its `Sid`,
    /// or alone.
    pub fn with(before: Option<&Self>, statement: Json) -> Result<Self, Box<str>> {
        let Some(before) = before else {
            let alone = json!({"Version": "2012-10-17", "Statement": [statement]});
            return Ok(Self::new(alone.to_string()));
        };
        let (mut document, mut statements) = before.taken_apart()?;
        let sid = statement.get("Sid").cloned();
        let slot = statements
            .iter_mut()
            .find(|one| sid.is_some() && one.get("Sid") == sid.as_ref());
        match slot {
            Some(slot) => *slot = statement,
            None => statements.push(statement),
        }
        document.insert("Statement".into(), Json::Array(statements));
        Ok(Self::new(Json::Object(document).to_string()))
    }

    /// Principals that were deleted: AWS shows their unique ids in place of their ARNs, and takes
    /// no policy that holds one (IAM user guide, "Principal").
    #[must_use]
    pub fn dead_principals(&self) -> Vec<String> {
        let statements = self.taken_apart().map_or(Vec::new(), |(_, all)| all);
        let elements = ["Principal", "NotPrincipal"];
        let named = statements
            .iter()
            .flat_map(|one| elements.map(|element| one.get(element)))
            .filter_map(|element| element?.get("AWS"));
        let mut all: Vec<&str> = Vec::new();
        for one in named {
            all.extend(one.as_str());
            all.extend(
                one.as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Json::as_str),
            );
        }
        let dead = all.into_iter().filter(|name| is_unique_id(name));
        dead.map(Into::into).collect()
    }

    fn taken_apart(&self) -> Result<Apart, Box<str>> {
        let text = |error: serde_json::Error| error.to_string().into_boxed_str();
        let document: Map<String, Json> = serde_json::from_str(self.as_str()).map_err(text)?;
        let statements = match document.get("Statement") {
            Some(Json::Array(statements)) => statements.clone(),
            Some(statement @ Json::Object(_)) => vec![statement.clone()],
            _ => return Err("the policy has no statements".into()),
        };
        Ok((document, statements))
    }
}

/// `AIDA` of users, `AROA` of roles, and letters and digits.
fn is_unique_id(name: &str) -> bool {
    let prefix = ["AIDA", "AROA"].iter().any(|one| name.starts_with(one));
    prefix && name.len() > 15 && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::PolicyText;
    use serde_json::json;

    const TWO: &str =
        r#"{"Id":"x","Statement":[{"Sid":"a","Effect":"Allow"},{"Sid":"b","Effect":"Deny"}]}"#;

    #[test]
    fn every_other_statement_stays_as_it_was() {
        let two = PolicyText::new(TWO);
        let one = two.without(&[0]).unwrap().unwrap();
        assert_eq!(
            one.as_str(),
            r#"{"Id":"x","Statement":[{"Sid":"b","Effect":"Deny"}]}"#
        );
        assert_eq!(two.without(&[0, 1]).unwrap(), None);
        assert_eq!(two.without(&[7]).unwrap().unwrap().as_str(), TWO);
        let single = PolicyText::new(r#"{"Statement":{"Sid":"a"}}"#);
        assert_eq!(single.without(&[0]).unwrap(), None);
        assert!(PolicyText::new("{}").without(&[0]).is_err());
        assert!(PolicyText::new("no").without(&[0]).is_err());
    }

    #[test]
    fn a_statement_is_added_once() {
        let two = PolicyText::new(TWO);
        let added = PolicyText::with(Some(&two), json!({"Sid": "c"})).unwrap();
        assert!(
            added
                .as_str()
                .ends_with(r#"{"Sid":"b","Effect":"Deny"},{"Sid":"c"}]}"#)
        );
        let again = PolicyText::with(Some(&added), json!({"Sid": "c"})).unwrap();
        assert_eq!(again, added);
        let alone = PolicyText::with(None, json!({"Sid": "c"})).unwrap();
        assert_eq!(
            alone.as_str(),
            r#"{"Version":"2012-10-17","Statement":[{"Sid":"c"}]}"#
        );
    }

    #[test]
    fn deleted_principals() {
        let with = |principal: &str| {
            let text = format!(r#"{{"Statement":[{{"Principal":{principal}}}]}}"#);
            PolicyText::new(text).dead_principals()
        };
        assert_eq!(
            with(r#"{"AWS":"AROAJ3K5EXAMPLEROLEID"}"#),
            ["AROAJ3K5EXAMPLEROLEID"]
        );
        assert_eq!(
            with(r#"{"AWS":["arn:aws:iam::1:root","AIDAJ3K5EXAMPLEUSERID"]}"#).len(),
            1
        );
        for alive in [
            r#""*""#,
            r#"{"AWS":"111122223333"}"#,
            r#"{"Service":"AROA"}"#,
        ] {
            assert_eq!(with(alive), Vec::<String>::new());
        }
    }
}
