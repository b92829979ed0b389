//! Any bytes as the response of any operation of calls.toml: an error or a value, and no panic.
#![no_main]
use std::sync::LazyLock;

use calls::every;
use calls::every::Every;
use libfuzzer_sys::fuzz_target;

static OPERATIONS: LazyLock<Vec<Every>> = LazyLock::new(every);

fuzz_target!(|input: &[u8]| {
    let Some((first, body)) = input.split_first() else {
        return;
    };
    let operation = &OPERATIONS[usize::from(*first) % OPERATIONS.len()];
    let _ = operation.decode(body);
});
