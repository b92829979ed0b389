//! Questions about what a principal may do, each asked once.

use super::action::Actions;
use super::ask::{Ask, Demand, Pin};
use super::census::{Census, Content, Node};
use super::class::{CallerKeys, Class, Glance, Key, Meetings, Wanted};
use super::quick::Map;
use policy::Budget;
use policy::Possibility;
use policy::parts::{Circumstances, Wish, possible_under};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// A principal in a state of its policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Subject {
    pub(super) node: usize,
    pub(super) class: usize,
}

/// The account with what has been found out.
pub(super) struct Engine<'c> {
    pub(super) census: &'c Census,
    classes: Vec<Class<'c>>,
    /// What is known of the principals, by class and principal.
    callers: Map<Subject, CallerKeys>,
    meetings: Meetings,
    by_key: HashMap<Key, usize>,
    demands: Map<&'static str, Rc<Demand>>,
    /// Answers by class (and principal, where that matters), action and pinned resource.
    answers: Map<Question, bool>,
    /// Questions that stayed open, by principal.
    pub(super) undecided: BTreeMap<usize, BTreeSet<String>>,
    /// Whether a role that trusts a service shows that the service was given it: so it is in an
    /// account, and not on the stage that a single policy is tried on.
    pub(super) is_in_use: bool,
    pub(super) not_before: Option<i64>,
    pub(super) budget: Budget,
    /// Policies that allow everything, by ARN.
    pub(super) full: Rc<[String]>,
    /// Whether classes (or principals of them) can escape all their conditional denials at once.
    pub(super) escapes: Map<(usize, usize), bool>,
    pub(super) standings: Map<(usize, usize), super::standing::Standing>,
}

