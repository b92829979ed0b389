//! What the catalogue does not know.

use std::error::Error;
use std::fmt;

use super::edition::DATE;
use super::service::Service;

/// Something that the catalogue does not know, which is not to say that AWS does not: new services
/// and actions come daily. Nobody may take it for "has none" or "is harmless".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown<'a> {
    /// Not of the form `service:Name`.
    Form(&'a str),
    /// A service prefix.
    Service(&'a str),
    /// An action of a known service.
    Action {
        /// The service that has no such action.
        service: Service,
        /// The name as given, without the service.
        name: &'a str,
    },
    /// A pattern that covers no known action.
    Pattern(&'a str),
    /// A resource type of a known service.
    ResourceType {
        /// The service that has no such resource type.
        service: Service,
        /// The name as given.
        name: &'a str,
    },
    /// The third segment of an ARN.
    ArnService(&'a str),
    /// A condition key.
    ConditionKey(&'a str),
}

impl fmt::Display for Unknown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(text) => return write!(f, "`{text}` is not of the form `service:Name`"),
            Self::Service(prefix) => write!(f, "service `{prefix}`"),
            Self::Action { service, name } => write!(f, "action `{service}:{name}`"),
            Self::Pattern(pattern) => write!(f, "any action that `{pattern}` covers"),
            Self::ResourceType { service, name } => {
                write!(f, "resource type `{name}` of service `{service}`")
            }
            Self::ArnService(name) => write!(f, "any ARN of service `{name}`"),
            Self::ConditionKey(name) => write!(f, "condition key `{name}`"),
        }?;
        write!(f, " is unknown to the catalogue of {DATE}")
    }
}

impl Error for Unknown<'_> {}

#[cfg(test)]
mod tests {
    use super::super::{ActionPattern, action, condition_key, resource_types_of_arn, service};
    use super::*;

    #[test]
    fn unknown_is_an_answer_of_its_own() {
        let s3 = service("s3").unwrap();
        let (service, name) = (s3, "GetX");
        assert_eq!(action("S3:GetX"), Err(Unknown::Action { service, name }));
        assert_eq!(action("s3x:Get"), Err(Unknown::Service("s3x")));
        assert_eq!(action("GetObject"), Err(Unknown::Form("GetObject")));
        for name in [
            "",
            ":",
            "s3:",
            ":GetObject",
            "s3:Get*",
            "s3:GetObject ",
            "s3:GetObject:",
        ] {
            assert!(action(name).is_err(), "{name}");
        }
        assert_eq!(
            s3.resource_type(name),
            Err(Unknown::ResourceType { service, name })
        );
        assert_eq!(
            resource_types_of_arn("S3").err(),
            Some(Unknown::ArnService("S3"))
        );
        for name in [
            "",
            "aws:",
            "aws:Source",
            "aws:PrincipalTag/",
            "aws:SourceIp/x",
            "s3:aud",
            "x:sub",
        ] {
            assert_eq!(condition_key(name), Err(Unknown::ConditionKey(name)));
        }
        let none = |pattern| ActionPattern::new(pattern).actions().err();
        assert_eq!(none("s3x:*"), Some(Unknown::Service("s3x")));
        assert_eq!(none("s3:Zap*"), Some(Unknown::Pattern("s3:Zap*")));
        assert_eq!(none("zap"), Some(Unknown::Pattern("zap")));
        let message = Unknown::Action { service, name }.to_string();
        assert_eq!(
            message,
            format!("action `s3:GetX` is unknown to the catalogue of {DATE}")
        );
    }
}
