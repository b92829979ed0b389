//! What a run looks at.
use crate::{Arn, KindInfo, Need};

/// What a run looks at: the same engine serves a sweep, an event, a named resource and a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All resources of the kinds that the controls are about.
    Everything,
    /// These resources, and what they lie in.
    Resources(Vec<Arn>),
}

impl Scope {
    /// Whether a control on this kind with these needs can be judged: it is about something that
    /// is looked at, and all that it needs will be read. What cannot be judged is left alone:
    /// "not asked" is never published.
    #[must_use]
    pub fn admits(&self, kind: &'static KindInfo, needs: &[Need]) -> bool {
        let Self::Resources(arns) = self else {
            return true;
        };
        let mut named = arns
            .iter()
            .filter(|arn| kind.arn.is_some_and(|shape| shape.fits(arn).is_some()));
        named.next().is_some() && needs.iter().all(|need| in_lineage(need, kind))
    }
}

/// Only what lies on the way up from the named resource is read beside it.
fn in_lineage(need: &Need, kind: &'static KindInfo) -> bool {
    !need.is_listing() && kind.lineage().any(|above| above.id == need.kind.id)
}

impl KindInfo {
    /// Which of these kinds an ARN names: the one whose shape fits most exactly.
    pub fn named_by(
        arn: &Arn,
        kinds: impl IntoIterator<Item = &'static Self>,
    ) -> Option<&'static Self> {
        let fitting = kinds
            .into_iter()
            .filter_map(|kind| Some((kind.arn?.fits(arn)?, kind)));
        fitting
            .max_by_key(|(exact, _)| *exact)
            .map(|(_, kind)| kind)
    }
}
