//! Which ARNs name a kind of resource, and what in them is its name.
use crate::Arn;

/// Which ARNs name a kind of resource, and what in them is its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArnShape {
    service: &'static str,
    prefix: Option<&'static str>,
    /// Whether they contain a Region; either may be where absent.
    regional: Option<bool>,
    /// Another beginning that will do as well.
    or: Option<&'static str>,
    /// Whether AWS itself is the owner, as of its managed policies.
    of_aws: bool,
    naming: Naming,
    parts: bool,
}

/// What of the text behind the prefix is the resource's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    /// All of it, with slashes and colons.
    Whole,
    /// What follows the path.
    AfterPath,
    /// All but this ending.
    Before(&'static str),
    /// All but a hyphen and this many characters that AWS chose.
    Suffixed(usize),
}

impl ArnShape {
    /// ARNs of a service whose resource part starts so, as `instance/`; the rest is the name.
    #[must_use]
    pub const fn new(service: &'static str, prefix: &'static str) -> Self {
        Self {
            service,
            prefix: Some(prefix),
            regional: None,
            or: None,
            of_aws: false,
            naming: Naming::Whole,
            parts: false,
        }
    }

    /// The same, in a Region.
    #[must_use]
    pub const fn regional(self) -> Self {
        let regional = Some(true);
        Self { regional, ..self }
    }

    /// The same, in no Region.
    #[must_use]
    pub const fn global(self) -> Self {
        let regional = Some(false);
        Self { regional, ..self }
    }

    /// The same with one of two beginnings.
    #[must_use]
    pub const fn or(self, or: &'static str) -> Self {
        let or = Some(or);
        Self { or, ..self }
    }

    /// The same with `aws` in the place of the account: what AWS gives to all accounts alike.
    #[must_use]
    pub const fn of_aws(self) -> Self {
        Self {
            of_aws: true,
            ..self
        }
    }

    /// The same with a path before the name: `ann` of `user/staff/ann` (IAM User Guide, "IAM
    /// identifiers").
    #[must_use]
    pub const fn pathed(self) -> Self {
        let naming = Naming::AfterPath;
        Self { naming, ..self }
    }

    /// The same with an ending that is no part of the name: `:*` of log groups.
    #[must_use]
    pub const fn ending(self, ending: &'static str) -> Self {
        let naming = Naming::Before(ending);
        Self { naming, ..self }
    }

    /// The same with a hyphen and so many characters of AWS's choice behind the name: six of
    /// secrets (Secrets Manager User Guide, "What's in a Secrets Manager secret?").
    #[must_use]
    pub const fn suffixed(self, characters: usize) -> Self {
        let naming = Naming::Suffixed(characters);
        Self { naming, ..self }
    }

    /// The same with parts: a row's id may be an ARN, `#` and the name of a part.
    #[must_use]
    pub const fn with_parts(self) -> Self {
        Self {
            parts: true,
            ..self
        }
    }

    /// ARNs with neither Region nor account, and a resource part without a slash: buckets.
    #[must_use]
    pub const fn bare(service: &'static str) -> Self {
        let global = Self::new(service, "").global();
        let prefix = None;
        Self { prefix, ..global }
    }

    /// An ARN of this shape, for examples and tests.
    #[must_use]
    pub fn example(&self, region: &str, account: &str, name: &str) -> String {
        let service = self.service;
        match self.prefix {
            None => format!("arn:aws:{service}:::{name}"),
            Some(prefix) if self.of_aws => format!("arn:aws:{service}::aws:{prefix}{name}"),
            Some("root") => format!("arn:aws:{service}::{account}:root"),
            Some(prefix) if service == "iam" || self.regional == Some(false) => {
                format!("arn:aws:{service}::{account}:{prefix}{name}")
            }
            Some(prefix) => format!("arn:aws:{service}:{region}:{account}:{prefix}{name}"),
        }
    }

    /// Whether the ARN is of this shape, and how exactly: the longer prefix decides between two.
    #[must_use]
    pub fn fits(&self, arn: &Arn) -> Option<usize> {
        let bare = arn.region().is_empty() && arn.account().is_empty();
        let fits = match self.prefix {
            Some(_) => self.prefix_of(arn.resource()).is_some(),
            None => bare && !arn.resource().contains('/'),
        };
        let placed = self
            .regional
            .is_none_or(|regional| regional != arn.region().is_empty());
        let owned = (arn.account() == "aws") == self.of_aws;
        let fits = fits && placed && owned && arn.service() == self.service;
        fits.then_some(self.prefix.map_or(0, str::len))
    }

