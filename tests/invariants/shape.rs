//! How the code is laid out.
use crate::workspace::{members, sources};

#[test]
fn every_crate_takes_the_workspaces_lints() {
    for (name, folder) in members() {
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "`{name}`");
    }
}

#[test]
fn a_functions_main_is_short() {
    for (name, folder) in members()
        .into_iter()
        .filter(|(name, _)| name.starts_with("audit-"))
    {
        let main = std::fs::read_to_string(folder.join("src/main.rs")).unwrap();
        assert!(main.lines().count() < 30, "`{name}`");
    }
}

/// A file that outgrows this is two things: say why in this list, or split it.
const LONG: &[&str] = &[
    // A table of what no protocol test here covers, with the reason of each.
    "calls/src/protocols/unsupported.rs",
    // Credentials, roles, clients and endpoints of one account.
    "collect/src/aws.rs",
    // Two ways through one reading: piece by piece, and page by page.
    "collect/src/sweep.rs",
    // One message type per step of the protocol, and what each answer means.
    "ledger/src/protocol.rs",
    // The noun that all others rest on.
    "model/src/snapshot.rs",
    // One loop over what is due, with every reason to put it off.
    "remediate/src/run.rs",
];

#[test]
fn files_stay_readable() {
    for (name, folder) in members().into_iter().filter(|(name, _)| *name != "tests") {
        for (file, code) in sources(&folder.join("src")) {
            let lines = code.lines().count();
            let made = file
                .components()
                .any(|part| part.as_os_str() == "generated");
            let excepted = made || LONG.iter().any(|long| file.ends_with(long));
            assert!(
                lines <= 400 || excepted,
                "{name}: {} has {lines} lines",
                file.display()
            );
        }
    }
}
