//! One fact of one resource as it is kept: its type erased, its meaning not.
use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{Drift, Fact, Observed, Reason, mask};

/// A fact's value without its type.
pub(crate) trait AnyValue: Any + Debug + Send + Sync {
    fn json(&self) -> Json;
}

impl<T: Any + Debug + Serialize + Send + Sync> AnyValue for T {
    fn json(&self) -> Json {
        // A value that is no JSON becomes null, which no evidence and no rehearsal mistakes.
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// A fact as seen, and when its read began.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub at: Timestamp,
    pub seen: Observed<Arc<dyn AnyValue>>,
}

/// How a cell stands in a file.
#[derive(Serialize, Deserialize)]
pub(crate) struct CellFile {
    at: Timestamp,
    #[serde(flatten)]
    seen: Observed<Json>,
}

impl Cell {
    /// A fact as it is kept: without the secrets that somebody put there.
    pub(crate) fn new<F: Fact + ?Sized>(at: Timestamp, seen: Observed<F::Value>) -> Self {
        let seen = match seen {
            Observed::Seen(value) => masked::<F>(value).into(),
            missed @ Observed::Missed(_) => missed,
        };
        Self::raw::<F>(at, seen)
    }

    /// A fact as AWS returned it.
    pub(crate) fn raw<F: Fact + ?Sized>(at: Timestamp, seen: Observed<F::Value>) -> Self {
        let seen = match seen {
            Observed::Seen(value) => Observed::Seen(Arc::new(value) as Arc<dyn AnyValue>),
            Observed::Missed(reason) => Observed::Missed(reason),
        };
        Self { at, seen }
    }

    /// The value as its fact's own type; a gap should an id be shared by two facts.
    pub(crate) fn value<F: Fact + ?Sized>(&self) -> Result<&F::Value, Reason> {
        let value = match &self.seen {
            Observed::Seen(value) => (&**value as &dyn Any).downcast_ref(),
            Observed::Missed(reason) => return Err(reason.clone()),
        };
        value.ok_or_else(|| Reason::failed("the value is of another type"))
    }

    pub(crate) fn file(&self) -> CellFile {
        let seen = match &self.seen {
            Observed::Seen(value) => Observed::Seen(value.json()),
            Observed::Missed(reason) => Observed::Missed(reason.clone()),
        };
        CellFile { at: self.at, seen }
    }
}

/// What can be done to a cell without knowing its fact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Codec {
    pub decode: fn(CellFile) -> Cell,
    pub edit: fn(&Cell, &Json, &Json) -> Result<Cell, Drift>,
    pub still: fn(&Json, &Json) -> bool,
    pub evidence: fn(&Cell) -> Option<Json>,
}

impl Codec {
    pub(crate) const fn of<F: Fact + ?Sized>() -> Self {
        Self {
            decode: decode::<F>,
            edit: edit::<F>,
            still: |was, now| {
                let typed = |json: &Json| serde_json::from_value::<F::Value>(json.clone()).ok();
                let both = typed(was).zip(typed(now));
                both.is_some_and(|(was, now)| F::still(&was, &now))
            },
            evidence: |cell| cell.value::<F>().ok().map(F::evidence),
        }
    }
}

/// The value without its secrets; one that cannot be without them is not kept.
fn masked<F: Fact + ?Sized>(value: F::Value) -> Result<F::Value, Reason> {
    let text = serde_json::to_string(&value).unwrap_or_default();
    if !mask::may_hold(F::ID, &text) {
        return Ok(value);
    }
    let mut json = serde_json::from_str(&text).unwrap_or_default();
    mask::mask(F::ID, &mut json);
    serde_json::from_value(json)
        .map_err(|_| Reason::failed("it holds a secret that cannot be masked: remove the secret"))
}

/// A value that this version cannot read is a missed cell, not a refused file.
fn decode<F: Fact + ?Sized>(CellFile { at, seen }: CellFile) -> Cell {
    let seen = match seen {
        Observed::Missed(reason) => Observed::Missed(reason),
        Observed::Seen(json) => serde_json::from_value::<F::Value>(json)
            .map_err(|error| Reason::failed(format!("the file's value: {error}")))
            .into(),
    };
    Cell::new::<F>(at, seen)
}

fn edit<F: Fact + ?Sized>(cell: &Cell, from: &Json, to: &Json) -> Result<Cell, Drift> {
    let typed = |json: &Json| serde_json::from_value::<F::Value>(json.clone()).map_err(|_| Drift);
    let (from, to) = (typed(from)?, typed(to)?);
    if !F::still(&from, cell.value::<F>().map_err(|_| Drift)?) {
        return Err(Drift);
    }
    let settled = F::settles(&from, to);
    Ok(Cell::new::<F>(cell.at, Observed::Seen(settled)))
}
