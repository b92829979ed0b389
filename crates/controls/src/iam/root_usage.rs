//! The root user was not used in the last day (`iam.root-quiet-hours`).
//!
//! The credential report remembers the last sign-in and the last use of each key, some hours late;
//! CloudTrail tells of a sign-in at once. That a day went by heals nothing: each use is told, and
//! its end is no news (`controls::ACTS`).
use model::iam::{LastUse, RootCredentials, RootSignIn};
use model::{
    Account, Control, Fact, Fix, Gap, Judged, Reason, Resource, Settings, Severity, Timestamp,
    Verdict, broken,
};

use crate::duties::IAM_ROOT;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.root-usage",
    title: "The root user was not used in the last day",
    severity: Severity::High,
    why: "Very few tasks require the root user. Its use is either a violation of the account's \
          rules or a compromise.",
    fix: Fix::new(
        "aws cloudtrail lookup-events --region {region} --lookup-attributes \
          AttributeKey=Username,AttributeValue=root (find out who it was; then change the \
          password and the MFA device)",
    ),
    responsibility: IAM_ROOT
        .identity("remove the root user's credentials, or protect them and do not use them"),
    needs: &[RootCredentials::NEED, RootSignIn::NEED],
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, settings: &Settings) -> Judged {
    let signed_in = account.see::<RootSignIn>()?.iter();
    let signed_in = signed_in.map(|at| ("password", LastUse::At(*at)));
    let report = reported(account);
    let uses = report.iter().flatten().copied().chain(signed_in);
    let uses: Vec<(&str, LastUse)> = uses.collect();
    let hours = settings.document.iam.root_quiet_hours.value;
    let recent = |at: Timestamp| settings.now.duration_since(at).as_hours() < hours;
    let recent_uses = uses.iter().filter_map(|(what, used)| match used {
        LastUse::At(at) if recent(*at) => Some((at, what)),
        _ => None,
    });
    // The last one: who acts again makes it news again.
    if let Some((at, what)) = recent_uses.max() {
        return Ok(broken(format!("the root user's {what} was used at {at}")));
    }
    report?;
    if uses.iter().any(|(_, used)| *used == LastUse::Unknown) {
        let why = "IAM returned no date of last use of the root user";
        return Err(account.gap::<RootCredentials>(Reason::failed(why)));
    }
    Ok(Verdict::Holds)
}

/// What the credential report says of the root user's password and keys.
fn reported(account: Resource<Account>) -> Result<Vec<(&'static str, LastUse)>, Gap> {
    let Some(root) = account.see::<RootCredentials>()? else {
        let why = "the credential report contains no row for the root user";
        return Err(account.gap::<RootCredentials>(Reason::failed(why)));
    };
    let password = root.password.iter();
    let password = password.map(|password| ("password", password.used));
    let keys = root.keys.iter().flatten();
    Ok(password
        .chain(keys.map(|key| ("access key", key.used)))
        .collect())
}

#[test]
fn cases() {
    use crate::cases::credentials::{at, inactive, key, login};
    use crate::testing::{given, table_of};
    use LastUse::{Never, Unknown};

    // The last use of the password and an access key by the report, and a sign-in just now.
    let root = |(report, signed_in): (Option<(LastUse, Option<model::iam::Key>)>, bool)| {
        let report = report.map(|(password, access_key)| {
            let mut root = login(Some(password), true);
            root.keys[0] = access_key;
            root
        });
        let moment = "2026-03-01T09:00:00Z".parse().unwrap();
        given::<Account>()
            .with::<RootSignIn>(signed_in.then_some(moment))
            .with::<RootCredentials>(report)
    };
    let used = |at| Some(key("2025-01-01", at));
    let off = |at| {
        Some(inactive(model::iam::Key {
            made: None,
            ..key("2025-01-01", at)
        }))
    };
    let (then, now) = (at("2026-01-01"), at("2026-03-01"));
    table_of(&CONTROL, root)
        .passes("long ago", (Some((then, None)), false))
        .passes("never", (Some((Never, used(Never))), false))
        .fails("signed in", (Some((now, None)), false))
        .fails("used a key", (Some((then, used(now))), false))
        .fails(
            "used a key that is inactive now",
            (Some((Never, off(now))), false),
        )
        .fails("one unknown", (Some((Unknown, used(now))), false))
        .gap("unknown", (Some((Unknown, None)), false))
        .fails("just signed in, report denied", (None, true))
        .denied::<RootCredentials>()
        .fails(
            "just signed in, and not yet in the report",
            (Some((then, None)), true),
        )
        .gap("no row", (None, false))
        .unread::<RootCredentials>((None, false))
        .check();
}
