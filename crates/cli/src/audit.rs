//! `bailiwick audit`: reads an account and judges it.
use anyhow::{Context, Result};
use collect::{Aws, Clock, KindNeeds, Options, Request, Role, Sweep};
use controls::{ControlFinding, Judge};
use model::{Scope, Settings, Snapshot, Timestamp, check_regions};
use report::{Report, Run};

use crate::args::Audit;
use crate::named::Named;
use crate::output::Sink;
use crate::snapshot::File;
use crate::{interrupt, output, remember, select};

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
    // Taken before anything is read: two runs on one ledger would lose what one of them found.
    let ledger = audit
        .ledger
        .as_deref()
        .map(ledger::File::open)
        .transpose()?;
    let file = audit.snapshot.as_deref().map(File::create).transpose()?;
    let aws = Aws::connect(options(audit)).await?;
    let wanted = controls.iter().map(|control| KindNeeds {
        kind: control.kind(),
        needs: control.needs(),
    });
    let regions = regions(audit, &settings)?;
    let request =
        Request::new(wanted, scope.clone(), regions.clone()).with_tags(settings.uses_tags());
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
        sink: Sink::new(
            Report::new(run, output::keep(&audit.judging)),
            &audit.judging,
        )?,
        judge: Judge::new(controls.clone(), settings),
        file,
        findings: ledger.is_some().then(Vec::new),
        named: Named::new(&audit.resource),
        complete,
    };
    let Read {
        mut sink,
        findings,
        named,
        snapshot,
    } = auditing.run(sweep).await?;
    let remembered = match ledger.zip(findings) {
        Some((ledger, findings)) => {
            let exceptions = if complete {
                controls::about_exceptions()
            } else {
                Vec::new()
            };
            let judged = remember::Judged {
                scope,
                controls,
                exceptions,
                findings,
            };
            let run = &sink.report.run;
            interrupt::whole(remember::run(&ledger, run, judged, &snapshot)).await
        }
        None => Ok(None),
    };
    let remembered = remembered.map(|news| sink.report.news = news);
    // What was found is shown, whatever becomes of the ledger.
    let status = sink.print(&audit.judging)?;
    remembered.context("the findings could not be entered into the ledger: run again")?;
    named.all_exist(&snapshot)?;
    Ok(status)
}

/// An audit under way.
struct Auditing {
    sink: Sink,
    judge: Judge,
    file: Option<File>,
    /// Everything that was found, where it is to be remembered.
    findings: Option<Vec<ControlFinding>>,
    named: Named,
    complete: bool,
}

/// What an audit read and found.
struct Read {
    sink: Sink,
    findings: Option<Vec<ControlFinding>>,
    named: Named,
    snapshot: Snapshot,
}

impl Auditing {
    async fn run(mut self, mut sweep: Sweep) -> Result<Read> {
        let bar = output::Bar::show(sweep.progress());
        while let Some(piece) = sweep.next().await {
            if let Some(file) = &mut self.file {
                file.piece(&sweep, &piece).context("saving the snapshot")?;
            }
            let findings = self.judge.piece(sweep.snapshot(), piece.kind, &piece.rows);
            self.enter(findings)?;
        }
        self.enter(self.judge.unlisted(sweep.snapshot()))?;
        bar.hide();
        if let Some(file) = self.file.take() {
            file.end(&sweep).context("saving the snapshot")?;
        }
        let mut snapshot = sweep.finish();
        self.sink.report.run.regions_off = snapshot.regions_off().to_vec();
        if self.complete {
            let at = self.sink.report.run.at;
            let own = self.judge.exceptions(&mut snapshot, at, true);
            self.enter(own)?;
        }
        let Self {
            sink,
            findings,
            named,
            ..
        } = self;
        Ok(Read {
            sink,
            findings,
            named,
            snapshot,
        })
    }

    fn enter(&mut self, findings: Vec<ControlFinding>) -> Result<()> {
        for (control, finding) in findings {
            self.named.judged(&finding);
            if let Some(findings) = &mut self.findings {
                findings.push((control, finding.clone()));
            }
            self.sink.add(control, finding)?;
        }
        Ok(())
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
        ..Options::default()
    }
}

/// The Regions that were named here, or by the settings, or all.
fn regions(audit: &Audit, settings: &Settings) -> Result<Option<Vec<Box<str>>>> {
    let named = match &*audit.region {
        _ if audit.all_regions => None,
        [] => settings.document.regions.as_deref(),
        named => Some(named),
    };
    if let Some(named) = named {
        check_regions(named)?;
    }
    Ok(named.map(|named| named.iter().map(|region| region.as_str().into()).collect()))
}
