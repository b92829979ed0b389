//! Transitions that a fix causes, or that stop it, in words.
use ledger::{Blindness, Compose, Digest, Fix, News, Plan};
use model::{AccountRef, Message, Outcome, Settings};
use notify::{About, Evidenced, FINDINGS, Happened, Notice, Remediation, ReportedFinding};

use crate::diff;

/// Puts what a fix, or its undo, changed into words.
#[derive(Debug)]
pub(crate) struct Composer<'a> {
    pub about: About,
    pub settings: &'a Settings,
    /// The fix that it is about, if it is about one.
    pub fix: Option<&'a Fix>,
}

impl Compose for Composer<'_> {
    fn news(&self, plan: &Plan, news: &News) -> Vec<Message> {
        let record = &news.record;
        let account = AccountRef::new(&*record.partition, &*record.account);
        let evidence = news
            .finding
            .as_ref()
            .and_then(|finding| match &finding.outcome {
                Outcome::Pass(evidence)
                | Outcome::Fail { evidence, .. }
                | Outcome::Excepted { evidence, .. } => Some(evidence),
                Outcome::NotAssessed(_) | Outcome::NotApplicable(_) => None,
            });
        let reported = ReportedFinding {
            id: &record.id,
            transition: news.transition,
            sequence: record.sequence,
            state: record.state.word(),
            control: &record.control,
            demand: news.control,
            severity: record.severity,
            account: &account,
            region: &record.region,
            resource: &record.resource,
            part: record.part.as_deref(),
            because: &record.because,
            exception: record.exception.as_deref(),
            cause: None,
            evidence: Evidenced::Here(evidence),
            remediation: self.fix.map(remediation),
            opened_at: record.opened_at,
            observed_at: record.observed_at,
        };
        let teams = self
            .settings
            .team_topics(&record.account, &plan.area, &record.tags);
        let topics = std::iter::once(FINDINGS.to_owned()).chain(teams);
        topics
            .map(|topic| notify::finding(&reported, &self.about, &topic))
            .collect()
    }
    fn blindness(&self, _: &Plan, _: &Blindness) -> Vec<Message> {
        Vec::new()
    }
    fn digest(&self, _: &Plan, _: &Digest) -> Vec<Message> {
        Vec::new()
    }
}

fn remediation(fix: &Fix) -> Remediation<'_> {
    Remediation {
        fix: &fix.id,
        by: fix.undone_by.as_deref().unwrap_or(&fix.by),
        approved_by: fix.approved_by.as_deref(),
        command: &fix.command,
        residue: fix.residue.as_deref(),
    }
}

/// The message to people about a fix.
pub(crate) fn notice(happened: Happened, fix: &Fix, because: &str, why: &str) -> Message {
    let control = controls::find(&fix.control);
    let undone = happened == Happened::Undone;
    let (from, to) = match undone {
        true => (
            fix.after.as_ref().unwrap_or(&fix.change.to),
            &fix.change.from,
        ),
        false => (&fix.change.from, &fix.change.to),
    };
    notify::fix(&Notice {
        happened,
        fix: &fix.id,
        control: (&fix.control, control.map_or("", |control| control.title())),
        severity: control.map_or(model::Severity::Low, model::Demand::severity),
        account: &fix.account,
        resource: &fix.resource,
        because,
        command: &fix.command,
        diff: &diff(from, to),
        why,
        residue: fix.residue.as_deref(),
    })
}
