//! `bailiwick audit`: reads an account and judges it.
use anyhow::{Context, Result};
use collect::{Ask, Aws, Clock, Options, Readers, Request, Role, Sweep};
use model::{Demand, Scope, Settings, Timestamp};
use report::{Report, Run};

use crate::args::Audit;
use crate::snapshot::File;
use crate::{output, select};

const READERS: Readers = &[collect::s3::READERS];

/// Returns the exit status.
pub async fn run(audit: &Audit) -> Result<u8> {
    let settings = select::settings(
        &audit.judging,
        audit.judging.now.unwrap_or_else(Timestamp::now),
    )?;
    let controls = select::controls(&audit.judging, &settings)?;
    let scope = match &*audit.resource {
        [] => Scope::Everything,
        named => Scope::Resources(named.to_vec()),
    };
    let aws = Aws::connect(options(audit)).await?;
    let asks = controls.iter().map(|control| Ask {
        kind: control.kind(),
        needs: control.needs(),
    });
    let request = Request::new(asks, scope.clone(), regions(audit, &settings));
    let sweep = Sweep::new(&aws, READERS, request)?;
    let controls = controls::admitted(&controls, &scope);
    let report = sweep_and_judge(audit, &settings, &aws, &controls, sweep).await?;
    output::tell(&report.finish(), &audit.judging)
}

fn options(audit: &Audit) -> Options {
    Options {
        profile: audit.profile.clone(),
        region: audit.region.first().cloned(),
        role: audit.role.clone().map(|arn| Role {
            arn,
            external_id: audit.external_id.clone(),
        }),
        clock: audit.judging.now.map_or(Clock::System, Clock::Fixed),
    }
}

/// The Regions that were named here, or by the settings, or all.
fn regions(audit: &Audit, settings: &Settings) -> Option<Vec<Box<str>>> {
    let named = match &*audit.region {
        _ if audit.all_regions => None,
        [] => settings.document.regions.as_deref(),
        named => Some(named),
    };
    named.map(|named| named.iter().map(|region| region.as_str().into()).collect())
}

async fn sweep_and_judge(
    audit: &Audit,
    settings: &Settings,
    aws: &Aws,
    controls: &[&'static dyn Demand],
    mut sweep: Sweep<'_>,
) -> Result<Report> {
    let run = Run {
        id: format!("cli-{}", settings.now.as_second()),
        version: env!("CARGO_PKG_VERSION"),
        account: aws.account().clone(),
        at: settings.now,
        resources: audit.resource.clone(),
        regions: regions(audit, settings),
        controls: controls.iter().map(|control| control.id()).collect(),
        settings: settings.hash().into(),
    };
    let mut report = Report::new(run, output::keep(&audit.judging));
    let mut file = audit.snapshot.as_deref().map(File::create).transpose()?;
    let bar = output::Bar::show(sweep.progress());
    while let Some(piece) = sweep.next().await {
        if let Some(file) = &mut file {
            file.piece(&sweep, &piece).context("saving the snapshot")?;
        }
        for (control, finding) in controls::judge(
            controls,
            sweep.snapshot(),
            piece.kind,
            &piece.rows,
            settings,
        ) {
            report.add(control, finding);
        }
    }
    for (control, finding) in controls::unlisted(controls, sweep.snapshot()) {
        report.add(control, finding);
    }
    bar.hide();
    if let Some(file) = file {
        file.end(&sweep).context("saving the snapshot")?;
    }
    Ok(report)
}
