//! Users get permissions through groups only.
//!
//! AWS's own quarantine policy is left out: `iam.quarantined-credential` tells of it.
use model::iam::{Grant, User, UserPolicies};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, broken_if};

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
    judge,
    remedy: None,
};

fn judge(user: Resource<User>, _: &Settings) -> Judged {
    let grants = user.see::<UserPolicies>()?.iter();
    let own = grants.filter(|one| one.group.is_none() && !super::is_quarantine(one));
    let names: Vec<&str> = own.map(|one: &Grant| one.name.as_str()).collect();
    let because = format!("policies are attached to the user: {}", names.join(", "));
    Ok(broken_if(!names.is_empty(), because))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, Grant, User, UserPolicies};
    use crate::iam::fixtures::{by_group, inline, managed};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;

    fn user(grants: Vec<Grant>) -> Given<User> {
        given::<User>().with::<UserPolicies>(grants)
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetAccountAuthorizationDetails".into());
        let quarantine = managed("AWSCompromisedKeyQuarantineV3");
        check(
            &CONTROL,
            &[
                passes("none", user(vec![])),
                passes(
                    "by a group",
                    user(vec![by_group(managed("ReadOnlyAccess"))]),
                ),
                passes("quarantined", user(vec![quarantine])),
                fails("attached", user(vec![managed("ReadOnlyAccess")])),
                fails("inline", user(vec![inline("own", "{}")])),
                gap("denied", given::<User>().without::<UserPolicies>(denied)),
            ],
        );
    }
}
