//! The suite over the store for one machine.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#[path = "common/mod.rs"]
mod common;

/// A page of the file is 1,000 items.
const PAGED: usize = 2_500;

#[tokio::test]
async fn in_memory() {
    common::suite::all(&ledger::File::in_memory().unwrap(), PAGED, 1_000).await;
}

/// As many findings as one account may well have, in less memory than a function has.
#[tokio::test]
async fn twenty_thousand_findings() {
    let store = ledger::File::in_memory().unwrap();
    common::suite::many("100000000011", &store, 20_000).await;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<usize> = peak.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    // The store itself is in there too, and so are the other tests of this process.
    assert!(kib.is_none_or(|kib| kib < 256 * 1024), "{kib:?} KiB");
}

#[tokio::test]
async fn in_a_file_that_is_opened_again() {
    let folder = std::env::temp_dir().join(format!("bailiwick-ledger-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("ledger");
    common::suite::all(&ledger::File::open(&path).unwrap(), PAGED, 1_000).await;
    let again = ledger::File::open(&path).unwrap();
    assert_eq!(common::standing(&again, "100000000010").await.len(), 1_000);
    drop(again);
    std::fs::remove_dir_all(&folder).unwrap();
}
