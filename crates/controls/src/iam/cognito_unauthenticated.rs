//! An identity pool gives unauthenticated visitors no role, or one that can do nothing of note.
//!
//! Of note is whatever is not a visitor's own business: counting visits and keeping a visitor's own
//! settings are. A role that was deleted gives nothing.
use model::iam::{Grant, IdentityPool, UnauthenticatedAccess};
use model::{
    Arn, Control, Fact, Judged, Reason, Resource, Settings, Severity, Verdict, any_broken, broken,
};

use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<IdentityPool> = Control {
    id: "iam.cognito-unauthenticated",
    title: "Unauthenticated identities of the identity pool have no sensitive permissions",
    severity: Severity::High,
    why: "Anyone on the internet can obtain these credentials: the ID of the identity pool is \
          contained in every copy of the application.",
    fix: "aws cognito-identity update-identity-pool --region {region} --identity-pool-id POOL-ID \
          --identity-pool-name POOL --no-allow-unauthenticated-identities",
    responsibility: IAM_POLICIES
        .identity("grant unauthenticated identities only what every visitor may do"),
    needs: &[UnauthenticatedAccess::NEED],
    judge,
    remedy: None,
};

/// What a visitor may do unasked: actions, or all of a service.
const OF_NO_NOTE: [&str; 6] = [
    "cognito-identity:*",
    "cognito-sync:*",
    "mobileanalytics:putevents",
    "mobiletargeting:putevents",
    "mobiletargeting:updateendpoint",
    "rum:putrumevents",
];

/// The first action of note that a policy allows; in words, why that cannot be told.
fn of_note(grant: &Grant) -> Result<Option<String>, Box<str>> {
    let text = grant
        .document
        .as_ref()
        .ok_or("AWS does not tell what it says")?;
    let read = text.read()?;
    let allows = read
        .0
        .statements
        .iter()
        .filter(|one| one.effect == policy::Effect::Allow);
    let mut actions = allows.flat_map(|one| match &one.action {
        policy::Selector::Only(actions) => actions.clone(),
        policy::Selector::Except(_) => vec!["NotAction".into()],
    });
    let harmless = |action: &str| {
        let action = action.to_ascii_lowercase();
        OF_NO_NOTE.iter().any(|known| model::glob(known, &action))
    };
    Ok(actions.find(|action| !harmless(action)))
}

fn judge(pool: Resource<IdentityPool>, _: &Settings) -> Judged {
    let Some(role) = pool.see::<UnauthenticatedAccess>()? else {
        return Ok(Verdict::Holds);
    };
    let gap = |why: String| pool.gap::<UnauthenticatedAccess>(Reason::failed(why));
    let Some(policies) = &role.policies else {
        let here = role
            .arn
            .parse()
            .is_ok_and(|arn: Arn| arn.account() == &*pool.account().id);
        let elsewhere = || gap(format!("`{}` is of another account", role.arn));
        return here.then_some(Verdict::Holds).ok_or_else(elsewhere);
    };
    any_broken(policies.iter().map(|grant| match of_note(grant) {
        Ok(None) => Ok(Verdict::Holds),
        Ok(Some(action)) => Ok(broken(format!(
            "anybody gets `{}`, which may {action} ({})",
            role.arn, grant.name
        ))),
        Err(why) => Err(gap(format!("policy `{}`: {why}", grant.name))),
    }))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, IdentityPool, UnauthenticatedAccess};
    use crate::iam::fixtures::{inline, managed};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::{Reason, iam::Grant, iam::UnauthenticatedRole};

    fn pool(account: &str, policies: Option<Vec<Grant>>) -> Given<IdentityPool> {
        given::<IdentityPool>().with::<UnauthenticatedAccess>(Some(UnauthenticatedRole {
            arn: format!("arn:aws:iam::{account}:role/visitor"),
            policies,
            classic_flow: false,
        }))
    }
    fn may(action: &str) -> Grant {
        let text = r#"{"Statement": {"Effect": "Allow", "Action": "ACTION", "Resource": "*"}}"#;
        inline("p", &text.replace("ACTION", action))
    }

    #[test]
    fn cases() {
        const HERE: &str = "111122223333";
        let denied = Reason::Denied("cognito-identity:DescribeIdentityPool".into());
        let given = given::<IdentityPool>;
        let nothing = given().with::<UnauthenticatedAccess>(None);
        let mixed = Some(vec![managed("X"), may("s3:*")]);
        check(
            &CONTROL,
            &[
                passes("no role", nothing),
                passes("counts", pool(HERE, Some(vec![may("rum:PutRumEvents")]))),
                passes("a deleted role", pool(HERE, None)),
                fails("reads objects", pool(HERE, Some(vec![may("s3:GetObject")]))),
                fails("reads, beside one unread", pool(HERE, mixed)),
                gap("unread policy", pool(HERE, Some(vec![managed("X")]))),
                gap("another account's", pool("444455556666", None)),
                gap("denied", given().without::<UnauthenticatedAccess>(denied)),
            ],
        );
    }
}
