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
const LONG: &[&str] = &[];

#[test]
fn files_stay_readable() {
    for (name, folder) in members().into_iter().filter(|(name, _)| *name != "tests") {
        for (file, code) in sources(&folder.join("src")) {
            let lines = code.lines().count();
            let known = LONG.iter().any(|long| file.ends_with(long));
            assert!(
                lines <= 400 || known,
                "{name}: {} has {lines} lines",
                file.display()
            );
        }
    }
}
