//! A role or user can manage incidents with AWS Support.
//!
//! That is: somebody has AWS's `AWSSupportAccess`; a group counts if anybody is in it.
use model::iam::SupportAccess;
use model::{Account, Control, Fact, Judged, Resource, Settings, Severity, broken_if};

use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.support-role",
    title: "A principal has the AWSSupportAccess policy",
    severity: Severity::Low,
    why: "During an incident there is no time to arrange who can open cases with AWS Support.",
    fix: "aws iam attach-role-policy --role-name ROLE --policy-arn \
          arn:{partition}:iam::aws:policy/AWSSupportAccess",
    responsibility: IAM_POLICIES
        .identity("grant AWSSupportAccess to those who respond to incidents"),
    needs: &[SupportAccess::NEED],
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let having = account.see::<SupportAccess>()?;
    Ok(broken_if(having.is_empty(), "nobody has AWSSupportAccess"))
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, SupportAccess};
    use crate::testing::{check, fails, gap, given, passes};
    use model::Reason;

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetAccountAuthorizationDetails".into());
        check(
            &CONTROL,
            &[
                passes(
                    "there",
                    given::<Account>().with::<SupportAccess>(vec![
                        "arn:aws:iam::111122223333:role/support".into(),
                    ]),
                ),
                fails(
                    "not there",
                    given::<Account>().with::<SupportAccess>(vec![]),
                ),
                gap(
                    "denied",
                    given::<Account>().without::<SupportAccess>(denied),
                ),
            ],
        );
    }
}
