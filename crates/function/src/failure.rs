//! Why an invocation failed, as Lambda reports it.
use lambda_runtime::Diagnostic;

/// Why an invocation failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The payload starts nothing.
    #[error(transparent)]
    Payload(#[from] crate::trigger::Unknown),
    /// The payload is about something else than this function.
    #[error("{0}")]
    Misdirected(String),
    /// An environment variable is missing.
    #[error("set the environment variable {0}: {1}")]
    Environment(&'static str, &'static str),
    /// The account cannot be read at all.
    #[error(transparent)]
    Account(#[from] collect::Error),
    /// The scope makes no sense in this account.
    #[error(transparent)]
    Scope(#[from] collect::ScopeError),
    /// The ledger failed, or another run was faster.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// A slow job could not learn what there is to judge.
    #[error("the resources of a slow job cannot be listed: {0}")]
    Listing(String),
    /// A slow job does not end.
    #[error("a slow job has more than {0} tasks: it was stopped, see which resources it judges")]
    Endless(u16),
    /// A queue took nothing.
    #[error("nothing could be put into the queue `{0}`: {1}")]
    Queue(String, String),
    /// Lambda would end the function before this is done.
    #[error("there was no time left for this")]
    Late,
    /// The settings cannot be read.
    #[error("the settings cannot be read, and without them exceptions would be lost: {0}")]
    Settings(String),
}

impl Failure {
    fn word(&self) -> &'static str {
        match self {
            Self::Payload(_) => "Payload",
            Self::Misdirected(_) => "Misdirected",
            Self::Environment(..) => "Environment",
            Self::Account(_) => "Account",
            Self::Scope(_) => "Scope",
            Self::Ledger(ledger::Error::Overtaken) => "Overtaken",
            Self::Ledger(_) => "Ledger",
            Self::Listing(_) => "Listing",
            Self::Endless(_) => "Endless",
            Self::Queue(..) => "Queue",
            Self::Late => "Late",
            Self::Settings(_) => "Settings",
        }
    }
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        Self {
            error_type: failure.word().into(),
            error_message: failure.to_string(),
        }
    }
}
