//! Kinds of resources, and what can be read of them.
use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};

use crate::cell::Codec;
use crate::roster::{Family, Service};
use crate::{ArnShape, Tags};

/// A kind of thing that facts are about: a bucket, a volume, a Region, the account itself.
///
/// Kinds form a tree: a volume lies in a Region, an access key in a user, and all in the
/// account. Whatever lists a kind lists it for one parent, and may fail for that parent alone.
pub trait Kind: Copy + Debug + Eq + Send + Sync + 'static {
    /// The kind one level up. The account lies in itself.
    type In: Kind;
    /// `service.kind`, as `s3.bucket`.
    const ID: &'static str;
    /// The service that it is a resource of.
    const SERVICE: &'static Service;
    /// The IAM actions that listing costs.
    const LIST: &'static [&'static str];
    /// What its ARNs look like; then a row's id is the ARN. Without, findings name the nearest
    /// ancestor that has one, and the row's id as the part of it.
    const ARN: Option<ArnShape> = None;
    /// The fact that holds its tags, see [`tagged`]: read only where the settings decide
    /// something by a tag.
    const TAGS: Option<Tagged> = None;
    /// The kind with its type erased.
    const INFO: &'static KindInfo = &KindInfo {
        id: Self::ID,
        service: Self::SERVICE,
        list: Self::LIST,
        arn: Self::ARN,
        tags: Self::TAGS,
        within: Some(Self::In::INFO),
    };
    /// The need of a control that asks which resources there are.
    const LISTING: Need = Self::INFO.listing();
}

/// The need of a kind's tags, asked for when it is wanted: a fact names its kind already.
pub type Tagged = fn() -> Need;

/// The fact that holds the tags of its kind, for [`Kind::TAGS`].
#[must_use]
pub const fn tagged<F: Fact<Value = Tags>>() -> Option<Tagged> {
    Some(|| F::NEED)
}

/// One readable thing about one kind of resource.
pub trait Fact: 'static {
    /// What it is about.
    type Of: Kind;
    /// What is seen of it. "Not configured" is a value: an `Option`, or a variant.
    type Value: Clone + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static;
    /// `kind.fact`, as `s3.bucket.versioning`: its name in snapshots and in evidence.
    const ID: &'static str;
    /// The IAM actions that reading it costs: those of the list, where that returns it too.
    const READS: &'static [&'static str] = Self::Of::LIST;
    /// Whether AWS works on the answer for seconds, for each resource anew: then it is read only
    /// where both the control and the resources were named, or by a job of its own.
    const SLOW: bool = false;
    /// The service that is called: not that of the kind for what a service says of the account or
    /// of a Region.
    const SERVICE: &'static Service = Self::Of::SERVICE;
    /// The fact with its type erased, for a control to declare.
    const NEED: Need = Need {
        id: Self::ID,
        kind: Self::Of::INFO,
        service: Self::SERVICE,
        reads: Self::READS,
        slow: Self::SLOW,
        codec: Some(Codec::of::<Self>()),
    };

    /// What AWS ends up with when a value is changed to another; not always what was
    /// requested: versioning, once on, can be suspended but never removed.
    #[must_use]
    fn settles(_from: &Self::Value, to: Self::Value) -> Self::Value {
        to
    }

    /// Whether the fact is still what it was: what AWS alone writes beside it, as when something
    /// was last used, is no difference to whoever changes it.
    #[must_use]
    fn still(was: &Self::Value, now: &Self::Value) -> bool {
        was == now
    }

    /// How a value stands in evidence: whole, unless it is about more than can be shown.
    #[must_use]
    fn evidence(value: &Self::Value) -> serde_json::Value {
        // A value that is no JSON becomes null, which no evidence mistakes.
        serde_json::to_value(value).unwrap_or_default()
    }
}

/// A fact that a remedy may change.
pub trait Writable: Fact {
    /// The IAM actions that making a change costs.
    const WRITES: &'static [&'static str];
    /// Those that taking one back may cost beside.
    const UNDOES: &'static [&'static str] = &[];
}

/// A kind with its type erased.
#[derive(Debug)]
pub struct KindInfo {
    /// See [`Kind::ID`].
    pub id: &'static str,
    /// See [`Kind::SERVICE`].
    pub service: &'static Service,
    /// See [`Kind::LIST`].
    pub list: &'static [&'static str],
    /// See [`Kind::ARN`].
    pub arn: Option<ArnShape>,
    /// See [`Kind::TAGS`].
    pub tags: Option<Tagged>,
    /// The kind one level up; `None` for the account.
    pub within: Option<&'static KindInfo>,
}

impl KindInfo {
    /// See [`Kind::LISTING`].
    #[must_use]
    pub const fn listing(&'static self) -> Need {
        Need {
            id: self.id,
            kind: self,
            service: self.service,
            reads: self.list,
            slow: false,
            codec: None,
        }
    }

    /// This kind, its parent, and so on up to the account.
    pub fn lineage(&'static self) -> impl Iterator<Item = &'static Self> {
        std::iter::successors(Some(self), |kind| kind.within)
    }

    /// The need of its tags, where it has some.
    #[must_use]
    pub fn tags(&self) -> Option<Need> {
        self.tags.map(|need| need())
    }

    /// The name of a resource of this kind, as AWS's commands take it: not always what follows the
    /// last slash or colon of its ARN.
    #[must_use]
    pub fn name<'a>(&self, id: &'a str) -> &'a str {
        self.arn.map_or(id, |shape| shape.name(id))
    }
}

/// A fact or a listing with its type erased: what controls declare and collectors fill.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// The id of the fact, or of the kind to be listed.
    pub id: &'static str,
    /// What the fact is about, or what is listed.
    pub kind: &'static KindInfo,
    /// The service that is called.
    pub service: &'static Service,
    /// The IAM actions of the read alone.
    pub reads: &'static [&'static str],
    /// See [`Fact::SLOW`].
    pub slow: bool,
    pub(crate) codec: Option<Codec>,
}

impl Need {
    /// Whether it asks which resources there are, not what they look like.
    #[must_use]
    pub const fn is_listing(&self) -> bool {
        self.codec.is_none()
    }

    /// Whether a value is still what it was, see [`Fact::still`]; `false` for what this version
    /// does not understand.
    #[must_use]
    pub fn still(&self, was: &serde_json::Value, now: &serde_json::Value) -> bool {
        self.codec.is_some_and(|codec| (codec.still)(was, now))
    }

    /// The role that changes it, where it can be changed.
    #[must_use]
    pub const fn family(&self) -> Option<Family> {
        self.service.family
    }

    /// Every IAM action it takes: the read itself, and finding the resources to read.
    pub fn actions(&self) -> impl Iterator<Item = &'static str> {
        let lists = self.kind.lineage().flat_map(|kind| kind.list);
        self.reads.iter().chain(lists).copied()
    }
}

impl PartialEq for Need {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
impl Eq for Need {}
