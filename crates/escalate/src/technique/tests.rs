//! Every row of the tables is read, is about what there is, and names its source.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use super::*;
use policy::catalogue;
use std::collections::BTreeSet;

const TABLE: &str = include_str!("../../data/techniques.tsv");

/// A day as `2026-11-30`, not after the tables were last worked on.
fn is_day(text: &str) -> bool {
    let digits =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

#[test]
fn every_row_is_read() {
    assert_eq!(rows(TABLE).count(), TECHNIQUES.len());
    let services = include_str!("../../data/services.tsv");
    assert_eq!(rows(services).count(), SERVICES.len());
    for row in rows(TABLE) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, way, service, kinds, needs, does, source, checked] = cells[..] else {
            panic!("{row}");
        };
        assert!(
            !id.is_empty() && !needs.is_empty() && !does.is_empty(),
            "{row}"
        );
        assert_eq!(
            service != "-",
            matches!(way, "pass" | "beside" | "choose" | "held"),
            "{row}"
        );
        assert_eq!(kinds != "-", matches!(way, "beside" | "run"), "{row}");
        let named = kinds.split(',').filter(|kind| *kind != "-");
        assert!(
            named.into_iter().all(|kind| Kind::named(kind).is_some()),
            "{row}"
        );
        assert_eq!(
            does.contains("{}"),
            matches!(
                way,
                "pass" | "beside" | "run" | "choose" | "held" | "assigned"
            ),
            "{row}"
        );
        assert!(source.starts_with("https://"), "{row}");
        assert!(is_day(checked), "{row}");
    }
}

#[test]
fn every_action_and_resource_type_is_in_the_catalogue() {
    for technique in TECHNIQUES.iter() {
        for action in &technique.needs {
            assert!(
                catalogue::action(action).is_ok(),
                "{}: {action}",
                technique.id
            );
        }
        let Way::Run(kinds) = &technique.way else {
            continue;
        };
        let actions = technique
            .needs
            .iter()
            .map(|action| catalogue::action(action).unwrap());
        let types: Vec<_> = actions
            .map(catalogue::Action::service)
            .flat_map(catalogue::Service::resource_types)
            .collect();
        let exists = |kind: &Kind| types.iter().any(|one| one.name() == *kind.resource_type());
        assert!(kinds.iter().any(exists), "{}: {kinds:?}", technique.id);
    }
}

#[test]
fn ids_are_unique_and_no_service_is_unused() {
    let mut ids = BTreeSet::new();
    for technique in TECHNIQUES.iter() {
        assert!(ids.insert(technique.id), "{} twice", technique.id);
    }
    let used: BTreeSet<&str> = TECHNIQUES
        .iter()
        .filter_map(|technique| technique.way.service())
        .map(|one| one.key)
        .collect();
    let all: BTreeSet<&str> = SERVICES.iter().map(|one| one.key).collect();
    assert_eq!(used, all);
}
