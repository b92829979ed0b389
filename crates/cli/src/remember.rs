//! `audit --ledger`: what was found is remembered, and what is news is text.
use anyhow::Result;
use controls::{ControlFinding, Controls};
use ledger::{Baseline, Blindness, Compose, Digest, File, News, Plan, outbox};
use model::{Message, Scope, Snapshot, Transition};
use report::Run;

/// Transitions as lines of text, for the terminal.
#[derive(Debug)]
struct Lines;

/// What a run assessed, and what it found.
pub struct Judged {
    pub scope: Scope,
    pub controls: Controls,
    /// The controls on exceptions, where the run was about them too.
    pub exceptions: Controls,
    pub findings: Vec<ControlFinding>,
}

/// Enters what a run found; returns its news, a line each: first what an earlier run did not show.
pub async fn run(
    store: &File,
    run: &Run,
    judged: Judged,
    snapshot: &Snapshot,
) -> Result<Option<Vec<String>>> {
    let mut runs = Vec::new();
    for part in controls::parts(&judged.controls) {
        let of =
            |(control, finding): &&ControlFinding| controls::part_of(*control, finding) == part;
        let mine: Vec<ControlFinding> = judged.findings.iter().filter(of).cloned().collect();
        let mut entered =
            ledger::Run::begin(store, &Lines, plan(run, &judged, part, snapshot)).await?;
        entered.observe(mine).await?;
        runs.push(entered);
    }
    // A permission that several parts miss is one line: the first that ends reports it.
    if let Some((first, others)) = runs.split_first_mut() {
        first.borrow(others.iter_mut().map(ledger::Run::lend).collect());
    }
    for mut entered in runs {
        entered.end(snapshot).await?;
    }
    let pending = outbox::all(store).await?;
    let news = pending.iter().map(|one| one.message.body.clone()).collect();
    outbox::sent(store, pending.into_iter().map(|one| one.key)).await?;
    Ok(Some(news))
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

impl Compose for Lines {
    fn news(&self, _: &Plan, news: &News) -> Vec<Message> {
        let record = &news.record;
        let because = match news.transition {
            Transition::Opened | Transition::Reopened | Transition::ExceptionExpired => {
                format!(": {}", record.because)
            }
            _ => String::new(),
        };
        let (word, severity) = (news.transition.word(), record.severity.word());
        let text = format!(
            "{word:17} {severity:8} {} {}{because}",
            record.control, record.resource
        );
        line(format!("{}-{}", record.id, record.observed_at), text)
    }
    fn blindness(&self, _: &Plan, blindness: &Blindness) -> Vec<Message> {
        let Blindness {
            transition,
            lost,
            severity,
            observed_at,
            ..
        } = blindness;
        let text = format!(
            "{:17} {:8} {} ({})",
            transition.word(),
            severity.word(),
            lost.permission,
            lost.reason
        );
        line(format!("{}-{observed_at}", lost.permission), text)
    }
    fn digest(&self, plan: &Plan, digest: &Digest) -> Vec<Message> {
        let all: usize = digest.findings.values().sum();
        let text = format!(
            "first audit of {}: {all} findings; from now on, changes are shown here",
            plan.area
        );
        line(format!("digest-{}-{}", plan.area, plan.run), text)
    }
}
