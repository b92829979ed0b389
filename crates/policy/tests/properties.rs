//! The properties of the crate, each with its oracle; the README lists them.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what is wrong by panicking"
)]

mod common;

use common::{
    OWNER, STRANGER, TRUSTED, identity_policy, request, resource_policy, resource_statement,
};
use policy::{
    Budget, Caller, Comparison, Document, Effect, Policies, Policy, Question, Request, Trusted,
    Verdict, authorize, compare, expose, lint_document, print,
};
use proptest::prelude::*;

fn trusted() -> Trusted {
    Trusted {
        accounts: vec![TRUSTED.into()],
        organisations: vec!["o-mine".into()],
        vpc_endpoints: vec!["vpce-1".into()],
        ip_ranges: vec!["203.0.113.0/24".into()],
        ..Trusted::default()
    }
}

fn everything() -> Policy {
    let text = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    Policy::new(&Document::parse(text).unwrap().document)
}

/// Whether a request goes through, its caller given every permission of its own.
fn goes_through(document: &Document, request: &Request) -> bool {
    let (identity, resource) = (everything(), Policy::new(document));
    let identity = if request.caller == Caller::Anonymous {
        vec![]
    } else {
        vec![&identity]
    };
    let policies = Policies {
        identity,
        resource: Some(&resource),
        ..Policies::default()
    };
    authorize(request, &policies).is_allowed()
}

fn verdict(document: &Document) -> Verdict {
    let (policy, trusted) = (Policy::new(document), trusted());
    expose(&Question::new(OWNER, &policy, &trusted)).verdict
}

/// Whether the caller of a request is a stranger, by the obvious reading.
fn is_stranger(request: &Request) -> bool {
    let has = |key: &str, value: &str| {
        request
            .context
            .get(key)
            .is_some_and(|values| values.iter().any(|v| v == value))
    };
    let trusted = has("aws:PrincipalOrgID", "o-mine")
        || has("aws:PrincipalOrgPaths", "o-mine/r-1/ou-1/")
        || has("aws:SourceVpce", "vpce-1")
        || has("aws:SourceIp", "203.0.113.7");
    let inside = [OWNER, TRUSTED].contains(&request.caller.account().unwrap_or_default());
    !trusted && !inside && !matches!(request.caller, Caller::Service(_))
}

mod properties_of_policies {
    use super::*;

    proptest! {
        #![proptest_config(properties::config(1000))]

        /// Reading what was printed gives the same document.
        #[test]
        fn print_then_parse(document in resource_policy()) {
            for text in [print::compact(&document), print::pretty(&document)] {
                let parsed = Document::parse(&text).unwrap();
                prop_assert_eq!(&parsed.document, &document, "{}", text);
            }
        }

        /// Every witness is allowed, and nothing is undecided for disagreement.
        #[test]
        fn witnesses_are_allowed(document in resource_policy()) {
            let (policy, trusted) = (Policy::new(&document), trusted());
            let exposure = expose(&Question::new(OWNER, &policy, &trusted));
            prop_assert_ne!(exposure.doubt, Some(policy::Doubt::Disagreement), "{}", document);
            prop_assert_ne!(exposure.doubt, Some(policy::Doubt::Budget), "{}", document);
            for opening in exposure.openings.iter().chain(&exposure.confused_deputies) {
                prop_assert!(goes_through(&document, &opening.witness), "{}\n{}", document, opening.witness);
            }
        }

        /// A stranger who gets through is never overlooked.
        #[test]
        fn strangers_are_seen(document in resource_policy(), requests in prop::collection::vec(request(), 40)) {
            let verdict = verdict(&document);
            for request in requests.iter().filter(|request| is_stranger(request)) {
                if goes_through(&document, request) {
                    prop_assert!(verdict >= Verdict::CrossAccount, "{:?}\n{}\n{}", verdict, document, request);
                }
            }
        }

        /// Adding a Deny never opens, adding an Allow never closes.
        #[test]
        fn exposure_is_monotone(document in resource_policy(), more in resource_statement()) {
            let mut longer = document.clone();
            longer.statements.push(more.clone());
            let (before, after) = (verdict(&document), verdict(&longer));
            // Where the budget did not suffice there is no order.
            if before != Verdict::Undecided && after != Verdict::Undecided {
                match more.effect {
                    Effect::Allow => prop_assert!(after >= before, "{}", longer),
                    Effect::Deny => prop_assert!(after <= before, "{}", longer),
                }
            }
        }

        /// Without the statements that are said to change nothing, nothing changes.
        #[test]
        fn idle_statements_change_nothing(document in resource_policy(), requests in prop::collection::vec(request(), 40)) {
            let remarks = lint_document(&document, None);
            let idle = remarks.iter().filter(|remark| ["no-effect", "always-denied", "redundant"].contains(&remark.id.as_str()));
            let idle: Vec<usize> = idle.filter_map(|remark| remark.statement).collect();
            let mut index = 0..;
            let mut shorter = document.clone();
            shorter.statements.retain(|_| index.next().is_none_or(|index| !idle.contains(&index)));
            for request in &requests {
                prop_assert_eq!(
                    goes_through(&document, request), goes_through(&shorter, request),
                    "{}\n{}\n{}", document, shorter, request
                );
            }
        }

        /// A policy allows nothing beyond itself, nor beyond itself with more.
        #[test]
        fn comparison_is_reflexive_and_monotone(document in resource_policy(), more in resource_statement()) {
            let policy = Policy::new(&document);
            prop_assert_eq!(compare(&policy, &policy, &Budget::default()), Comparison::Nothing);
            let mut longer = document.clone();
            longer.statements.push(more.clone());
            let longer = Policy::new(&longer);
            let (less, greater) = if more.effect == Effect::Allow { (&policy, &longer) } else { (&longer, &policy) };
            let answer = compare(less, greater, &Budget::default());
            prop_assert!(!matches!(answer, Comparison::Something { .. }), "{}\n{:?}", document, more);
        }

        /// What one policy does not allow beyond another, no request shows.
        #[test]
        fn comparison_overlooks_nothing(
            document in identity_policy(),
            other in identity_policy(),
            requests in prop::collection::vec(request(), 40),
        ) {
            let text = format!("{document}\n{other}");
            let (policy, other) = (Policy::new(&document), Policy::new(&other));
            let answer = compare(&policy, &other, &Budget::default());
            for request in requests.iter().filter(|request| request.caller.account().is_some()) {
                // Both judged alone, as identity policies of a caller in the resource's own account.
                let request = Request { resource_account: request.caller.account().map(str::to_owned), ..request.clone() };
                let allows = |policy| authorize(&request, &Policies { identity: vec![policy], ..Policies::default() }).is_allowed();
                let root = matches!(request.caller, Caller::Root(_));
                if !root && allows(&policy) && !allows(&other) {
                    prop_assert_ne!(&answer, &Comparison::Nothing, "{}\n{}", text, request);
                }
            }
            if let Comparison::Something { witness, .. } = answer {
                let request = Request { resource_account: witness.caller.account().map(str::to_owned), ..*witness };
                let allows = |policy| authorize(&request, &Policies { identity: vec![policy], ..Policies::default() }).is_allowed();
                prop_assert!(matches!(request.caller, Caller::Root(_)) || (allows(&policy) && !allows(&other)), "{}", request);
            }
        }
    }
}

#[test]
fn the_vocabulary_has_strangers() {
    assert!(STRANGER != OWNER);
}
