//! The suite over the store for one machine.
#[path = "common/mod.rs"]
mod common;

#[tokio::test]
async fn in_memory() {
    common::suite::all(&ledger::File::in_memory().unwrap()).await;
}

#[tokio::test]
async fn in_a_file_that_is_opened_again() {
    let folder = std::env::temp_dir().join(format!("bailiwick-ledger-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("ledger");
    common::suite::all(&ledger::File::open(&path).unwrap()).await;
    let again = ledger::File::open(&path).unwrap();
    assert_eq!(common::standing(&again, "100000000010").await.len(), 1_000);
    drop(again);
    std::fs::remove_dir_all(&folder).unwrap();
}
