//! Services.

use std::fmt;

use super::action::Action;
use super::condition::ConditionKey;
use super::format::{List, Numbers, Part, SERVICES, Text};
use super::resource::ResourceType;
use super::unknown::Unknown;

/// A service that the catalogue knows, such as `s3`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Service(pub(super) u16);

impl Service {
    /// The prefix of its actions, in lower case: `s3`.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        str::from_utf8(self.part(Part::Prefix)).unwrap_or_default()
    }

    /// What AWS calls it: `Amazon S3`.
    #[must_use]
    pub fn name(self) -> Text {
        Numbers(self.part(Part::Name)).text()
    }

    /// Whether resource control policies bind its actions.
    #[must_use]
    pub fn has_resource_control_policies(self) -> bool {
        Numbers(self.part(Part::Head)).nth(1) == Some(1)
    }

    /// Its actions, sorted by lower-cased name.
    #[must_use]
    pub fn actions(self) -> impl DoubleEndedIterator<Item = Action> + ExactSizeIterator + Clone {
        (0..self.list(Part::Actions).len()).map(move |index| Action {
            service: self,
            index,
        })
    }

    /// The action of that name, in any case: `GetObject`.
    pub fn action(self, name: &str) -> Result<Action, Unknown<'_>> {
        self.list(Part::Actions)
            .find(|item| super::action::name(item).order(name))
            .map(|index| Action {
                service: self,
                index,
            })
            .ok_or(Unknown::Action {
                service: self,
                name,
            })
    }

    /// The types of its resources, sorted by lower-cased name.
    #[must_use]
    pub fn resource_types(
        self,
    ) -> impl DoubleEndedIterator<Item = ResourceType> + ExactSizeIterator + Clone {
        (0..self.list(Part::ResourceTypes).len()).map(move |index| ResourceType {
            service: self,
            index,
        })
    }

    /// The resource type of that name, in any case: `bucket`.
    pub fn resource_type(self, name: &str) -> Result<ResourceType, Unknown<'_>> {
        self.list(Part::ResourceTypes)
            .find(|item| Numbers(Numbers(item).run()).text().order(name))
            .map(|index| ResourceType {
                service: self,
                index,
            })
            .ok_or(Unknown::ResourceType {
                service: self,
                name,
            })
    }

    /// The condition keys that its actions and resource types name, global ones among them.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey> + Clone {
        Numbers(self.part(Part::ConditionKeys)).map(ConditionKey)
    }

    /// The number of its first action.
    pub(super) fn first(self) -> u16 {
        first(SERVICES.get(self.0))
    }

    pub(super) fn list(self, part: Part) -> List {
        List::new(self.part(part))
    }

    fn part(self, part: Part) -> &'static [u8] {
        List::new(SERVICES.get(self.0)).get(part as u16)
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.prefix())
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Service({self})")
    }
}

/// All services, sorted by prefix.
pub fn services() -> impl DoubleEndedIterator<Item = Service> + ExactSizeIterator + Clone {
    (0..SERVICES.len()).map(Service)
}

/// The service with that prefix, in any case: `s3`.
pub fn service(prefix: &str) -> Result<Service, Unknown<'_>> {
    SERVICES
        .find(|item| {
            let own = List::new(item).get(Part::Prefix as u16);
            let wanted = prefix.bytes().map(|byte| byte.to_ascii_lowercase());
            own.iter().copied().cmp(wanted)
        })
        .map(Service)
        .ok_or(Unknown::Service(prefix))
}

/// The number of the first action of a service.
pub(super) fn first(service: &'static [u8]) -> u16 {
    let head = List::new(service).get(Part::Head as u16);
    Numbers(head).next().unwrap_or_default()
}
