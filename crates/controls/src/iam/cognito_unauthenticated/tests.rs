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
