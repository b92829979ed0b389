//! What an order comes to under the settings: which controls judge what, and what is remembered.
use std::collections::BTreeMap;

use collect::{Ask, Aws, Request};
use controls::Controls;
use ledger::{Baseline, Plan};
use model::settings::FirstRun;
use model::{AccountRef, Scope, Settings, Timestamp};

use crate::Area;
use crate::ahead::likely;
use crate::order::Order;
use crate::own::Own;
use crate::tell::Causes;

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
pub struct Asked {
    pub settings: Settings,
    pub controls: Controls,
    regions: Option<Vec<Box<str>>>,
    /// Whether this is everything that the area can see.
    pub complete: bool,
}

impl Asked {
    /// `None` where the settings leave the area out.
    pub fn of(settings: Settings, area: Area, order: &Order) -> Option<Self> {
        let mut controls = match order.controls {
            Some(_) => controls::run_by(area.name),
            None => controls::swept_by(area.name),
        };
        if let Some(on) = &settings.document.areas {
            controls.retain(|control| on.iter().any(|on| on == control.area()));
        }
        if let Some(only) = &order.controls {
            controls.retain(|control| only.iter().any(|id| id == control.id()));
        }
        if controls.is_empty() {
            tracing::info!(area = area.name, "the settings leave this out");
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

    pub fn plan(&self, area: Area, order: &Order, account: AccountRef, started: Timestamp) -> Plan {
        let mut remembered = self.controls.clone();
        if self.complete {
            remembered.extend(controls::about_exceptions());
        }
        Plan {
            account,
            area: area.name.into(),
            run: order.run.clone(),
            started,
            scope: order.scope.clone(),
            regions: self.regions.clone(),
            controls: remembered,
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
        let asks = self.controls.iter().map(|control| Ask {
            kind: control.kind(),
            needs: control.needs(),
        });
        let request = Request::new(asks, order.scope.clone(), self.regions.clone());
        request
            .with_tags(self.settings.uses_tags())
            .with_root_sign_in(signed_in(&order.causes))
            .with_places(likely(order))
    }
}

/// When the root user signed in, where that led to the look: no read tells it at once.
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
