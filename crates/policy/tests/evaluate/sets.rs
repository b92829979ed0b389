//! Requests for one of a set of resources.

use crate::*;
use policy::{Caller, Context, Policies, Policy, Request, authorize};

#[test]
fn resources_asked_for_as_a_set() {
    let statement = |effect: &str, element: &str, resource: &str| {
        format!(r#"{{"Effect":"{effect}","Action":"s3:*","{element}":"{resource}"}}"#)
    };
    for (rule, own, requested, wanted) in [
        (
            "some of the set",
            statement("Allow", "Resource", "arn:aws:s3:::b/x/*"),
            "arn:aws:s3:::b/*",
            ALLOWED,
        ),
        (
            "none of the set",
            statement("Allow", "Resource", "arn:aws:s3:::b/x/*"),
            "arn:aws:s3:::b/y/*",
            IMPLICIT,
        ),
        (
            "a denial of a part",
            statement("Deny", "Resource", "arn:aws:s3:::b/x/*"),
            "arn:aws:s3:::b/*",
            IMPLICIT,
        ),
        (
            "a denial of all",
            statement("Deny", "Resource", "arn:aws:s3:::*"),
            "arn:aws:s3:::b/*",
            EXPLICIT,
        ),
        (
            "an exception that leaves some",
            statement("Allow", "NotResource", "arn:aws:s3:::b/x/*"),
            "arn:aws:s3:::b/*",
            ALLOWED,
        ),
        (
            "an exception that leaves none",
            statement("Allow", "NotResource", "arn:aws:s3:::b/*"),
            "arn:aws:s3:::b/x/*",
            IMPLICIT,
        ),
    ] {
        let policy = Policy::new(&document(&own));
        let request = Request {
            caller: Caller::parse(USER),
            action: "s3:GetObject".into(),
            resource: requested.into(),
            resource_account: None,
            context: Context::default(),
        };
        let policies = Policies {
            identity: vec![&policy],
            ..Policies::default()
        };
        // An S3 ARN names no account, so that the caller's is taken.
        assert_eq!(
            authorize(&request, &policies).outcome.as_str(),
            wanted,
            "{rule}"
        );
    }
    let on = |resource| Policy::new(&document(&statement("Allow", "Resource", resource)));
    for (resource, wanted) in [
        ("*", true),
        ("arn:aws:s3:::*", true),
        ("arn:aws:s3:::b", false),
    ] {
        let policy = on(resource);
        let request = Request {
            caller: Caller::parse(USER),
            action: "s3:ListAllMyBuckets".into(),
            resource: "*".into(),
            resource_account: None,
            context: Context::default(),
        };
        let policies = Policies {
            identity: vec![&policy],
            ..Policies::default()
        };
        assert_eq!(
            authorize(&request, &policies).is_allowed(),
            wanted,
            "{resource}"
        );
    }
}
