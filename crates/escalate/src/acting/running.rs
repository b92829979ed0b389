//! How a principal has code or calls of its choice run with a role.

use super::{Move, PASS, Surroundings};
use crate::action::Actions;
use crate::ask::{Ask, Pin};
use crate::assignment::is_reserved;
use crate::census::Census;
use crate::compute::Kind;
use crate::engine::{Engine, Subject};
use crate::technique::{Technique, Way, techniques};
use std::rc::Rc;
use std::sync::LazyLock;

/// Techniques with the actions that each takes.
pub(super) static TAKEN: LazyLock<Vec<(&'static Technique, Actions)>> = LazyLock::new(|| {
    let passes = |technique: &Technique| {
        if technique.way.passes() {
            *PASS
        } else {
            Actions::default()
        }
    };
    techniques()
        .map(|technique| {
            (
                technique,
                Actions::of(&technique.needs).or(passes(technique)),
            )
        })
        .collect()
});

impl Surroundings {
    /// The techniques that a subject has what it takes for, but for the role: what is not allowed
    /// on anything is not allowed on what is there.
    fn feasible(&mut self, engine: &mut Engine<'_>, subject: Subject) -> Rc<[&'static Technique]> {
        let key = (subject.class, engine.who(subject));
        if let Some(cached) = self.feasible.get(&key) {
            return cached.clone();
        }
        let may = |(technique, taken): &(&'static Technique, Actions)| {
            let all = engine.has_all(subject, *taken)
                && technique
                    .needs
                    .iter()
                    .all(|action| engine.may(subject, action, None));
            all.then_some(*technique)
        };
        let feasible: Rc<[&'static Technique]> = TAKEN.iter().filter_map(may).collect();
        self.feasible.insert(key, feasible.clone());
        feasible
    }
}

impl Engine<'_> {
    /// The subject has code of its choice run with the role.
    pub(super) fn running_as(
        &mut self,
        around: &mut Surroundings,
        subject: Subject,
        to: usize,
    ) -> Option<Move> {
        let feasible = around.feasible(self, subject);
        if feasible.is_empty() {
            return None;
        }
        let passes = self.sees(subject, *PASS, "iam:PassRole", self.census.node(to)?);
        let mut feasible = feasible
            .iter()
            .filter(|technique| passes || !technique.way.passes());
        feasible.find_map(|technique| self.runs(around, technique, subject, to))
    }

    fn runs(
        &mut self,
        around: &Surroundings,
        technique: &'static Technique,
        subject: Subject,
        to: usize,
    ) -> Option<Move> {
        let node = self.census.node(to)?;
        let mut asks = Vec::new();
        if let Some(service) = technique.way.service() {
            let trust = around.trust(node)?;
            let trusted = service
                .trusted
                .iter()
                .any(|name| trust.services.contains(name));
            if !trusted || (service.profile && !node.in_profile) {
                return None;
            }
            if technique.way.passes() {
                asks.push(self.passing(subject, to, &service.passed_to)?);
            }
        }
        let pins = match &technique.way {
            Way::Pass(_) | Way::Choose(_) => vec![None],
            Way::Held(_) if self.is_in_use => vec![None],
            Way::Assigned if is_reserved(node) && self.manages_identity_center(subject) => {
                vec![None]
            }
            Way::Held(_) | Way::Assigned | Way::PermissionSet { .. } | Way::Engine => return None,
            Way::PassBeside(_, kinds) => self.pins(0..self.census.running.len(), kinds),
            Way::Run(kinds) => self.pins(around.running.get(&to)?.iter().copied(), kinds),
        };
        let pin = pins.into_iter().find(|pin| {
            technique
                .needs
                .iter()
                .all(|action| self.may(subject, action, pin.as_ref()))
        })?;
        for action in &technique.needs {
            let needed = self.asks(action, pin.as_ref());
            for either in needed {
                asks.extend(either.into_iter().find(|ask| self.can(subject, ask)));
            }
        }
        let how = technique
            .does
            .replace("{}", &format!("`{}`", Census::short(&node.arn)));
        Some(Move {
            id: technique.id,
            how,
            asks,
        })
    }

    /// Passing a role to one of these services.
    fn passing(&mut self, subject: Subject, role: usize, services: &[&str]) -> Option<Ask> {
        let china = self.census.partition == "aws-cn";
        let suffixes: &[&str] = if china { &["", ".cn"] } else { &[""] };
        let names = services
            .iter()
            .flat_map(|name| suffixes.iter().map(move |suffix| format!("{name}{suffix}")));
        let plain = Ask::on("iam:PassRole", self.census, role);
        names
            .map(|name| plain.clone().with("iam:passedtoservice", Some(&name)))
            .find(|ask| self.can(subject, ask))
    }

    /// What of these kinds is among the things that run.
    fn pins(&self, among: impl Iterator<Item = usize>, kinds: &[Kind]) -> Vec<Option<Pin>> {
        let things = among.filter_map(|index| self.census.running.get(index));
        let pin = |pattern: &str, kind: Kind| Pin {
            resource_type: kind.resource_type(),
            pattern: pattern.into(),
        };
        let of_kind = things.filter_map(|thing| {
            let kind = thing.kind.filter(|kind| kinds.contains(kind))?;
            Some(Some(pin(&thing.pattern, kind)))
        });
        of_kind.collect()
    }
}
