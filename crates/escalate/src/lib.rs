//! Who can become an administrator, and how.
//!
//! [`escalate`] takes an account in (`census`), tells who is an administrator (`standing`), and
//! looks from there for everybody who gets there (`seek`): by acting as another (`acting`, with
//! the table in `technique`), by changing what it may do (`change`, `rise`), or both. Each question
//! on the way is put to the policies themselves (`engine`, which asks [`policy::possible`] where a
//! glance does not settle it), so that denials, conditions, boundaries, service control policies
//! and trust policies count as in a request. `chain` tells the way, with the statements.
//!
//! What is not known never makes a principal harmless: see [`Undecided`].

//! The engine's own parts that this is made of are [`policy::parts`].

mod account;
mod acting;
mod action;
mod alone;
mod ask;
mod assignment;
mod census;
mod chain;
mod change;
mod class;
mod compute;
mod dot;
mod engine;
mod quick;
mod rise;
mod seek;
mod standing;
mod strange;
mod technique;
mod trust;

pub use account::{
    Account, Attached, Boundary, Compute, Details, Group, Inline, InstanceProfile, Managed,
    PolicyVersion, Role, Tag, User,
};
pub use alone::escalates_alone;
pub use technique::source;

use census::Census;
use engine::Engine;
use policy::Budget;
use seek::Seeker;
use serde::Serialize;
use std::collections::HashSet;

/// What was found out about an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Escalations {
    /// Who may do everything, by ARN.
    pub administrators: Vec<String>,
    /// For each of the others who gets there, the shortest way found.
    pub paths: Vec<Path>,
    /// Of whom it cannot be told that they do not get there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<Undecided>,
}

/// A way to everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Path {
    /// The principal whose way it is.
    pub from: String,
    /// The administrator it ends as; `from` itself, where it makes an administrator of itself, or
    /// of somebody it acts as.
    pub to: String,
    /// What is done, in order: each step begins as whom the one before ends.
    pub steps: Vec<Step>,
    /// What must be true beside the policies; absent where nothing must. A principal that can
    /// make somebody an administrator is told so even where it is not seen to act as that one:
    /// people share sign-ins, instances and pipelines that IAM knows nothing of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assuming: Option<String>,
}

/// The most steps of one way that are told one by one.
const MOST_STEPS: usize = 12;

impl Path {
    /// A long way told up to a principal whose own way is the rest of it: chains of hundreds of roles
    /// would tell each way hundreds of times.
    fn shortened(mut self) -> Self {
        if self.steps.len() <= MOST_STEPS {
            return self;
        }
        let rest = self.steps.split_off(MOST_STEPS - 1);
        let from = rest
            .first()
            .map(|step| step.from.clone())
            .unwrap_or_default();
        let mut permissions: Vec<String> = rest
            .iter()
            .flat_map(|step| step.permissions.clone())
            .collect();
        permissions.sort_unstable();
        permissions.dedup();
        let how = format!("goes on as `{from}` does, in {} more steps", rest.len());
        let to = self.to.clone();
        self.steps.push(Step {
            from,
            to,
            via: "further".into(),
            how,
            permissions,
            statements: Vec::new(),
        });
        self
    }
}

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// As whom it is done.
    pub from: String,
    /// As whom one goes on. Of a last step that makes an administrator where there was none, the
    /// principal whose way it is, which now may do everything.
    pub to: String,
    /// The id of the known path (those of pathfinding.cloud), or a name of its own.
    pub via: String,
    /// In words.
    pub how: String,
    /// The permissions it takes.
    pub permissions: Vec<String>,
    /// The statements that give them.
    pub statements: Vec<Cited>,
}

/// A statement that gives a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// The policy: the ARN of a managed one, else its name and owner.
    pub policy: String,
    /// Index of the statement.
    pub statement: usize,
    /// Its `Sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// The permission it gives.
    pub allows: String,
}

/// Somebody of whom it cannot be told that it does not get there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undecided {
    /// Its ARN; the account id, where it concerns everybody.
    pub principal: String,
    /// Why.
    pub because: Vec<String>,
}

/// The bound on the work for each question.
const STEPS: u64 = 100_000;

/// Finds the administrators of an account and everybody who can become one.
#[must_use]
pub fn escalate(account: &Account) -> Escalations {
    escalate_within(account, &Budget::steps(STEPS))
}

/// The same with a bound on the work for each question.
#[must_use]
pub fn escalate_within(account: &Account, budget: &Budget) -> Escalations {
    search(account, budget, true)
}

/// The same, where roles show what services were given or do not.
fn search(account: &Account, budget: &Budget, is_in_use: bool) -> Escalations {
    let census = Census::new(account);
    let mut engine = Engine::new(&census, budget.clone());
    engine.is_in_use = is_in_use;
    let mut seeker = Seeker::new(engine);
    seeker.run();
    let (administrators, others): (Vec<usize>, Vec<usize>) = seeker
        .principals()
        .into_iter()
        .partition(|index| seeker.is_administrator(*index));
    let paths: Vec<Path> = others
        .into_iter()
        .filter_map(|index| seeker.path(index))
        .map(Path::shortened)
        .collect();
    let remarks = strange::note(&mut seeker);
    let arn = |index: &usize| {
        census
            .node(*index)
            .map(|node| node.arn.clone())
            .unwrap_or_default()
    };
    let administrators: Vec<String> = administrators.iter().map(arn).collect();
    let undecided = undecided(&seeker, &administrators, &paths, remarks);
    Escalations {
        administrators,
        paths,
        undecided,
    }
}

fn undecided(
    seeker: &Seeker<'_>,
    administrators: &[String],
    paths: &[Path],
    remarks: Vec<String>,
) -> Vec<Undecided> {
    let census = seeker.engine.census;
    let certain = paths
        .iter()
        .filter(|path| path.assuming.is_none())
        .map(|path| &path.from);
    let settled: HashSet<&String> = administrators.iter().chain(certain).collect();
    let because: Vec<String> = census.remarks.iter().cloned().chain(remarks).collect();
    let account = Some(Undecided {
        principal: census.account.clone(),
        because,
    });
    let account = account.filter(|account| !account.because.is_empty());
    let open = seeker
        .engine
        .undecided
        .iter()
        .filter_map(|(node, because)| {
            let principal = census.node(*node)?.arn.clone();
            Some(Undecided {
                principal,
                because: because.iter().cloned().collect(),
            })
        });
    account
        .into_iter()
        .chain(open.filter(|open| !settled.contains(&open.principal)))
        .collect()
}
