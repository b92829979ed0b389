//! The crates that judge reach no clock, network, environment, file system or runtime: the same
//! data gives the same answer, so they cannot fail for reasons of weather.
use crate::workspace::{folder, links, sources};

const PURE: &[&str] = &[
    "policy", "escalate", "filter", "model", "controls", "report",
];

#[test]
fn pure_crates_link_nothing_that_waits() {
    for name in PURE {
        for linked in links(name) {
            let waits =
                ["tokio", "hyper", "mio", "socket2", "reqwest", "async-std"].contains(&linked);
            assert!(
                !waits && !linked.starts_with("aws-"),
                "`{name}` links `{linked}`"
            );
        }
    }
}

/// `env!` reads the build's environment, not the run's: it is none of these words.
const WEATHER: &[&str] = &[
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "std::io",
    "SystemTime",
    "Instant::",
    "Timestamp::now",
    "Zoned::now",
];

#[test]
fn pure_sources_use_nothing_of_the_machine() {
    for name in PURE {
        for (file, code) in sources(&folder(name).join("src")) {
            let said = WEATHER.iter().find(|word| code.contains(**word));
            assert_eq!(said, None, "{}", file.display());
        }
    }
}
