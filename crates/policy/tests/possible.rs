//! Whether a caller may do something under some circumstances.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod common;

use common::{identity_policy, request, resource_policy};
use policy::{Budget, Caller, Document, Policies, Policy, Possibility, authorize, possible};
use proptest::collection::vec;
use proptest::prelude::*;

fn policy(statements: &str) -> Policy {
    let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}");
    Policy::new(&Document::parse(&text).unwrap().document)
}

const USER: &str = "arn:aws:iam::111122223333:user/ann";

fn ask(action: &str, resource: &str, identity: &str, boundary: &str) -> Possibility {
    let (identity, boundary) = (policy(identity), policy(boundary));
    let policies = Policies {
        identity: vec![&identity],
        boundaries: vec![&boundary],
        ..Policies::default()
    };
    possible(
        &Caller::parse(USER),
        action,
        resource,
        None,
        &policies,
        &Budget::default(),
    )
}

#[test]
fn circumstances_are_found() {
    let all = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
    let allow = |action: &str, resource: &str, condition: &str| {
        format!(
            r#"{{"Effect":"Allow","Action":"{action}","Resource":"{resource}","Condition":{{{condition}}}}}"#
        )
    };
    let role = "arn:aws:iam::111122223333:role/*";
    let passed = r#""StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}"#;
    let mfa = r#""Bool":{"aws:MultiFactorAuthPresent":"true"}"#;
    let no_mfa = r#""BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}"#;
    let deny = |condition: &str| allow("*", "*", condition).replace("Allow", "Deny");
    for (rule, identity, boundary, wanted) in [
        (
            "under a condition",
            allow("iam:PassRole", role, passed),
            all.to_owned(),
            true,
        ),
        (
            "two conditions that agree",
            allow("iam:*", "*", passed),
            allow("*", "*", passed),
            true,
        ),
        (
            "two that do not",
            allow("iam:*", "*", mfa),
            format!("{all},{}", deny(no_mfa.replace("false", "true").as_str())),
            false,
        ),
        (
            "unless denied",
            format!("{},{}", allow("iam:*", "*", passed), deny(mfa)),
            all.into(),
            true,
        ),
        (
            "always denied",
            format!("{},{}", allow("iam:*", "*", passed), deny("")),
            all.into(),
            false,
        ),
        (
            "resources that do not meet",
            allow("iam:*", role, ""),
            allow("*", "arn:aws:iam::*:user/*", ""),
            false,
        ),
        (
            "resources that meet",
            allow("iam:*", role, ""),
            allow("*", "arn:aws:iam::*:*/admin", ""),
            true,
        ),
        (
            "not by the boundary",
            allow("iam:*", "*", ""),
            allow("s3:*", "*", ""),
            false,
        ),
        (
            "another user's",
            allow("*", "*", r#""StringEquals":{"aws:username":"bob"}"#),
            all.into(),
            false,
        ),
        (
            "one's own",
            allow("*", "arn:aws:iam::111122223333:role/${aws:username}", ""),
            all.into(),
            true,
        ),
    ] {
        let answer = ask("iam:PassRole", role, &identity, &boundary);
        assert_eq!(
            matches!(answer, Possibility::By(_)),
            wanted,
            "{rule}: {answer:?}"
        );
        assert_ne!(answer, Possibility::Undecided, "{rule}");
    }
}

#[test]
fn a_quick_no() {
    let policy = policy(
        r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}"#,
    );
    assert!(policy.may_allow("s3:GetObject"));
    assert!(!policy.may_allow("IAM:PassRole"));
}

mod properties_of_possibilities {
    use super::*;

    proptest! {
        #![proptest_config(properties::config(800))]

        /// What a request shows to be possible is not called impossible; and what is called possible
        /// is shown by a request that goes through.
        #[test]
        fn possibilities_and_requests_agree(
            identity in vec(identity_policy(), 0..3),
            resource in prop::option::of(resource_policy()),
            boundary in vec(identity_policy(), 0..2),
            session in vec(identity_policy(), 0..2),
            levels in vec(vec(identity_policy(), 1..3), 0..2),
            requests in vec(request(), 12),
        ) {
            let prepare = |documents: &[Document]| documents.iter().map(Policy::new).collect::<Vec<_>>();
            let shown = format!("{identity:?}\n{resource:?}\n{boundary:?}\n{session:?}\n{levels:?}");
            let (identity, boundary, session) = (prepare(&identity), prepare(&boundary), prepare(&session));
            let (resource, levels) = (resource.as_ref().map(Policy::new), levels.iter().map(|level| prepare(level)).collect::<Vec<_>>());
            let policies = Policies {
                identity: identity.iter().collect(),
                resource: resource.as_ref(),
                boundaries: boundary.iter().collect(),
                session: session.iter().collect(),
                service_control: levels.iter().map(|level| level.iter().collect()).collect(),
                ..Policies::default()
            };
            for request in &requests {
                let owner = request.resource_account.as_deref();
                let wide = format!("{}*", request.resource);
                for resource in [&request.resource, &wide] {
                    let answer = possible(&request.caller, &request.action, resource, owner, &policies, &Budget::default());
                    if authorize(request, &policies).is_allowed() {
                        prop_assert_ne!(&answer, &Possibility::Never, "{}\n{}", shown, request);
                    }
                    if let Possibility::By(witness) = answer {
                        prop_assert!(authorize(&witness, &policies).is_allowed(), "{}\n{}", shown, witness);
                    }
                }
            }
        }
    }
}
