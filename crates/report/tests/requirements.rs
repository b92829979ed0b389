//! What of a framework is covered, as it is printed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
use std::collections::BTreeSet;

use model::Framework;
use report::{Answered, framework, requirements};

#[test]
fn a_framework_is_named_in_any_case_and_in_part() {
    assert_eq!(framework("cis-7.0"), Some("CIS-7.0"));
    assert_eq!(framework("pci"), Some("PCI-DSS-4.0"));
    assert_eq!(framework("security-hub"), Some("AWS-Security-Hub"));
    assert_eq!(framework("cis"), None, "there are several");
    assert_eq!(framework("cis-1.0"), None);
}

#[test]
fn every_requirement_is_listed_once_with_a_control_or_a_reason() {
    for name in Framework::names() {
        let listed = requirements(name, &controls::catalogue()).requirements;
        let ids: BTreeSet<_> = listed.iter().map(|one| one.requirement).collect();
        assert_eq!(ids.len(), listed.len(), "{name}");
        for one in &listed {
            let covered = one.status == Answered::Covered;
            assert_eq!(covered, one.reason.is_none(), "{name} {one:?}");
            let catalogue = controls::catalogue();
            let built = |id: &&str| catalogue.iter().any(|control| control.id() == *id);
            assert!(one.controls.iter().all(&built), "{one:?}");
            assert!(!one.planned.iter().any(&built), "{one:?}");
        }
    }
}

#[test]
fn what_a_control_says_that_it_answers_it_is_listed_under() {
    for control in controls::catalogue() {
        for one in control.frameworks() {
            let listed = requirements(one.name, &controls::catalogue()).requirements;
            for id in one.ids() {
                let requirement = listed.iter().find(|one| one.requirement == id).unwrap();
                assert!(requirement.controls.contains(&control.id()), "{id}");
            }
        }
    }
}

/// Those that publish a list name no requirement that is not on it.
#[test]
fn no_requirement_is_answered_that_is_not_in_the_framework() {
    let listed = include_str!("../requirements.tsv");
    for name in Framework::names().filter(|name| listed.contains(&format!("\n{name}\t"))) {
        for (id, control) in Framework::answers(name) {
            let line = format!("\n{name}\t{id}\t");
            assert!(listed.contains(&line), "{control} answers {name} {id}");
        }
    }
}

#[test]
fn as_it_is_printed() {
    let built = ["s3.tls-only", "s3.account-public-access-block"];
    let built: Vec<_> = built.into_iter().filter_map(controls::find).collect();
    let table = requirements("CIS-7.0", &built).table();
    let line = |id: &str| table.lines().find(|line| line.starts_with(id)).unwrap();
    insta::assert_snapshot!(
        ["CIS", "2.1.3 ", "2.9 ", "2.10 ", "3.1.1 ", "3.1.4 "]
            .map(line)
            .join("\n")
    );
}
