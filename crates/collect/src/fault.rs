//! What went wrong with a call, and what that means for the fact it was to read.
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use calls::Malformed;
use model::{Denier, Reason};

use crate::pace::GivenUp;
use crate::response::Incomplete;

/// A call that was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// AWS's word for it, as `NoSuchBucket`; empty where AWS was not reached.
    pub code: Box<str>,
    /// The HTTP status; 0 where AWS was not reached.
    pub status: u16,
    /// In a few words.
    pub message: Box<str>,
    /// The IAM action of the call, where the fact's reader makes several.
    pub action: Option<&'static str>,
}

/// A reader's answer.
pub(crate) type Answer<T> = Result<T, Fault>;

/// AWS's words for "not allowed". Others with status 403 are about the credentials themselves.
const DENIED: &[&str] = &[
    "AccessDenied",
    "AccessDeniedException",
    "AllAccessDisabled",
    "AuthorizationError",
    "AuthorizationErrorException",
    "Forbidden",
    "NotAuthorized",
    "UnauthorizedAccess",
    "UnauthorizedOperation",
];
const THROTTLED: &[&str] = &[
    "EC2ThrottledException",
    "PriorRequestNotComplete",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "ServiceUnavailable",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];
const UNSUPPORTED: &[&str] = &[
    "MethodNotAllowed",
    "NotImplemented",
    "OptInRequired",
    "UnsupportedOperation",
    "UnsupportedOperationException",
];

impl Fault {
    /// An answer that makes no sense.
    pub fn odd(message: impl Into<Box<str>>) -> Self {
        Self {
            code: "".into(),
            status: 200,
            message: message.into(),
            action: None,
        }
    }

    /// What was not read, since the time that the run has was up.
    pub(crate) fn late() -> Self {
        Self {
            status: 0,
            ..Self::odd("the time for this run was up before it was read")
        }
    }

    /// The same, of another action than the fact's first.
    pub(crate) fn of(self, action: &'static str) -> Self {
        let action = Some(action);
        Self { action, ..self }
    }

    /// Why the fact could not be seen; `action` is the one that its first call takes.
    #[must_use]
    pub fn reason(&self, action: &str) -> Reason {
        let says = |codes: &[&str]| codes.contains(&&*self.code);
        if says(DENIED) || (self.status == 403 && self.code.is_empty()) {
            let action = self.action.unwrap_or(action).into();
            return match Denier::of(&self.message) {
                Some(policy) => Reason::DeniedBy { action, policy },
                None => Reason::Denied(action),
            };
        }
        if says(THROTTLED) || [429, 503].contains(&self.status) {
            return Reason::Throttled;
        }
        if says(UNSUPPORTED) || [405, 501].contains(&self.status) {
            return Reason::Unsupported;
        }
        let code = if self.code.is_empty() { "" } else { ": " };
        let message: String = self.message.chars().take(200).collect();
        Reason::failed(format!("{}{code}{message}", self.code))
    }
}

impl<E> From<SdkError<E, HttpResponse>> for Fault
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let status = error
            .raw_response()
            .map_or(0, |answer| answer.status().as_u16());
        let service = error.as_service_error();
        let code = service
            .and_then(ProvideErrorMetadata::code)
            .unwrap_or_default();
        let malformed = source::<Malformed>(&error).map(ToString::to_string);
        let odd = |why: String| Self {
            status,
            ..Self::odd(why)
        };
        if let Some(why) = source::<Incomplete>(&error) {
            return odd(why.to_string());
        }
        if let Some(why) = source::<GivenUp>(&error) {
            let code = match why {
                GivenUp::Throttled => "Throttling",
                GivenUp::Failed => "",
            };
            return Self {
                code: code.into(),
                ..odd(why.to_string())
            };
        }
        let message = match &error {
            SdkError::ServiceError(_) => service
                .and_then(ProvideErrorMetadata::message)
                .unwrap_or("the answer could not be read"),
            SdkError::TimeoutError(_) => "timed out",
            SdkError::DispatchFailure(_) => "the endpoint could not be reached",
            SdkError::ResponseError(_) => malformed
                .as_deref()
                .unwrap_or("the answer could not be read"),
            _ => "the request could not be made",
        };
        Self {
            code: code.into(),
            status,
            message: message.chars().take(2000).collect(),
            action: None,
        }
    }
}

/// What a call failed of, where that is an error of this sort.
fn source<'a, E: std::error::Error + 'static>(
    error: &'a (dyn std::error::Error + 'static),
) -> Option<&'a E> {
    let mut sources = std::iter::successors(Some(error), |error| error.source());
    sources.find_map(|source| source.downcast_ref())
}

/// A member that a response has to have for the fact at hand: its absence is no value.
pub(crate) fn present<T>(member: Option<T>, name: &str) -> Answer<T> {
    member.ok_or_else(|| Fault::odd(format!("the response lacks `{name}`")))
}

/// A name or id that AWS always sends, and never empty.
#[cfg_attr(
    not(any(
        feature = "iam",
        feature = "kms",
        feature = "organization",
        feature = "s3"
    )),
    expect(dead_code, reason = "used by some services alone")
)]
pub(crate) fn present_id(value: impl Into<Option<String>>, name: &str) -> Answer<String> {
    present(value.into().filter(|id| !id.is_empty()), name)
}

/// The answer, or `None` where AWS says with one of these codes that nothing is configured.
pub(crate) fn absent<T, E: ProvideErrorMetadata + std::error::Error + 'static>(
    sent: Result<T, SdkError<E, HttpResponse>>,
    codes: &[&str],
) -> Answer<Option<T>> {
    match sent.map_err(Fault::from) {
        Ok(answer) => Ok(Some(answer)),
        Err(fault) if codes.contains(&&*fault.code) => Ok(None),
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;
    use model::{Denier, Reason};

    fn denied(message: &str) -> Fault {
        Fault {
            code: "AccessDenied".into(),
            status: 403,
            ..Fault::odd(message)
        }
    }

    #[test]
    fn a_denial_carries_the_policy_that_aws_names() {
        let message = "User: x is not authorized to perform: s3:GetBucketAcl with an explicit deny in a service control policy";
        let reason = denied(message).reason("s3:GetBucketAcl");
        let policy = Denier::ServiceControlPolicy;
        let action = "s3:GetBucketAcl".into();
        assert_eq!(reason, Reason::DeniedBy { action, policy });
        let reason = denied("Access Denied").reason("s3:GetBucketAcl");
        assert_eq!(reason, Reason::Denied("s3:GetBucketAcl".into()));
    }

    #[test]
    fn a_failure_is_described_in_few_words() {
        let Reason::Failed(words) = Fault::odd("x".repeat(900)).reason("a:B") else {
            panic!("no failure");
        };
        assert_eq!(words.len(), 200);
    }
}
