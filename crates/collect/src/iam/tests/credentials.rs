use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use model::iam::{
    AccessKey, KeyState, LastUse, PasswordUsers, RootCredentials, RootVirtualMfa, User,
    UserCredentials, UserVirtualMfa,
};
use model::{Account, Fact, Kind, Reason, Scope};

use super::account::{ANN, details, report, report_text, result, users, whole};
use super::{count, read, see};
use crate::iam::csv;
use crate::wire::{Asked, Told, error, now};

#[tokio::test]
async fn the_report_tells_of_everybody() {
    let needs = &[
        UserCredentials::NEED,
        KeyState::NEED,
        RootCredentials::NEED,
        PasswordUsers::NEED,
        UserVirtualMfa::NEED,
        RootVirtualMfa::NEED,
    ];
    let (snapshot, asked) = read(whole, AccessKey::INFO, needs, Scope::Everything).await;
    let login = see::<UserCredentials>(&snapshot, 0).unwrap();
    let password = login.password.clone().unwrap();
    assert_eq!(password.used, LastUse::Never);
    assert_eq!(
        login
            .active_keys()
            .map(|(number, _)| number)
            .collect::<Vec<_>>(),
        [1]
    );
    let ids: Vec<_> = snapshot
        .rows::<AccessKey>()
        .map(|row| snapshot.id(row))
        .collect();
    assert_eq!(
        ids,
        [format!("{ANN}#access-key-1"), format!("{ANN}#access-key-2")]
    );
    assert!(see::<KeyState>(&snapshot, 0).unwrap().active);
    assert!(!see::<KeyState>(&snapshot, 1).unwrap().active);
    let root = see::<RootCredentials>(&snapshot, 0).unwrap().unwrap();
    assert!(root.mfa && matches!(root.password.unwrap().used, LastUse::At(_)));
    assert_eq!(see::<PasswordUsers>(&snapshot, 0).unwrap(), ["ann"]);
    assert_eq!(see::<UserVirtualMfa>(&snapshot, 0).unwrap(), [""; 0]);
    assert_eq!(see::<RootVirtualMfa>(&snapshot, 0).unwrap().len(), 1);
    assert_eq!(asked.len(), 3, "details, report, devices");
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
    let answer = |asked: &Asked| match asked.operation() {
        "GetCredentialReport" => match LOOKS.fetch_add(1, Relaxed) {
            0 => error(410, "ReportNotPresent"),
            1 => error(404, "ReportInProgress"),
            _ => report(&report_text()),
        },
        "GenerateCredentialReport" => result("GenerateCredentialReport", "<State>STARTED</State>"),
        _ => whole(asked),
    };
    let (snapshot, asked) = read(
        answer,
        User::INFO,
        &[UserCredentials::NEED],
        Scope::Everything,
    )
    .await;
    assert!(see::<UserCredentials>(&snapshot, 0).is_ok());
    assert_eq!(count(&asked, "GenerateCredentialReport"), 2);
}

#[tokio::test]
async fn a_report_that_never_comes_and_one_that_may_not_be_made_are_gaps() {
    let never = |asked: &Asked| match asked.operation() {
        "GetCredentialReport" => error(410, "ReportNotPresent"),
        "GenerateCredentialReport" => result("GenerateCredentialReport", "<State>STARTED</State>"),
        _ => whole(asked),
    };
    let denied = move |asked: &Asked| match asked.operation() {
        "GenerateCredentialReport" => error(403, "AccessDenied"),
        _ => never(asked),
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

fn live(asked: &Asked) -> Told {
    let operation = asked.operation();
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
        "ListAccessKeys" => {
            "<AccessKeyMetadata><member><AccessKeyId>AKIA2</AccessKeyId><Status>Active</Status>\
             <CreateDate>2026-03-01T11:00:00Z</CreateDate></member></AccessKeyMetadata><IsTruncated>false</IsTruncated>"
        }
        "GetAccessKeyLastUsed" => {
            "<AccessKeyLastUsed><Region>N/A</Region><ServiceName>N/A</ServiceName></AccessKeyLastUsed>"
        }
        "GetAccountAuthorizationDetails" => return details(&users(&["ann", "bob"]), None),
        _ => return whole(asked),
    };
    result(operation, body)
}

#[tokio::test]
async fn users_that_the_report_does_not_know_are_asked_about() {
    let needs = &[UserCredentials::NEED, KeyState::NEED];
    let (snapshot, asked) = read(live, AccessKey::INFO, needs, Scope::Everything).await;
    let bob = see::<UserCredentials>(&snapshot, 1).unwrap();
    assert!(bob.mfa && bob.password.is_none() && bob.keys[1].is_none());
    assert_eq!(see::<KeyState>(&snapshot, 2).unwrap().used, LastUse::Never);
    assert_eq!(count(&asked, "GetUser"), 1, "once, for bob");
}

/// The report still tells of the user who had the name before.
#[tokio::test]
async fn a_line_of_a_deleted_user_of_the_same_name_is_not_the_users() {
    let answer = |asked: &Asked| match asked.operation() {
        "GetCredentialReport" => report(&report_text().replace(
            "ann,2025-01-01T00:00:00+00:00",
            "ann,2024-12-31T00:00:00+00:00",
        )),
        _ => live(asked),
    };
    let needs = &[UserCredentials::NEED];
    let (snapshot, asked) = read(answer, User::INFO, needs, Scope::Everything).await;
    assert!(
        see::<UserCredentials>(&snapshot, 0)
            .unwrap()
            .password
            .is_none()
    );
    assert_eq!(
        count(&asked, "GetUser"),
        2,
        "ann is another one; bob is new"
    );
}

#[tokio::test]
async fn a_named_user_is_seen_as_it_is_now() {
    let scope = Scope::Resources(vec![ANN.parse().unwrap()]);
    let (snapshot, asked) = read(live, AccessKey::INFO, &[KeyState::NEED], scope).await;
    assert!(see::<KeyState>(&snapshot, 0).unwrap().active);
    assert_eq!(count(&asked, "GetCredentialReport"), 0);
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
        let answer = move |asked: &Asked| match asked.operation() == operation {
            true => error(403, "AccessDenied"),
            false => live(asked),
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
