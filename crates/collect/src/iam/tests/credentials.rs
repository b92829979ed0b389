use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use model::iam::{
    AccessKey, KeyState, LastUse, PasswordUsers, RootCredentials, RootVirtualMfa, User,
    UserCredentials, UserVirtualMfa,
};
use model::{Account, Fact, Kind, Reason, Scope, Snapshot};

use super::account::{ANN, details, keys, report, report_text, result, users, whole};
use super::{count, read, see};
use crate::iam::csv;
use crate::wire::{WireRequest, WireResponse, error, now};

#[tokio::test]
async fn the_report_lists_every_user() {
    let needs = &[
        UserCredentials::NEED,
        KeyState::NEED,
        RootCredentials::NEED,
        PasswordUsers::NEED,
        UserVirtualMfa::NEED,
        RootVirtualMfa::NEED,
    ];
    let (snapshot, requests) = read(whole, AccessKey::INFO, needs, Scope::Everything).await;
    let login = see::<UserCredentials>(&snapshot, 0).unwrap();
    let password = login.password.clone().unwrap();
    assert_eq!(password.used, LastUse::Never);
    assert_eq!(login.active_keys().count(), 1);
    assert_eq!(
        ids(&snapshot),
        [format!("{ANN}#AKIAOLDER"), format!("{ANN}#AKIAYOUNGER")]
    );
    assert!(see::<KeyState>(&snapshot, 0).unwrap().active);
    assert!(!see::<KeyState>(&snapshot, 1).unwrap().active);
    let root = see::<RootCredentials>(&snapshot, 0).unwrap().unwrap();
    assert!(root.mfa && matches!(root.password.unwrap().used, LastUse::At(_)));
    assert_eq!(see::<PasswordUsers>(&snapshot, 0).unwrap(), ["ann"]);
    assert_eq!(see::<UserVirtualMfa>(&snapshot, 0).unwrap(), [""; 0]);
    assert_eq!(see::<RootVirtualMfa>(&snapshot, 0).unwrap().len(), 1);
    assert_eq!(requests.len(), 4, "details, report, keys, devices");
}

fn ids(snapshot: &Snapshot) -> Vec<String> {
    let rows = snapshot.rows::<AccessKey>();
    rows.map(|row| snapshot.id(row).to_owned()).collect()
}

/// One user's keys: what the report says in its two columns, and what IAM lists.
struct Keys {
    columns: [&'static str; 2],
    listed: &'static [(&'static str, &'static str, &'static str)],
}

impl Keys {
    fn answer(&self, request: &WireRequest) -> WireResponse {
        let [first, second] = self.columns;
        let old = "true,2025-06-01T00:00:00+00:00,2026-02-01T00:00:00+00:00,us-east-1,s3";
        match request.operation() {
            "GetCredentialReport" => {
                let text = report_text().replace(old, &format!("{first},us-east-1,s3"));
                report(&text.replace("false,2025-07-01T00:00:00+00:00,N/A", second))
            }
            "ListAccessKeys" => result("ListAccessKeys", &keys(self.listed)),
            "GetAccessKeyLastUsed" => live(request),
            "GetUser" => result("GetUser", USER),
            "GetLoginProfile" => error(404, "NoSuchEntity"),
            "ListMFADevices" => result(
                "ListMFADevices",
                "<MFADevices/><IsTruncated>false</IsTruncated>",
            ),
            _ => whole(request),
        }
    }
}

const USER: &str = "<User><Path>/staff/</Path><UserName>ann</UserName><UserId>1</UserId><Arn>a</Arn>\
    <CreateDate>2025-01-01T00:00:00Z</CreateDate></User>";
const OLD: &str = "2024-01-01T00:00:00Z";
const NEW: &str = "2026-02-01T00:00:00Z";

