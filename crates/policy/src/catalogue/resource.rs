//! Resource types and the forms of their ARNs.

use std::fmt;

use super::condition::ConditionKey;
use super::format::{ARN_SERVICES, Numbers, Part, Text};
use super::service::Service;
use super::unknown::Unknown;

/// A type of resource that a service knows, such as `bucket`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceType {
    pub(super) service: Service,
    pub(super) index: u16,
}

impl ResourceType {
    /// The service whose table has it.
    #[must_use]
    pub fn service(self) -> Service {
        self.service
    }

    /// Its name: `bucket`.
    #[must_use]
    pub fn name(self) -> Text {
        Numbers(self.runs().run()).text()
    }

    /// The condition keys that say something of such a resource.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey> + Clone {
        let mut runs = self.runs();
        runs.run();
        Numbers(runs.run()).map(ConditionKey)
    }

    /// The forms of its ARN, at least one.
    pub fn arns(self) -> impl Iterator<Item = ArnForm> + Clone {
        let mut runs = self.runs();
        runs.run();
        runs.run();
        std::iter::from_fn(move || {
            (!runs.0.is_empty()).then(|| ArnForm(Numbers(runs.run()).text()))
        })
    }

    fn runs(self) -> Numbers {
        Numbers(self.service.list(Part::ResourceTypes).get(self.index))
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.service, self.name())
    }
}

impl fmt::Debug for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResourceType({self})")
    }
}

/// The form of an ARN, such as `arn:${Partition}:s3:::${BucketName}`.
///
/// What stands in `${..}` varies. A form may also hold a `*`, which stands for itself as AWS's
/// documentation has it.
#[derive(Clone, Copy, Debug)]
pub struct ArnForm(Text);

impl ArnForm {
    /// The pattern of all ARNs of this form, with `*` for each placeholder: `arn:*:s3:::*`.
    #[must_use]
    pub fn pattern(self) -> String {
        let form = self.0.to_string();
        let mut pattern = String::with_capacity(form.len());
        let mut rest = form.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            pattern.push_str(before);
            pattern.push('*');
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        pattern.push_str(rest);
        pattern
    }
}

impl fmt::Display for ArnForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The resource types with an ARN whose third segment is `name`, such as `s3` or `catalog`,
/// whichever service lists them.
///
/// Those whose form leaves that segment open come last. The segment is compared as it is written:
/// in ARNs, unlike in actions, case counts.
pub fn resource_types_of_arn(
    name: &str,
) -> Result<impl Iterator<Item = ResourceType> + Clone, Unknown<'_>> {
    let types = forms(name).ok_or(Unknown::ArnService(name))?;
    Ok(types.chain(forms("").into_iter().flatten()))
}

fn forms(name: &str) -> Option<impl Iterator<Item = ResourceType> + Clone + use<>> {
    let index = ARN_SERVICES.find(|item| Numbers(item).run().cmp(name.as_bytes()))?;
    let mut numbers = Numbers(ARN_SERVICES.get(index));
    numbers.run();
    Some(std::iter::from_fn(move || {
        let service = Service(numbers.next()?);
        let index = numbers.next()?;
        Some(ResourceType { service, index })
    }))
}
