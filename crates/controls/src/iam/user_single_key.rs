//! A user has at most one active access key.
//!
//! A second one is for the hours of a rotation.
use model::iam::{User, UserCredentials};
use model::{Control, Fact, Judged, Resource, Settings, Severity, broken_if};

use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.user-single-key",
    title: "Users have at most one active access key",
    severity: Severity::Medium,
    why: "A second access key is needed only during a rotation. Outside of one it is usually \
          forgotten and not rotated.",
    fix: "aws iam update-access-key --user-name {name} --access-key-id ACCESS-KEY-ID --status \
          Inactive",
    responsibility: IAM_CREDENTIALS.identity("delete the old access key after a rotation"),
    needs: &[UserCredentials::NEED],
    judge,
    remedy: None,
};

fn judge(user: Resource<User>, _: &Settings) -> Judged {
    let active = user.see::<UserCredentials>()?.active_keys().count();
    Ok(broken_if(active > 1, "two access keys are active"))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, User, UserCredentials};
    use crate::iam::fixtures::{key, login};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;
    use model::iam::LastUse;

    fn user(active: [bool; 2]) -> Given<User> {
        let mut login = login(None, false);
        for (slot, active) in login.keys.iter_mut().zip(active) {
            let mut state = key("2026-01-01", LastUse::Never);
            state.active = active;
            *slot = Some(state);
        }
        given::<User>().with::<UserCredentials>(login)
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:GetCredentialReport".into());
        let without = given::<User>().with::<UserCredentials>(login(None, false));
        check(
            &CONTROL,
            &[
                passes("none", without),
                passes("one of two", user([false, true])),
                fails("two", user([true, true])),
                gap("denied", given::<User>().without::<UserCredentials>(denied)),
            ],
        );
    }
}
