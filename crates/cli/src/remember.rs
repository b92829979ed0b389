//! `audit --ledger`: what was found is remembered, and what is news is told.
use std::path::Path;

use anyhow::{Context, Result};
use controls::{Controls, Found};
use ledger::{Baseline, Blindness, Digest, File, News, Plan, Tell, outbox};
use model::{Message, Scope, Snapshot, Transition};
use report::Run;

/// News as lines of text: there is nobody to send them to but the terminal.
#[derive(Debug)]
struct Lines;

/// What a run judged, and what it found.
pub struct Judged {
    pub scope: Scope,
    pub controls: Controls,
    /// The controls on exceptions, where the run was about them too.
    pub exceptions: Controls,
    pub found: Vec<Found>,
}

/// Enters what a run found; returns its news, a line each, what an earlier run left untold first.
pub async fn run(
    path: &Path,
    run: &Run,
    judged: Judged,
    snapshot: &Snapshot,
) -> Result<Vec<String>> {
    let store = File::open(path).with_context(|| format!("ledger file `{}`", path.display()))?;
    for part in controls::parts(&judged.controls) {
        let of = |(control, finding): &&Found| controls::part_of(*control, finding) == part;
        let mine: Vec<Found> = judged.found.iter().filter(of).cloned().collect();
        let mut entered =
            ledger::Run::begin(&store, &Lines, plan(run, &judged, part, snapshot)).await?;
        entered.observe(mine).await?;
        entered.end(snapshot).await?;
    }
    let pending = outbox::all(&store).await?;
    let news = pending.iter().map(|one| one.message.body.clone()).collect();
    outbox::sent(&store, pending.into_iter().map(|one| one.key)).await?;
    Ok(news)
}

fn plan(run: &Run, judged: &Judged, part: &str, snapshot: &Snapshot) -> Plan {
    let mut controls = judged.controls.clone();
    controls.retain(|control| control.service().id == part);
    controls.extend(&judged.exceptions);
    Plan {
        account: run.account.clone(),
        run: run.id.clone(),
        started: snapshot.at(),
        scope: judged.scope.clone(),
        regions: run.regions.clone(),
        controls,
        catalogue: controls::catalogue_ids(),
        renamed: controls::RENAMED.to_vec(),
        acts: controls::ACTS,
        baseline: Baseline::Digest,
        hold: false,
        share: None,
        partial: false,
        area: part.to_owned(),
    }
}

fn line(id: String, body: String) -> Vec<Message> {
    vec![Message {
        id,
        to: "terminal".into(),
        subject: None,
        body,
        attributes: Vec::new(),
    }]
}

impl Tell for Lines {
    fn news(&self, _: &Plan, news: &News) -> Vec<Message> {
        let record = &news.record;
        let because = match news.transition {
            Transition::Opened | Transition::Reopened | Transition::ExceptionExpired => {
                format!(": {}", record.because)
            }
            _ => String::new(),
        };
        let (word, severity) = (news.transition.word(), record.severity.word());
        let told = format!(
            "{word:17} {severity:8} {} {}{because}",
            record.control, record.resource
        );
        line(format!("{}-{}", record.id, record.observed_at), told)
    }
    fn blindness(&self, _: &Plan, blindness: &Blindness) -> Vec<Message> {
        let Blindness {
            transition,
            lost,
            observed_at,
            ..
        } = blindness;
        let told = format!(
            "{:17} {:8} {} ({})",
            transition.word(),
            lost.severity.word(),
            lost.permission,
            lost.reason
        );
        line(format!("{}-{observed_at}", lost.permission), told)
    }
    fn digest(&self, plan: &Plan, digest: &Digest) -> Vec<Message> {
        let all: usize = digest.findings.values().sum();
        let told = format!(
            "first look at {}: {all} findings; from now on, what changes is told here",
            plan.area
        );
        line(format!("digest-{}-{}", plan.area, plan.run), told)
    }
}
