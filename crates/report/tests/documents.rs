//! What people read, as it stands in docs/, and as it is printed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
use std::path::Path;

/// Asserts that a generated document is fresh; `UPDATE=1` writes it.
fn fresh(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "docs/{name} is stale: run `UPDATE=1 cargo test -p report`"
    );
}

#[test]
fn the_catalogue_is_fresh() {
    fresh("controls.md", &report::catalogue(&controls::catalogue()));
}

#[test]
fn a_list_begins_with_the_id() {
    for line in report::list(&controls::catalogue()).lines() {
        let id = line.split_whitespace().next().unwrap();
        assert!(controls::find(id).is_some(), "{line}");
    }
}

#[test]
fn one_control_explained() {
    let control = controls::find("s3.bucket-public-access-block").unwrap();
    insta::assert_snapshot!(report::explain(control));
}
