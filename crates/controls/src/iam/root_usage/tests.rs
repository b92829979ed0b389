use super::{Account, CONTROL, LastUse, RootCredentials, RootSignIn};
use crate::iam::fixtures::{at, key, login};
use crate::testing::{Given, check, fails, gap, given, passes};
use model::iam::Key;
use model::{Reason, Timestamp};

fn root(password: LastUse, access_key: Option<LastUse>) -> Given<Account> {
    let mut root = login(Some(password), true);
    root.keys[0] = access_key.map(|used| key("2025-01-01", used));
    signed_in(None).with::<RootCredentials>(Some(root))
}

/// As the report tells of a key that was deactivated after its use.
fn inactive(used: LastUse) -> Given<Account> {
    let mut root = login(Some(LastUse::Never), true);
    root.keys[0] = Some(Key {
        active: false,
        made: None,
        ..key("2025-01-01", used)
    });
    signed_in(None).with::<RootCredentials>(Some(root))
}

fn signed_in(at: Option<Timestamp>) -> Given<Account> {
    given::<Account>().with::<RootSignIn>(at)
}

#[test]
fn cases() {
    let (then, now) = (at("2026-01-01"), at("2026-03-01"));
    let moment = "2026-03-01T09:00:00Z".parse().unwrap();
    let denied = || Reason::Denied("iam:GetCredentialReport".into());
    check(
        &CONTROL,
        &[
            passes("long ago", root(then, None)),
            passes("never", root(LastUse::Never, Some(LastUse::Never))),
            fails("signed in", root(now, None)),
            fails("used a key", root(then, Some(now))),
            fails("used a key that is inactive now", inactive(now)),
            fails("one unknown", root(LastUse::Unknown, Some(now))),
            gap("unknown", root(LastUse::Unknown, None)),
            fails(
                "just signed in, report denied",
                signed_in(Some(moment)).without::<RootCredentials>(denied()),
            ),
            fails(
                "just signed in, of which the report does not know",
                root(then, None).with::<RootSignIn>(Some(moment)),
            ),
            gap("no line", signed_in(None).with::<RootCredentials>(None)),
            gap(
                "denied",
                signed_in(None).without::<RootCredentials>(denied()),
            ),
        ],
    );
}
