//! Judging piece by piece, and what only the whole run shows of the exceptions.
use std::collections::BTreeSet;
use std::ops::Range;

use model::own::{ExceptionUse, SettingsException, Use};
use model::settings::Exception;
use model::{
    AccountRef, Demand, Finding, KindInfo, Listing, Observed, Outcome, Settings, Snapshot,
    Timestamp, glob,
};

use crate::Controls;

/// A control and one of its findings.
pub type ControlFinding = (&'static dyn Demand, Finding);

/// Judges by some controls and settings, and keeps count of what the exceptions cover.
#[derive(Debug)]
pub struct Judge {
    controls: Controls,
    settings: Settings,
    /// For each exception, how many findings it covers.
    matched: Vec<usize>,
}

impl Judge {
    /// Judges by these controls and settings.
    #[must_use]
    pub fn new(controls: Controls, settings: Settings) -> Self {
        Self {
            matched: vec![0; settings.document.exceptions.len()],
            controls,
            settings,
        }
    }

    /// By what is judged.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Judges some resources of one kind by the controls that are about them.
    pub fn piece(
        &mut self,
        snapshot: &Snapshot,
        kind: &'static KindInfo,
        rows: &Range<usize>,
    ) -> Vec<ControlFinding> {
        let about = self
            .controls
            .iter()
            .filter(|control| control.kind().id == kind.id);
        let judged = about.flat_map(|control| {
            let findings = control.assess(snapshot, rows.clone(), &self.settings);
            findings.into_iter().map(|finding| (*control, finding))
        });
        let mut findings: Vec<ControlFinding> = judged.collect();
        for (_, finding) in &mut findings {
            self.except(snapshot, kind, finding);
        }
        findings
    }

    /// What each control says of the places whose resources could not be listed.
    #[must_use]
    pub fn unlisted(&self, snapshot: &Snapshot) -> Vec<ControlFinding> {
        let missed = |control: &&'static dyn Demand| {
            let control = *control;
            let findings = control.unlisted(snapshot).into_iter();
            findings.map(move |finding| (control, finding))
        };
        self.controls.iter().flat_map(missed).collect()
    }

    /// What a complete run of everything shows of the exceptions, and enters all of them into its
    /// snapshot: what is not among them any more is gone. `sole` says that there is no other
    /// account that an exception which names none could be about.
    pub fn exceptions(
        &self,
        snapshot: &mut Snapshot,
        at: Timestamp,
        sole: bool,
    ) -> Vec<ControlFinding> {
        let kind = <SettingsException as model::Kind>::INFO;
        let account = snapshot.account().clone();
        let root = snapshot.root();
        snapshot.listed::<SettingsException>(root, at, Listing::Complete);
        let mut concerned = BTreeSet::new();
        for (one, matched) in self.settings.document.exceptions.iter().zip(&self.matched) {
            let words = one.words();
            let row = snapshot.enter::<SettingsException>(root, &words, None);
            if !self.concerns(one, &account) {
                continue;
            }
            let named = (one.account.is_some() || sole) && self.judged_all(one);
            let used = Use {
                owner: one.owner.clone(),
                until: one.until.to_string(),
                ended: one.ended(self.settings.now),
                matched: named.then_some(*matched),
            };
            snapshot.put::<ExceptionUse>(row, at, Observed::Seen(used));
            concerned.extend(snapshot.row_of(kind, &words));
        }
        let mut judge = Self::new(crate::about_exceptions(), self.settings.clone());
        let judged = concerned
            .into_iter()
            .flat_map(|row| judge.piece(snapshot, kind, &(row..row + 1)));
        judged.collect()
    }

    /// Whether this run judged all that an exception speaks of, in its account.
    fn concerns(&self, one: &Exception, account: &AccountRef) -> bool {
        let here = one
            .account
            .as_deref()
            .is_none_or(|only| only == &*account.id);
        let mut swept = spoken_of(one)
            .filter(|control| !crate::is_slow(*control))
            .peekable();
        let any = swept.peek().is_some();
        here && any && swept.all(|control| self.runs(control))
    }

    /// Whether no job of its own may know of more that an exception covers.
    fn judged_all(&self, one: &Exception) -> bool {
        spoken_of(one).all(|control| self.runs(control))
    }

    fn runs(&self, control: &dyn Demand) -> bool {
        self.controls.iter().any(|one| one.id() == control.id())
    }

    /// Excepts a finding if a valid exception covers it; a failing one whose exception has ended
    /// says so.
    fn except(&mut self, snapshot: &Snapshot, kind: &'static KindInfo, finding: &mut Finding) {
        if self.settings.uses_tags() {
            finding.tags = snapshot.tags_of(kind, finding);
        }
        let all = self
            .settings
            .document
            .exceptions
            .iter()
            .zip(&mut self.matched);
        let covering: Vec<&Exception> = all
            .filter(|(one, _)| one.covers(finding))
            .map(|(one, matched)| {
                *matched += 1;
                one
            })
            .collect();
        let Outcome::Fail { because, evidence } = &mut finding.outcome else {
            return;
        };
        let now = self.settings.now;
        if let Some(one) = covering.iter().find(|one| !one.ended(now)) {
            finding.outcome = Outcome::Excepted {
                because: std::mem::take(because),
                evidence: std::mem::take(evidence),
                by: format!("{} ({}, until {})", one.reason, one.owner, one.until),
            };
        } else if let Some(one) = covering.first() {
            *because = format!(
                "{because}; the exception by {} ended on {}",
                one.owner, one.until
            );
        }
    }
}

