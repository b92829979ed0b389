//! An auditor cannot change what it audits.
use std::collections::BTreeSet;
use std::path::Path;

use crate::workspace::{folder, links, members, packages, sources};

#[test]
fn no_auditor_links_apply() {
    let auditor = |name: &str| name.starts_with("audit-") || ["plan", "digest"].contains(&name);
    for (name, _) in members().into_iter().filter(|(name, _)| auditor(name)) {
        assert!(!links(name).contains("apply"), "`{name}` links `apply`");
    }
}

/// The operations of every SDK crate that is linked, by the name of the client's method.
fn operations() -> BTreeSet<String> {
    let sdks = packages().filter(|p| p["name"].as_str().unwrap().starts_with("aws-sdk-"));
    let listed = sdks.flat_map(|package| {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        let folder = manifest.parent().unwrap().join("src/operation");
        folder
            .read_dir()
            .unwrap()
            .map(|entry| entry.unwrap().path())
    });
    let files = listed.filter(|file| file.extension().is_some_and(|ending| ending == "rs"));
    files
        .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

/// The operations that a crate's sources call.
fn called(name: &str) -> BTreeSet<String> {
    let code: String = sources(&folder(name).join("src"))
        .into_iter()
        .map(|(_, code)| code)
        .collect();
    operations()
        .into_iter()
        .filter(|one| code.contains(&format!(".{one}()")))
        .collect()
}

/// The operations of calls.toml that a crate's sources name, as AWS names them.
fn typed_calls(name: &str) -> BTreeSet<String> {
    let table = std::fs::read_to_string(folder("calls").join("calls.toml")).unwrap();
    let code: String = sources(&folder(name).join("src"))
        .into_iter()
        .map(|(_, code)| code)
        .collect();
    let headings = table.lines().filter_map(|line| line.strip_prefix('['));
    let operations = headings.filter_map(|line| line.strip_suffix(']')?.split_once('.'));
    operations
        .map(|(_, operation)| operation.to_owned())
        .filter(|one| code.contains(&format!("{one}::new(")))
        .collect()
}

#[test]
fn typed_calls_read_alone() {
    let called = typed_calls("collect");
    assert!(
        called.contains("DescribeInstances"),
        "the sources are not read as they should be"
    );
    for operation in called {
        let reads = ["BatchGet", "Describe", "Get", "List"];
        let reads = reads.iter().any(|verb| operation.starts_with(verb));
        assert!(reads, "`collect` calls `{operation}`");
    }
}

/// These have AWS write a report and change nothing: their access level is Read.
const MADE_TO_BE_READ: [&str; 2] = [
    "generate_credential_report",
    "generate_service_last_accessed_details",
];

#[test]
fn collect_calls_reads_alone() {
    let called = called("collect");
    assert!(
        called.contains("get_access_point"),
        "the sources are not read as they should be"
    );
    for operation in called {
        let reads = ["get_", "list_", "describe_", "head_"]
            .iter()
            .any(|verb| operation.starts_with(verb))
            || MADE_TO_BE_READ.contains(&operation.as_str());
        assert!(reads, "`collect` calls `{operation}`");
    }
}

#[test]
fn whatever_writes_goes_through_apply() {
    for name in ["remedy", "remediate", "cli", "controls", "model"] {
        for operation in called(name) {
            let reads = ["get_", "list_", "describe_"];
            let reads = reads.iter().any(|verb| operation.starts_with(verb));
            assert!(reads, "`{name}` calls `{operation}`");
        }
    }
    assert!(called("apply").contains("put_public_access_block"));
    let writers: Vec<_> = members()
        .into_iter()
        .filter(|(name, _)| links(name).contains("apply"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(writers, ["apply", "cli", "remediate", "remedy"]);
}

/// What a function may call beside reading the account: its ledger, its topics, its queues, and two
/// kinds of objects in its own bucket (settings in, large evidence out).
const OWN: &[(&str, &[&str])] = &[
    ("notify", &["publish_batch"]),
    ("ledger", &["get_item", "query", "transact_write_items"]),
    (
        "function",
        &[
            "get_object",
            "list_object_versions",
            "put_object",
            "send_message",
        ],
    ),
    ("audit-encryption", &[]),
    ("audit-iam", &[]),
    ("audit-logging", &[]),
    ("audit-network", &[]),
    ("audit-s3", &[]),
    ("audit-workload", &[]),
    ("drain", &[]),
    ("remediate", &[]),
];

#[test]
fn functions_write_what_is_their_own_alone() {
    for (name, own) in OWN {
        let own: BTreeSet<_> = own.iter().map(ToString::to_string).collect();
        assert_eq!(called(name), own, "{name}");
    }
}

#[test]
fn customer_data_is_never_read() {
    const DATA: &[&str] = &[
        "get_object()",
        "get_secret_value()",
        "get_item()",
        "receive_message()",
        "get_parameter()",
        "get_log_events()",
    ];
    for (file, code) in sources(&folder("collect").join("src")) {
        let said = DATA.iter().find(|word| code.contains(**word));
        assert_eq!(said, None, "{}", file.display());
    }
}
