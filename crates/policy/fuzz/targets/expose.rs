//! Any policy: an answer within the budget, every witness of which the evaluator allows; and the
//! policy allows nothing beyond itself.
#![no_main]

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use policy::{Budget, Comparison, Doubt, Policy, Question, Trusted, compare, expose};
use policy_fuzz::document;

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    let (Ok(document), Ok(other)) = (document(&mut u), document(&mut u)) else { return };
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
    assert!(!matches!(compare(&policy, &policy, &Budget::default()), Comparison::Something { .. }), "{document}");
    let _ = compare(&policy, &other, &Budget::default());
});
