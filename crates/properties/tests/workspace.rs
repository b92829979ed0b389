//! Every property of the workspace takes its configuration from here and is run by
//! `make properties`.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// In two pieces, so that this file is not one of those looked for.
const PROPERTY: &str = concat!("proptest", "! {");

#[test]
fn every_property_draws_its_cases_by_the_one_configuration() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut sources = Vec::new();
    collect(crates, &mut sources);
    collect(&crates.parent().unwrap().join("tests"), &mut sources);
    let mut properties = 0;
    for path in sources {
        let text = fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices(PROPERTY) {
            properties += 1;
            let (before, after) = text.split_at(at);
            let configuration = after.lines().nth(1).unwrap_or_default().trim();
            assert!(
                configuration.starts_with("#![proptest_config(properties::config("),
                "{}: a property needs `#![proptest_config(properties::config(CASES))]`",
                path.display()
            );
            // `make properties` runs the tests whose path holds this word.
            let module = before
                .lines()
                .rev()
                .find(|line| line.trim_start().starts_with("mod "));
            assert!(
                module.is_some_and(|line| line.contains("properties")),
                "{}: a property belongs into a module `properties`, so that `make properties` runs it",
                path.display()
            );
        }
    }
    assert!(
        properties >= 10,
        "only {properties} properties were found: is the path right?"
    );
}

#[test]
fn no_failed_case_is_kept_beside_the_sources() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    every_file(crates, &mut files);
    let kept = files
        .iter()
        .find(|path| path.to_string_lossy().contains("proptest-regressions"));
    assert_eq!(kept, None, "make it a test of its own");
}

fn collect(directory: &Path, sources: &mut Vec<PathBuf>) {
    let mut files = Vec::new();
    every_file(directory, &mut files);
    sources.extend(
        files
            .into_iter()
            .filter(|path| path.extension().is_some_and(|kind| kind == "rs")),
    );
}

fn every_file(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "target" {
            every_file(&path, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}
