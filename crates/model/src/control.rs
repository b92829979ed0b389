//! A demand made of every resource of a kind.
use std::fmt::Debug;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{
    Account, AccountRef, Change, Evidence, Finding, Framework, Gap, Judged, Kind, KindInfo, Need,
    Outcome, Reason, Region, Resource, Responsibility, RowId, Service, Settings, Snapshot, Tags,
    Timestamp, Verdict, View, mask, roster,
};

/// One demand made of every resource of a kind, and all it takes to explain, judge and fix it.
#[derive(Debug)]
pub struct Control<K: Kind> {
    /// `area.what-holds`, as `s3.versioning`: also the path of its file.
    pub id: &'static str,
    /// What holds when it is met: one line, no full stop.
    pub title: &'static str,
    /// How bad it is when it is not met.
    pub severity: Severity,
    /// Why it matters: one to three sentences to somebody who has to decide.
    pub why: &'static str,
    /// The AWS CLI command that fixes it.
    pub fix: Fix,
    /// Its place in the shared responsibility model.
    pub responsibility: Responsibility,
    /// The facts and listings that judging reads, and nothing else.
    pub needs: &'static [Need],
    /// Judges one resource.
    pub judge: fn(Resource<K>, &Settings) -> Judged,
    /// The change that would make it hold.
    pub remedy: Option<Remedy<K>>,
}

/// The AWS CLI command that fixes a finding: of the AWS CLI version 2, for a POSIX shell.
///
/// `{name}`, `{arn}`, `{account}`, `{partition}` and `{region}` stand for the resource's own,
/// `{owner}` for the name of what it is part of; words in CAPITALS are the reader's to choose. A
/// command that writes a whole document is made from what was read, so that it changes what the
/// finding is about and nothing else; its text says what it replaces where nothing was read.
#[derive(Clone, Copy, Debug)]
pub struct Fix {
    text: &'static str,
    made: Option<Made>,
}

/// The command made from the facts of a finding; `None` where the text does.
type Made = fn(&Evidence) -> Option<String>;

impl Fix {
    /// The same command for every finding.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, made: None }
    }

    /// A command that depends on the facts of the finding; the text is for the catalogue.
    #[must_use]
    pub const fn made(text: &'static str, made: Made) -> Self {
        let made = Some(made);
        Self { text, made }
    }
}

/// How bad an unmet demand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good housekeeping.
    Low,
    /// A defence is missing.
    Medium,
    /// An attacker needs one more step.
    High,
    /// Open now.
    Critical,
}

impl Severity {
    /// All, the worst first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

    /// The severity's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// The change that would make a control hold, who may decide it, and what undoing it leaves.
#[derive(Debug)]
pub struct Remedy<K: Kind> {
    /// Plans the change from what was seen.
    pub plan: fn(Resource<K>, &Settings) -> Result<Change, Gap>,
    /// Who may decide it.
    pub applicability: Applicability,
    /// What undoing it leaves behind.
    pub undo: Undo,
}

/// Who may decide that a remedy is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Breaks nothing that works: a machine may.
    Safe,
    /// Can break what relies on the present state: a person, or a machine with a person's approval.
    Review,
    /// A person alone.
    Manual,
}

/// What undoing a remedy leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// Nothing: all is as before.
    Exact,
    /// What stays.
    Residue(&'static str),
    /// It cannot be undone, so it is never done automatically.
    None,
}

/// A control of any kind, as the catalogue lists it.
pub trait Demand: Debug + Sync {
    /// See [`Control::id`].
    fn id(&self) -> &'static str;
    /// See [`Control::title`].
    fn title(&self) -> &'static str;
    /// See [`Control::severity`].
    fn severity(&self) -> Severity;
    /// See [`Control::why`].
    fn why(&self) -> &'static str;
    /// See [`Control::fix`]: for any finding.
    fn fix(&self) -> &'static str;
    /// The same for a finding that rests on these facts.
    fn fix_by(&self, evidence: &Evidence) -> Option<String>;
    /// See [`Control::responsibility`].
    fn responsibility(&self) -> &Responsibility;
    /// See [`Control::needs`].
    fn needs(&self) -> &'static [Need];
    /// What it is about.
    fn kind(&self) -> &'static KindInfo;
    /// Who may decide its remedy, and what undoing that leaves; `None` without a remedy.
    fn remedy(&self) -> Option<(Applicability, Undo)>;
    /// Judges these rows of its kind.
    fn assess(&self, snapshot: &Snapshot, rows: Range<usize>, settings: &Settings) -> Vec<Finding>;
    /// One finding for each place whose resources could not be listed.
    fn unlisted(&self, snapshot: &Snapshot) -> Vec<Finding>;
    /// The change that would heal one resource; `None` without a remedy or such a resource.
    fn plan(&self, at: &Snapshot, resource: &str, with: &Settings) -> Option<Result<Change, Gap>>;

    /// The requirements that it answers.
    fn frameworks(&self) -> Vec<Framework> {
        crate::frameworks::frameworks(self.id())
    }

    /// The command that fixes one finding: [`Control::fix`] with the resource's own names.
    fn fix_for(&self, finding: &Finding) -> String {
        let Finding {
            account,
            region,
            resource,
            part,
            outcome,
            ..
        } = finding;
        let evidence = match outcome {
            Outcome::Fail { evidence, .. } | Outcome::Excepted { evidence, .. } => Some(evidence),
            _ => None,
        };
        self.fix_for_resource(account, region, resource, part.as_deref(), evidence)
    }

