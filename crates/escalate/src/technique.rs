//! Ways to run code as a role: what each needs, and whose role it ends with.
//!
//! The ids are those of pathfinding.cloud (Apache-2.0), where it lists the way; the rest have
//! names of their own and follow from AWS's documentation of the services.

mod passing;
mod profile;
mod running;

use super::compute::Kind;

/// A way to run code as a role.
#[derive(Debug)]
pub(super) struct Technique {
    pub(super) id: &'static str,
    /// What is done; `{}` stands for the role.
    pub(super) does: &'static str,
    /// What must be allowed, beside `iam:PassRole` where a role is passed.
    pub(super) needs: &'static [&'static str],
    pub(super) way: Way,
}

/// Whose role the code runs with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    /// A role of one's choice, passed to a service.
    Pass(&'static Service),
    /// The same, but something of these kinds must be there.
    PassBeside(&'static Service, &'static [Kind]),
    /// The role of something of these kinds that is there.
    Run(&'static [Kind]),
    /// A role of one's choice that the service trusts; another passes it.
    Choose(&'static Service),
}

/// A service that runs code with a role.
#[derive(Debug)]
pub(super) struct Service {
    /// What `iam:PassedToService` may be.
    pub(super) passed_to: &'static [&'static str],
    /// Whom the role must trust: one of these.
    pub(super) trusted: &'static [&'static str],
    /// Whether the role must be in an instance profile.
    pub(super) profile: bool,
}

impl Way {
    /// The service that the role must trust.
    pub(super) fn service(self) -> Option<&'static Service> {
        match self {
            Way::Pass(service) | Way::PassBeside(service, _) | Way::Choose(service) => {
                Some(service)
            }
            Way::Run(_) => None,
        }
    }

    /// Whether the role is passed by who does this.
    pub(super) fn passes(self) -> bool {
        matches!(self, Way::Pass(_) | Way::PassBeside(..))
    }
}

/// Every technique, known ones first.
pub(super) fn techniques() -> impl Iterator<Item = &'static Technique> {
    passing::PASSING
        .iter()
        .chain(&running::RUNNING)
        .chain(&profile::PROFILES)
}

/// The services that a technique passes roles to, by principal.
pub(super) fn services() -> impl Iterator<Item = &'static str> {
    techniques()
        .filter_map(|technique| technique.way.service())
        .flat_map(|service| service.trusted)
        .copied()
}

const fn technique(
    id: &'static str,
    way: Way,
    needs: &'static [&'static str],
    does: &'static str,
) -> Technique {
    Technique {
        id,
        does,
        needs,
        way,
    }
}
