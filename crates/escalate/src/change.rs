//! Changes to what a principal may do, by whoever may make them.

mod grant;
mod lift;
mod partial;

pub(super) use grant::GRANTING;
pub(super) use lift::{LIFTING, is_limited};
pub(super) use partial::GIVING;

use super::ask::Ask;
use super::census::{Bound, Census, Held, Place};
use super::class::Key;
use super::engine::{Engine, Subject};

/// A principal with the policies it holds at some moment.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) node: usize,
    pub(super) held: Vec<Held>,
    pub(super) bound: Option<Bound>,
    pub(super) groups: Vec<usize>,
}

/// Something done to permissions.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The id of the known path, or a name of its own.
    pub(super) id: &'static str,
    /// What is done, in the words of a sentence that begins with who does it.
    pub(super) how: String,
    pub(super) asks: Vec<Ask>,
    pub(super) effect: Effect,
}

/// What a change leaves.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    /// A policy that allows everything, under this name.
    Everything(String),
    /// The policies of a group.
    Join(usize),
    /// A managed policy more.
    Attach(usize),
    /// Another version of a managed policy in force.
    Switch(usize, usize),
    /// A managed policy that now allows everything.
    Rewrite(usize),
    /// An inline policy that now allows everything.
    Overwrite(Place, usize),
    /// One policy less.
    Drop(Place, usize),
    /// A group less.
    Leave(usize),
    /// No boundary.
    Lift,
    /// Another principal that may do everything, and whom who did this can act as.
    Create,
}

impl State {
    pub(super) fn of(census: &Census, index: usize) -> Option<Self> {
        let node = census.node(index)?;
        let (held, groups) = (node.held.clone(), node.groups.clone());
        Some(State {
            node: index,
            held,
            bound: node.boundary,
            groups,
        })
    }

    /// The state after a change.
    pub(super) fn after(&self, census: &Census, effect: &Effect) -> State {
        let mut state = self.clone();
        match effect {
            Effect::Everything(name) => state.add(name, census.everything),
            Effect::Join(group) => {
                state.groups.push(*group);
                let held = census.groups.get(*group).map(|group| group.held.clone());
                state.held.extend(held.unwrap_or_default());
            }
            Effect::Attach(managed) => {
                if let Some(policy) = census.managed.get(*managed) {
                    let content = policy.content.unwrap_or(census.everything);
                    let place = Place::Attached(*managed);
                    state.held.push(Held {
                        name: policy.arn.as_str().into(),
                        content,
                        place,
                    });
                }
            }
            Effect::Switch(managed, content) => state.switch(*managed, *content),
            Effect::Rewrite(managed) => state.switch(*managed, census.everything),
            Effect::Overwrite(place, content) => {
                let same = |held: &&mut Held| held.place == *place && held.content == *content;
                state
                    .held
                    .iter_mut()
                    .filter(same)
                    .for_each(|held| held.content = census.everything);
            }
            Effect::Drop(place, content) => {
                state
                    .held
                    .retain(|held| held.place != *place || held.content != *content);
            }
            Effect::Leave(group) => {
                state.held.retain(|held| held.place.group() != Some(*group));
                state.groups.retain(|member| member != group);
            }
            Effect::Lift => state.bound = None,
            Effect::Create => {}
        }
        state
    }

    fn add(&mut self, name: &str, content: usize) {
        self.held.push(Held {
            name: name.into(),
            content,
            place: Place::Added,
        });
    }

    /// Puts another content in place of a managed policy's.
    fn switch(&mut self, managed: usize, content: usize) {
        for held in self
            .held
            .iter_mut()
            .filter(|held| held.place.managed() == Some(managed))
        {
            held.content = content;
        }
        if let Some(bound) = self.bound.as_mut().filter(|bound| bound.managed == managed) {
            bound.content = content;
        }
    }
}

impl Place {
    pub(super) fn managed(self) -> Option<usize> {
        match self {
            Place::Attached(managed) | Place::GroupAttached(_, managed) => Some(managed),
            _ => None,
        }
    }

    pub(super) fn group(self) -> Option<usize> {
        match self {
            Place::Group(group) | Place::GroupAttached(group, _) => Some(group),
            _ => None,
        }
    }
}

impl Engine<'_> {
    /// The subject that a state makes of its principal.
    pub(super) fn subject(&mut self, state: &State) -> Option<Subject> {
        let node = self.census.node(state.node)?;
        let contents = state.held.iter().map(|held| held.content);
        let key = Key::new(self.census, node, contents, state.bound);
        self.enrol(state.node, key)
    }

    /// Whether all that a change takes is allowed.
    pub(super) fn can_all(&mut self, subject: Subject, asks: &[Ask]) -> bool {
        asks.iter().all(|ask| self.can(subject, ask))
    }

    /// The ARN of a managed policy, where it is the account's own to change.
    pub(super) fn own_policy(&self, managed: usize) -> Option<&str> {
        let arn = self.census.managed.get(managed)?.arn.as_str();
        (!arn.contains(":iam::aws:")).then_some(arn)
    }
}
