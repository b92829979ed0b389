//! A security contact is configured for the account.
//!
//! Only its email address is read and stored.
use model::iam::SecurityContact;
use model::{Account, Control, Fact, Fix, Severity, holds_if};

use crate::duties::ACCOUNT_MANAGEMENT;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.security-contact",
    title: "A security contact is configured for the account",
    severity: Severity::Medium,
    why: "AWS sends notices about exposed access keys and abuse to the security contact. Without \
          one they go to the root user's email address, which may not be read.",
    fix: Fix::new(
        "aws account put-alternate-contact --alternate-contact-type SECURITY --name NAME \
          --title TITLE --email-address ADDRESS --phone-number NUMBER",
    ),
    responsibility: ACCOUNT_MANAGEMENT.detection("configure contacts whose mail is read"),
    needs: &[SecurityContact::NEED],
    judge: |account, _| {
        let contact = account.see::<SecurityContact>()?;
        holds_if(contact.is_some(), "no security contact is configured")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<SecurityContact>(&CONTROL)
        .passes("configured", Some("security@example.com".into()))
        .fails("not configured", None)
        .check();
}
