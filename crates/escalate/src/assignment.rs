//! Permission sets of IAM Identity Center: what they allow reaches the account as a role.
//!
//! AWS: IAM Identity Center User Guide, "Permission sets" and "Assign user or group access to AWS
//! accounts"; API Reference, `ProvisionPermissionSet`.

use super::change::{Change, Effect};
use super::class::Class;
use super::engine::{Engine, Subject};

/// A way to everything by a permission set.
struct Assignment {
    id: &'static str,
    needs: &'static [&'static str],
    how: &'static str,
    /// Whether a permission set must be assigned in the account already.
    assigned: bool,
}

const fn assignment(
    id: &'static str,
    needs: &'static [&'static str],
    how: &'static str,
    assigned: bool,
) -> Assignment {
    Assignment {
        id,
        needs,
        how,
        assigned,
    }
}

#[rustfmt::skip]
static ASSIGNMENTS: [Assignment; 4] = [
    assignment("sso-001",
        &["sso:CreatePermissionSet", "sso:AttachManagedPolicyToPermissionSet", "sso:CreateAccountAssignment"],
        "creates a permission set with `AdministratorAccess` and assigns it to a user of its own", false),
    assignment("sso-002",
        &["sso:CreatePermissionSet", "sso:PutInlinePolicyToPermissionSet", "sso:CreateAccountAssignment"],
        "creates a permission set that allows everything and assigns it to a user of its own", false),
    assignment("sso-003", &["sso:PutInlinePolicyToPermissionSet", "sso:ProvisionPermissionSet"],
        "makes an assigned permission set allow everything", true),
    assignment("sso-attach-provision", &["sso:AttachManagedPolicyToPermissionSet", "sso:ProvisionPermissionSet"],
        "attaches `AdministratorAccess` to an assigned permission set", true),
];

/// The path of the roles that permission sets are in an account.
const RESERVED: &str = ":role/aws-reserved/sso.amazonaws.com/";

impl Engine<'_> {
    /// Whether a policy of the subject speaks of Identity Center by name: who holds `*` in an account
    /// where nothing shows that there is an instance of it has nothing to make permission sets in.
    fn is_used(&self, subject: Subject) -> bool {
        let clauses = self.class(subject).into_iter().flat_map(Class::clauses);
        let mut allows = clauses.filter(|clause| clause.effect == policy::Effect::Allow);
        allows.any(|clause| {
            clause
                .actions
                .listed()
                .iter()
                .any(|glob| glob.literal_prefix().starts_with("sso"))
        })
    }

    /// A permission set by which a subject comes to everything.
    pub(super) fn permission_set(&mut self, subject: Subject) -> Option<Change> {
        let used = self.is_used(subject);
        let is_assigned = self
            .census
            .nodes
            .iter()
            .any(|node| node.arn.contains(RESERVED));
        let open = ASSIGNMENTS
            .iter()
            .filter(|one| is_assigned || (used && !one.assigned));
        open.into_iter().find_map(|one| {
            let may = one
                .needs
                .iter()
                .all(|action| self.may(subject, action, None));
            if !may {
                return None;
            }
            let mut asks = Vec::new();
            for action in one.needs {
                for either in self.asks(action, None) {
                    asks.extend(either.into_iter().find(|ask| self.can(subject, ask)));
                }
            }
            Some(Change {
                id: one.id,
                how: one.how.into(),
                asks,
                effect: Effect::Create,
            })
        })
    }
}
