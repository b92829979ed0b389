//! What is to be read: some controls' needs, of what a scope names.
use std::collections::BTreeMap;
use std::time::Duration;

use crate::reader::Only;
use model::{Account, AccountRef, Arn, Kind, KindInfo, Need, Region, Scope, Timestamp};

/// The Regions that resources are said to lie in, by ARN.
pub type Places = BTreeMap<String, Box<str>>;

/// What is to be read.
#[derive(Clone, Debug)]
pub struct Request {
    wanted: Vec<KindNeeds>,
    scope: Scope,
    pub(crate) regions: Option<Vec<Box<str>>>,
    tags: bool,
    signed_in: Option<Timestamp>,
    time: Option<Duration>,
    pub(crate) places: Places,
}

/// What one control asks for.
#[derive(Clone, Copy, Debug)]
pub struct KindNeeds {
    /// The kind it is about.
    pub kind: &'static KindInfo,
    /// What it needs.
    pub needs: &'static [Need],
}

/// A scope that cannot be looked at; says what to write instead.
#[derive(Debug, thiserror::Error)]
pub enum ScopeError {
    /// The ARN is of another account or partition.
    #[error("`{arn}` lies in {place}, these credentials in `{here}`")]
    Elsewhere {
        /// The ARN.
        arn: String,
        /// Its account or partition.
        place: String,
        /// The account being read.
        here: String,
    },
    /// No selected control is about such a resource.
    #[error("no selected control is about `{0}`; `bailiwick controls` says what each is about")]
    Unknown(String),
}

impl Request {
    /// What is asked of what the scope names, in some Regions or in all. What the scope cannot
    /// feed is left out.
    pub fn new(
        wanted: impl IntoIterator<Item = KindNeeds>,
        scope: Scope,
        regions: Option<Vec<Box<str>>>,
    ) -> Self {
        let fed = wanted
            .into_iter()
            .filter(|one| scope.admits(one.kind, one.needs));
        Self {
            wanted: fed.collect(),
            scope,
            regions,
            tags: false,
            signed_in: None,
            time: None,
            places: Places::new(),
        }
    }

    /// The same, with the tags of the resources that are asked about, and of what they lie in.
    #[must_use]
    pub fn with_tags(self, tags: bool) -> Self {
        Self { tags, ..self }
    }

    /// The same, knowing when the root user signed in as CloudTrail just reported.
    #[must_use]
    pub fn with_root_sign_in(self, signed_in: Option<Timestamp>) -> Self {
        Self { signed_in, ..self }
    }

    /// The same, knowing where what is named is likely to lie: it is read there at once, and once
    /// more where its list says otherwise.
    #[must_use]
    pub fn with_places(self, places: Places) -> Self {
        Self { places, ..self }
    }

    /// The same, to end within this time: what is not read by then is missed, and says so.
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        Self {
            time: Some(time),
            ..self
        }
    }

    /// How long the sweep may take.
    pub(crate) fn time(&self) -> Option<Duration> {
        self.time
    }

    /// When the root user signed in, where the asker knows.
    pub(crate) fn signed_in(&self) -> Option<Timestamp> {
        self.signed_in
    }

    /// The facts that are read.
    pub(crate) fn needs(&self) -> Vec<Need> {
        let mut needs: Vec<Need> = Vec::new();
        for need in self.wanted.iter().flat_map(|one| one.needs) {
            if !needs.contains(need) {
                needs.push(*need);
            }
        }
        let about = self.wanted.iter().flat_map(|one| one.kind.lineage());
        for tags in about.filter_map(KindInfo::tags).filter(|_| self.tags) {
            if !needs.contains(&tags) {
                needs.push(tags);
            }
        }
        needs
    }

    /// The kinds that are looked at, parents before children.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static KindInfo> {
        let needed = self.wanted.iter().flat_map(|one| {
            let needs = one.needs.iter().map(|need| need.kind);
            needs.chain([one.kind])
        });
        let mut kinds: Vec<_> = needed.flat_map(KindInfo::lineage).collect();
        kinds.sort_by_key(|kind| (kind.lineage().count(), kind.id));
        kinds.dedup_by_key(|kind| kind.id);
        kinds
    }

    /// The kinds that hold nothing else that is looked at.
    pub(crate) fn leaves(&self) -> Vec<&'static KindInfo> {
        let kinds = self.kinds();
        let holds = |kind: &KindInfo| {
            let mut parents = kinds.iter().filter_map(|child| child.within);
            parents.any(|parent| parent.id == kind.id)
        };
        let above = [Account::ID, Region::ID];
        // What controls of another kind look at must be there when that kind is judged.
        let looked_at = |kind: &KindInfo| !self.kept(kind).is_empty();
        let leaves = kinds
            .iter()
            .filter(|kind| !holds(kind) && !above.contains(&kind.id) && !looked_at(kind));
        leaves.copied().collect()
    }

    /// The facts that controls of another kind read too: not to be dropped piece by piece.
    pub(crate) fn kept(&self, kind: &KindInfo) -> Vec<&'static str> {
        let others = self.wanted.iter().filter(|one| one.kind.id != kind.id);
        let needs = others.flat_map(|one| one.needs);
        let kept = needs.filter(|need| need.kind.id == kind.id);
        kept.map(|need| need.id).collect()
    }

    /// The resources that were named, where it is about these alone.
    pub(crate) fn named(&self) -> Option<&[Arn]> {
        match &self.scope {
            Scope::Everything => None,
            Scope::Resources(arns) => Some(arns),
        }
    }

    /// Which resources of this kind are looked for, in one Region where `within` is one: all, or
    /// those that were named. Of Regions, those of what was named.
    pub(crate) fn only(&self, kind: &KindInfo, within: Option<&str>) -> Vec<Only> {
        let Scope::Resources(arns) = &self.scope else {
            return vec![Only::All(self.regions.clone())];
        };
        let of = |arn: &&Arn| kind.arn.is_some_and(|shape| shape.fits(arn).is_some());
        let here = |arn: &&Arn| within.is_none_or(|region| arn.region() == region);
        let mut names: Vec<&str> = match kind.id {
            Region::ID => arns.iter().map(Arn::region).collect(),
            _ => arns
                .iter()
                .filter(of)
                .filter(here)
                .map(Arn::as_str)
                .collect(),
        };
        names.retain(|name| !name.is_empty());
        names.sort_unstable();
        names.dedup();
        names
            .into_iter()
            .map(|name| Only::One(name.into()))
            .collect()
    }

    /// Refuses names that mean nothing here before anything is requested.
    pub(crate) fn check(&self, here: &AccountRef) -> Result<(), ScopeError> {
        let Scope::Resources(arns) = &self.scope else {
            return Ok(());
        };
        for arn in arns {
            let elsewhere = |place: &str| ScopeError::Elsewhere {
                arn: arn.to_string(),
                place: place.into(),
                here: format!("{} ({})", here.id, here.partition),
            };
            if arn.partition() != &*here.partition {
                return Err(elsewhere(arn.partition()));
            }
            if !arn.account().is_empty() && arn.account() != &*here.id {
                return Err(elsewhere(arn.account()));
            }
            let about = |kind: &KindInfo| kind.arn.is_some_and(|shape| shape.fits(arn).is_some());
            if !self.wanted.iter().any(|one| about(one.kind)) {
                return Err(ScopeError::Unknown(arn.to_string()));
            }
        }
        Ok(())
    }
}
