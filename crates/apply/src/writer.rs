//! Which facts can be written, with which permissions, and what else those would allow.
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;

use collect::{Aws, Fault, Readers};
use model::{Change, Fact, Family, KindInfo, Need, Writable};
use serde_json::Value as Json;

/// What is read of what a family's role fixes.
pub(crate) const fn readers(family: Family) -> Readers {
    match family {
        Family::Iam => &[collect::iam::CREDENTIALS],
        Family::Kms => &[collect::account::READERS, collect::kms::READERS],
        Family::S3 => &[collect::s3::READERS],
    }
}

/// What the permission of a write allows beside the write, whoever holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing that weakens: undoing takes another permission.
    Strengthens,
    /// AWS has one permission for this setting's both directions, and no condition that distinguishes
    /// them apart. What the other direction would weaken, in words.
    Switches(&'static str),
    /// It replaces a whole document, so it can grant anything to anybody: no role holds it where
    /// a machine acts unasked.
    Rewrites,
}

/// The resource that a write is about.
#[derive(Clone, Debug)]
pub(crate) struct At {
    pub kind: &'static KindInfo,
    pub id: String,
    pub region: Option<String>,
}

impl At {
    /// Its name: `logs` of `arn:aws:s3:::logs`.
    pub fn name(&self) -> &str {
        self.kind.name(&self.id)
    }
    /// `--region eu-west-1 ` of what lies in a Region, for a command line.
    pub fn region_option(&self) -> String {
        let option = |region: &String| format!("--region {region} ");
        self.region.as_ref().map(option).unwrap_or_default()
    }
}

/// How one fact is written.
pub(crate) trait Write: Writable {
    const REACH: Reach;

    /// Whether nothing is less protected afterwards than before.
    fn strengthens(from: &Self::Value, to: &Self::Value) -> bool;

    /// Whether two values are one, however AWS writes them.
    fn same(one: &Self::Value, other: &Self::Value) -> bool {
        Self::still(one, other)
    }

    /// Why AWS would not take a value, where that is known before it is asked.
    fn impossible(_: &Self::Value) -> Option<String> {
        None
    }

    /// The resource that the permission of the write is granted on, as IAM's service authorization
    /// reference says: the resource itself, or `*` where an action has no resource.
    fn granted_on(at: &At) -> &str {
        at.id.split('#').next().unwrap_or_default()
    }

    /// The call as a command of the AWS CLI.
    fn command(at: &At, to: &Self::Value) -> String;

    fn write(
        aws: &Aws,
        at: &At,
        to: &Self::Value,
    ) -> impl Future<Output = Result<(), Fault>> + Send;
}

type Sent<'a> = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send + 'a>>;

/// The one writer of a fact.
#[derive(Debug)]
pub struct Writer {
    /// The fact.
    pub fact: &'static [Need],
    /// The IAM actions that making a change takes.
    pub writes: &'static [&'static str],
    /// Those that taking one back takes beside: a person's, and no role's of the machine.
    pub undoes: &'static [&'static str],
    /// Whose role holds them: the family of the fact's service.
    pub family: Option<Family>,
    /// What else they allow.
    pub reach: Reach,
    strengthens: fn(&Change) -> serde_json::Result<bool>,
    same: fn(&Json, &Json) -> serde_json::Result<bool>,
    impossible: fn(&Json) -> serde_json::Result<Option<String>>,
    command: fn(&At, &Json) -> serde_json::Result<String>,
    granted_on: for<'a> fn(&'a At) -> &'a str,
    send: for<'a> fn(&'a Aws, &'a At, &'a Json) -> Sent<'a>,
}

impl Writer {
    const fn of<F: Write>() -> Self {
        Self {
            fact: const { &[F::NEED] },
            writes: F::WRITES,
            undoes: F::UNDOES,
            family: F::NEED.family(),
            reach: F::REACH,
            strengthens: |change| {
                let (from, to) = change.values::<F>()?;
                Ok(F::strengthens(&from, &to))
            },
            same: |one, other| Ok(F::same(&value::<F>(one)?, &value::<F>(other)?)),
            impossible: |to| Ok(F::impossible(&value::<F>(to)?)),
            granted_on: |at| F::granted_on(at),
            command: |at, to| Ok(F::command(at, &value::<F>(to)?)),
            send: |aws, at, to| Box::pin(send::<F>(aws, at, to)),
        }
    }

