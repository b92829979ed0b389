//! Any text: it is read or refused, and what was read prints and reads again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::{Document, print};

fuzz_target!(|text: &str| {
    let _ = policy::lint(text, None);
    let Ok(parsed) = Document::parse(text) else {
        return;
    };
    assert_eq!(parsed.positions.len(), parsed.document.statements.len());
    let printed = print::pretty(&parsed.document);
    if printed.len() <= policy::MAX_TEXT {
        let again = Document::parse(&printed)
            .expect("what was printed is read")
            .document;
        // Two keys that differ only in what JSON calls a duplicate are one once they are printed.
        assert_eq!(print::pretty(&again), printed);
    }
    let _ = policy::lines::simulate(text);
    let _ = policy::lines::exposure(text);
    let _ = policy::lines::compare(text);
    let _ = policy::lines::lint(text);
});
