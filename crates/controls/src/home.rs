//! Which function judges a control: the one that reads what the control is about.
use model::own::SettingsException;
use model::settings::Exception;
use model::{Demand, Finding, Home, Kind, glob};

use crate::{Controls, all, is_slow};

/// What a function reads of another one's services as context of its own controls: lists, and
/// facts that cost one call an account or come with a list. Never a fact that costs a call for
/// each resource: that has one reader.
pub const CONTEXT: &[(Home, &str, &str)] = &[
    (
        Home::Encryption,
        "account.organization",
        "a key policy that admits the whole organisation does not admit strangers",
    ),
    (
        Home::Encryption,
        "account.organization-accounts",
        "use of a key by an account of the organisation is not use by a stranger",
    ),
    (
        Home::S3,
        "account.organization",
        "a policy that admits the whole organisation does not admit strangers",
    ),
    (
        Home::S3,
        "account.organization-accounts",
        "access by an account of the organisation is not access by a stranger",
    ),
];

/// The controls that a function judges, by sweep, by event or by a job of their own.
#[must_use]
pub fn run_by(home: Home) -> Controls {
    let mut controls = all();
    controls.retain(|control| control.service().home == Some(home));
    controls
}

/// The controls that a function judges by sweep and by event.
#[must_use]
pub fn swept_by(home: Home) -> Controls {
    let mut controls = run_by(home);
    controls.retain(|control| !is_slow(*control));
    controls
}

/// The part of the ledger that keeps a finding: the service that its control is about, whichever
/// function judged it. A finding about an exception is kept with the first control that the
/// exception names.
#[must_use]
pub fn part_of(control: &dyn Demand, finding: &Finding) -> &'static str {
    let own = control.service().id;
    if control.kind().id != SettingsException::ID {
        return own;
    }
    let words = finding.part.as_deref().unwrap_or_default();
    let pattern = Exception::control_in(words);
    let mut named = all().into_iter();
    let named = named.find(|one| glob(pattern, one.id()));
    named.map_or(own, |one| one.service().id)
}

/// The parts of the ledger that these controls' findings are kept in.
#[must_use]
pub fn parts(controls: &Controls) -> Vec<&'static str> {
    let mut parts: Vec<_> = controls.iter().map(|one| one.service().id).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

#[cfg(test)]
mod tests {
    use model::{Account, Home, Kind, Need, Region, roster};

    use super::{CONTEXT, run_by};

    /// Whether reading it costs no call for each resource: a list, what comes with one, or what is
    /// said of the account or a Region at once.
    fn is_bulk(need: &Need) -> bool {
        let above = [Account::ID, Region::ID].contains(&need.kind.id);
        need.is_listing() || above || need.reads == need.kind.list
    }

    /// What a function reads of another one's services.
    fn foreign(home: Home) -> Vec<Need> {
        let mut needs = crate::needs(&run_by(home));
        let lies_in = [Account::ID, Region::ID];
        needs.retain(|need| {
            let context = need.is_listing() && lies_in.contains(&need.id);
            !context && need.service.home != Some(home)
        });
        needs
    }

    #[test]
    fn no_fact_that_costs_a_call_a_resource_is_read_by_two_functions() {
        let mut used: Vec<&(Home, &str, &str)> = Vec::new();
        for home in Home::ALL {
            for need in foreign(home) {
                let declared = CONTEXT
                    .iter()
                    .find(|(at, id, _)| *at == home && *id == need.id);
                let home = home.word();
                assert!(
                    declared.is_some(),
                    "`{home}` reads `{}`: declare it",
                    need.id
                );
                assert!(
                    is_bulk(&need),
                    "`{home}` reads `{}` for each resource",
                    need.id
                );
                used.extend(declared);
            }
        }
        assert_eq!(used.len(), CONTEXT.len(), "declared and not read");
    }

    #[test]
    fn every_control_has_one_home() {
        let mut run: Vec<_> = Home::ALL
            .into_iter()
            .flat_map(run_by)
            .map(model::Demand::id)
            .collect();
        run.sort_unstable();
        let mut ids = crate::ids();
        ids.sort_unstable();
        assert_eq!(run, ids);
    }

    /// What AWS says of the account or a Region is some service's, and that one's permission.
    #[test]
    fn what_is_said_of_the_account_names_the_service_that_says_it() {
        for need in crate::needs(&crate::all()) {
            let service = need.service;
            let own = need.reads.iter().any(|action| {
                let prefix = action.split(':').next();
                prefix == Some(service.events) || prefix == Some(service.endpoint)
            });
            let reads = need.reads.is_empty() || own;
            assert!(reads, "`{}` is not read from {}", need.id, service.name);
            let listed = roster::SERVICES.contains(&service);
            assert!(listed, "`{}` has no row in the roster", service.id);
        }
    }
}
