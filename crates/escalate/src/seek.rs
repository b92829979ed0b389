//! The search: from the administrators back to everybody who gets there.
//!
//! Lengths are settled shortest first. A principal may reach an administrator by acting as
//! another, by changing its own permissions, or by giving everything to somebody whom it can act
//! as; who gets there by none of these, but can make somebody an administrator whom it is not seen
//! to act as, is told apart (`Next::Hands`).

mod actors;
mod together;

use super::acting::{INTO_ROLES, INTO_USERS, Surroundings};
use super::census::Census;
use super::change::{Change, State};
use super::engine::{Engine, Subject};
use super::quick::Map;
use super::standing::Standing;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::rc::Rc;

/// A principal, as it is or as it can make itself.
#[derive(Debug)]
pub(super) struct Actor {
    pub(super) state: State,
    pub(super) subject: Subject,
    /// The actor that changes itself into this one, and how.
    pub(super) from: Option<(usize, Change)>,
}

/// How an actor goes on.
#[derive(Clone, Debug)]
pub(super) enum Next {
    /// It is an administrator.
    Arrived,
    /// It gives itself everything.
    Rises(Vec<Change>),
    /// It acts as another.
    Becomes(usize),
    /// It changes itself.
    Changes(usize),
    /// It acts as one who can give everything to another, and acts as that one then.
    Together(Box<Together>),
    /// It gives everything to somebody whom it is not seen to act as.
    Hands(Change, usize),
}

/// One gives everything to another, and both can be acted as.
#[derive(Clone, Debug)]
pub(super) struct Together {
    /// The actors on the way to the one who gives.
    pub(super) giver: Vec<usize>,
    pub(super) change: Change,
    /// The actors on the way to the one who is given, itself last.
    pub(super) given: Vec<usize>,
}

/// Where an actor stands on its way.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    pub(super) length: usize,
    pub(super) next: Next,
}

/// Principals with the change that gives each everything.
type Gifts = Rc<[(usize, Change)]>;

/// The account under search.
pub(super) struct Seeker<'c> {
    pub(super) engine: Engine<'c>,
    pub(super) around: Surroundings,
    /// The principals in the order of the census, then what they can make of themselves.
    pub(super) actors: Vec<Actor>,
    reached: Vec<Option<Reached>>,
    settled: Vec<bool>,
    heap: BinaryHeap<Reverse<(usize, usize)>>,
    /// Actors that have some of the actions that lead to users, and to roles.
    leading: [Vec<usize>; 2],
    /// Actors by principal.
    by_node: HashMap<usize, Vec<usize>>,
    /// Whom a class (or a principal of it) can give everything.
    givable: HashMap<(usize, usize), Gifts>,
    /// Whether principals are administrators once they are given a policy that allows everything.
    raised: HashMap<usize, bool>,
}

impl<'c> Seeker<'c> {
    pub(super) fn new(engine: Engine<'c>) -> Self {
        let around = Surroundings::new(&engine);
        let mut seeker = Seeker {
            engine,
            around,
            actors: Vec::new(),
            reached: Vec::new(),
            settled: Vec::new(),
            heap: BinaryHeap::new(),
            leading: [Vec::new(), Vec::new()],
            by_node: HashMap::new(),
            givable: HashMap::new(),
            raised: HashMap::new(),
        };
        seeker.enlist();
        seeker
    }

    /// Finds every way, shortest first.
    pub(super) fn run(&mut self) {
        self.grant_and_become();
        self.settle();
        self.join_forces();
        self.settle();
        self.hand_out();
        self.settle();
    }

    /// Notes a way, where it is shorter than the one known and that one is not settled.
    pub(super) fn reach(&mut self, actor: usize, length: usize, next: Next) {
        if self.settled.get(actor).is_none_or(|settled| *settled) {
            return;
        }
        let before = self.length(actor);
        if let Some(reached) = self.reached.get_mut(actor).filter(|_| length < before) {
            *reached = Some(Reached { length, next });
            self.heap.push(Reverse((length, actor)));
        }
    }

