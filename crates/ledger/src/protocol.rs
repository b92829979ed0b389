//! The protocol of a run, as a state machine: facts go in, transitions come out.
//!
//! It reads nothing and writes nothing: [`Protocol::next`] says what is to be read or committed, and
//! [`Protocol::answer`] takes what came of it. Whoever drives it ([`crate::Run`] over a store, a test over
//! a map) adds no decision of its own.
//!
//! # The rules
//!
//! **Observation time.** Each item carries `observed_at`, the time when the read began that it rests on.
//! A finding is only overwritten by a later observation, and only if its item is still as it was read
//! (optimistic locking: [`When::Unchanged`]). What was refused is read and decided again.
//!
//! **Watermark of sweeps.** One item for each account and area holds the last complete sweep of
//! everything; another one, the last complete sweep by each control. A sweep moves them when it is complete. Each
//! transaction checks that both are as they were when its run began. So a run that began before a sweep
//! and writes after it is *overtaken*: what it saw may be older. It ends with [`Error::Overtaken`] and is
//! run again; a sweep by some controls overtakes only runs by these.
//!
//! **Fence of events.** A run about named resources leaves, in the transaction of its finding, a fence
//! for the resource and for each control that judged it: an item whose time is that of the observation. A
//! sweep, or a late event, whose observation is older checks the fence, and its draft is dropped. A sweep
//! first checks the coarse fence of the resource, and the fine ones only where that one refused.
//!
//! **Tombstone.** A named resource that does not exist leaves a fence for the resource as a whole: whoever saw
//! it before writes nothing more about it. Its findings, in whatever Region, are closed as gone. A
//! complete listing closes what it lacks, if it began after the finding was observed.
//!
//! **Look back.** Between its own writes and its watermark, a sweep cannot see what a slower run enters.
//! So when it is complete it reads all findings once more, and corrects what it knows better.
//!
//! **Outbox.** A transition and its messages are one transaction: whoever crashes before it leaves
//! nothing, whoever crashes after it leaves the messages to the drain.
//!
//! A run may stop between any two requests. What it wrote is consistent, and its successor publishes the rest.
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use model::{Arn, Demand, Finding, Scope, Snapshot, Timestamp, Transition};

use crate::commit::{Again, Draft, Unit};
use crate::cover::{Lent, Revised};
use crate::coverage::Sight;
use crate::decide::{Observation, TransitionCause};
use crate::end::After;
use crate::news::Compose;
use crate::outbox::Pending;
use crate::plan::Plan;
use crate::recorded::{Moved, Recorded, Slot};
use crate::run::Held;
use crate::runs::{Partial, Runs};
use crate::{Error, Item, Key, Step, key};

/// What is to be done before the run goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// All items of these partitions whose places begin so.
    Read(Vec<(String, String)>),
    /// One item.
    Get(Key),
    /// A transaction.
    Commit(Vec<Step>),
}

/// What came of a [`Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The items of each partition that was asked for.
    Items(Vec<Vec<Item>>),
    /// The item, if there is one.
    Item(Option<Item>),
    /// The transaction was written.
    Committed,
    /// Nothing was written: the conditions of these steps do not hold.
    Refused(Vec<usize>),
}

