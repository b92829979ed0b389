//! What a principal used of what it may use, as IAM works it out for one principal at a time.
use policy::{ServiceUsage, Usage};
use serde::{Deserialize, Serialize};

use super::Entity;
use crate::{Fact, Timestamp};

/// When each service that its policies allow was used last, and each action that AWS tracks by
/// itself. IAM User Guide, "Refine permissions in AWS using last accessed information": at least
/// 400 days are reported, a use appears within four hours, and attempts that were denied count.
#[derive(Debug)]
pub struct ServiceUse;
impl Fact for ServiceUse {
    type Of = Entity;
    type Value = LastAccessed;
    const ID: &'static str = "iam.entity.service-use";
    const READS: &'static [&'static str] = &[
        "iam:GenerateServiceLastAccessedDetails",
        "iam:GetServiceLastAccessedDetails",
    ];
    const SLOW: bool = true;
}

/// The value of [`ServiceUse`]: the services that are allowed and tracked. One that is not among
/// them is not allowed, or AWS does not report whether it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LastAccessed {
    /// By service.
    pub services: Vec<ServiceAccess>,
}

/// One service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAccess {
    /// Its prefix in policies, as `s3`.
    pub service: String,
    /// When it was tried last; `None`: not while AWS remembers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// The actions that are tracked one by one; empty where AWS tracks the service as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionAccess>,
}

/// One action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionAccess {
    /// Its name, as `GetObject`.
    pub action: String,
    /// When it was tried last; `None`: not while AWS remembers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
}

impl LastAccessed {
    /// What was not used since then was not used for more than so many days.
    #[must_use]
    pub fn unused_since(now: Timestamp, days: i64) -> Timestamp {
        let seconds = days.saturating_add(1).saturating_mul(24 * 60 * 60);
        let since = now.as_second().saturating_sub(seconds);
        Timestamp::from_second(since).unwrap_or(Timestamp::MIN)
    }

    /// What counts as used: what was tried after `since`.
    #[must_use]
    pub fn usage(&self, since: Timestamp) -> Usage {
        let used = |last: Option<Timestamp>| last.is_some_and(|last| last > since);
        let services = self.services.iter().map(|one| {
            let actions = one.actions.iter();
            let actions = actions.map(|action| (action.action.clone(), used(action.last)));
            let usage = ServiceUsage {
                used: used(one.last),
                actions: actions.collect(),
            };
            (one.service.clone(), usage)
        });
        Usage {
            services: services.collect(),
        }
    }
}
