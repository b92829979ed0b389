//! Which keys a caller has, and whether their value follows from who it is.

use super::demand::Part;
use super::key::{self, Of};
use super::{Kind, View, Who};
use crate::caller::Caller;
use crate::request::Facts;

/// How the value of a key stands for a sort of caller.
pub(super) enum Standing {
    /// By the template.
    Settled,
    /// It is a part of the caller's ARN.
    Caller(Part),
    /// By nothing yet.
    Open,
}

impl View {
    /// The kind of caller, where it is any of a kind.
    pub(super) fn kind(&self) -> Kind {
        match self.who {
            Who::Any(kind) => kind,
            Who::One(_) => Kind::Role,
        }
    }

    pub(super) fn is_settled(&self, name: &str) -> bool {
        matches!(self.standing(name), Standing::Settled)
    }

    /// Whether the value of a key is settled by who the caller is.
    pub(super) fn standing(&self, name: &str) -> Standing {
        if self.bound.contains(name) {
            return Standing::Settled;
        }
        let any = matches!(self.who, Who::Any(_));
        let owned = self.template.resource_account.is_some();
        match name {
            "aws:principalarn" if any => Standing::Caller(Part::Whole),
            "aws:principalaccount" | "kms:calleraccount" if any => Standing::Caller(Part::Account),
            "aws:userid" if self.who == Who::Any(Kind::Root) => Standing::Caller(Part::Account),
            "aws:username" if self.who == Who::Any(Kind::User) => Standing::Caller(Part::Name),
            "aws:viaawsservice" if self.can_have(name) => Standing::Open,
            "aws:resourceaccount" | "s3:resourceaccount" if !owned => Standing::Open,
            _ if Facts::new(&self.template).values(name).is_some() => Standing::Settled,
            _ if self.can_have(name) => Standing::Open,
            _ => Standing::Settled,
        }
    }

    /// Whether a request of this caller can have the key at all.
    pub(crate) fn can_have(&self, name: &str) -> bool {
        let caller = &self.template.caller;
        match key::facts(name).of {
            Of::Everyone => !key::IDENTITY.contains(&name),
            Of::Signed if name == "aws:username" => matches!(caller, Caller::User(_)),
            Of::Signed => caller.account().is_some(),
            Of::Network => !matches!(caller, Caller::Service(_)),
            Of::Service => matches!(caller, Caller::Service(_)),
        }
    }
}