/// What is still to be done, the next first.
#[derive(Debug)]
pub(crate) enum Job {
    /// Reads what is known, as far as it was not read yet.
    Load(BTreeSet<Slot>),
    /// Writes one record under the present id of its control.
    Move(Box<Moved>),
    /// Deletes a record that is of no use.
    Forget(Key),
    /// Decides what observations make of what is known.
    Draft(Vec<(&'static dyn Demand, Finding)>),
    /// Writes the drafts that are left.
    Commit,
    /// Learns by which controls others swept meanwhile.
    Heed,
    /// Decides drafts again that were refused.
    Again(Again),
    /// Leaves fences.
    Fence(Vec<Step>),
    /// Reads what runs left, and goes on with that.
    Runs(After),
    /// Reads what is known of the Regions that were looked at.
    LoadRegions,
    /// Closes what is gone.
    Leavers,
    /// Reads which permissions are missing.
    Cover { everything: bool },
    /// Enters what was seen of a permission.
    Permission {
        permission: String,
        everything: bool,
    },
    /// Writes what was seen of a permission.
    Revise(Vec<Step>, Box<Revised>),
    /// Enters that the run is complete.
    Complete,
    /// Enters that a run by some controls is complete.
    CompletePartly,
    /// Reads what others wrote meanwhile.
    LookBack { regions: Vec<String> },
}

/// What the answer to the last request is for.
#[derive(Debug)]
pub(crate) enum Awaited {
    Loaded(Vec<Slot>),
    Moved(Key),
    Forgotten,
    Batch(Vec<Unit>),
    Heed,
    Again(Again, Box<Draft>),
    Fence(Vec<Step>),
    Runs(After),
    Permissions {
        everything: bool,
    },
    Permission {
        permission: String,
        everything: bool,
    },
    Revised(Box<Revised>),
    Complete(Vec<Pending>),
    Partly(Partial),
    LookBack,
}

/// One run.
#[derive(Debug)]
pub struct Protocol<'a, T> {
    pub(crate) compose: &'a T,
    pub(crate) plan: Plan,
    pub(crate) cause: TransitionCause,
    /// What is known, by id. Loaded when first needed.
    pub(crate) recorded: HashMap<Slot, HashMap<String, Recorded>>,
    /// Records that this version cannot read, and when they were observed: the next observation
    /// replaces them.
    pub(crate) unreadable: HashMap<Key, i64>,
    /// What runs of this account and area left.
    pub(crate) runs: Runs,
    pub(crate) sight: Sight,
    /// What other runs of the same invocation could and could not read, for this one to report.
    pub(crate) lent: Vec<Lent>,
    /// What this run saw broken, and what it could not judge, by id: for the look back at its end.
    pub(crate) broken: HashMap<String, Finding>,
    pub(crate) unjudged: BTreeSet<String>,
    /// When the first and the last read began of each resource, by its ARN's short hash.
    pub(crate) looked: HashMap<String, (Timestamp, Timestamp)>,
    /// The fences that this run left, and of when they are.
    pub(crate) fences: BTreeMap<Key, i64>,
    /// Resources whose coarse fence refused this run: from then on it checks their fine ones.
    pub(crate) fenced: BTreeSet<Key>,
    /// The controls by which everything was judged anew since this run began.
    pub(crate) overtaken: BTreeSet<String>,
    /// The controls that judged something, and those that could not judge something.
    pub(crate) judging: BTreeSet<&'static str>,
    pub(crate) blind: BTreeSet<&'static str>,
    /// Messages in the outbox because of this run.
    pub(crate) pending: Vec<Pending>,
    /// How many transitions of each sort it wrote.
    pub(crate) counts: BTreeMap<Transition, usize>,
    pub(crate) held: Held,
    /// Drafts that are to be written, the next last.
    pub(crate) left: Vec<Draft>,
    pub(crate) jobs: VecDeque<Job>,
    awaited: Option<Awaited>,
}

impl<'a, T: Compose> Protocol<'a, T> {
    /// A run that begins with what earlier runs left.
    pub(crate) fn new(runs: Runs, compose: &'a T, plan: Plan) -> Self {
        Self {
            compose,
            cause: TransitionCause::Unknown,
            recorded: HashMap::new(),
            unreadable: HashMap::new(),
            runs,
            sight: Sight::of(matches!(plan.scope, Scope::Resources(_))),
            lent: Vec::new(),
            broken: HashMap::new(),
            unjudged: BTreeSet::new(),
            looked: HashMap::new(),
            fences: BTreeMap::new(),
            fenced: BTreeSet::new(),
            overtaken: BTreeSet::new(),
            judging: BTreeSet::new(),
            blind: BTreeSet::new(),
            pending: Vec::new(),
            counts: BTreeMap::new(),
            held: Held::new(),
            left: Vec::new(),
            jobs: VecDeque::new(),
            awaited: None,
            plan,
        }
    }

