//! Web ACLs as AWS WAF lists them: answered, denied, absent.
use model::wafv2::{Logging, WebAcl, WebAclTags};
use model::{Fact, Kind, Need, Observed, Reason, Scope};

use super::READERS;
use crate::observe::{observe, observe_in};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[Logging::NEED];

fn arn(request: &WireRequest) -> String {
    let (region, scope) = match request.body.contains("CLOUDFRONT\"") {
        true => ("us-east-1", "global"),
        false => ("eu-west-1", "regional"),
    };
    format!("arn:aws:wafv2:{region}:111122223333:{scope}/webacl/web/1")
}

fn answer(owner: &'static str) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static {
    move |request| match request.operation() {
        "ListWebACLs" => ok(format!(r#"{{"WebACLs": [{{"ARN": "{}"}}]}}"#, arn(request))),
        "ListLoggingConfigurations" if request.body.contains(owner) => ok(format!(
            r#"{{"LoggingConfigurations": [{{"ResourceArn": "{}"}}]}}"#,
            arn(request)
        )),
        "ListLoggingConfigurations" => ok(r#"{"LoggingConfigurations": []}"#),
        "ListTagsForResource" => ok(r#"{"TagInfoForResource": {"TagList": []}}"#),
        other => panic!("unexpected {other}"),
    }
}

#[tokio::test]
async fn a_logging_configuration_counts_whoever_owns_it() {
    for (owner, logged) in [
        ("\"CUSTOMER\"", true),
        ("\"SECURITY_LAKE\"", true),
        ("nobody", false),
    ] {
        let seen = observe::<WebAcl>(READERS, NEEDS, answer(owner)).await;
        let expected = Observed::Seen(logged.into());
        assert_eq!(seen.value(&Logging::NEED), expected, "{owner}");
        let none = Observed::Seen(serde_json::json!({}));
        assert_eq!(seen.value(&WebAclTags::NEED), none);
    }
}

#[tokio::test]
async fn those_for_cloudfront_are_listed_in_one_region() {
    let cloudfront = |one: &WireRequest| one.body.contains("\"CLOUDFRONT\"");
    let seen = observe::<WebAcl>(READERS, NEEDS, answer("nobody")).await;
    assert_eq!(seen.snapshot.count(WebAcl::INFO), 1);
    assert_eq!(seen.calls(cloudfront), 0);
    let everything = Scope::Everything;
    let answer = answer("\"CUSTOMER\"");
    let seen = observe_in::<WebAcl>(READERS, NEEDS, everything, "us-east-1", answer).await;
    assert_eq!(seen.snapshot.count(WebAcl::INFO), 2);
    assert!(seen.calls(cloudfront) > 0);
}

#[tokio::test]
async fn what_is_denied_is_missed_by_its_own_permission() {
    let seen = observe::<WebAcl>(READERS, NEEDS, |request| match request.operation() {
        "ListLoggingConfigurations" => error_of(request, 400, "AccessDeniedException"),
        _ => answer("nobody")(request),
    })
    .await;
    let denied = Reason::Denied("wafv2:ListLoggingConfigurations".into());
    assert_eq!(seen.value(&Logging::NEED), Observed::Missed(denied));
}
