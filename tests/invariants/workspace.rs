//! The workspace as cargo and the file system describe it.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The top of the workspace.
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// What `cargo metadata` says.
pub fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| {
        // Of this platform alone: other platforms' packages need not be on this machine.
        let rustc = Command::new("rustc").arg("-vV").output().unwrap();
        let version = String::from_utf8(rustc.stdout).unwrap();
        let host = version
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--format-version", "1", "--locked", "--offline"]);
        cargo.args(["--filter-platform", host]);
        let output = cargo.current_dir(top()).output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    })
}

pub fn packages() -> impl Iterator<Item = &'static Value> {
    metadata()["packages"].as_array().unwrap().iter()
}

/// The workspace's own crates: name and folder.
pub fn members() -> Vec<(&'static str, PathBuf)> {
    let own = packages().filter(|package| package["source"].is_null());
    let member = |package: &'static Value| {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        (
            package["name"].as_str().unwrap(),
            manifest.parent().unwrap().to_owned(),
        )
    };
    own.map(member).collect()
}

/// Every package that a crate links, itself included; tests' and build scripts' own are left out.
pub fn links(name: &str) -> BTreeSet<&'static str> {
    let names: BTreeMap<_, _> = packages()
        .map(|p| (p["id"].as_str().unwrap(), p["name"].as_str().unwrap()))
        .collect();
    let nodes = metadata()["resolve"]["nodes"].as_array().unwrap();
    let node = |id: &str| nodes.iter().find(|node| node["id"] == *id).unwrap();
    let start = *names.iter().find(|(_, one)| **one == name).unwrap().0;
    let (mut seen, mut left) = (BTreeSet::from([start]), vec![start]);
    while let Some(id) = left.pop() {
        for dependency in node(id)["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            let id = dependency["pkg"].as_str().unwrap();
            if kinds.iter().any(|kind| kind["kind"].is_null()) && seen.insert(id) {
                left.push(id);
            }
        }
    }
    seen.into_iter().map(|id| names[id]).collect()
}

/// Every Rust source below a folder, with its text up to the tests at its end.
pub fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    const TESTS: &[&str] = &["tests.rs", "testing.rs", "laws.rs", "wire.rs"];
    let of_tests = |file: &Path| TESTS.iter().any(|name| file.ends_with(name));
    let mut files = rust_files(folder);
    files.retain(|(file, _)| !of_tests(file));
    for (_, text) in &mut files {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        *text = code.to_owned();
    }
    files
}

/// Every Rust source below a folder, with its whole text.
pub fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let entry = entry.unwrap().path();
        if entry.is_dir() {
            files.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&entry).unwrap();
            files.push((entry, text));
        }
    }
    files
}

/// The folder of one of the workspace's crates.
pub fn folder(name: &str) -> PathBuf {
    members()
        .into_iter()
        .find(|(member, _)| *member == name)
        .unwrap()
        .1
}
