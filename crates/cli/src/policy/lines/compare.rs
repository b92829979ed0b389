//! `compare`: what each of two policies allows beyond the other.

use super::exposure::Witness;
use super::respond;
use policy::Budget;
use policy::Document;
use policy::Policy;
use policy::{Comparison, compare as beyond};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct CompareRequest {
    a: Document,
    b: Document,
}

#[derive(Serialize)]
struct Answer {
    comparison: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    only_a: Option<Beyond>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only_b: Option<Beyond>,
}

#[derive(Serialize)]
struct Beyond {
    statement: usize,
    witness: Witness,
}

/// Compares the two policies of one line.
///
/// In: `{"id", "a", "b"}`. Out: `{"id", "comparison", "only_a", "only_b"}`; `comparison` is
/// `equivalent`, `a-allows-more`, `b-allows-more`, `different` or `undecided`, and the others are
/// `{"statement", "witness"}`: a request that just that policy allows.
#[must_use]
pub fn compare(line: &str) -> String {
    respond(line, &["a", "b"], |request: CompareRequest| {
        Ok(answer(&Policy::new(&request.a), &Policy::new(&request.b)))
    })
}

fn answer(a: &Policy, b: &Policy) -> Answer {
    let (more, less) = (
        beyond(a, b, &Budget::default()),
        beyond(b, a, &Budget::default()),
    );
    let comparison = match (&more, &less) {
        (Comparison::Something { .. }, Comparison::Something { .. }) => "different",
        (Comparison::Undecided, _) | (_, Comparison::Undecided) => "undecided",
        (Comparison::Nothing, Comparison::Nothing) => "equivalent",
        (Comparison::Something { .. }, Comparison::Nothing) => "a-allows-more",
        (Comparison::Nothing, Comparison::Something { .. }) => "b-allows-more",
    };
    Answer {
        comparison,
        only_a: Beyond::new(&more),
        only_b: Beyond::new(&less),
    }
}

impl Beyond {
    fn new(comparison: &Comparison) -> Option<Self> {
        match comparison {
            Comparison::Something { statement, witness } => Some(Beyond {
                statement: *statement,
                witness: Witness::from(witness.as_ref()),
            }),
            _ => None,
        }
    }
}
