//! Any policy: an answer within the budget, every witness of which the evaluator allows; and the
//! policy allows nothing beyond itself, nor beyond itself without what is said to change nothing.
#![no_main]

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use policy::{
    Budget, Comparison, Document, Doubt, Policy, Question, Trusted, compare, expose, lint_document,
};
use policy_fuzz::document;

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    let (Ok(document), Ok(other)) = (document(&mut u), document(&mut u)) else {
        return;
    };
    let (policy, other) = (Policy::new(&document), Policy::new(&other));
    let trusted = Trusted {
        accounts: vec!["222233334444".into()],
        organisations: vec!["o-mine".into()],
        vpcs: vec!["vpc-1".into()],
        ip_ranges: vec!["203.0.113.0/24".into()],
        ..Trusted::default()
    };
    let exposure = expose(&Question::new("111122223333", &policy, &trusted));
    assert_ne!(exposure.doubt, Some(Doubt::Disagreement), "{document}");
    assert!(
        !matches!(
            compare(&policy, &policy, &Budget::default()),
            Comparison::Something { .. }
        ),
        "{document}"
    );
    let _ = compare(&policy, &other, &Budget::default());
    let less = Policy::new(&without_idle(&document));
    assert!(
        !matches!(
            compare(&policy, &less, &Budget::default()),
            Comparison::Something { .. }
        ),
        "{document}"
    );
    assert!(
        !matches!(
            compare(&less, &policy, &Budget::default()),
            Comparison::Something { .. }
        ),
        "{document}"
    );
});

fn without_idle(document: &Document) -> Document {
    let remarks = lint_document(document, None);
    let idle = remarks
        .iter()
        .filter(|remark| ["no-effect", "always-denied", "redundant"].contains(&remark.id.as_str()));
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
