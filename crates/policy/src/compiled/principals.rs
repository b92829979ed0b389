//! Whom a statement names, and how directly.
//!
//! AWS: IAM User Guide, "Policy evaluation logic", "Determining whether a request is allowed or
//! denied within an account", resource-based policies; "AWS JSON policy elements: `NotPrincipal`".

use crate::arn::{Arn, is_account_id, is_unique_id};
use crate::caller::{Caller, Identity};
use crate::document::{Principal, Selector};

/// `Principal` or `NotPrincipal`, ready to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Principals {
    /// Whether this is `NotPrincipal`.
    pub except: bool,
    /// The principals listed.
    pub named: Vec<Named>,
}

/// One principal as a statement names it.
#[derive(Clone, Debug, PartialEq)]
pub enum Named {
    /// `*`.
    Everyone,
    /// An account: its id, its root user's ARN, or `arn:aws:iam::ID:root`; all the same.
    Account(String),
    /// A user, a role, a session, a federated user: exactly this ARN.
    Arn(String),
    /// A service principal, in lower case, or `*`.
    Service(String),
    /// An identity provider.
    Provider(String),
    /// An account by its canonical user id.
    CanonicalUser(String),
    /// The id of a deleted principal; or an ARN with a wildcard, which stands for nobody: "You
    /// cannot use a wildcard to match part of a principal name or ARN".
    Nobody,
}

/// How directly a statement reaches a caller. The order is that of strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Not at all.
    None,
    /// By its account, which delegates: the account's own policies must allow as well.
    Account,
    /// By the role behind the session: boundary and session policies still limit.
    Role,
    /// In person: a user, a session, everyone. Implicit denials of identity policies, boundary
    /// and session policies do not count, within one account.
    Direct,
}

impl Principals {
    /// Prepares the element.
    #[must_use]
    pub fn new(selector: &Selector<Principal>) -> Self {
        Principals {
            except: selector.is_except(),
            named: selector.listed().iter().map(Named::new).collect(),
        }
    }

    /// How the statement reaches the caller.
    #[must_use]
    pub fn reach(&self, caller: &Caller) -> Reach {
        Principals::reach_among(self.except, &self.named, caller)
    }

    /// The same for a part of the principals.
    #[must_use]
    pub fn reach_among(except: bool, named: &[Named], caller: &Caller) -> Reach {
        if except {
            let listed = named.iter().any(|named| named.is_precisely(caller));
            return if listed { Reach::None } else { Reach::Direct };
        }
        named
            .iter()
            .map(|named| named.reach(caller))
            .max()
            .unwrap_or(Reach::None)
    }
}

impl Named {
    fn new(principal: &Principal) -> Self {
        match principal {
            Principal::Everyone => Named::Everyone,
            Principal::Aws(value) => Named::aws(value),
            Principal::Service(value) => Named::Service(value.to_ascii_lowercase()),
            Principal::Federated(value) => Named::Provider(value.clone()),
            Principal::CanonicalUser(value) => Named::CanonicalUser(value.clone()),
        }
    }

    fn aws(value: &str) -> Self {
        if value == "*" {
            return Named::Everyone;
        }
        if is_account_id(value) {
            return Named::Account(value.into());
        }
        if is_unique_id(value) || value.contains(['*', '?']) {
            return Named::Nobody;
        }
        match Arn::parse(value) {
            Some(arn) if arn.service == "iam" && arn.resource == "root" => {
                Named::Account(arn.account.into())
            }
            _ => Named::Arn(value.into()),
        }
    }

    fn reach(&self, caller: &Caller) -> Reach {
        let direct = |yes: bool| if yes { Reach::Direct } else { Reach::None };
        match (self, caller) {
            (Named::Everyone, _) => Reach::Direct,
            (Named::Account(account), Caller::Root(root)) => direct(*account == root.account),
            (Named::Account(account), caller) if caller.account() == Some(account) => {
                Reach::Account
            }
            (Named::Arn(arn), caller) => reach_of_arn(arn, caller),
            (Named::Service(name), Caller::Service(caller))
            | (Named::Provider(name), Caller::Provider(caller)) => {
                direct(name == "*" || name == caller)
            }
            (Named::CanonicalUser(id), Caller::CanonicalUser(caller)) => direct(id == caller),
            _ => Reach::None,
        }
    }

    /// Whether this is the caller and nothing wider. An exception must name the very principal:
    /// naming the account does not except its users, nor naming the role its sessions.
    /// AWS: "The principal ... you must also specify the account ARN", "include the ARN for the
    /// role and the assumed-role session".
    fn is_precisely(&self, caller: &Caller) -> bool {
        match (self, caller) {
            (Named::Account(account), Caller::Root(root)) => *account == root.account,
            (Named::Account(_), _) => false,
            (Named::Arn(arn), caller) => caller
                .identity()
                .is_some_and(|identity| identity.arn == *arn),
            (named, caller) => named.reach(caller) == Reach::Direct,
        }
    }
}

fn reach_of_arn(arn: &str, caller: &Caller) -> Reach {
    match caller {
        Caller::Role(role) if role.arn == arn => Reach::Role,
        Caller::Session(session) if session.arn == arn => Reach::Direct,
        Caller::Session(session) if is_role_of(arn, session) => Reach::Role,
        Caller::User(identity) | Caller::FederatedUser(identity) if identity.arn == arn => {
            Reach::Direct
        }
        Caller::Other(name) if name == arn => Reach::Direct,
        _ => Reach::None,
    }
}

/// Whether `arn` is the role of a session. A session's ARN leaves out the role's path.
fn is_role_of(arn: &str, session: &Identity) -> bool {
    let Some(arn) = Arn::parse(arn).filter(|arn| arn.service == "iam") else {
        return false;
    };
    let name = arn
        .resource
        .strip_prefix("role/")
        .and_then(|path| path.rsplit('/').next());
    arn.account == session.account && name == Some(session.name.as_str())
}
