//! What a run is about.
use model::{AccountRef, Demand, Scope, Timestamp};

/// What a run looks at, and how its first findings are published.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whose account it is.
    pub account: AccountRef,
    /// The area, as `s3`.
    pub area: String,
    /// The run's name.
    pub run: String,
    /// When it began.
    pub started: Timestamp,
    /// What it looks at.
    pub scope: Scope,
    /// In which Regions; all where absent.
    pub regions: Option<Vec<Box<str>>>,
    /// The controls it judges.
    pub controls: Vec<&'static dyn Demand>,
    /// Whether there are others in the area: a run of everything by some controls is no complete
    /// sweep, and does not delay runs of other controls.
    pub partial: bool,
    /// Every control that there is: findings of others are retired.
    pub catalogue: Vec<&'static str>,
    /// Controls that were renamed: the former id and the present one.
    pub renamed: Vec<(&'static str, &'static str)>,
    /// Controls about what somebody did: each such act is published, and a day later the finding closes without
    /// a word.
    pub acts: &'static [&'static str],
    /// How the first findings are published.
    pub baseline: Baseline,
    /// What is found whole or gone is not entered yet, see [`Run::held`]: a read right after a
    /// change may show what was before, or what will not stay.
    pub hold: bool,
    /// Which share of a job it is that looks at everything in many runs, each about resources
    /// that are named; `None` for a run of its own.
    pub share: Option<Share>,
}

/// A share of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Others come after it.
    Part,
    /// The last: everything was looked at.
    Last,
}

/// How the findings of an account's or a control's first run are published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Baseline {
    /// All together, in one digest.
    #[default]
    Digest,
    /// One by one, like any other.
    Each,
}
