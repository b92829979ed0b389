//! The shape of the crate: modules use only what lies below them, and no file is long.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test says what is wrong by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let nested = entries.flat_map(|path| {
        if path.is_dir() {
            sources(&path)
        } else {
            vec![path]
        }
    });
    nested
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

#[test]
fn no_file_is_long() {
    for file in ["src", "tests", "examples"]
        .iter()
        .flat_map(|folder| sources(&root(folder)))
    {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines < 300, "{} has {lines} lines", file.display());
    }
}

/// The modules each module of the crate names, by its first name.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let src = root("src");
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in sources(&src) {
        let name = file
            .strip_prefix(&src)
            .unwrap()
            .iter()
            .next()
            .unwrap()
            .to_str()
            .unwrap();
        let module = name.trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let named = text
            .split("crate::")
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_'));
        let named = named
            .filter_map(|mut words| words.next())
            .map(str::to_owned);
        uses.entry(module).or_default().extend(named);
    }
    uses.remove("lib");
    for (module, used) in &mut uses {
        used.remove(module);
    }
    uses
}

#[test]
fn modules_form_no_circle() {
    let mut uses = uses();
    let modules: BTreeSet<String> = uses.keys().cloned().collect();
    for used in uses.values_mut() {
        used.retain(|name| modules.contains(name));
    }
    // What uses nothing is taken away, layer by layer; a circle is what cannot be taken away.
    while !uses.is_empty() {
        let free: Vec<String> = uses
            .iter()
            .filter(|(_, used)| used.is_empty())
            .map(|(name, _)| name.clone())
            .collect();
        assert!(!free.is_empty(), "a circle among {:?}", uses.keys());
        for name in free {
            uses.remove(&name);
            for used in uses.values_mut() {
                used.remove(&name);
            }
        }
    }
}

/// The layout of the README: the modules of each line, the lowest first.
fn layout() -> Vec<Vec<String>> {
    let readme = fs::read_to_string(root("README.md")).unwrap();
    let block = readme.split("```").nth(1).unwrap();
    let lines = block.lines().filter(|line| !line.trim().is_empty());
    let modules = |line: &str| {
        // What the modules are for stands behind a gap of its own.
        let names = line.get(..39).unwrap().split_whitespace();
        names.map(str::to_owned).collect()
    };
    lines.map(modules).collect()
}

#[test]
fn the_readme_tells_the_layout() {
    let (uses, layout) = (uses(), layout());
    let listed: BTreeSet<&String> = layout.iter().flatten().collect();
    assert_eq!(listed, uses.keys().collect::<BTreeSet<_>>());
    let mut below = BTreeSet::new();
    for line in &layout {
        below.extend(line);
        for module in line {
            let above = uses[module].iter().filter(|used| listed.contains(used));
            let above: Vec<_> = above.filter(|used| !below.contains(used)).collect();
            assert!(
                above.is_empty(),
                "`{module}` uses {above:?}, which stand above it"
            );
        }
    }
}
