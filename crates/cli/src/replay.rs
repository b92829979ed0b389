//! `bailiwick replay`: judges a saved snapshot again.
use anyhow::{Result, bail};
use model::{Outcome, Reason, Scope, Timestamp};
use report::{Report, Run};

use crate::args::Replay;
use crate::{output, select, snapshot};

/// Returns the exit status.
pub fn run(replay: &Replay) -> Result<u8> {
    let judging = &replay.judging;
    // The settings are checked before the file is read, though its time is known only after.
    let settings = select::settings(judging, judging.now.unwrap_or(Timestamp::UNIX_EPOCH))?;
    let controls = select::controls(judging, &settings)?;
    let snapshot = snapshot::read(&replay.file, controls::needs(&controls), replay.edited)?;
    let settings = select::settings(judging, judging.now.unwrap_or(snapshot.at()))?;
    let mut findings = controls::assess(&controls, &Scope::Everything, &snapshot, &settings);
    // What was not requested when the snapshot was made is not part of it.
    findings.retain(|(_, finding)| !matches!(&finding.outcome, Outcome::NotAssessed(gap) if gap.reason == Reason::NotRequested));
    if findings.is_empty() {
        bail!(
            "`{}` holds nothing that the selected controls are about",
            replay.file.display()
        );
    }
    let mut judged: Vec<_> = findings.iter().map(|(control, _)| control.id()).collect();
    judged.dedup();
    let run = Run {
        id: format!("replay-{}", settings.now.as_second()),
        version: env!("CARGO_PKG_VERSION"),
        account: snapshot.account().clone(),
        at: settings.now,
        resources: Vec::new(),
        regions: snapshot.regions().map(<[_]>::to_vec),
        regions_off: snapshot.regions_off().to_vec(),
        controls: judged,
        left_out: Vec::new(),
        settings: settings.hash().into(),
    };
    let mut sink = output::Sink::new(Report::new(run, output::keep(judging)), judging)?;
    for (control, finding) in findings {
        sink.add(control, finding)?;
    }
    sink.print(judging)
}