    /// The command that fixes one resource, as far as the facts of its finding are at hand.
    fn fix_for_resource(
        &self,
        account: &AccountRef,
        region: &str,
        resource: &str,
        part: Option<&str>,
        evidence: Option<&Evidence>,
    ) -> String {
        let named = self.kind().lineage().find(|kind| kind.arn.is_some());
        let owner = named.map(|kind| kind.name(resource));
        let name = part.or(owner);
        let words = [
            ("{name}", name.unwrap_or_default()),
            ("{owner}", owner.unwrap_or_default()),
            ("{arn}", resource),
            ("{account}", &account.id),
            ("{partition}", &account.partition),
            ("{region}", region),
        ];
        let made = evidence.and_then(|evidence| self.fix_by(evidence));
        // A mask in a command would overwrite the secret that it stands for.
        let text = made.filter(|made| !made.contains(mask::MASK));
        let text = text.unwrap_or_else(|| self.fix().to_owned());
        let fill = |text: String, (word, own): (&str, &str)| text.replace(word, own);
        words.into_iter().fold(text, fill)
    }

    /// The service that it is about: its kind's, or what is asked about the account or a Region.
    fn service(&self) -> &'static Service {
        let own = self.kind().service;
        let mut services = self.needs().iter().map(|need| need.service);
        match self.kind().id {
            Account::ID | Region::ID => {
                services.find(|one| **one != roster::ACCOUNT).unwrap_or(own)
            }
            _ => own,
        }
    }

    /// The first part of the id, as `s3`.
    fn area(&self) -> &'static str {
        self.id().split('.').next().unwrap_or_default()
    }
}

impl<K: Kind> Control<K> {
    fn finding(&self, snapshot: &Snapshot, row: usize, settings: &Settings) -> Finding {
        let view = View::new(snapshot, K::INFO, self.needs);
        let judged = (self.judge)(view.resource(RowId::new(row)), settings);
        let outcome = match judged {
            Ok(Verdict::Holds) => Outcome::Pass(view.evidence()),
            Ok(Verdict::Broken { because }) => Outcome::Fail {
                because: because.into_owned(),
                evidence: view.evidence(),
            },
            Ok(Verdict::NotApplicable(because)) => Outcome::NotApplicable(because),
            Err(gap) if gap.reason == Reason::NotOffered => {
                Outcome::NotApplicable("AWS does not offer the service in this Region")
            }
            Err(gap) => Outcome::NotAssessed(gap),
        };
        let (resource, part) = snapshot.name(K::INFO, row);
        Finding {
            part,
            ..self.about(
                snapshot,
                &resource,
                snapshot.region_of(K::INFO, row),
                view.observed_at(),
                outcome,
            )
        }
    }

    fn about(
        &self,
        snapshot: &Snapshot,
        resource: &str,
        region: Option<&str>,
        observed_at: Timestamp,
        outcome: Outcome,
    ) -> Finding {
        let account: &AccountRef = snapshot.account();
        Finding {
            control: self.id,
            account: account.clone(),
            region: region.unwrap_or(Finding::GLOBAL).into(),
            resource: resource.into(),
            part: None,
            tags: Tags::new(),
            observed_at,
            outcome,
        }
    }
}

impl<K: Kind> Demand for Control<K> {
    fn id(&self) -> &'static str {
        self.id
    }
    fn title(&self) -> &'static str {
        self.title
    }
    fn severity(&self) -> Severity {
        self.severity
    }
    fn why(&self) -> &'static str {
        self.why
    }
    fn fix(&self) -> &'static str {
        self.fix.text
    }
    fn fix_by(&self, evidence: &Evidence) -> Option<String> {
        self.fix.made.and_then(|made| made(evidence))
    }
    fn responsibility(&self) -> &Responsibility {
        &self.responsibility
    }
    fn needs(&self) -> &'static [Need] {
        self.needs
    }
    fn kind(&self) -> &'static KindInfo {
        K::INFO
    }
    fn remedy(&self) -> Option<(Applicability, Undo)> {
        let remedy = self.remedy.as_ref()?;
        Some((remedy.applicability, remedy.undo))
    }
    fn assess(&self, snapshot: &Snapshot, rows: Range<usize>, settings: &Settings) -> Vec<Finding> {
        let rows = rows.start..rows.end.min(snapshot.count(K::INFO));
        let present = rows.filter(|row| !snapshot.is_gone(K::INFO, *row));
        present
            .map(|row| self.finding(snapshot, row, settings))
            .collect()
    }
    fn unlisted(&self, snapshot: &Snapshot) -> Vec<Finding> {
        let missed = snapshot.unlisted(K::INFO).into_iter();
        missed
            .filter(|(gap, ..)| gap.reason != Reason::NotOffered)
            .map(|(gap, region, at)| {
                let resource = gap.resource.clone();
                self.about(snapshot, &resource, region, at, Outcome::NotAssessed(gap))
            })
            .collect()
    }
    fn plan(&self, at: &Snapshot, resource: &str, with: &Settings) -> Option<Result<Change, Gap>> {
        let remedy = self.remedy.as_ref()?;
        let row = at.find(K::ID, resource)?;
        let view = View::new(at, K::INFO, self.needs);
        let planned = (remedy.plan)(view.resource(RowId::new(row)), with);
        Some(planned)
    }
}