/// A sweep, which reads the report, and a look at one named user, which does not, speak of the
/// same keys by the same names, whatever the order of columns, of the list and of ages.
#[tokio::test]
async fn a_sweep_and_a_named_look_agree_on_every_key() {
    const USED: &str = "true,2024-01-01T00:00:00+00:00,2026-02-20T00:00:00+00:00";
    const FRESH: &str = "true,2026-02-01T00:00:00+00:00,N/A";
    const TOGGLED: &str = "true,2026-02-10T00:00:00+00:00,2026-02-20T00:00:00+00:00";
    const NONE: &str = "false,N/A,N/A";
    const BOTH: &[(&str, &str, &str)] = &[("AKIAOLD", "Active", OLD), ("AKIANEW", "Active", NEW)];
    const REVERSED: &[(&str, &str, &str)] =
        &[("AKIANEW", "Active", NEW), ("AKIAOLD", "Active", OLD)];
    const ALONE: &[(&str, &str, &str)] = &[("AKIAOLD", "Active", OLD)];
    const NO_KEYS: &[(&str, &str, &str)] = &[];
    let cases = [
        ([USED, FRESH], BOTH),
        ([FRESH, USED], BOTH),
        ([USED, FRESH], REVERSED),
        ([TOGGLED, FRESH], BOTH),
        ([TOGGLED, TOGGLED], BOTH),
        ([NONE, USED], ALONE),
        ([NONE, TOGGLED], ALONE),
        // The report is older than the second key, and than the first one's end.
        ([USED, NONE], BOTH),
        ([USED, FRESH], ALONE),
        ([USED, NONE], NO_KEYS),
    ];
    for (columns, listed) in cases {
        let keys = || Keys { columns, listed };
        let (swept, looked) = (keys(), keys());
        let needs = &[KeyState::NEED];
        let all = read(
            move |request| swept.answer(request),
            AccessKey::INFO,
            needs,
            Scope::Everything,
        );
        let (swept, _) = all.await;
        let scope = Scope::Resources(vec![ANN.parse().unwrap()]);
        let one = read(
            move |request| looked.answer(request),
            AccessKey::INFO,
            needs,
            scope,
        );
        let (looked, _) = one.await;
        assert_eq!(ids(&swept), ids(&looked), "{columns:?}");
        assert_eq!(ids(&swept).len(), listed.len());
        for row in 0..listed.len() {
            let (swept, looked) = (
                see::<KeyState>(&swept, row).unwrap(),
                see::<KeyState>(&looked, row).unwrap(),
            );
            assert_eq!(
                (swept.id, swept.made),
                (looked.id, looked.made),
                "{columns:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_use_of_each_key_is_its_own() {
    let keys = Keys {
        columns: [
            "true,2026-02-01T00:00:00+00:00,N/A",
            "true,2024-01-01T00:00:00+00:00,2026-02-20T00:00:00+00:00",
        ],
        listed: &[("AKIAOLD", "Active", OLD), ("AKIANEW", "Active", NEW)],
    };
    let (snapshot, requests) = read(
        move |request| keys.answer(request),
        AccessKey::INFO,
        &[KeyState::NEED],
        Scope::Everything,
    )
    .await;
    let used = |row| see::<KeyState>(&snapshot, row).unwrap().used;
    assert_eq!(
        [used(0), used(1)],
        [
            LastUse::At("2026-02-20T00:00:00Z".parse().unwrap()),
            LastUse::Never
        ]
    );
    assert_eq!(
        count(&requests, "GetAccessKeyLastUsed"),
        0,
        "the report tells"
    );
}

#[tokio::test]
async fn a_report_is_as_old_as_it_is() {
    use model::View;
    let needs = &[UserCredentials::NEED];
    let (snapshot, _) = read(whole, User::INFO, needs, Scope::Everything).await;
    let view = View::new(&snapshot, User::INFO, needs);
    view.resource::<User>(snapshot.row_at(0))
        .see::<UserCredentials>()
        .unwrap();
    assert_eq!(view.observed_at().to_string(), "2026-03-01T09:00:00Z");
    assert!(view.observed_at() < now());
}

#[tokio::test]
async fn a_report_that_is_not_there_yet_is_made_and_waited_for() {
    static LOOKS: AtomicUsize = AtomicUsize::new(0);
    let answer = |request: &WireRequest| match request.operation() {
        "GetCredentialReport" => match LOOKS.fetch_add(1, Relaxed) {
            0 => error(410, "ReportNotPresent"),
            1 => error(404, "ReportInProgress"),
            _ => report(&report_text()),
        },
        "GenerateCredentialReport" => result("GenerateCredentialReport", "<State>STARTED</State>"),
        _ => whole(request),
    };
    let (snapshot, requests) = read(
        answer,
        User::INFO,
        &[UserCredentials::NEED],
        Scope::Everything,
    )
    .await;
    assert!(see::<UserCredentials>(&snapshot, 0).is_ok());
    assert_eq!(count(&requests, "GenerateCredentialReport"), 2);
}

#[tokio::test]
async fn a_report_that_never_comes_and_one_that_may_not_be_made_are_gaps() {
    let never = |request: &WireRequest| match request.operation() {
        "GetCredentialReport" => error(410, "ReportNotPresent"),
        "GenerateCredentialReport" => result("GenerateCredentialReport", "<State>STARTED</State>"),
        _ => whole(request),
    };
    let denied = move |request: &WireRequest| match request.operation() {
        "GenerateCredentialReport" => error(403, "AccessDenied"),
        _ => never(request),
    };
    let needs = &[RootCredentials::NEED];
    let (snapshot, _) = read(never, Account::INFO, needs, Scope::Everything).await;
    assert!(matches!(
        see::<RootCredentials>(&snapshot, 0),
        Err(Reason::Failed(_))
    ));
    let (snapshot, _) = read(denied, Account::INFO, needs, Scope::Everything).await;
    let action = Reason::Denied("iam:GenerateCredentialReport".into());
    assert_eq!(see::<RootCredentials>(&snapshot, 0), Err(action));
}

/// The same account with a user that the report does not know yet.
pub(crate) fn live(request: &WireRequest) -> WireResponse {
    let operation = request.operation();
    let body = match operation {
        "GetUser" => {
            "<User><Path>/</Path><UserName>bob</UserName><UserId>1</UserId><Arn>a</Arn>\
             <CreateDate>2026-03-01T11:00:00Z</CreateDate></User>"
        }
        "GetLoginProfile" => return error(404, "NoSuchEntity"),
        "ListMFADevices" => {
            "<MFADevices><member><UserName>bob</UserName><SerialNumber>GAHT1</SerialNumber>\
             <EnableDate>2026-03-01T11:00:00Z</EnableDate></member></MFADevices><IsTruncated>false</IsTruncated>"
        }
        "ListAccessKeys" if request.body.contains("UserName=ann") => return whole(request),
        "ListAccessKeys" => {
            return result(
                operation,
                &keys(&[("AKIA2", "Active", "2026-03-01T11:00:00Z")]),
            );
        }
        "GetAccessKeyLastUsed" => {
            "<AccessKeyLastUsed><Region>N/A</Region><ServiceName>N/A</ServiceName></AccessKeyLastUsed>"
        }
        "GetAccountAuthorizationDetails" => return details(&users(&["ann", "bob"]), None),
        _ => return whole(request),
    };
    result(operation, body)
}

#[tokio::test]
async fn users_that_the_report_does_not_name_are_read() {
    let needs = &[UserCredentials::NEED, KeyState::NEED];
    let (snapshot, requests) = read(live, AccessKey::INFO, needs, Scope::Everything).await;
    let bob = see::<UserCredentials>(&snapshot, 1).unwrap();
    assert!(bob.mfa && bob.password.is_none() && bob.keys[1].is_none());
    assert_eq!(see::<KeyState>(&snapshot, 2).unwrap().used, LastUse::Never);
    assert_eq!(count(&requests, "GetUser"), 1, "once, for bob");
}

/// The report still lists the user who had the name before.
#[tokio::test]
async fn a_line_of_a_deleted_user_of_the_same_name_is_not_the_users() {
    let answer = |request: &WireRequest| match request.operation() {
        "GetCredentialReport" => report(&report_text().replace(
            "ann,2025-01-01T00:00:00+00:00",
            "ann,2024-12-31T00:00:00+00:00",
        )),
        _ => live(request),
    };
    let needs = &[UserCredentials::NEED];
    let (snapshot, requests) = read(answer, User::INFO, needs, Scope::Everything).await;
    assert!(
        see::<UserCredentials>(&snapshot, 0)
            .unwrap()
            .password
            .is_none()
    );
    assert_eq!(
        count(&requests, "GetUser"),
        2,
        "ann is another one; bob is new"
    );
}

#[tokio::test]
async fn a_named_user_is_seen_as_it_is_now() {
    let scope = Scope::Resources(vec![ANN.parse().unwrap()]);
    let (snapshot, requests) = read(live, AccessKey::INFO, &[KeyState::NEED], scope).await;
    assert!(see::<KeyState>(&snapshot, 0).unwrap().active);
    assert_eq!(count(&requests, "GetCredentialReport"), 0);
}

#[tokio::test]
async fn each_call_about_one_user_names_its_own_permission() {
    for (operation, action) in [
        ("GetUser", "iam:GetUser"),
        ("GetLoginProfile", "iam:GetLoginProfile"),
        ("ListMFADevices", "iam:ListMFADevices"),
        ("ListAccessKeys", "iam:ListAccessKeys"),
        ("GetAccessKeyLastUsed", "iam:GetAccessKeyLastUsed"),
    ] {
        let answer = move |request: &WireRequest| match request.operation() == operation {
            true => error(403, "AccessDenied"),
            false => live(request),
        };
        let (snapshot, _) = read(
            answer,
            User::INFO,
            &[UserCredentials::NEED],
            Scope::Everything,
        )
        .await;
        let denied = Reason::Denied(action.into());
        assert_eq!(see::<UserCredentials>(&snapshot, 1), Err(denied));
        assert!(see::<UserCredentials>(&snapshot, 0).is_ok());
    }
}

#[test]
fn names_with_commas() {
    for line in [
        report_text()
            .replace("\nann,", "\nx,y,")
            .replace("staff/ann", "staff/x,y"),
        report_text()
            .replace("\nann,", "\n\"x,y\",")
            .replace(ANN, "\"arn:x,y\""),
    ] {
        let read = csv::read(&line).unwrap();
        assert!(read.users["x,y"].password.is_some(), "{line}");
    }
}

#[test]
fn a_report_that_makes_no_sense_is_none() {
    for text in [
        report_text().replace("mfa_active", "mfa"),
        report_text().replace("2025-06-01T00:00:00+00:00", "lately"),
        report_text().replace("2025-01-01T00:00:00+00:00,true", "N/A,true"),
    ] {
        assert!(csv::read(&text).is_err(), "{text}");
    }
    assert!(csv::read(&report_text()).is_ok());
}

/// Of an inactive key the report has no creation time, but still the last use.
#[test]
fn the_use_of_an_inactive_key_is_read() {
    let old = "true,false,N/A,N/A,N/A,N/A,false";
    let text = report_text().replace(
        old,
        "true,false,N/A,2026-03-01T08:00:00+00:00,us-east-1,iam,false",
    );
    let root = csv::read(&text).unwrap().root.unwrap();
    let [Some(key), None] = root.keys else {
        panic!()
    };
    assert!(!key.active && matches!(key.used, LastUse::At(_)));
    let without = csv::read(&report_text()).unwrap().root.unwrap();
    assert_eq!(without.keys, [None, None]);
}
