//! `bailiwick audit`: reads an account and judges it.
use anyhow::{Context, Result};
use collect::{Ask, Aws, Clock, Options, Request, Role, Sweep};
use controls::{Found, Judge};
use model::{Scope, Settings, Snapshot, Timestamp};
use report::{Report, Run};

use crate::args::Audit;
use crate::snapshot::File;
use crate::{output, remember, select};

/// Returns the exit status.
pub async fn run(audit: &Audit) -> Result<u8> {
    let settings = select::settings(
        &audit.judging,
        audit.judging.now.unwrap_or_else(Timestamp::now),
    )?;
    let mut controls = select::controls(&audit.judging, &settings)?;
    let scope = match &*audit.resource {
        [] => Scope::Everything,
        named => Scope::Resources(named.to_vec()),
    };
    let left_out = select::without_slow(&mut controls, &audit.judging.control, &scope)?;
    let aws = Aws::connect(options(audit)).await?;
    let asks = controls.iter().map(|control| Ask {
        kind: control.kind(),
        needs: control.needs(),
    });
    let regions = regions(audit, &settings);
    let request =
        Request::new(asks, scope.clone(), regions.clone()).with_tags(settings.uses_tags());
    let sweep = Sweep::new(&aws, &collect::homes::all(), request)?;
    let controls = controls::admitted(&controls, &scope);
    let complete = scope == Scope::Everything && regions.is_none();
    let run = Run {
        id: format!("cli-{}", settings.now.as_second()),
        version: env!("CARGO_PKG_VERSION"),
        account: aws.account().clone(),
        at: settings.now,
        resources: audit.resource.clone(),
        regions,
        regions_off: Vec::new(),
        controls: controls.iter().map(|control| control.id()).collect(),
        left_out,
        settings: settings.hash().into(),
    };
    let auditing = Auditing {
        report: Report::new(run, output::keep(&audit.judging)),
        judge: Judge::new(controls.clone(), settings),
        file: audit.snapshot.as_deref().map(File::create).transpose()?,
        found: audit.ledger.as_ref().map(|_| Vec::new()),
        complete,
    };
    let (mut report, found, snapshot) = auditing.run(sweep).await?;
    if let (Some(file), Some(found)) = (&audit.ledger, found) {
        let exceptions = if complete {
            controls::about_exceptions()
        } else {
            Vec::new()
        };
        let judged = remember::Judged {
            scope,
            controls,
            exceptions,
            found,
        };
        let news = remember::run(file, &report.run, judged, &snapshot).await?;
        report.news = Some(news);
    }
    output::tell(&report.finish(), &audit.judging)
}

/// An audit under way.
struct Auditing {
    report: Report,
    judge: Judge,
    file: Option<File>,
    /// Everything that was found, where it is to be remembered.
    found: Option<Vec<Found>>,
    complete: bool,
}

impl Auditing {
    async fn run(mut self, mut sweep: Sweep) -> Result<(Report, Option<Vec<Found>>, Snapshot)> {
        let bar = output::Bar::show(sweep.progress());
        while let Some(piece) = sweep.next().await {
            if let Some(file) = &mut self.file {
                file.piece(&sweep, &piece).context("saving the snapshot")?;
            }
            let found = self.judge.piece(sweep.snapshot(), piece.kind, &piece.rows);
            self.enter(found);
        }
        self.enter(self.judge.unlisted(sweep.snapshot()));
        bar.hide();
        if let Some(file) = self.file.take() {
            file.end(&sweep).context("saving the snapshot")?;
        }
        let mut snapshot = sweep.finish();
        self.report.run.regions_off = snapshot.regions_off().to_vec();
        if self.complete {
            let at = self.report.run.at;
            let own = self.judge.exceptions(&mut snapshot, at, true);
            self.enter(own);
        }
        Ok((self.report, self.found, snapshot))
    }

    fn enter(&mut self, found: Vec<Found>) {
        for (control, finding) in found {
            if let Some(found) = &mut self.found {
                found.push((control, finding.clone()));
            }
            self.report.add(control, finding);
        }
    }
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
