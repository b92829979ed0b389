//! What is to be looked at again: for some events of one account and area at once, so that a
//! thousand events on one bucket cost the reads of one.
use std::collections::{BTreeMap, BTreeSet};

use controls::Controls;
use model::{Arn, Cause, Demand, Scope};

use crate::{Event, Row};

/// Resources, each with the controls that are to judge it again and who is reported to have caused
/// that.
pub type Assessments = BTreeMap<Arn, BTreeMap<&'static str, Cause>>;

/// What some events ask for.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// What is to be read.
    pub assessments: Assessments,
    /// Controls whose every resource is to be read: that is a sweep's work.
    pub sweep: BTreeSet<&'static str>,
}

/// What the events ask for of these controls. Where several events touch the same thing, the
/// latest is its cause.
#[must_use]
pub fn look(events: &[Event], controls: &Controls) -> Look {
    let mut in_order: Vec<_> = events.iter().collect();
    in_order.sort_by_key(|event| event.happened_at);
    let mut look = Look::default();
    for event in in_order {
        let here = event.row.kind();
        // What is read of a resource that is named does not do for a control that reads others too.
        let named = Scope::Resources(vec![event.resource.clone()]);
        for control in controls
            .iter()
            .filter(|control| touches(event.row, **control))
        {
            let is_fed = named.admits(control.kind(), control.needs());
            if control.kind().id == here.id && is_fed {
                let judged = look.assessments.entry(event.resource.clone()).or_default();
                judged.insert(control.id(), event.cause.clone());
            } else {
                look.sweep.insert(control.id());
            }
        }
    }
    look
}

/// The resources that the same controls judge, together: each group is one read.
#[must_use]
pub fn groups(assessments: &Assessments) -> BTreeMap<Vec<&'static str>, Vec<Arn>> {
    let mut groups: BTreeMap<_, Vec<Arn>> = BTreeMap::new();
    for (resource, controls) in assessments {
        let group = groups.entry(controls.keys().copied().collect());
        group.or_default().push(resource.clone());
    }
    groups
}

/// Whether an event may change what a control says: it changes a fact that the control reads, or
/// a tag that decides what is excepted.
pub(crate) fn touches(row: &Row, control: &dyn Demand) -> bool {
    let reads = control.needs().iter().any(|fact| row.changes(fact));
    let tags = control.kind().tags();
    reads || tags.is_some_and(|need| row.changes(&need))
}
