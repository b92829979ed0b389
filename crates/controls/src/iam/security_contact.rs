//! A security contact is registered.
//!
//! Only its mail address is looked at, and kept.
use model::iam::SecurityContact;
use model::{Account, Control, Fact, Judged, Resource, Settings, Severity, broken_if};

use crate::duties::ACCOUNT_MANAGEMENT;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.security-contact",
    title: "A security contact is configured for the account",
    severity: Severity::Medium,
    why: "AWS sends notices about exposed access keys and abuse to the security contact. Without \
          one they go to the root user's email address, which may not be read.",
    fix: "aws account put-alternate-contact --alternate-contact-type SECURITY --name NAME \
          --title TITLE --email-address ADDRESS --phone-number NUMBER",
    responsibility: ACCOUNT_MANAGEMENT.detection("configure contacts whose mail is read"),
    needs: &[SecurityContact::NEED],
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let contact = account.see::<SecurityContact>()?;
    Ok(broken_if(
        contact.is_none(),
        "no security contact is registered",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, SecurityContact};
    use crate::testing::{check, fails, gap, given, passes};
    use model::Reason;

    #[test]
    fn cases() {
        let denied = Reason::Denied("account:GetAlternateContact".into());
        check(
            &CONTROL,
            &[
                passes(
                    "there",
                    given::<Account>().with::<SecurityContact>(Some("security@example.com".into())),
                ),
                fails(
                    "not there",
                    given::<Account>().with::<SecurityContact>(None),
                ),
                gap(
                    "denied",
                    given::<Account>().without::<SecurityContact>(denied),
                ),
            ],
        );
    }
}
