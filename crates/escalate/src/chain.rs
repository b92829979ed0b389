//! From the ways found to what is told: steps, each with its permissions and statements.

use super::ask::Ask;
use super::census::{Census, Held};
use super::change::{Change, State};
use super::engine::{Engine, Subject};
use super::seek::{Next, Seeker, Together};
use super::{Cited, Path, Step};
use policy::Possibility;
use policy::{PolicyKind, Reason, authorize};

/// What a step takes, by whom, in which state.
struct Deed<'d> {
    state: &'d State,
    subject: Subject,
    asks: &'d [Ask],
}

impl Seeker<'_> {
    /// The way of a principal that has one.
    pub(super) fn path(&mut self, start: usize) -> Option<Path> {
        let mut path = Path {
            from: self.arn(start),
            to: self.arn(start),
            steps: Vec::new(),
            assuming: None,
        };
        let mut at = start;
        // Every step of the way is shorter than the one before.
        loop {
            let reached = self.way(at)?.clone();
            at = match reached.next {
                Next::Arrived => {
                    path.to = self.arn(at);
                    return Some(path);
                }
                Next::Becomes(to) => {
                    let step = self.becomes(at, to)?;
                    path.steps.push(step);
                    to
                }
                Next::Changes(to) => {
                    let (_, change) = self.actors.get(to)?.from.clone()?;
                    let state = self.actors.get(at)?.state.clone();
                    let step = self.changes(&state, &change, None)?;
                    path.steps.push(step);
                    to
                }
                Next::Rises(changes) => {
                    self.rises_to(&mut path, at, &changes)?;
                    return Some(path);
                }
                Next::Together(together) => {
                    self.joins(&mut path, at, &together)?;
                    return Some(path);
                }
                Next::Hands(change, given) => {
                    let state = self.actors.get(at)?.state.clone();
                    path.assuming = Some(format!(
                        "who holds `{}` can also act as `{}`, which nothing here shows",
                        Census::short(&self.arn(at)),
                        Census::short(&self.arn(given)),
                    ));
                    let step = self.changes(&state, &change, Some(path.from.clone()))?;
                    path.steps.push(step);
                    return Some(path);
                }
            };
        }
    }

    /// The principal makes itself an administrator, and whoever acts as it with it.
    fn rises_to(&mut self, path: &mut Path, at: usize, changes: &[Change]) -> Option<()> {
        let mut state = self.actors.get(at)?.state.clone();
        for (number, change) in changes.iter().enumerate() {
            let last = (number + 1 == changes.len()).then(|| path.from.clone());
            let step = self.changes(&state, change, last)?;
            path.steps.push(step);
            state = state.after(self.engine.census, &change.effect);
        }
        Some(())
    }

    fn joins(&mut self, path: &mut Path, start: usize, together: &Together) -> Option<()> {
        let mut at = start;
        for next in &together.giver {
            let step = self.becomes(at, *next)?;
            path.steps.push(step);
            at = *next;
        }
        let state = self.actors.get(at)?.state.clone();
        let mut step = self.changes(&state, &together.change, Some(path.from.clone()))?;
        let mut from = start;
        for next in &together.given {
            let entry = self.becomes(from, *next)?;
            step.via = known_pair(&step.via, &entry.via);
            step.how = format!("{}; {} {}", step.how, path_word(from == start), entry.how);
            step.permissions.extend(entry.permissions);
            step.statements.extend(entry.statements);
            from = *next;
        }
        step.permissions.dedup();
        path.steps.push(step);
        Some(())
    }

    fn becomes(&mut self, from: usize, to: usize) -> Option<Step> {
        let (state, subject) = self
            .actors
            .get(from)
            .map(|actor| (actor.state.clone(), actor.subject))?;
        let entry = self.engine.becoming(&mut self.around, subject, to)?;
        let deed = Deed {
            state: &state,
            subject,
            asks: &entry.asks,
        };
        let (permissions, statements) = self.engine.cite(&deed);
        let (from, to) = (self.arn(from), self.arn(to));
        Some(Step {
            from,
            to,
            via: entry.id.into(),
            how: entry.how,
            permissions,
            statements,
        })
    }

    fn changes(&mut self, state: &State, change: &Change, to: Option<String>) -> Option<Step> {
        let subject = self.engine.subject(state)?;
        let deed = Deed {
            state,
            subject,
            asks: &change.asks,
        };
        let (permissions, statements) = self.engine.cite(&deed);
        let from = self.engine.census.node(state.node)?.arn.clone();
        let to = to.unwrap_or_else(|| from.clone());
        Some(Step {
            from,
            to,
            via: change.id.into(),
            how: change.how.clone(),
            permissions,
            statements,
        })
    }

    fn arn(&self, actor: usize) -> String {
        let node = self
            .actors
            .get(actor)
            .and_then(|actor| self.engine.census.node(actor.state.node));
        node.map(|node| node.arn.clone()).unwrap_or_default()
    }
}

