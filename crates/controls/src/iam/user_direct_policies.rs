//! Users get permissions through groups only.
//!
//! AWS's own quarantine policy is left out: `iam.quarantined-credential` tells of it.
use model::iam::{User, UserPolicies};
use model::{Control, Fact, Fix, Severity};

use crate::about::user::is_quarantine;
use crate::about::verdicts::{holds_unless, joined};
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-direct-policies",
    title: "Users receive permissions only through groups",
    severity: Severity::Low,
    why: "Policies attached to single users are hard to review. A group documents what its \
          permissions are for.",
    fix: Fix::new(
        "aws iam detach-user-policy --user-name {name} --policy-arn POLICY-ARN (an inline \
          policy: aws iam delete-user-policy --user-name {name} --policy-name POLICY), then aws \
          iam add-user-to-group --user-name {name} --group-name GROUP",
    ),
    responsibility: IAM_POLICIES.identity("attach policies to groups, and add users to them"),
    needs: &[UserPolicies::NEED],
    judge: |user, _| {
        let grants = user.see::<UserPolicies>()?.iter();
        let own = grants.filter(|one| one.group.is_none() && !is_quarantine(one));
        let names = joined(own.map(|one| &one.name));
        holds_unless(names.map(|names| format!("policies are attached to the user: {names}")))
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::policy::{by_group, managed, written};
    crate::testing::table::<UserPolicies>(&CONTROL)
        .passes("none", vec![])
        .passes("through a group", vec![by_group(managed("ReadOnlyAccess"))])
        .passes(
            "quarantined",
            vec![managed("AWSCompromisedKeyQuarantineV3")],
        )
        .fails("attached", vec![managed("ReadOnlyAccess")])
        .fails("inline", vec![written("own", "{}")])
        .check();
}
