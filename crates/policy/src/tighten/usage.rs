//! What is known of the use of permissions.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which services and actions a principal used, of those that AWS tracks. A service that is not
/// there is not tracked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Usage {
    /// By prefix, as `s3`; in any case.
    pub services: BTreeMap<String, ServiceUsage>,
}

/// What is known of one service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceUsage {
    /// Whether anything of it was used in the time that is asked about.
    pub used: bool,
    /// The actions that are tracked one by one, by name as `GetObject`, and whether each was used.
    #[serde(default)]
    pub actions: BTreeMap<String, bool>,
}

/// The same by names in lower case.
pub(super) struct Record {
    services: BTreeMap<String, ServiceRecord>,
}

/// What is known of one service, its actions by name in lower case.
pub(super) struct ServiceRecord {
    pub(super) used: bool,
    actions: BTreeMap<String, ActionRecord>,
}

struct ActionRecord {
    /// The name as it was given.
    name: String,
    used: bool,
}

/// Whether an action was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Used,
    Unused,
    Untracked,
}

impl Record {
    pub(super) fn new(usage: &Usage) -> Self {
        let action = |(name, used): (&String, &bool)| {
            (
                name.to_ascii_lowercase(),
                ActionRecord {
                    name: name.clone(),
                    used: *used,
                },
            )
        };
        let service = |(prefix, usage): (&String, &ServiceUsage)| {
            let used = usage.used || usage.actions.values().any(|used| *used);
            let actions = usage.actions.iter().map(action).collect();
            (prefix.to_ascii_lowercase(), ServiceRecord { used, actions })
        };
        Record {
            services: usage.services.iter().map(service).collect(),
        }
    }

    /// Whether an action (of either case) was used.
    ///
    /// `iam:PassRole` "isn't included in action last accessed information", nor does a use of it
    /// count as one of IAM.
    pub(super) fn of(&self, service: &str, name: &str) -> Use {
        let name = name.to_ascii_lowercase();
        match self.services.get(service) {
            None => Use::Untracked,
            Some(_) if service == "iam" && name == "passrole" => Use::Untracked,
            Some(usage) => match usage.actions.get(&name).map(|action| action.used) {
                Some(true) => Use::Used,
                None if usage.used => Use::Untracked,
                Some(false) | None => Use::Unused,
            },
        }
    }

    /// Whether anything of a service is tracked.
    pub(super) fn tracks(&self, service: &str) -> bool {
        self.services.contains_key(service)
    }

    /// Whether a service may have been used: it was, or nobody can tell.
    pub(super) fn may_use(&self, service: &str) -> bool {
        self.services.get(service).is_none_or(|usage| usage.used)
    }

    /// Every service that is tracked, and what is known of it.
    pub(super) fn services(&self) -> impl Iterator<Item = (&str, &ServiceRecord)> {
        self.services
            .iter()
            .map(|(prefix, usage)| (prefix.as_str(), usage))
    }
}

impl ServiceRecord {
    /// The names of the actions that are tracked one by one.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.actions.values().map(|action| action.name.as_str())
    }
}
