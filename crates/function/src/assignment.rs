//! What an order comes to under the settings: which controls judge what, and what is remembered.
use std::collections::BTreeMap;

use collect::{Aws, KindNeeds, Request};
use controls::Controls;
use ledger::{Baseline, Plan};
use model::settings::FirstRun;
use model::{AccountRef, Scope, Settings, Timestamp};

use crate::Auditor;
use crate::ahead::likely;
use crate::compose::Causes;
use crate::order::Order;
use crate::own::Own;

/// What a run reads.
pub enum Source<'a> {
    Open(&'a Aws),
    /// An account that nothing can be read of, for want of its role.
    Shut(AccountRef),
}

impl Source<'_> {
    pub fn account(&self) -> &AccountRef {
        match self {
            Self::Open(aws) => aws.account(),
            Self::Shut(account) => account,
        }
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Self::Open(aws) => aws.now(),
            Self::Shut(_) => Own::now(),
        }
    }
}

/// What an order comes to under the settings.
pub struct Assignment {
    pub settings: Settings,
    pub controls: Controls,
    regions: Option<Vec<Box<str>>>,
    /// Whether this is everything that the area can see.
    pub complete: bool,
}

impl Assignment {
    /// `None` where the settings leave the area out.
    pub fn of(settings: Settings, auditor: Auditor, order: &Order) -> Option<Self> {
        let mut controls = order.controls_of(auditor.home);
        if let Some(on) = &settings.document.areas {
            controls.retain(|control| on.iter().any(|on| on == control.area()));
        }
        if controls.is_empty() {
            tracing::info!(area = auditor.home.word(), "the settings leave this out");
            return None;
        }
        let controls = controls::admitted(&controls, &order.scope);
        let regions = order.regions.clone().or_else(|| chosen(&settings));
        let complete =
            order.scope == Scope::Everything && regions.is_none() && order.controls.is_none();
        Some(Self {
            settings,
            controls,
            regions,
            complete,
        })
    }

    /// What is entered into each part of the ledger.
    pub fn plans(
        &self,
        order: &Order,
        account: &AccountRef,
        started: Timestamp,
    ) -> Vec<(&'static str, Plan)> {
        let parts = controls::parts(&self.controls).into_iter();
        let parts = parts.map(|part| (part, self.plan(part, order, account.clone(), started)));
        parts.collect()
    }

    fn plan(
        &self,
        part: &'static str,
        order: &Order,
        account: AccountRef,
        started: Timestamp,
    ) -> Plan {
        let mut controls = self.controls.clone();
        controls.retain(|control| control.service().id == part);
        if self.complete {
            controls.extend(controls::about_exceptions());
        }
        Plan {
            account,
            area: part.into(),
            run: order.run.clone(),
            started,
            scope: order.scope.clone(),
            regions: self.regions.clone(),
            controls,
            catalogue: controls::catalogue_ids(),
            renamed: controls::RENAMED.to_vec(),
            acts: controls::ACTS,
            baseline: baseline(&self.settings),
            hold: order.hold,
            share: order.share,
            partial: order.controls.is_some(),
        }
    }

    pub fn request(&self, order: &Order) -> Request {
        let wanted = self.controls.iter().map(|control| KindNeeds {
            kind: control.kind(),
            needs: control.needs(),
        });
        let request = Request::new(wanted, order.scope.clone(), self.regions.clone());
        let request = match order.until {
            Some(until) => request.within(until.reading()),
            None => request,
        };
        request
            .with_tags(self.settings.uses_tags())
            .with_root_sign_in(signed_in(&order.causes))
            .with_places(likely(order))
    }
}

/// When the root user signed in, where that led to the look: no read shows it at once.
fn signed_in(causes: &Causes) -> Option<Timestamp> {
    let all = causes.values().flat_map(BTreeMap::values);
    all.filter_map(events::root_sign_in).max()
}

fn chosen(settings: &Settings) -> Option<Vec<Box<str>>> {
    let regions = settings.document.regions.as_ref()?;
    Some(
        regions
            .iter()
            .map(|region| region.as_str().into())
            .collect(),
    )
}

fn baseline(settings: &Settings) -> Baseline {
    match settings.document.baseline {
        FirstRun::Digest => Baseline::Digest,
        FirstRun::Each => Baseline::Each,
    }
}
