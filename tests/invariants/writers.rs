//! What can be written, and with which permissions: declared once, and held against AWS's own list.
use std::collections::BTreeSet;

use apply::{Reach, writers};
use model::{Applicability, Need, Undo};

use crate::workspace::{folder, sources};

/// Facts that a remedy may change are those that somebody writes.
#[test]
fn every_writable_fact_has_a_writer() {
    let declared: usize = sources(&folder("model").join("src"))
        .iter()
        .map(|(_, code)| code.matches("impl Writable for ").count())
        .sum();
    assert_eq!(declared, writers().len());
}

#[test]
fn every_permission_to_write_exists() {
    for writer in writers() {
        for action in writer.writes.iter().chain(writer.undoes) {
            let catalogued = policy::catalogue::action(action);
            let writes = catalogued.is_ok_and(|catalogued| !catalogued.access_level().reads_only());
            assert!(writes, "`{action}` is no action that writes");
        }
    }
}

/// A role that acts unasked holds nothing that rewrites whole documents.
#[test]
fn what_rewrites_is_never_automatic() {
    let rewriting: BTreeSet<_> = writers()
        .iter()
        .filter(|writer| writer.reach == Reach::Rewrites)
        .flat_map(|writer| writer.writes)
        .collect();
    let acting: BTreeSet<_> = writers()
        .iter()
        .filter(|writer| writer.reach != Reach::Rewrites)
        .flat_map(|writer| writer.writes)
        .collect();
    assert!(rewriting.is_disjoint(&acting));
    assert!(rewriting.contains(&"s3:PutBucketPolicy"));
}

#[test]
fn what_has_no_undo_is_left_to_people() {
    for control in controls::catalogue() {
        if let Some((applicability, Undo::None)) = control.remedy() {
            assert_eq!(applicability, Applicability::Manual, "{}", control.id());
        }
    }
}

/// The change of a remedy is of a fact that its control needs, and that somebody writes: what nobody does is planned
/// and shown, and left to people.
#[test]
fn every_remedy_has_a_writer() {
    for control in controls::catalogue() {
        let written = |need: &Need| apply::writer_of(need.id).is_some();
        let needed = control.needs().iter().any(written);
        assert!(control.remedy().is_none() || needed, "{}", control.id());
    }
}
