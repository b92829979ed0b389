//! Ways to run code or make calls as a role: what each needs, and whose role it ends with.
//!
//! The rows are `data/techniques.tsv` and `data/services.tsv`; a test holds each against the
//! catalogue of actions, and every action of the catalogue that starts code or changes identity
//! against `data/candidates.tsv`.

use super::compute::Kind;
use std::sync::LazyLock;

/// A way to run code as a role.
#[derive(Debug)]
pub(super) struct Technique {
    pub(super) id: &'static str,
    /// What is done; `{}` stands for the role.
    pub(super) does: &'static str,
    /// What must be allowed, beside `iam:PassRole` where a role is passed.
    pub(super) needs: Vec<&'static str>,
    pub(super) way: Way,
    /// AWS's page of the operation that decides.
    source: &'static str,
}

/// Whose role the code runs with.
#[derive(Debug)]
pub(super) enum Way {
    /// A role of one's choice, passed to a service.
    Pass(&'static Service),
    /// The same, but something of these kinds must be there.
    PassBeside(&'static Service, Vec<Kind>),
    /// The role of something of these kinds that is there.
    Run(Vec<Kind>),
    /// A role of one's choice that the service trusts; another passes it.
    Choose(&'static Service),
    /// A role that the service was given: one becomes who gets it, or changes what runs with it.
    Held(&'static Service),
    /// A role that Identity Center made of a permission set.
    Assigned,
    /// No role that is there, but a permission set that comes to allow everything.
    PermissionSet { assigned: bool },
    /// What the modules of the engine know by themselves.
    Engine,
}

/// A service that runs code with a role.
#[derive(Debug)]
pub(super) struct Service {
    key: &'static str,
    /// Whom the role must trust: one of these.
    pub(super) trusted: Vec<&'static str>,
    /// What `iam:PassedToService` may be.
    pub(super) passed_to: Vec<&'static str>,
    /// Whether the role must be in an instance profile.
    pub(super) profile: bool,
}

static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
    rows(include_str!("../data/services.tsv"))
        .filter_map(service)
        .collect()
});

static TECHNIQUES: LazyLock<Vec<Technique>> = LazyLock::new(|| {
    rows(include_str!("../data/techniques.tsv"))
        .filter_map(technique)
        .collect()
});

/// The lines of a table but for its comments.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn service(row: &'static str) -> Option<Service> {
    let mut cells = row.split('\t');
    let key = cells.next()?;
    let (trusted, passed_to) = (words(cells.next()?), words(cells.next()?));
    Some(Service {
        key,
        trusted,
        passed_to,
        profile: cells.next()? == "profile",
    })
}

fn technique(row: &'static str) -> Option<Technique> {
    let mut cells = row.split('\t');
    let (id, way, service) = (cells.next()?, cells.next()?, cells.next()?);
    let kinds = cells.next()?.split(',').filter_map(Kind::named).collect();
    let service = SERVICES.iter().find(|one| one.key == service);
    let way = match way {
        "pass" => Way::Pass(service?),
        "beside" => Way::PassBeside(service?, kinds),
        "run" => Way::Run(kinds),
        "choose" => Way::Choose(service?),
        "held" => Way::Held(service?),
        "assigned" => Way::Assigned,
        "permission-set" => Way::PermissionSet { assigned: false },
        "assigned-permission-set" => Way::PermissionSet { assigned: true },
        "engine" => Way::Engine,
        _ => return None,
    };
    let (needs, does, source) = (words(cells.next()?), cells.next()?, cells.next()?);
    Some(Technique {
        id,
        does,
        needs,
        way,
        source,
    })
}

fn words(text: &'static str) -> Vec<&'static str> {
    text.split(' ').collect()
}

impl Way {
    /// The service that the role must trust.
    pub(super) fn service(&self) -> Option<&'static Service> {
        match self {
            Way::Pass(service)
            | Way::PassBeside(service, _)
            | Way::Choose(service)
            | Way::Held(service) => Some(service),
            Way::Run(_) | Way::Assigned | Way::PermissionSet { .. } | Way::Engine => None,
        }
    }

    /// Whether the role is passed by who does this.
    pub(super) fn passes(&self) -> bool {
        matches!(self, Way::Pass(_) | Way::PassBeside(..))
    }

    /// Whether it leads to a role that is there.
    fn leads_to_a_role(&self) -> bool {
        !matches!(self, Way::PermissionSet { .. } | Way::Engine)
    }
}

/// Every technique by which one acts as a role, known ones first.
pub(super) fn techniques() -> impl Iterator<Item = &'static Technique> {
    TECHNIQUES
        .iter()
        .filter(|technique| technique.way.leads_to_a_role())
}

/// The ways to everything by a permission set, with whether it must be assigned already.
pub(super) fn permission_sets() -> impl Iterator<Item = (&'static Technique, bool)> {
    TECHNIQUES
        .iter()
        .filter_map(|technique| match technique.way {
            Way::PermissionSet { assigned } => Some((technique, assigned)),
            _ => None,
        })
}

/// The actions of every way.
pub(super) fn needed() -> impl Iterator<Item = &'static str> {
    TECHNIQUES
        .iter()
        .flat_map(|technique| &technique.needs)
        .copied()
}

/// The services that a technique passes roles to, by principal.
pub(super) fn services() -> impl Iterator<Item = &'static str> {
    SERVICES
        .iter()
        .flat_map(|service| &service.trusted)
        .copied()
}

/// Where AWS describes the operation by which a way goes, as a step names it
/// ([`via`](super::Step::via)).
#[must_use]
pub fn source(via: &str) -> Option<&'static str> {
    TECHNIQUES
        .iter()
        .find(|technique| technique.id == via)
        .map(|technique| technique.source)
}

#[cfg(test)]
mod tests;