    fn settle(&mut self) {
        while let Some(Reverse((length, index))) = self.heap.pop() {
            let Some(settled) = self.settled.get_mut(index).filter(|settled| !**settled) else {
                continue;
            };
            *settled = true;
            let Some(actor) = self.actors.get(index) else {
                continue;
            };
            match &actor.from {
                // Others can act as the principal, and the principal as what it makes of itself.
                Some((parent, _)) => self.reach(*parent, length + 1, Next::Changes(index)),
                None => self.spread(index, length),
            }
        }
    }

    fn spread(&mut self, to: usize, length: usize) {
        let later = |seeker: &Self, actor: usize| seeker.length(actor) > length + 1;
        for actor in self.entries(to, later) {
            self.reach(actor, length + 1, Next::Becomes(to));
        }
    }

    /// The actors, of those wanted, that can act as a principal.
    pub(super) fn entries(
        &mut self,
        to: usize,
        wanted: impl Fn(&Self, usize) -> bool,
    ) -> Vec<usize> {
        let Some(node) = self.engine.census.node(to) else {
            return Vec::new();
        };
        let trust = self.around.trust(node).filter(|_| node.is_role());
        let personal = trust.is_some_and(|trust| trust.personal);
        let named: Vec<usize> = trust
            .iter()
            .flat_map(|trust| &trust.named)
            .copied()
            .collect();
        let open = trust.is_some_and(|trust| trust.open);
        let leading = self
            .leading
            .get(usize::from(node.is_role()))
            .cloned()
            .unwrap_or_default();
        let by_name = named
            .iter()
            .filter_map(|node| self.by_node.get(node))
            .flatten()
            .copied();
        let mut candidates: Vec<usize> = match open {
            true => (0..self.actors.len()).collect(),
            false => by_name.chain(leading).collect(),
        };
        candidates.sort_unstable();
        candidates.dedup();
        let mut answers: Map<(usize, usize), bool> = Map::default();
        let mut entries = Vec::new();
        for index in candidates {
            let Some(subject) = self.actors.get(index).map(|actor| actor.subject) else {
                continue;
            };
            if subject.node == to || !wanted(self, index) {
                continue;
            }
            let alone = personal || named.contains(&subject.node);
            let who = if alone {
                subject.node
            } else {
                self.engine.who(subject)
            };
            let answer = answers.get(&(subject.class, who)).copied();
            let answer = answer.unwrap_or_else(|| {
                let answer = self
                    .engine
                    .becoming(&mut self.around, subject, to)
                    .is_some();
                answers.insert((subject.class, who), answer);
                answer
            });
            if answer {
                entries.push(index);
            }
        }
        entries
    }

    /// Whether a way is known for an actor.
    pub(super) fn is_reached(&self, actor: usize) -> bool {
        self.way(actor).is_some()
    }

    /// How an actor goes on, where a way is known.
    pub(super) fn way(&self, actor: usize) -> Option<&Reached> {
        self.reached.get(actor)?.as_ref()
    }

    /// How long its way is.
    fn length(&self, actor: usize) -> usize {
        self.way(actor).map_or(usize::MAX, |reached| reached.length)
    }

    /// The principals, for whom ways are sought: not those that only AWS acts as.
    pub(super) fn principals(&self) -> Vec<usize> {
        let census: &Census = self.engine.census;
        let acts = |index: &usize| {
            census
                .node(*index)
                .is_some_and(|node| !node.is_service_linked())
        };
        (0..census.nodes.len()).filter(acts).collect()
    }

    pub(super) fn is_administrator(&self, actor: usize) -> bool {
        matches!(
            self.way(actor),
            Some(Reached {
                next: Next::Arrived,
                ..
            })
        )
    }

    fn lists(&mut self, index: usize, subject: Subject) {
        let [users, roles] = &mut self.leading;
        if self.engine.has_any(subject, *INTO_USERS) {
            users.push(index);
        }
        if self.engine.has_any(subject, *INTO_ROLES) {
            roles.push(index);
        }
        self.by_node.entry(subject.node).or_default().push(index);
    }

    fn standing(&mut self, subject: Subject) -> Standing {
        self.engine.standing(subject)
    }
}
