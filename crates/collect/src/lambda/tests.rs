//! Functions as Lambda describes them: answered, denied, absent.
use model::lambda::{EnvironmentEncryption, EnvironmentKey, Function, FunctionTags};
use model::{Fact, Need, Observed, Reason};
use serde_json::to_value;

use super::READERS;
use crate::observe::{observe, observe_one};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[EnvironmentEncryption::NEED];
const ARN: &str = "arn:aws:lambda:eu-west-1:111122223333:function:invoice";
const VARIABLES: &str = r#", "Environment": {"Variables": {"PASSWORD": "hunter2"}}"#;

fn function(rest: &str) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static {
    let one = format!(r#"{{"FunctionArn": "{ARN}"{rest}}}"#);
    move |request| match &request.path {
        path if path.contains("/tags/") => ok("{}"),
        path if path.ends_with("/configuration") => ok(one.clone()),
        _ => ok(format!(r#"{{"Functions": [{one}]}}"#)),
    }
}

fn key(key: EnvironmentKey) -> Observed<serde_json::Value> {
    Observed::Seen(to_value(key).unwrap())
}

#[tokio::test]
async fn with_which_key_variables_are_encrypted() {
    let own = || EnvironmentKey::CustomerManaged("key".into());
    for (rest, expected) in [
        (String::new(), EnvironmentKey::NoVariables),
        (
            r#", "KMSKeyArn": "key""#.into(),
            EnvironmentKey::NoVariables,
        ),
        (VARIABLES.into(), EnvironmentKey::AwsManaged),
        (format!(r#"{VARIABLES}, "KMSKeyArn": "key""#), own()),
        // Lambda may not use the key.
        (
            r#", "KMSKeyArn": "key", "Environment": {"Error": {"ErrorCode": "Denied"}}"#.into(),
            own(),
        ),
    ] {
        let need = &EnvironmentEncryption::NEED;
        let seen = observe::<Function>(READERS, NEEDS, function(&rest)).await;
        assert_eq!(seen.value(need), key(expected.clone()), "{rest}");
        let none = Observed::Seen(serde_json::json!({}));
        assert_eq!(seen.value(&FunctionTags::NEED), none);
        let seen = observe_one::<Function>(READERS, NEEDS, ARN, function(&rest)).await;
        assert_eq!(seen.value(need), key(expected), "{rest}");
        assert_eq!(seen.calls(|one| one.path.contains("/configuration")), 1);
    }
}

#[tokio::test]
async fn a_denied_list_is_no_empty_one_and_a_missing_function_gone() {
    let denied = |request: &WireRequest| error_of(request, 403, "AccessDeniedException");
    let seen = observe::<Function>(READERS, NEEDS, denied).await;
    let missed = Reason::Denied("lambda:ListFunctions".into());
    assert_eq!(seen.unlisted::<Function>(), missed);
    let gone = |request: &WireRequest| error_of(request, 404, "ResourceNotFoundException");
    let seen = observe_one::<Function>(READERS, NEEDS, ARN, gone).await;
    assert_eq!(seen.snapshot.all_gone().count(), 1);
}
