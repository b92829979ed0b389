//! No user carries AWS's compromised-key quarantine policy.
//!
//! AWS attaches it when it finds a user's access key in public (knowledge centre, "compromised
//! access key"): the key leaked, and the policy stops the worst alone.
use model::iam::{User, UserPolicies};
use model::{Control, Fact, Fix, Severity};

use crate::about::user::is_quarantine;
use crate::about::verdicts::holds_unless;
use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.quarantined-credential",
    title: "No user has an AWSCompromisedKeyQuarantine policy attached",
    severity: Severity::Critical,
    why: "AWS found an access key of this user in a public place. The quarantine policy denies \
          some actions only; everything else remains available to anyone who has the key.",
    fix: Fix::new(
        "aws iam update-access-key --user-name {name} --access-key-id ACCESS-KEY-ID --status \
          Inactive (then see in CloudTrail what it did, delete it, and detach the quarantine \
          policy)",
    ),
    responsibility: IAM_CREDENTIALS
        .identity("deactivate exposed access keys, and investigate their use"),
    needs: &[UserPolicies::NEED],
    judge: |user, _| {
        let grants = user.see::<UserPolicies>()?;
        let attached = grants.iter().find(|one| is_quarantine(one));
        let words = "is attached: an access key of the user was exposed";
        holds_unless(attached.map(|one| format!("{} {words}", one.name)))
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::policy::{managed, written};
    crate::testing::table::<UserPolicies>(&CONTROL)
        .passes("another", vec![managed("ReadOnlyAccess")])
        .passes(
            "one's own by that name",
            vec![written("AWSCompromisedKeyQuarantine", "{}")],
        )
        .fails(
            "first version",
            vec![managed("AWSCompromisedKeyQuarantine")],
        )
        .fails(
            "third version",
            vec![managed("AWSCompromisedKeyQuarantineV3")],
        )
        .check();
}