fn path_word(first: bool) -> &'static str {
    if first { "then" } else { "as which it" }
}

/// Giving everything to somebody and acting as that one: known paths of two parts.
const PAIRS: [(&str, &str, &str); 9] = [
    ("iam-023", "sts-001", "iam-023"),
    ("iam-009", "sts-001", "iam-014"),
    ("iam-008", "iam-002", "iam-015"),
    ("iam-001", "sts-001", "iam-016"),
    ("iam-005", "sts-001", "iam-017"),
    ("iam-007", "iam-002", "iam-018"),
    ("iam-009", "iam-012", "iam-019"),
    ("iam-001", "iam-012", "iam-020"),
    ("iam-005", "iam-012", "iam-021"),
];

fn known_pair(one: &str, other: &str) -> String {
    let pair = PAIRS
        .iter()
        .find(|(first, second, _)| (*first, *second) == (one, other));
    pair.map_or_else(
        || format!("{one}+{other}"),
        |(_, _, pair)| (*pair).to_owned(),
    )
}

impl Engine<'_> {
    /// The permissions a deed takes and the statements that give them.
    fn cite(&self, deed: &Deed<'_>) -> (Vec<String>, Vec<Cited>) {
        let (mut permissions, mut statements): (Vec<String>, Vec<Cited>) = (Vec::new(), Vec::new());
        for ask in deed.asks {
            // A trust policy that names its caller is all that assuming takes.
            let made = ask.made_trust.is_some();
            if !made
                && !permissions
                    .iter()
                    .any(|permission| permission == ask.action)
            {
                permissions.push(ask.action.to_owned());
            }
            for cited in self.statements(deed, ask).into_iter().filter(|_| !made) {
                if !statements.contains(&cited) {
                    statements.push(cited);
                }
            }
        }
        (permissions, statements)
    }

    fn statements(&self, deed: &Deed<'_>, ask: &Ask) -> Vec<Cited> {
        let Some(class) = self.class(deed.subject) else {
            return Vec::new();
        };
        let Possibility::By(request) = self.possibility(deed.subject, ask) else {
            return Vec::new();
        };
        let mut policies = class.policies(self.census);
        let trust = ask.trust.and_then(|trust| self.census.contents.get(trust));
        policies.resource = trust.map(|content| &content.policy).or(ask.made_trust);
        let decision = authorize(&request, &policies);
        let name = |reason: &Reason| match reason.kind? {
            PolicyKind::Identity => {
                let content = *class.key.identity.get(reason.policy?)?;
                let held = deed
                    .state
                    .held
                    .iter()
                    .find(|held: &&Held| held.content == content)?;
                Some(held.name.to_string())
            }
            PolicyKind::Resource => {
                Some(format!("trust policy of {}", Census::short(&ask.resource)))
            }
            _ => None,
        };
        let cited = |reason: &Reason| {
            let sid = reason.sid.clone().filter(|sid| !sid.is_empty());
            Some(Cited {
                policy: name(reason)?,
                statement: reason.statement?,
                sid,
                allows: ask.action.into(),
            })
        };
        decision.because.iter().filter_map(cited).collect()
    }
}