    fn prefix_of(&self, resource: &str) -> Option<&'static str> {
        let mut prefixes = [self.prefix, self.or].into_iter().flatten();
        prefixes.find(|prefix| resource.starts_with(prefix))
    }

    /// The ARN of a row's id, and the part of it that is meant, where rows of this kind are parts.
    #[must_use]
    pub fn split<'a>(&self, id: &'a str) -> (&'a str, Option<&'a str>) {
        match id.split_once('#') {
            Some((arn, part)) if self.parts => (arn, Some(part)),
            _ => (id, None),
        }
    }

    /// The name in a row's id, as AWS's commands take it.
    #[must_use]
    pub fn name<'a>(&self, id: &'a str) -> &'a str {
        let (arn, _) = self.split(id);
        let resource = arn.splitn(6, ':').nth(5).unwrap_or(arn);
        let prefix = self.prefix_of(resource).map_or(0, str::len);
        let name = resource.get(prefix..).filter(|name| !name.is_empty());
        let name = name.unwrap_or(resource);
        match self.naming {
            Naming::Whole => name,
            Naming::AfterPath => name.rsplit('/').next().unwrap_or(name),
            Naming::Before(ending) => name.strip_suffix(ending).unwrap_or(name),
            Naming::Suffixed(characters) => match name.rsplit_once('-') {
                Some((name, suffix)) if suffix.len() == characters => name,
                _ => name,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ArnShape;

    const LOGS: ArnShape = ArnShape::new("logs", "log-group:").ending(":*");
    const SECRET: ArnShape = ArnShape::new("secretsmanager", "secret:").suffixed(6);
    const TASKS: ArnShape = ArnShape::new("ecs", "task-definition/");
    const IMAGES: ArnShape = ArnShape::new("ecr", "repository/");
    const SNAPSHOT: ArnShape = ArnShape::new("rds", "snapshot:");
    const USER: ArnShape = ArnShape::new("iam", "user/").pathed().with_parts();

    /// Names as AWS's documentation and services write them, and the ARN of each.
    #[test]
    fn names() {
        for (shape, resource, name) in [
            (LOGS, "log-group:/aws/lambda/a#b:*", "/aws/lambda/a#b"),
            (LOGS, "log-group:API-Gateway_1/v1", "API-Gateway_1/v1"),
            (LOGS, "log-group:a.b-c_d/e#f", "a.b-c_d/e#f"),
            (SECRET, "secret:rds!db-1234-5678-AbCdEf", "rds!db-1234-5678"),
            (SECRET, "secret:prod/team/key-a1b2c3", "prod/team/key"),
            (SECRET, "secret:short-ab", "short-ab"),
            (TASKS, "task-definition/family:1", "family:1"),
            (IMAGES, "repository/team/app", "team/app"),
            (
                SNAPSHOT,
                "snapshot:rds:nightly-2026-11-30",
                "rds:nightly-2026-11-30",
            ),
            (USER, "user/staff/ann", "ann"),
            (USER, "user/ann#access-key-1", "ann"),
        ] {
            let arn = format!("arn:aws:x:eu-west-1:111122223333:{resource}");
            assert_eq!(shape.name(&arn), name);
        }
        assert_eq!(ArnShape::bare("s3").name("arn:aws:s3:::logs"), "logs");
    }

    #[test]
    fn an_example_is_of_its_shape_and_shows_its_name() {
        let bucket = ArnShape::bare("s3");
        for shape in [LOGS, TASKS, IMAGES, SNAPSHOT, USER, bucket, USER.of_aws()] {
            let text = shape.example("eu-west-1", "111122223333", "example");
            assert!(shape.fits(&text.parse().unwrap()).is_some(), "{text}");
            assert_eq!(shape.name(&text), "example");
        }
    }

    #[test]
    fn only_what_has_parts_is_split() {
        let id = "arn:aws:logs:eu-west-1:111122223333:log-group:a#b";
        assert_eq!(LOGS.split(id), (id, None));
        let key = "arn:aws:iam::111122223333:user/ann#access-key-1";
        let user = "arn:aws:iam::111122223333:user/ann";
        assert_eq!(USER.split(key), (user, Some("access-key-1")));
    }
}
