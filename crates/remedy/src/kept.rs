//! The owner's tag that keeps the machine away is a finding of its own: `settings.kept-away`.
use ledger::outbox::Pending;
use ledger::{Baseline, Hint, Plan, Run, Store};
use model::own::{KeepTag, KeptAway};
use model::{Arn, Finding, Kind, Observed, Scope, Snapshot};
use notify::About;

use crate::compose::Composer;
use crate::{FixError, Looked, Work};

/// Findings on settings lie in an area of their own.
const AREA: &str = "settings";
const CONTROL: &str = "settings.kept-away";

/// Publishes that the tag prevents a fix that is `wanted`, or that it does so no more.
pub(crate) async fn publish<S: Store>(
    work: &Work<'_, S>,
    looked: &Looked,
    wanted: bool,
) -> Result<Vec<Pending>, FixError> {
    let Finding {
        resource, region, ..
    } = &looked.finding;
    let prevents = looked.is_kept() && wanted;
    match prevents {
        true => {
            let control = looked.control.id().to_owned();
            enter(work, (resource, region), Some(control)).await
        }
        false => let_go(work, &looked.hint()).await,
    }
}

/// A resource without the tag, or one that is gone, does not keep the machine away.
pub(crate) async fn let_go<S: Store>(
    work: &Work<'_, S>,
    hint: &Hint,
) -> Result<Vec<Pending>, FixError> {
    let about = (CONTROL, &*hint.resource);
    let open = ledger::open_regions(work.store, (&hint.account, AREA), about).await?;
    let mut pending = Vec::new();
    for region in open {
        pending.extend(enter(work, (&hint.resource, &region), None).await?);
    }
    Ok(pending)
}

/// Enters which control's fix the tag of a resource prevents, if it prevents one.
async fn enter<S: Store>(
    work: &Work<'_, S>,
    (resource, region): (&str, &str),
    prevents: Option<String>,
) -> Result<Vec<Pending>, FixError> {
    let now = work.now();
    let controls: Vec<_> = controls::find(CONTROL).into_iter().collect();
    let mut snapshot = Snapshot::new(work.aws.account().clone(), now);
    let root = snapshot.root();
    let row = snapshot.enter::<KeptAway>(root, resource, Some(region));
    snapshot.put::<KeepTag>(row, now, Observed::Seen(prevents));
    let arn: Option<Arn> = resource.parse().ok();
    // The finding is one of the account, and the resource is the part of it that it is about.
    let plan = Plan {
        account: work.aws.account().clone(),
        area: AREA.into(),
        run: work.run.into(),
        started: now,
        scope: Scope::Resources(arn.into_iter().collect()),
        regions: None,
        controls: controls.clone(),
        catalogue: controls::catalogue_ids(),
        renamed: controls::RENAMED.to_vec(),
        acts: controls::ACTS,
        baseline: Baseline::Each,
        hold: false,
        share: None,
        partial: true,
    };
    let composer = Composer {
        about: About {
            run: work.run.into(),
            version: work.version,
            settings: work.settings.hash().into(),
        },
        settings: work.settings,
        fix: None,
    };
    let mut run = Run::begin(work.store, &composer, plan).await?;
    let mut judge = controls::Judge::new(controls, work.settings.clone());
    let rows = 0..snapshot.count(KeptAway::INFO);
    let judged = judge.piece(&snapshot, KeptAway::INFO, &rows);
    match run.observe(judged).await {
        // A run of the same area became complete just now: the next look publishes it.
        Ok(()) | Err(ledger::Error::Overtaken) => Ok(run.take_pending()),
        Err(error) => Err(error.into()),
    }
}
