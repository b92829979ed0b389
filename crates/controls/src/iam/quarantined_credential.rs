//! No user carries AWS's compromised-key quarantine policy.
//!
//! AWS attaches it when it finds a user's access key in public (knowledge centre, "compromised
//! access key"): the key leaked, and the policy stops the worst alone.
use model::iam::{User, UserPolicies};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken};

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
    judge,
    remedy: None,
};

fn judge(user: Resource<User>, _: &Settings) -> Judged {
    let grants = user.see::<UserPolicies>()?;
    let first = grants.iter().find(|one| super::is_quarantine(one));
    Ok(first.map_or(Verdict::Holds, |one| {
        broken(format!(
            "{} is attached: an access key of the user was exposed",
            one.name
        ))
    }))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, User, UserPolicies};
    use crate::iam::fixtures::{inline, managed};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;
    use model::iam::Grant;

    fn user(grants: Vec<Grant>) -> Given<User> {
        given::<User>().with::<UserPolicies>(grants)
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetAccountAuthorizationDetails".into());
        check(
            &CONTROL,
            &[
                passes("another", user(vec![managed("ReadOnlyAccess")])),
                passes(
                    "one's own by that name",
                    user(vec![inline("AWSCompromisedKeyQuarantine", "{}")]),
                ),
                fails(
                    "first version",
                    user(vec![managed("AWSCompromisedKeyQuarantine")]),
                ),
                fails(
                    "third version",
                    user(vec![managed("AWSCompromisedKeyQuarantineV3")]),
                ),
                gap("denied", given::<User>().without::<UserPolicies>(denied)),
            ],
        );
    }
}
