//! A principal can open cases with AWS Support.
//!
//! That is, `AWSSupportAccess` is attached to it; a group counts if it has members.
use model::iam::SupportAccess;
use model::{Account, Control, Fact, Fix, Severity, holds_if};

use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.support-role",
    title: "The AWSSupportAccess policy is attached to a principal",
    severity: Severity::Low,
    why: "During an incident there is no time to arrange who can open cases with AWS Support.",
    fix: Fix::new(
        "aws iam attach-role-policy --role-name ROLE --policy-arn \
          arn:{partition}:iam::aws:policy/AWSSupportAccess",
    ),
    responsibility: IAM_POLICIES
        .identity("grant AWSSupportAccess to those who respond to incidents"),
    needs: &[SupportAccess::NEED],
    judge: |account, _| {
        let holders = account.see::<SupportAccess>()?;
        let because = "AWSSupportAccess is not attached to any principal";
        holds_if(!holders.is_empty(), because)
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<SupportAccess>(&CONTROL)
        .passes(
            "a role",
            vec!["arn:aws:iam::111122223333:role/support".into()],
        )
        .fails("none", vec![])
        .check();
}
