//! What is linked: under licences that allow it, and each in one version.
use std::collections::BTreeMap;

use crate::workspace::packages;

/// One of each choice that a package offers must be among these.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "OpenSSL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "BSL-1.0",
    "CC0-1.0",
];

#[test]
fn licences_allow_it() {
    for package in packages() {
        let license = package["license"].as_str().unwrap_or_default();
        // Every part that is joined by `AND` needs one of its choices, whatever the brackets.
        let plain = license.replace(['(', ')'], "").replace('/', " OR ");
        let allowed = plain
            .split(" AND ")
            .all(|all| all.split(" OR ").any(|one| LICENCES.contains(&one.trim())));
        assert!(
            allowed,
            "{} {}: `{license}`",
            package["name"], package["version"]
        );
    }
}

/// Packages that the AWS SDK and build-time macros bring in two versions; deny.toml lists the
/// same. One that is no longer twice must leave the list.
const TWICE: &[&str] = &[
    "base64",
    "block-buffer",
    "cpufeatures",
    "crypto-common",
    "digest",
    "getrandom",
    "sha1",
    "syn",
];

#[test]
fn one_version_of_each() {
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for package in packages() {
        *versions
            .entry(package["name"].as_str().unwrap())
            .or_default() += 1;
    }
    let twice: Vec<_> = versions
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(twice, TWICE);
}
