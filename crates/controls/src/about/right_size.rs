//! What remains of a principal's policies without what it does not use.
use model::iam::Grant;
use policy::{Usage, tighten};
use serde_json::{Value as Json, json};

/// The principal's own policies, each made as narrow as its use allows, and what is left as it is
/// and why.
pub(crate) fn right_sized(grants: &[Grant], usage: &Usage) -> Json {
    let (mut policies, mut left) = (Vec::new(), Vec::new());
    for grant in grants {
        match sized(grant, usage) {
            Ok(Some(one)) => policies.push(one),
            Ok(None) => {}
            Err(why) => left.push(json!({"policy": grant.name, "because": why})),
        }
    }
    json!({"policies": policies, "left": left})
}

/// A policy made narrower; `None` where nothing is to be removed.
fn sized(grant: &Grant, usage: &Usage) -> Result<Option<Json>, String> {
    if let Some(group) = &grant.group {
        return Err(format!("other users have it too, through group `{group}`"));
    }
    let Some(text) = &grant.document else {
        return Err("IAM returned no document".into());
    };
    let read = text
        .read()
        .map_err(|error| format!("it is not a valid policy: {error}"))?;
    let tightened = tighten(&read.0, usage);
    if tightened.removed.is_empty() {
        return Ok(None);
    }
    let mut right_sized_policy = json!(tightened);
    if let Some(right_sized_policy) = right_sized_policy.as_object_mut() {
        right_sized_policy.insert("policy".into(), json!(grant.name));
        if let Some(arn) = &grant.arn {
            right_sized_policy.insert("arn".into(), json!(arn));
        }
    }
    Ok(Some(right_sized_policy))
}

#[cfg(test)]
mod tests {
    use super::right_sized;
    use model::iam::{Grant, PolicyText};
    use serde_json::json;

    fn grant(name: &str, group: Option<&str>, action: &str) -> Grant {
        let allowed = [action, "iam:PassRole"];
        let statement = json!({"Effect": "Allow", "Action": allowed, "Resource": "*"});
        let text = json!({"Statement": statement}).to_string();
        Grant {
            name: name.into(),
            arn: None,
            group: group.map(Into::into),
            document: Some(PolicyText::new(text)),
        }
    }

    #[test]
    fn what_was_not_used_goes_what_is_not_tracked_stays_what_others_have_is_left() {
        let actions = json!({"ListAllMyBuckets": true, "CreateBucket": false});
        let usage = json!({"s3": {"used": true, "actions": actions}, "iam": {"used": true}});
        let usage = serde_json::from_value(usage).unwrap();
        let grants = [
            grant("own", None, "s3:CreateBucket"),
            grant("kept", None, "s3:GetObject"),
            grant("staffs", Some("staff"), "s3:CreateBucket"),
        ];
        let all = right_sized(&grants, &usage);
        let policies = all["policies"].as_array().unwrap();
        assert_eq!(policies.len(), 1, "{all}");
        assert_eq!(policies[0]["policy"], "own");
        assert_eq!(policies[0]["unknown"], json!(["iam:PassRole"]));
        assert_eq!(policies[0]["removed"][0]["action"], "s3:CreateBucket");
        assert_eq!(all["left"][0]["policy"], "staffs");
    }
}
