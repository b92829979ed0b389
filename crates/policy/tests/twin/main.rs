//! The evaluator against a slow and obvious twin, which works on the document as written: patterns
//! become regular expressions, every rule is one sentence of the IAM User Guide, nothing is
//! prepared, shared or clever.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::match_same_arms,
    missing_docs,
    reason = "a test says what is wrong by panicking"
)]

#[path = "../common/mod.rs"]
mod common;
mod conditions;
mod patterns;
mod rules;

use common::{identity_policy, request, resource_policy};
use policy::{Colons, Document, Glob, Policies, Policy, Request, authorize};
use proptest::collection::vec;
use proptest::prelude::*;

/// Every document that has a say.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    pub identity: Vec<Document>,
    pub resource: Option<Document>,
    pub boundaries: Vec<Document>,
    pub session: Vec<Document>,
    pub service_control: Vec<Vec<Document>>,
    pub resource_control: Vec<Vec<Document>>,
    pub endpoint: Vec<Document>,
}

fn documents() -> impl Strategy<Value = Documents> {
    let few = || vec(identity_policy(), 0..2);
    let wide = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let wide = Document::parse(wide).unwrap().document;
    let level = (few(), any::<bool>()).prop_map(move |(mut level, open)| {
        level.extend(open.then(|| wide.clone()));
        level
    });
    let resource = prop::option::weighted(0.8, resource_policy());
    (
        vec(identity_policy(), 0..3),
        resource,
        few(),
        few(),
        vec(level, 0..2),
        vec(few(), 0..2),
        few(),
    )
        .prop_map(
            |(
                identity,
                resource,
                boundaries,
                session,
                service_control,
                resource_control,
                endpoint,
            )| {
                Documents {
                    identity,
                    resource,
                    boundaries,
                    session,
                    service_control,
                    resource_control,
                    endpoint,
                }
            },
        )
}

fn decided(documents: &Documents, request: &Request) -> &'static str {
    let prepare = |documents: &[Document]| documents.iter().map(Policy::new).collect::<Vec<_>>();
    let levels = |levels: &[Vec<Document>]| {
        levels
            .iter()
            .map(|level| prepare(level))
            .collect::<Vec<_>>()
    };
    let (identity, boundaries, session) = (
        prepare(&documents.identity),
        prepare(&documents.boundaries),
        prepare(&documents.session),
    );
    let (service, resource) = (
        levels(&documents.service_control),
        levels(&documents.resource_control),
    );
    let (endpoint, own) = (
        prepare(&documents.endpoint),
        documents.resource.as_ref().map(Policy::new),
    );
    let policies = Policies {
        identity: identity.iter().collect(),
        resource: own.as_ref(),
        boundaries: boundaries.iter().collect(),
        session: session.iter().collect(),
        service_control: service.iter().map(|level| level.iter().collect()).collect(),
        resource_control: resource
            .iter()
            .map(|level| level.iter().collect())
            .collect(),
        endpoint: endpoint.iter().collect(),
        management_account: None,
    };
    authorize(request, &policies).outcome.as_str()
}

mod properties_of_the_evaluator {
    use super::*;

    proptest! {
        #![proptest_config(properties::config(1000))]

        /// The evaluator decides as its twin does.
        #[test]
        fn evaluator_and_twin_agree(documents in documents(), requests in vec(request(), 12)) {
            for request in &requests {
                prop_assert_eq!(decided(&documents, request), rules::decide(&documents, request), "{:#?}\n{}", documents, request);
            }
        }

        /// The matcher agrees with a regular expression.
        #[test]
        fn globs_match_as_regular_expressions_do(pattern in "[ab*?:]{0,12}", text in "[ab:]{0,12}", colons in 0..3) {
            let (glob, colons) = match colons {
                0 => (Glob::text(&pattern), Colons::Plain),
                1 => (Glob::resource(&pattern), Colons::Resource),
                _ => (Glob::arn(&pattern), Colons::Segments),
            };
            prop_assert_eq!(glob.matches(&text), patterns::matches(&pattern, &text, colons), "{} {}", pattern, text);
        }

        /// So it does for ARNs, complete or not, and for patterns longer than a machine word.
        #[test]
        fn globs_match_arns(
            pattern in "arn:(a|\\*|a\\*|\\*a|a\\*a|\\?):[a*]{0,3}(:[a*?]{0,3}){0,5}(b?\\*){0,20}(b\\?){0,12}",
            text in "arn(:[ab]{0,2}){5,7}b{0,40}",
        ) {
            for colons in [Colons::Resource, Colons::Segments] {
                let glob = if colons == Colons::Resource { Glob::resource(&pattern) } else { Glob::arn(&pattern) };
                prop_assert_eq!(glob.matches(&text), patterns::matches(&pattern, &text, colons), "{} {}", pattern, text);
            }
        }
    }
}
