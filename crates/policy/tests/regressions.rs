//! Documents that fuzzing found to break a property.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use policy::{
    Budget, Comparison, Document, Doubt, Policy, Question, Trusted, compare, expose, lint_document,
};

const FOUND: &[&str] = &[
    // One statement with a principal and one without: said to change nothing, it did.
    r#"{"Statement":[{"Effect":"Deny","NotAction":[],"Condition":{"StringEqualsIfExists":{"aws:PrincipalAccount":[]}}},
        {"Effect":"Allow","NotPrincipal":{},"NotAction":[]}]}"#,
];

#[test]
fn what_was_found_holds() {
    for text in FOUND {
        let document = Document::parse(text).unwrap().document;
        let (policy, trusted) = (Policy::new(&document), Trusted::default());
        let exposure = expose(&Question::new("111122223333", &policy, &trusted));
        assert_ne!(exposure.doubt, Some(Doubt::Disagreement), "{text}");
        let beyond = |one: &Policy, other: &Policy| {
            matches!(
                compare(one, other, &Budget::default()),
                Comparison::Something { .. }
            )
        };
        assert!(!beyond(&policy, &policy), "{text}");
        let less = Policy::new(&without_idle(&document));
        assert!(!beyond(&policy, &less) && !beyond(&less, &policy), "{text}");
    }
}

fn without_idle(document: &Document) -> Document {
    let remarks = lint_document(document, None);
    let idle = remarks
        .iter()
        .filter(|r| ["no-effect", "always-denied", "redundant"].contains(&r.id.as_str()));
    let idle: Vec<_> = idle.filter_map(|remark| remark.statement).collect();
    let kept = document
        .statements
        .iter()
        .enumerate()
        .filter(|(index, _)| !idle.contains(index));
    Document {
        statements: kept.map(|(_, statement)| statement.clone()).collect(),
        ..document.clone()
    }
}
