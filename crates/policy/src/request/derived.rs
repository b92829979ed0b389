//! Context keys that follow from the request itself.
//!
//! AWS: IAM User Guide, "AWS global condition context keys" (availability of each key) and
//! "Policy variables", principal key values.

use super::Request;
use crate::arn::Arn;
use crate::caller::Caller;
use std::borrow::Cow;

/// A request with what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The request.
    pub request: &'a Request,
}

impl<'a> Facts<'a> {
    /// A request with what follows from it.
    #[must_use]
    pub fn new(request: &'a Request) -> Self {
        Facts { request }
    }

    /// The values of a key, given or derived. `key` is in lower case.
    #[must_use]
    pub fn values(self, key: &str) -> Option<Cow<'a, [String]>> {
        if let Some(given) = self.request.context.get(key) {
            return Some(Cow::Borrowed(given));
        }
        derive(self.request, key).map(|value| Cow::Owned(vec![value]))
    }

    /// The value of a key as a policy variable: "You can't use multivalued keys" there.
    #[must_use]
    pub fn single(self, key: &str) -> Option<String> {
        match self.values(key)?.as_ref() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The account that owns the resource.
    #[must_use]
    pub fn resource_account(self) -> Option<&'a str> {
        let request = self.request;
        let in_arn = || {
            Arn::parse(&request.resource)
                .map(|arn| arn.account)
                .filter(|account| !account.is_empty())
        };
        request
            .resource_account
            .as_deref()
            .or_else(in_arn)
            .or_else(|| request.caller.account())
    }
}

fn derive(request: &Request, key: &str) -> Option<String> {
    let caller = &request.caller;
    let derived = match key {
        "aws:principalarn" => principal_arn(caller)?,
        "aws:principalaccount" | "kms:calleraccount" => match caller {
            Caller::Anonymous => "anonymous".into(),
            caller => caller.account()?.into(),
        },
        "aws:principaltype" => principal_type(caller)?.into(),
        "aws:userid" => match caller {
            Caller::Anonymous => "anonymous".into(),
            Caller::Root(identity) => identity.account.clone(),
            _ => return None,
        },
        "aws:username" => match caller {
            Caller::User(identity) => identity.name.clone(),
            _ => return None,
        },
        "aws:principalisawsservice" => match caller {
            Caller::Anonymous => return None,
            caller => matches!(caller, Caller::Service(_)).to_string(),
        },
        "aws:principalservicename" | "aws:principalservicenameslist" => match caller {
            Caller::Service(name) => name.clone(),
            _ => return None,
        },
        "aws:viaawsservice" => "false".into(),
        "aws:resourceaccount" | "s3:resourceaccount" => {
            Facts::new(request).resource_account()?.into()
        }
        _ => return None,
    };
    Some(derived)
}

/// Of a session, the role: "the request context returns the ARN of the role, not the ARN of the
/// user that assumed the role". A session's ARN does not tell the role's path.
fn principal_arn(caller: &Caller) -> Option<String> {
    match caller {
        Caller::Session(identity) => {
            let partition = Arn::parse(&identity.arn).map_or("aws", |arn| arn.partition);
            Some(format!(
                "arn:{partition}:iam::{}:role/{}",
                identity.account, identity.name
            ))
        }
        caller => caller.identity().map(|identity| identity.arn.clone()),
    }
}

fn principal_type(caller: &Caller) -> Option<&'static str> {
    match caller {
        Caller::Anonymous => Some("Anonymous"),
        Caller::Root(_) => Some("Account"),
        Caller::User(_) => Some("User"),
        Caller::Role(_) | Caller::Session(_) => Some("AssumedRole"),
        Caller::FederatedUser(_) => Some("FederatedUser"),
        _ => None,
    }
}
