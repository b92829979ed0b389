//! Any policies, any request: a decision, and the same one for the document once printed.
#![no_main]

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use policy::{Document, Policies, Policy, authorize, print};
use policy_fuzz::{document, request};

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    let Ok(documents) = (0..4)
        .map(|_| document(&mut u))
        .collect::<Result<Vec<_>, _>>()
    else {
        return;
    };
    let Ok(request) = request(&mut u) else { return };
    let decide = |documents: &[Document]| {
        let all: Vec<Policy> = documents.iter().map(Policy::new).collect();
        let policies = Policies {
            identity: vec![&all[0]],
            resource: Some(&all[1]),
            boundaries: vec![&all[2]],
            service_control: vec![vec![&all[3], &all[0]]],
            resource_control: vec![vec![&all[3]]],
            ..Policies::default()
        };
        authorize(&request, &policies)
    };
    let decision = decide(&documents);
    assert!(!decision.because.is_empty());
    let reread = |document: &Document| {
        Document::parse(&print::compact(document)).map(|parsed| parsed.document)
    };
    if let Ok(again) = documents.iter().map(reread).collect::<Result<Vec<_>, _>>() {
        if again == documents {
            assert_eq!(decide(&again), decision);
        }
    }
});