    /// The partition and the places of what earlier runs of a plan's account and area left.
    #[must_use]
    pub fn earlier(plan: &Plan) -> Request {
        let prefix = key::of_runs(&plan.account.id, &plan.area);
        Request::Read(vec![(key::RUNS.into(), prefix)])
    }

    /// A run that begins with these items: the answer to [`Self::earlier`].
    pub fn begin(plan: Plan, compose: &'a T, items: Vec<Item>) -> Result<Self, Error> {
        let runs = Runs::of(&plan.account.id, &plan.area, items)?;
        Ok(Self::new(runs, compose, plan))
    }

    /// Enters findings.
    pub fn observe(&mut self, findings: Vec<(&'static dyn Demand, Finding)>) {
        for (control, finding) in &findings {
            self.note(*control, finding);
        }
        let slots = findings
            .iter()
            .map(|(_, finding)| self.slot(&finding.region, Some(&finding.resource)));
        self.jobs
            .extend([Job::Load(slots.collect()), Job::Draft(findings)]);
    }

    /// Ends the run. Until it is over, each step is given the snapshot that says which lists were
    /// complete and what proved not to exist.
    pub fn end(&mut self, snapshot: &Snapshot) {
        let everything = self.named().is_none();
        self.jobs.push_back(Job::LoadRegions);
        self.fence_gone(snapshot);
        self.jobs.extend([Job::Leavers, Job::Cover { everything }]);
        if everything {
            self.jobs
                .extend([Job::Complete, Job::Runs(After::LookBack)]);
        } else if self.plan.share == Some(crate::Share::Last) {
            self.jobs.push_back(Job::Runs(After::Job));
        }
    }

    /// Ends a run that could read nothing at all: only the lost sight is reported. It is no complete
    /// sweep, so that neither a first look is over nor another sweep overtaken.
    pub fn end_blind(&mut self) {
        self.jobs.push_back(Job::Cover { everything: false });
    }

    /// Messages that this run put into the outbox, to be sent now by whoever sends.
    pub fn take_pending(&mut self) -> Vec<Pending> {
        std::mem::take(&mut self.pending)
    }

    /// What is to be done next; `None` once all that was entered is written.
    pub fn next(&mut self, snapshot: Option<&Snapshot>) -> Result<Option<Request>, Error> {
        while let Some(job) = self.jobs.pop_front() {
            if let Some((request, awaited)) = self.work(job, snapshot)? {
                self.awaited = Some(awaited);
                return Ok(Some(request));
            }
        }
        Ok(None)
    }

    /// What a job asks for; `None` where it is done.
    fn work(
        &mut self,
        job: Job,
        snapshot: Option<&Snapshot>,
    ) -> Result<Option<(Request, Awaited)>, Error> {
        Ok(match job {
            Job::Load(slots) => self.load(slots),
            Job::Move(moved) => Some((Request::Commit(moved.steps()), Awaited::Moved(moved.old))),
            Job::Forget(key) => Some((Request::Commit(vec![delete(key)]), Awaited::Forgotten)),
            Job::Draft(findings) => {
                self.draft_all(findings);
                None
            }
            Job::Commit => self.commit()?,
            Job::Heed => {
                let key = key::partial(&self.plan.account.id, &self.plan.area);
                Some((Request::Get(key), Awaited::Heed))
            }
            Job::Again(again) => self.again(again),
            Job::Fence(steps) => Self::fence(steps),
            Job::Runs(after) => Some((Self::earlier(&self.plan), Awaited::Runs(after))),
            Job::LoadRegions => {
                self.load_regions(snapshot);
                None
            }
            Job::Leavers => {
                let drafts = self.leavers(snapshot);
                self.write(drafts);
                None
            }
            Job::Cover { everything } => self.cover(everything),
            Job::Permission {
                permission,
                everything,
            } => {
                let place = self.permission(&permission);
                Some((
                    Request::Get(place),
                    Awaited::Permission {
                        permission,
                        everything,
                    },
                ))
            }
            Job::Revise(steps, revised) => {
                Some((Request::Commit(steps), Awaited::Revised(revised)))
            }
            Job::Complete => self.complete(),
            Job::CompletePartly => Some(self.complete_partly()?),
            Job::LookBack { regions } => Some(self.look_back(regions)),
        })
    }

    /// Takes what came of the last request.
    pub fn answer(&mut self, answer: Answer, snapshot: Option<&Snapshot>) -> Result<(), Error> {
        let Some(awaited) = self.awaited.take() else {
            return Ok(());
        };
        match (awaited, answer) {
            (Awaited::Loaded(slots), Answer::Items(items)) => self.loaded(slots, items),
            // The present one is known already, and newer: the former one is of no use.
            (Awaited::Moved(old), Answer::Refused(_)) => self.jobs.push_front(Job::Forget(old)),
            (Awaited::Batch(units), Answer::Committed) => self.written(units),
            (Awaited::Batch(units), Answer::Refused(places)) => self.refused(units, &places)?,
            (Awaited::Heed, Answer::Item(item)) => self.heed(item.as_ref())?,
            (Awaited::Again(again, draft), Answer::Item(item)) => {
                self.reread(again, *draft, item.as_ref());
            }
            (Awaited::Fence(steps), Answer::Refused(places)) => self.fence_again(steps, &places),
            (Awaited::Runs(after), Answer::Items(items)) => {
                self.learn_runs(after, items, snapshot)?;
            }
            (Awaited::Permissions { everything }, Answer::Items(items)) => {
                self.cover_recorded(items, everything);
            }
            (
                Awaited::Permission {
                    permission,
                    everything,
                },
                Answer::Item(item),
            ) => {
                self.revise(permission, item.as_ref(), everything);
            }
            (Awaited::Revised(revised), answer) => self.revised(*revised, &answer),
            (Awaited::Complete(pending), Answer::Committed) => self.pending.extend(pending),
            (Awaited::Complete(_), Answer::Refused(_)) => return Err(Error::Overtaken),
            (Awaited::Partly(next), Answer::Committed) => self.runs.partial = next,
            (Awaited::Partly(_), Answer::Refused(places)) => self.partly_refused(&places)?,
            (Awaited::LookBack, Answer::Items(items)) => self.looked_back(items, snapshot),
            // A deletion or a fence that was written, and answers to what was not asked.
            _ => {}
        }
        Ok(())
    }

    /// Has drafts written next.
    pub(crate) fn write(&mut self, drafts: Vec<Draft>) {
        self.left.extend(drafts.into_iter().rev());
        self.jobs.push_front(Job::Commit);
    }

    /// The resources that the run is about, if it is about some alone.
    pub(crate) fn named(&self) -> Option<&[Arn]> {
        match &self.plan.scope {
            Scope::Everything => None,
            Scope::Resources(arns) => Some(arns),
        }
    }

    fn note(&mut self, control: &'static dyn Demand, finding: &Finding) {
        self.sight.note(&self.plan.area, control, finding);
        let id = finding.id();
        let seen = Observation::of(&finding.outcome);
        let (judged, blind) = (&mut self.judging, &mut self.blind);
        if seen.is_some() { judged } else { blind }.insert(control.id());
        match seen {
            None => {
                self.unjudged.insert(id);
            }
            Some(Observation::Broken { .. }) => {
                let kept = Finding {
                    outcome: crate::draft::without_evidence(finding.outcome.clone()),
                    ..finding.clone()
                };
                self.broken.insert(id, kept);
            }
            Some(Observation::Whole { .. }) => {}
        }
        let at = finding.observed_at;
        let looked = self.looked.entry(model::short_hash(&finding.resource));
        let (first, last) = looked.or_insert((at, at));
        (*first, *last) = ((*first).min(at), (*last).max(at));
    }
}

fn delete(key: Key) -> Step {
    Step::Delete(key, crate::When::Always)
}
