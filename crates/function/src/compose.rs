//! From what the ledger calls news to messages: to programs, to people, and to the teams.
use std::collections::BTreeMap;

use ledger::{Blindness, Compose, Digest, News, Plan, Record};
use model::{AccountRef, Cause, Demand, Message, Outcome, Settings, Severity, Transition};
use notify::{About, Coverage, Evidenced, FINDINGS, ReportedFinding, notice};

use crate::evidence::Large;

/// Puts news into words, by the settings.
#[derive(Debug)]
pub struct Composer {
    pub about: About,
    pub settings: Settings,
    pub large: Large,
    pub causes: Causes,
}

/// Who is said to have caused what: by resource and control.
pub type Causes = BTreeMap<String, BTreeMap<String, Cause>>;

impl Composer {
    /// The topics that a finding goes to: that of all findings, and those of the teams it is for.
    fn topics(&self, record: &Record, area: &str) -> Vec<String> {
        let mut topics = self
            .settings
            .team_topics(&record.account, area, &record.tags);
        topics.insert(0, FINDINGS.into());
        topics
    }

    fn cause(&self, record: &Record) -> Option<&Cause> {
        self.causes.get(&record.resource)?.get(&record.control)
    }

    /// Whether people are written to about one finding: when it breaks, and only if it is bad
    /// enough. That it was fixed stands in the digest.
    fn concerns_people(&self, transition: Transition, severity: Severity) -> bool {
        use Transition::{ExceptionExpired, Opened, Reopened};
        severity >= self.settings.document.notices.least
            && matches!(transition, Opened | Reopened | ExceptionExpired)
    }
}

impl Compose for Composer {
    fn news(&self, _: &Plan, news: &News) -> Vec<Message> {
        let News {
            transition,
            record,
            finding,
            control,
        } = news;
        let account = AccountRef::new(&*record.partition, &*record.account);
        let evidence = finding.as_ref().and_then(|finding| match &finding.outcome {
            Outcome::Pass(evidence)
            | Outcome::Fail { evidence, .. }
            | Outcome::Excepted { evidence, .. } => Some(evidence),
            Outcome::NotAssessed(_) | Outcome::NotApplicable(_) => None,
        });
        let stored = self.large.of(&record.id);
        let reported = ReportedFinding {
            id: &record.id,
            transition: *transition,
            sequence: record.sequence,
            state: record.state.word(),
            control: &record.control,
            demand: *control,
            severity: record.severity,
            account: &account,
            region: &record.region,
            resource: &record.resource,
            part: record.part.as_deref(),
            because: &record.because,
            exception: record.exception.as_deref(),
            cause: self.cause(record),
            evidence: stored
                .as_ref()
                .map_or(Evidenced::Here(evidence), Evidenced::Stored),
            remediation: None,
            opened_at: record.opened_at,
            observed_at: record.observed_at,
        };
        let topics = self.topics(record, reported.area());
        let mut messages: Vec<_> = topics
            .iter()
            .map(|topic| notify::finding(&reported, &self.about, topic))
            .collect();
        if self.concerns_people(*transition, record.severity) {
            messages.push(notice::finding(&reported, &self.about));
        }
        messages
    }

    fn blindness(&self, plan: &Plan, blindness: &Blindness) -> Vec<Message> {
        let Blindness {
            transition,
            account,
            area: part,
            lost,
            resources,
            severity,
            observed_at,
        } = blindness;
        let area = area_of(plan, &lost.permission).unwrap_or(part);
        let coverage = Coverage {
            transition: *transition,
            sequence: lost.sequence,
            account,
            area,
            permission: &lost.permission,
            reason: &lost.reason,
            resources: *resources,
            severity: *severity,
            areas: &lost.areas,
            controls: &lost.controls,
            places: &lost.places,
            since: lost.since,
            observed_at: *observed_at,
        };
        vec![
            notify::coverage(&coverage, &self.about, FINDINGS),
            notice::coverage(&coverage, &self.about),
        ]
    }

    fn digest(&self, plan: &Plan, digest: &Digest) -> Vec<Message> {
        let open: Vec<_> = digest
            .findings
            .iter()
            .map(|(severity, number)| (*severity, *number))
            .collect();
        let worst = digest.worst.iter().map(|record| {
            let Record {
                severity,
                control,
                resource,
                because,
                ..
            } = record;
            format!(
                "    {:8}  {control}\n              {resource}\n              {because}",
                severity.word()
            )
        });
        let worst: Vec<_> = worst.collect();
        vec![notice::digest(
            &plan.account.id,
            &plan.area,
            &open,
            &worst,
            &self.about,
        )]
    }
}

/// The area of the first control that lacks a permission: what subscribers filter by.
fn area_of(plan: &Plan, permission: &str) -> Option<&'static str> {
    let lacks = |control: &&&'static dyn Demand| {
        let needs = control
            .needs()
            .iter()
            .copied()
            .chain([control.kind().listing()]);
        let mut actions = needs.flat_map(|need| need.actions().collect::<Vec<_>>());
        actions.any(|action| action == permission)
    };
    plan.controls
        .iter()
        .find(lacks)
        .map(|control| control.area())
}
