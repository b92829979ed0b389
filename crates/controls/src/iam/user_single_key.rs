//! A user has at most one active access key.
//!
//! A second one is needed only during a rotation.
use model::iam::{Key, User, UserCredentials};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-single-key",
    title: "Users have at most one active access key",
    severity: Severity::Medium,
    why: "A second access key is needed only during a rotation. Outside of one it is usually \
          forgotten and not rotated.",
    fix: Fix::new(
        "aws iam update-access-key --user-name {name} --access-key-id ACCESS-KEY-ID --status \
          Inactive",
    ),
    responsibility: IAM_CREDENTIALS.identity("delete the old access key after a rotation"),
    needs: &[UserCredentials::NEED],
    judge: |user, _| {
        let active = user.see::<UserCredentials>()?.active_keys();
        let names: Vec<String> = active.map(Key::name).collect();
        let because = format!("two access keys are active: {}", names.join(" and "));
        holds_if(names.len() < 2, because)
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::credentials::{self, inactive, key, login};
    let with = |first: Option<Key>, second| {
        let mut login = login(None, false);
        login.keys = [first, second];
        login
    };
    let active = || Some(key("2026-01-01", model::iam::LastUse::Never));
    let named = || Some(credentials::named("2026-01-01", model::iam::LastUse::Never));
    crate::testing::table::<UserCredentials>(&CONTROL)
        .passes("none", with(None, None))
        .passes("one of two", with(active().map(inactive), active()))
        .fails("two", with(active(), active()))
        .fails("two, with ids", with(named(), named()))
        .check();
}
