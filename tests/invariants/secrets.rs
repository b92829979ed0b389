//! What a fact is called decides whether its tags are looked through for secrets.
use std::collections::BTreeMap;

#[test]
fn every_fact_that_holds_tags_is_called_so() {
    let controls = controls::all();
    let needs = controls.iter().flat_map(|control| control.needs());
    let kinds = needs.flat_map(|need| need.kind.lineage());
    let kinds: BTreeMap<_, _> = kinds.map(|kind| (kind.id, kind)).collect();
    let tags: Vec<_> = kinds.values().filter_map(|kind| kind.tags()).collect();
    assert!(tags.len() > 3, "{tags:?}");
    for need in tags {
        assert_eq!(need.id.rsplit('.').next(), Some("tags"), "`{}`", need.id);
    }
}