/// Class, principal (where that matters), action and pinned resource.
type Question = (usize, usize, &'static str, Option<Rc<str>>);

/// Stands for "whichever principal".
const ANYBODY: usize = usize::MAX;

impl<'c> Engine<'c> {
    pub(super) fn new(census: &'c Census, budget: Budget) -> Self {
        let mut engine = Engine {
            census,
            classes: Vec::new(),
            callers: Map::default(),
            meetings: Meetings::default(),
            by_key: HashMap::new(),
            demands: Map::default(),
            answers: Map::default(),
            undecided: BTreeMap::new(),
            is_in_use: true,
            // Nothing happens before this program knew what it knows, so that what a policy
            // allowed only in the past is over, without a clock.
            not_before: policy::catalogue::not_before(),
            budget,
            full: full_policies(census),
            escapes: Map::default(),
            standings: Map::default(),
        };
        for (node, doubt) in &census.doubts {
            engine.doubt(*node, doubt.clone());
        }
        engine
    }

    pub(super) fn doubt(&mut self, node: usize, why: String) {
        self.undecided.entry(node).or_default().insert(why);
    }

    /// The subject that a principal is, with a class for these policies.
    pub(super) fn enrol(&mut self, node: usize, key: Key) -> Option<Subject> {
        let keys = CallerKeys::new(self.census, self.census.node(node)?, &key.identity);
        let known_class = self.by_key.get(&key).copied();
        let class = known_class.unwrap_or_else(|| {
            self.classes
                .push(Class::new(self.census, key.clone(), &keys));
            self.by_key.insert(key, self.classes.len() - 1);
            self.classes.len() - 1
        });
        let subject = Subject { node, class };
        self.callers.insert(subject, keys);
        Some(subject)
    }

    /// What is known of a subject whatever it does.
    pub(super) fn caller_keys(&self, subject: Subject) -> Option<&CallerKeys> {
        self.callers.get(&subject)
    }

    /// A class; every subject has one.
    pub(super) fn class(&self, subject: Subject) -> Option<&Class<'c>> {
        self.classes.get(subject.class)
    }

    /// Whether some of these actions may be allowed at all.
    pub(super) fn has_any(&self, subject: Subject, actions: Actions) -> bool {
        self.class(subject)
            .is_some_and(|class| class.allows.meets(actions))
    }

    /// Whether each of these actions may be allowed at all.
    pub(super) fn has_all(&self, subject: Subject, actions: Actions) -> bool {
        self.class(subject)
            .is_some_and(|class| class.allows.includes(actions))
    }

    /// Whether a glance leaves it open, or says, that a subject may do something to a principal.
    pub(super) fn sees(&self, subject: Subject, bit: Actions, action: &str, to: &Node) -> bool {
        self.glance(subject, Wanted::on(bit, action, to)) != Glance::No
    }

    pub(super) fn glance(&self, subject: Subject, wanted: Wanted<'_>) -> Glance {
        match (self.class(subject), self.caller_keys(subject)) {
            (Some(class), Some(keys)) => class.glance(wanted, keys, &self.meetings),
            _ => Glance::No,
        }
    }

    /// Whether the answers about a subject are its own alone.
    pub(super) fn is_personal(&self, subject: Subject) -> bool {
        self.class(subject).is_none_or(|class| class.personal)
    }

    /// Whom answers about a subject hold for: itself, or anybody of its class.
    pub(super) fn who(&self, subject: Subject) -> usize {
        if self.is_personal(subject) {
            subject.node
        } else {
            ANYBODY
        }
    }

    /// Whether a subject may do something.
    pub(super) fn can(&mut self, subject: Subject, ask: &Ask) -> bool {
        match self.glance_at(subject, ask) {
            Glance::No => false,
            Glance::Yes => true,
            // What takes no resource takes all of them in a policy.
            Glance::Some if !ask.whole => true,
            _ => match self.possibility(subject, ask) {
                Possibility::Never => false,
                Possibility::By(_) => true,
                Possibility::Undecided => {
                    let what = format!(
                        "whether it may do `{}` on `{}` is not settled",
                        ask.action, ask.resource
                    );
                    self.doubt(subject.node, what);
                    false
                }
            },
        }
    }

    fn glance_at(&mut self, subject: Subject, ask: &Ask) -> Glance {
        // The trust policy may allow what the caller's own policies do not speak of.
        if ask.trust.is_some() || ask.made_trust.is_some() {
            return Glance::Unsure;
        }
        let bit = Actions::one(ask.action);
        let tags = ask
            .target
            .and_then(|target| self.census.node(target))
            .and_then(|node| node.tags.as_deref());
        let wanted = Wanted {
            bit,
            action: ask.action,
            resource: &ask.resource,
            tags,
            escaped: false,
        };
        let glance = self.glance(subject, wanted);
        let free = ask.fixed.is_empty() && ask.target.is_none();
        if glance == Glance::Unsure && free && self.can_escape_all(subject) {
            return self.glance(
                subject,
                Wanted {
                    escaped: true,
                    ..wanted
                },
            );
        }
        glance
    }

    pub(super) fn possibility(&self, subject: Subject, ask: &Ask) -> Possibility {
        let (Some(class), Some(node)) = (self.class(subject), self.census.node(subject.node))
        else {
            return Possibility::Never;
        };
        let mut policies = class.policies(self.census);
        let trust = ask.trust.and_then(|trust| self.census.contents.get(trust));
        policies.resource = trust.map(|content| &content.policy).or(ask.made_trust);
        let wish = Wish {
            caller: &node.caller,
            action: ask.action,
            resource: &ask.resource,
            owner: Some(&self.census.account),
            whole: ask.whole,
        };
        let mut fixed = ask.fixed.clone();
        fixed.extend(self.tags(subject, ask));
        let under = Circumstances {
            fixed,
            not_before: self.not_before,
        };
        possible_under(&wish, &policies, &under, &self.budget)
    }

    /// Whether a subject may do an action as far as it takes: on every resource that the action
    /// needs, with one of them pinned down.
    pub(super) fn may(
        &mut self,
        subject: Subject,
        action: &'static str,
        pin: Option<&Pin>,
    ) -> bool {
        if !self.has_all(subject, Actions::one(action)) {
            return false;
        }
        let key = (
            subject.class,
            self.who(subject),
            action,
            pin.map(|pin| pin.pattern.clone()),
        );
        if let Some(answer) = self.answers.get(&key) {
            return *answer;
        }
        let answer = self
            .asks(action, pin)
            .iter()
            .all(|either| either.iter().any(|ask| self.can(subject, ask)));
        self.answers.insert(key, answer);
        answer
    }

    /// What doing an action takes: of each list one.
    pub(super) fn asks(&mut self, action: &'static str, pin: Option<&Pin>) -> Vec<Vec<Ask>> {
        let census = self.census;
        let demand = self
            .demands
            .entry(action)
            .or_insert_with(|| Rc::new(Demand::new(action, census)));
        demand.asks(action, pin)
    }
}

/// Policies that allow everything, by ARN; AWS's own first.
fn full_policies(census: &Census) -> Rc<[String]> {
    let full = |content: &Content| matches!(content.policy.clauses(), [one] if one.is_everything());
    let managed = census.managed.iter();
    let managed = managed.filter(|policy| {
        policy
            .content
            .and_then(|at| census.contents.get(at))
            .is_some_and(full)
    });
    let mut arns: Vec<String> = managed.map(|policy| policy.arn.clone()).collect();
    arns.sort_by_key(|arn| !arn.contains(":iam::aws:"));
    arns.into()
}

#[cfg(test)]
mod tests;