/// The controls that an exception speaks of.
fn spoken_of(one: &Exception) -> impl Iterator<Item = &'static dyn Demand> {
    let all = crate::all().into_iter();
    all.filter(|control| glob(&one.control.value, control.id()))
}

#[cfg(test)]
mod tests {
    use model::s3::{Bucket, BucketTags, ObjectLock};
    use model::{Kind, Outcome, Settings, Status, Tags};

    use super::Judge;
    use crate::testing::given;

    const BY_NAME: &str = "
exceptions:
  - control: s3.object-lock
    resource: arn:aws:s3:::ex*
    reason: rebuilt every night
    owner: data@example.com
    until: 2026-03-01
";

    /// The outcome, and what is found of the exceptions themselves.
    fn judge(now: &str, text: &str) -> (Outcome, Vec<(&'static str, Status)>) {
        let settings = Settings::parse(text, now.parse().unwrap(), &crate::ids()).unwrap();
        let tags = Tags::from([("stage".into(), "test".into())]);
        let mut snapshot = given::<Bucket>()
            .with::<ObjectLock>(None)
            .with::<BucketTags>(tags)
            .snapshot;
        let mut judge = Judge::new(vec![crate::find("s3.object-lock").unwrap()], settings);
        let (_, finding) = judge.piece(&snapshot, Bucket::INFO, &(0..1)).remove(0);
        let at = snapshot.at();
        let own = judge.exceptions(&mut snapshot, at, true);
        (
            finding.outcome,
            own.into_iter()
                .map(|(control, finding)| (control.id(), finding.outcome.status()))
                .collect(),
        )
    }

    #[test]
    fn holds_until_its_last_day_and_says_that_it_ended() {
        let (Outcome::Excepted { by, .. }, own) = judge("2026-03-01T12:00:00Z", BY_NAME) else {
            panic!()
        };
        assert_eq!(
            by,
            "rebuilt every night (data@example.com, until 2026-03-01)"
        );
        assert_eq!(
            own,
            [
                ("settings.exception-ended", Status::Pass),
                ("settings.exception-unmatched", Status::Pass)
            ]
        );
        let (Outcome::Fail { because, .. }, own) = judge("2026-03-02T00:00:00Z", BY_NAME) else {
            panic!()
        };
        assert!(because.ends_with("the exception by data@example.com ended on 2026-03-01"));
        assert_eq!(own[0], ("settings.exception-ended", Status::Fail));
    }

    #[test]
    fn covers_nothing_else_and_that_fails() {
        let (outcome, own) = judge("2026-02-01T00:00:00Z", &BY_NAME.replace("ex*", "other*"));
        assert_eq!(outcome.status(), Status::Fail);
        assert_eq!(own[1], ("settings.exception-unmatched", Status::Fail));
    }

    #[test]
    fn by_tag() {
        let by_tag = |tag| BY_NAME.replace("resource: arn:aws:s3:::ex*", tag);
        let status = |text: String| judge("2026-02-01T00:00:00Z", &text).0.status();
        assert_eq!(status(by_tag("tag: stage=te*")), Status::Excepted);
        assert_eq!(status(by_tag("tag: stage=live")), Status::Fail);
    }

    #[test]
    fn a_run_that_did_not_judge_all_says_nothing_of_an_exception() {
        let (_, own) = judge(
            "2026-02-01T00:00:00Z",
            &BY_NAME.replace("s3.object-lock", "s3.*"),
        );
        assert_eq!(own, []);
    }
}
