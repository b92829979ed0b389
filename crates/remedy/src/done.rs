//! What a hint says, and what became of it.
use model::Timestamp;

/// Who made the change that a message reports: a hint like everything in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportedCause {
    /// An ARN; `None` where it is not stated.
    pub principal: Option<String>,
    /// The machine's own roles did it.
    pub own: bool,
    /// When it was seen.
    pub observed_at: Option<Timestamp>,
}

/// What became of a hint. What stopped the machine stands first, by its name in metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Nothing, for good; why.
    Left(&'static str, String),
    /// It is not broken.
    Whole,
    /// It is remembered as what would have been done.
    Observed(String),
    /// It waits for approval.
    ApprovalRequested(String),
    /// It was published as a patch.
    PatchPublished(&'static str, String),
    /// Nothing yet: it is looked at again then; why.
    Later(&'static str, Timestamp, String),
    /// It was fixed.
    Fixed(String),
    /// It was not; why.
    Failed(String),
    /// AWS took it and does not show it yet.
    Unseen(String),
    /// Somebody takes fixes back, and the machine stopped.
    Fought(String),
}

impl Done {
    /// What stopped the machine, if something did.
    #[must_use]
    pub fn refused_by(&self) -> Option<&'static str> {
        match self {
            Self::Left(by, _) | Self::PatchPublished(by, _) | Self::Later(by, ..) => Some(by),
            Self::Fought(_) => Some("fight"),
            _ => None,
        }
    }
}