    /// The fact that it writes.
    #[must_use]
    pub fn need(&self) -> Option<&'static Need> {
        self.fact.first()
    }

    /// What reads its fact.
    pub(crate) fn readers(&self) -> Readers {
        self.family.map_or(&[], readers)
    }

    /// Whether nothing is less protected after the change than before; `false` for a change whose
    /// values this version does not understand.
    #[must_use]
    pub fn strengthens(&self, change: &Change) -> bool {
        (self.strengthens)(change).unwrap_or(false)
    }

    /// Whether two values of the fact are one, however AWS writes them.
    #[must_use]
    pub fn same(&self, one: &Json, other: &Json) -> bool {
        one == other || (self.same)(one, other).unwrap_or(false)
    }

    pub(crate) fn impossible(&self, to: &Json) -> Option<String> {
        (self.impossible)(to).unwrap_or_default()
    }

    /// The call that carries the change out, as a command of the AWS CLI.
    #[must_use]
    pub fn command(&self, change: &Change, region: Option<&str>) -> String {
        let Some(need) = self.need() else {
            return String::new();
        };
        let at = At {
            kind: need.kind,
            id: change.resource.to_string(),
            region: region.map(Into::into),
        };
        (self.command)(&at, &change.to).unwrap_or_default()
    }

    /// A session policy that leaves a role no more than a change takes: the write on its one
    /// resource, and the reads before and after it. A session can do what both the role and its
    /// session policy allow (IAM User Guide, "Session policies").
    #[must_use]
    pub fn session_policy(&self, change: &Change) -> String {
        let Some(need) = self.need() else {
            return String::new();
        };
        let at = At {
            kind: need.kind,
            id: change.resource.to_string(),
            region: None,
        };
        let reads: BTreeSet<_> = self.fact.iter().flat_map(Need::actions).collect();
        let statement = |actions: Vec<&str>, resource: &str| serde_json::json!({"Effect": "Allow", "Action": actions, "Resource": resource});
        let statements = [
            statement(reads.into_iter().collect(), "*"),
            statement(self.writes.to_vec(), (self.granted_on)(&at)),
        ];
        serde_json::json!({"Version": "2012-10-17", "Statement": statements}).to_string()
    }

    pub(crate) async fn send(&self, aws: &Aws, at: &At, to: &Json) -> Result<(), Fault> {
        (self.send)(aws, at, to).await
    }
}

fn value<F: Fact>(json: &Json) -> serde_json::Result<F::Value> {
    serde_json::from_value(json.clone())
}

async fn send<F: Write>(aws: &Aws, at: &At, to: &Json) -> Result<(), Fault> {
    let to = value::<F>(to).map_err(|error| Fault::odd(error.to_string()))?;
    F::write(aws, at, &to).await
}

const WRITERS: &[Writer] = &[
    Writer::of::<model::iam::KeyState>(),
    Writer::of::<model::iam::PasswordPolicy>(),
    Writer::of::<model::kms::KeyRotation>(),
    Writer::of::<model::s3::AccountPublicAccess>(),
    Writer::of::<model::s3::BucketAcl>(),
    Writer::of::<model::s3::BucketPolicy>(),
    Writer::of::<model::s3::Encryption>(),
    Writer::of::<model::s3::PublicAccess>(),
    Writer::of::<model::s3::Versioning>(),
];

/// Everything that can be written, each fact once.
#[must_use]
pub fn writers() -> &'static [Writer] {
    WRITERS
}

/// The writer of a fact.
#[must_use]
pub fn writer_of(fact: &str) -> Option<&'static Writer> {
    WRITERS
        .iter()
        .find(|writer| writer.need().is_some_and(|need| need.id == fact))
}
