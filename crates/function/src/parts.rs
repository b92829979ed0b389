//! What one invocation enters into the ledger: a run for each part of it that findings are kept
//! in. A part is a service, so that it does not matter which function judged.
use std::collections::{BTreeMap, BTreeSet};

use controls::{ControlFinding, Controls};
use futures::future::try_join_all;
use ledger::outbox::Pending;
use ledger::{DynamoDb, Earlier, Error, Held, Plan, Run};
use model::{Snapshot, Transition};

use crate::compose::Composer;

/// What earlier runs left, by part of the ledger.
pub type Left = BTreeMap<&'static str, Earlier>;

/// What earlier runs left in the parts of the ledger that are about these controls.
pub async fn left(store: &DynamoDb, account: &str, controls: &Controls) -> Result<Left, Error> {
    let loads = controls::parts(controls).into_iter();
    let loads = loads.map(|part| async move {
        let earlier = Earlier::load(store, account, part).await?;
        Ok::<_, Error>((part, earlier))
    });
    Ok(try_join_all(loads).await?.into_iter().collect())
}

/// The runs of one invocation.
pub struct Parts<'a> {
    runs: Vec<(&'static str, Run<'a, DynamoDb, Composer>)>,
}

impl<'a> Parts<'a> {
    /// A run for each plan, after what earlier runs left in its part.
    pub async fn begin(
        store: &'a DynamoDb,
        composer: &'a Composer,
        plans: Vec<(&'static str, Plan)>,
        mut left: Left,
    ) -> Result<Self, Error> {
        let mut runs = Vec::new();
        for (part, plan) in plans {
            let run = match left.remove(part) {
                Some(earlier) => Run::after(earlier, store, composer, plan),
                None => Run::begin(store, composer, plan).await?,
            };
            runs.push((part, run));
        }
        Ok(Self { runs })
    }

    /// Loads what is known of resources that the invocation is likely to be about.
    pub async fn expect(&mut self, places: &BTreeSet<(String, String)>) -> Result<(), Error> {
        for (_, run) in &mut self.runs {
            run.expect(places).await?;
        }
        Ok(())
    }

    /// Enters findings, each into its part.
    pub async fn observe(&mut self, findings: Vec<ControlFinding>) -> Result<(), Error> {
        let mut by_part: BTreeMap<_, Vec<ControlFinding>> = BTreeMap::new();
        for (control, finding) in findings {
            let part = controls::part_of(control, &finding);
            by_part.entry(part).or_default().push((control, finding));
        }
        for (part, run) in &mut self.runs {
            if let Some(findings) = by_part.remove(part) {
                run.observe(findings).await?;
            }
        }
        Ok(())
    }

    /// Has the first run, which ends first, report what all of them could not read: a permission
    /// that several services miss is one message.
    fn report_together(&mut self) {
        if let Some(((_, first), others)) = self.runs.split_first_mut() {
            let lent = others.iter_mut().map(|(_, run)| run.lend());
            first.borrow(lent.collect());
        }
    }

    /// Ends the runs. `snapshot` says which lists were complete and what proved not to exist.
    pub async fn end(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        self.report_together();
        for (_, run) in &mut self.runs {
            run.end(snapshot).await?;
        }
        Ok(())
    }

    /// Ends runs that could read nothing at all.
    pub async fn end_blind(&mut self) -> Result<(), Error> {
        self.report_together();
        for (_, run) in &mut self.runs {
            run.end_blind().await?;
        }
        Ok(())
    }

    /// The messages in the outbox because of these runs, to be sent now.
    pub fn take_pending(&mut self) -> Vec<Pending> {
        let pending = self.runs.iter_mut().flat_map(|(_, run)| run.take_pending());
        pending.collect()
    }

    /// How many transitions of each sort were written, and what is to be read again.
    pub fn result(&self) -> (BTreeMap<Transition, usize>, Held) {
        let (mut counts, mut held) = (BTreeMap::new(), Held::new());
        for (_, run) in &self.runs {
            for (transition, count) in run.counts() {
                *counts.entry(*transition).or_default() += count;
            }
            for (resource, controls) in run.held() {
                let all: &mut BTreeSet<_> = held.entry(resource.clone()).or_default();
                all.extend(controls.iter().cloned());
            }
        }
        (counts, held)
    }
}
