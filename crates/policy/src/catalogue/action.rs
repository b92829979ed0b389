//! Actions and what they need.

use std::fmt;

use super::condition::ConditionKey;
use super::edition::ACTIONS;
use super::format::{Numbers, Part, SERVICES, Text};
use super::resource::ResourceType;
use super::service::{Service, first};

/// An action that the catalogue knows, such as `s3:GetObject`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Action {
    pub(super) service: Service,
    pub(super) index: u16,
}

impl Action {
    /// The service that it belongs to.
    #[must_use]
    pub fn service(self) -> Service {
        self.service
    }

    /// Its name without the service, in AWS's spelling: `GetObject`.
    #[must_use]
    pub fn name(self) -> Text {
        name(self.item())
    }

    /// What it does, in AWS's five words.
    #[must_use]
    pub fn access_level(self) -> AccessLevel {
        match self.shape().next() {
            Some(0) => AccessLevel::List,
            Some(1) => AccessLevel::Read,
            Some(3) => AccessLevel::PermissionsManagement,
            Some(4) => AccessLevel::Tagging,
            // 2, and what cannot be: that one is never taken for harmless.
            _ => AccessLevel::Write,
        }
    }

    /// The types of resource that it can be limited to; none where a policy has to say `"*"`.
    pub fn resource_types(self) -> impl Iterator<Item = ResourceUse> + Clone {
        let (service, mut shape) = (self.service, self.shape());
        shape.next();
        shape.run();
        std::iter::from_fn(move || {
            let number = shape.next()?;
            let index = number >> 1;
            Some(ResourceUse {
                resource_type: ResourceType { service, index },
                required: number & 1 == 1,
                keys: shape.run(),
            })
        })
    }

    /// The condition keys that AWS lists for the action itself.
    ///
    /// A request also carries those of its resource ([`ResourceUse::condition_keys`],
    /// [`ResourceType::condition_keys`]) and those that any request may carry
    /// ([`ConditionKey::in_any_request`]).
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey> + Clone {
        let mut shape = self.shape();
        shape.next();
        Numbers(shape.run()).map(ConditionKey)
    }

    /// Its place among all actions, below [`ACTIONS`]: for sets of actions as bits.
    ///
    /// The actions of a service follow one another. Numbers differ between editions, so they are
    /// never stored.
    #[must_use]
    pub fn number(self) -> usize {
        usize::from(self.service.first()) + usize::from(self.index)
    }

    /// The action with that number; `None` from [`ACTIONS`] on.
    #[must_use]
    pub fn numbered(number: usize) -> Option<Self> {
        let number = u16::try_from(number)
            .ok()
            .filter(|number| usize::from(*number) < ACTIONS)?;
        let after = SERVICES.partition(|service| first(service) <= number);
        let service = Service(after.checked_sub(1)?);
        let index = number.checked_sub(service.first())?;
        Some(Self { service, index })
    }

    fn shape(self) -> Numbers {
        let number = Numbers(self.item()).next().unwrap_or_default();
        Numbers(self.service.list(Part::Shapes).get(number))
    }

    fn item(self) -> &'static [u8] {
        self.service.list(Part::Actions).get(self.index)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service, self.name())
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Action({self})")
    }
}

/// The name in the item of an action.
pub(super) fn name(item: &'static [u8]) -> Text {
    let mut numbers = Numbers(item);
    numbers.next();
    numbers.text()
}

/// What an action does. AWS marks changes of permissions and of tags as writes too; here each
/// action has one level, the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessLevel {
    /// Sees that resources exist, not what is in them.
    List,
    /// Sees what is in resources.
    Read,
    /// Creates, changes or deletes resources.
    Write,
    /// Grants or changes permissions.
    PermissionsManagement,
    /// Changes tags only.
    Tagging,
}

impl AccessLevel {
    /// Whether such an action changes nothing.
    #[must_use]
    pub fn reads_only(self) -> bool {
        matches!(self, Self::List | Self::Read)
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "List",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::PermissionsManagement => "Permissions management",
            Self::Tagging => "Tagging",
        })
    }
}

/// A resource type as an action uses it.
#[derive(Clone, Copy)]
pub struct ResourceUse {
    resource_type: ResourceType,
    required: bool,
    keys: &'static [u8],
}

impl ResourceUse {
    /// The type of the resource.
    #[must_use]
    pub fn resource_type(self) -> ResourceType {
        self.resource_type
    }

    /// Whether each request names such a resource, so that a policy that allows the action has to
    /// cover one. Of several that are not required, a request names one or another.
    #[must_use]
    pub fn is_required(self) -> bool {
        self.required
    }

    /// The condition keys that AWS lists for the action on such a resource.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey> + Clone {
        Numbers(self.keys).map(ConditionKey)
    }
}

impl fmt::Debug for ResourceUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let required = if self.required { ", required" } else { "" };
        write!(f, "ResourceUse({}{required})", self.resource_type)
    }
}
