//! Unauthenticated identities of an identity pool get no role, or one without sensitive permissions.
//!
//! Judged by what the role's policies together allow (policy engine): an action is sensitive unless
//! it only counts visits or stores a visitor's own settings. A role that was deleted grants nothing.
use model::iam::{IdentityPool, UnauthenticatedAccess, UnauthenticatedRole};
use model::{Arn, Control, Fact, Fix, Gap, Judged, Reason, Resource, Settings, Severity, Verdict};

use crate::about::beyond::beyond;
use crate::about::granted::Granted;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<IdentityPool> = Control {
    id: "iam.cognito-unauthenticated",
    title: "Unauthenticated identities of the identity pool have no sensitive permissions",
    severity: Severity::High,
    why: "Anyone on the internet can obtain these credentials: the ID of the identity pool is \
          contained in every copy of the application.",
    fix: Fix::new(
        "aws cognito-identity update-identity-pool --region {region} --no-allow-unauthenticated-identities \
         --cli-input-json \"$(aws cognito-identity describe-identity-pool --region {region} \
         --identity-pool-id {region}:{name})\"",
    ),
    responsibility: IAM_POLICIES
        .identity("grant unauthenticated identities only what every visitor may do"),
    needs: &[UnauthenticatedAccess::NEED],
    judge,
    remedy: None,
};

/// What every visitor may do.
const HARMLESS: [&str; 6] = [
    "cognito-identity:*",
    "cognito-sync:*",
    "mobileanalytics:putevents",
    "mobiletargeting:putevents",
    "mobiletargeting:updateendpoint",
    "rum:putrumevents",
];

fn judge(pool: Resource<IdentityPool>, _: &Settings) -> Judged {
    let Some(role) = pool.see::<UnauthenticatedAccess>()? else {
        return Ok(Verdict::Holds);
    };
    let gap = |reason| pool.gap::<UnauthenticatedAccess>(reason);
    let Some(policies) = &role.policies else {
        return deleted(pool, role);
    };
    let (granted, partly) = Granted::of(pool.account(), &role.arn, policies, None).map_err(gap)?;
    let answer = beyond(&granted, &HARMLESS);
    let answer =
        answer.because(|what| format!("anyone can assume `{}`, which allows {what}", role.arn));
    match answer.judged(gap)? {
        Verdict::Holds if partly => Err(gap(Reason::failed(
            "IAM returned no document of a managed policy of the role",
        ))),
        judged => Ok(judged),
    }
}

/// A role that the account does not have: deleted, or of another account.
fn deleted(pool: Resource<IdentityPool>, role: &UnauthenticatedRole) -> Result<Verdict, Gap> {
    let arn: Result<Arn, _> = role.arn.parse();
    if arn.is_ok_and(|arn| arn.account() == &*pool.account().id) {
        return Ok(Verdict::Holds);
    }
    let why = format!("`{}` belongs to another account", role.arn);
    Err(pool.gap::<UnauthenticatedAccess>(Reason::failed(why)))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, IdentityPool, UnauthenticatedAccess};
    use crate::cases::policy::{allow, document};
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
        inline("p", &document(&allow(action, "*")))
    }
    fn not(action: &str, effect: &str) -> Grant {
        let text = allow(action, "*").replace("Action", "NotAction");
        inline("q", &document(&text.replace("Allow", effect)))
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
                passes(
                    "denied again",
                    pool(HERE, Some(vec![may("*"), not("rum:PutRumEvents", "Deny")])),
                ),
                fails("all but some", pool(HERE, Some(vec![not("s3:*", "Allow")]))),
                fails("by wildcard", pool(HERE, Some(vec![may("rum:*")]))),
                fails("a new service", pool(HERE, Some(vec![may("brand-new:*")]))),
                fails("reads, beside one unread", pool(HERE, mixed)),
                gap("unread policy", pool(HERE, Some(vec![managed("X")]))),
                gap("another account's", pool("444455556666", None)),
                gap("denied", given().without::<UnauthenticatedAccess>(denied)),
            ],
        );
    }
}
