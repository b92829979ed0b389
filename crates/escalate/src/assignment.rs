//! Permission sets of IAM Identity Center: what they allow reaches the account as a role.
//!
//! AWS: IAM Identity Center User Guide, "Permission sets" and "Assign user or group access to AWS
//! accounts"; API Reference, `ProvisionPermissionSet`.

use super::action::Actions;
use super::census::Node;
use super::change::{Change, Effect};
use super::class::Class;
use super::engine::{Engine, Subject};
use super::technique::permission_sets;

/// The path of the roles that permission sets are in an account.
const RESERVED: &str = ":role/aws-reserved/sso.amazonaws.com/";

/// How the actions begin by which Identity Center is managed.
const PREFIXES: [&str; 2] = ["sso", "identitystore"];

/// Whether Identity Center made a role of a permission set.
pub(super) fn is_reserved(node: &Node) -> bool {
    node.arn.contains(RESERVED)
}

impl Engine<'_> {
    /// Whether a policy of the subject speaks of Identity Center by name: who holds `*` in an account
    /// where nothing shows that there is an instance of it has nothing to make permission sets in.
    pub(super) fn manages_identity_center(&self, subject: Subject) -> bool {
        let clauses = self.class(subject).into_iter().flat_map(Class::clauses);
        let allows = clauses.filter(|clause| clause.effect == policy::Effect::Allow);
        let mut globs = allows.flat_map(|clause| clause.actions.listed());
        globs.any(|glob| {
            let prefix = glob.literal_prefix();
            PREFIXES.iter().any(|service| prefix.starts_with(service))
        })
    }

    /// A permission set by which a subject comes to everything.
    pub(super) fn permission_set(&mut self, subject: Subject) -> Option<Change> {
        if !permission_sets().any(|(way, _)| self.has_all(subject, Actions::of(&way.needs))) {
            return None;
        }
        let used = self.manages_identity_center(subject);
        let is_assigned = self.census.nodes.iter().any(is_reserved);
        let mut open = permission_sets().filter(|(_, assigned)| is_assigned || (used && !assigned));
        open.find_map(|(technique, _)| {
            let needs = &technique.needs;
            if !needs.iter().all(|action| self.may(subject, action, None)) {
                return None;
            }
            let mut asks = Vec::new();
            for action in needs {
                for either in self.asks(action, None) {
                    asks.extend(either.into_iter().find(|ask| self.can(subject, ask)));
                }
            }
            let (id, how) = (technique.id, technique.does.to_owned());
            Some(Change {
                id,
                how,
                asks,
                effect: Effect::Create,
            })
        })
    }
}
