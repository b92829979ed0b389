//! Giving everything to another, and acting as that one.

use super::{Next, Seeker, Together};
use crate::census::Node;
use crate::change::{Change, Effect, GRANTING, LIFTING, State, is_limited};
use crate::engine::{Engine, Subject};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// How many limits of one principal are lifted.
const MOST_LIFTS: usize = 4;

/// For each actor on the way to another, the one after it.
type Ways = BTreeMap<usize, usize>;

impl Seeker<'_> {
    /// Who gives everything to somebody and acts as that one itself: one step.
    pub(super) fn grant_and_become(&mut self) {
        for index in self.principals() {
            let short = self.way(index).is_some_and(|reached| reached.length <= 1);
            let Some(subject) = self.actors.get(index).map(|actor| actor.subject) else {
                continue;
            };
            if short || !self.engine.has_any(subject, GRANTING.or(*LIFTING)) {
                continue;
            }
            for (given, change) in self.givable(index).iter() {
                if self
                    .engine
                    .becoming(&mut self.around, subject, *given)
                    .is_some()
                {
                    let together = Together {
                        giver: Vec::new(),
                        change: change.clone(),
                        given: vec![*given],
                    };
                    self.reach(index, 1, Next::Together(Box::new(together)));
                    break;
                }
            }
        }
    }

    /// The principals, not administrators, that an actor can give everything, and how.
    fn givable(&mut self, index: usize) -> Rc<[(usize, Change)]> {
        let Some(subject) = self.actors.get(index).map(|actor| actor.subject) else {
            return Rc::new([]);
        };
        let key = (subject.class, self.engine.who(subject));
        if let Some(cached) = self.givable.get(&key) {
            return cached.clone();
        }
        let mut givable = Vec::new();
        let to = [false, true].map(|role| self.engine.gives_to(subject, role));
        let lifts = self.engine.has_any(subject, *LIFTING);
        let is_open = |other: &usize| {
            let role = self.engine.census.node(*other).is_some_and(Node::is_role);
            to.get(usize::from(role)).is_some_and(|gives| *gives)
                || (lifts && self.is_limited(*other))
        };
        let others: Vec<usize> = self.principals().into_iter().filter(is_open).collect();
        for other in others {
            if self.is_administrator(other) {
                continue;
            }
            if let Some(change) = self.gives_all(subject, other) {
                givable.push((other, change));
            }
        }
        let givable: Rc<[(usize, Change)]> = givable.into();
        self.givable.insert(key, givable.clone());
        givable
    }

    /// A change by which a subject makes another an administrator.
    fn gives_all(&mut self, subject: Subject, other: usize) -> Option<Change> {
        let to = &self.actors.get(other)?.state;
        if let Some(grant) = self.engine.grant(subject, to) {
            // Whoever gives it and by which name, it says the same.
            let cached = self
                .raised
                .get(&other)
                .filter(|_| matches!(grant.effect, Effect::Everything(_)));
            let suffices = cached
                .copied()
                .unwrap_or_else(|| suffices(&mut self.engine, to, &grant));
            if matches!(grant.effect, Effect::Everything(_)) {
                self.raised.insert(other, suffices);
            }
            if suffices {
                return Some(grant);
            }
        }
        let gifts = self.engine.strong_gifts(subject, to);
        let gift = gifts
            .into_iter()
            .find(|change| suffices(&mut self.engine, to, change));
        gift.or_else(|| self.lifts_all(subject, other))
    }

    fn is_limited(&self, actor: usize) -> bool {
        self.actors
            .get(actor)
            .is_some_and(|actor| is_limited(self.engine.census, &actor.state))
    }

    /// A change by which a subject lifts what keeps another from everything: all of it at once,
    /// since nothing is won by a part.
    fn lifts_all(&mut self, subject: Subject, other: usize) -> Option<Change> {
        if !self.is_limited(other) {
            return None;
        }
        let mut state = self.actors.get(other)?.state.clone();
        let mut made: Option<Change> = None;
        for _ in 0..MOST_LIFTS {
            let change = self.engine.lifts(subject, &state).into_iter().next()?;
            state = state.after(self.engine.census, &change.effect);
            made = Some(match made {
                None => change,
                Some(before) => Change {
                    how: format!("{}, and {}", before.how, change.how),
                    asks: before.asks.into_iter().chain(change.asks).collect(),
                    ..before
                },
            });
            if self.engine.rise(&state).is_some() {
                return made;
            }
        }
        None
    }

    /// Whoever can act both as one who gives and as one who is given.
    pub(super) fn join_forces(&mut self) {
        let mut cached: BTreeMap<usize, Rc<Ways>> = BTreeMap::new();
        for giver in self.givers() {
            let givable = self.givable(giver);
            let others: Vec<_> = givable
                .iter()
                .filter(|(other, _)| *other != giver)
                .collect();
            if others.is_empty() {
                continue;
            }
            let in_reach = self.ways(giver);
            for (other, change) in others {
                let ways = cached
                    .get(other)
                    .cloned()
                    .unwrap_or_else(|| Rc::new(self.ways(*other)));
                cached.insert(*other, ways.clone());
                for start in in_reach.keys().copied().chain([giver]) {
                    let given = walk(&ways, start, *other).filter(|way| !way.is_empty());
                    let first = walk(&in_reach, start, giver);
                    if let (Some(giver), Some(given)) = (first, given) {
                        let length = giver.len() + 1;
                        let together = Together {
                            giver,
                            change: change.clone(),
                            given,
                        };
                        self.reach(start, length, Next::Together(Box::new(together)));
                    }
                }
            }
        }
    }

    /// Principals without a way of their own who may be able to give everything.
    fn givers(&self) -> Vec<usize> {
        let gives = |index: &usize| {
            let subject = self.actors.get(*index).map(|actor| actor.subject);
            !self.is_reached(*index)
                && subject
                    .is_some_and(|subject| self.engine.has_any(subject, GRANTING.or(*LIFTING)))
        };
        self.principals().into_iter().filter(gives).collect()
    }

    /// Everybody without a way of its own who can act as a principal.
    fn ways(&mut self, to: usize) -> Ways {
        let mut ways = Ways::new();
        let mut open = VecDeque::from([to]);
        while let Some(at) = open.pop_front() {
            let new = |seeker: &Self, actor: usize| !seeker.is_reached(actor) && actor != to;
            for actor in self.entries(at, new) {
                // What a principal makes of itself is its own doing.
                let is_whole = self
                    .actors
                    .get(actor)
                    .is_some_and(|actor| actor.from.is_none());
                if is_whole && !ways.contains_key(&actor) {
                    ways.insert(actor, at);
                    open.push_back(actor);
                }
            }
        }
        ways
    }

    /// Who can make somebody an administrator, though it is not seen to act as that one.
    pub(super) fn hand_out(&mut self) {
        for giver in self.givers() {
            let givable = self.givable(giver);
            if let Some((given, change)) = givable.iter().find(|(given, _)| *given != giver) {
                self.reach(giver, 1, Next::Hands(change.clone(), *given));
            }
        }
    }
}

fn suffices(engine: &mut Engine<'_>, to: &State, change: &Change) -> bool {
    let state = to.after(engine.census, &change.effect);
    engine.rise(&state).is_some()
}

/// The actors after `start` on the way to `end`.
fn walk(ways: &Ways, start: usize, end: usize) -> Option<Vec<usize>> {
    let mut way = Vec::new();
    let mut at = start;
    while at != end {
        at = *ways.get(&at)?;
        way.push(at);
    }
    Some(way)
}
