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
         --identity-pool-id {name})\"",
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

#[test]
fn cases() {
    use crate::cases::policy::{allow, document, managed, written};
    use crate::testing::table;
    use model::iam::Grant;

    const HERE: &str = "111122223333";
    let pool = |account: &str, policies: Option<Vec<Grant>>| {
        Some(UnauthenticatedRole {
            arn: format!("arn:aws:iam::{account}:role/visitor"),
            policies,
            classic_flow: false,
        })
    };
    let with = |policies| pool(HERE, Some(policies));
    let may = |action: &str| written("p", &document(&allow(action, "*")));
    let not = |action: &str, effect: &str| {
        let text = allow(action, "*").replace("Action", "NotAction");
        written("q", &document(&text.replace("Allow", effect)))
    };
    table::<UnauthenticatedAccess>(&CONTROL)
        .passes("no role", None)
        .passes("counts", with(vec![may("rum:PutRumEvents")]))
        .passes("a deleted role", pool(HERE, None))
        .fails("reads objects", with(vec![may("s3:GetObject")]))
        .passes(
            "denied again",
            with(vec![may("*"), not("rum:PutRumEvents", "Deny")]),
        )
        .fails("all but some", with(vec![not("s3:*", "Allow")]))
        .fails("by wildcard", with(vec![may("rum:*")]))
        .fails("a new service", with(vec![may("brand-new:*")]))
        .fails(
            "reads, beside one unread",
            with(vec![managed("X"), may("s3:*")]),
        )
        .gap("unread policy", with(vec![managed("X")]))
        .gap("another account's", pool("444455556666", None))
        .check();
}
