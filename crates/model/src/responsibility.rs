//! Who answers for what: a control's place in the shared responsibility model.
use serde::Serialize;

/// Where AWS's part of a demand ends and the customer's begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Responsibility {
    /// The service, by AWS's name for it.
    pub service: &'static str,
    /// What AWS does.
    pub aws: &'static str,
    /// What is left to the customer.
    pub customer: &'static str,
    /// Where in the customer's defence the demand stands.
    pub layer: Layer,
    /// Whether both parts are needed for the control to mean anything; else the customer's alone.
    pub shared: bool,
}

/// The layers of defence that the customer's part is drawn in, from the outside in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// Who may act, and as whom.
    Identity,
    /// What can be reached from where.
    Network,
    /// What runs.
    Workload,
    /// What is kept, and from whom.
    Data,
    /// What is logged, and who is notified.
    Detection,
    /// What can be brought back.
    Recovery,
}

impl Layer {
    /// The layer's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Network => "network",
            Self::Workload => "workload",
            Self::Data => "data",
            Self::Detection => "detection",
            Self::Recovery => "recovery",
        }
    }
}
