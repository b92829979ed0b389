//! What strengthens, what cannot be, and how it reads as a command.
use model::iam::{Key, KeyState, LastUse, PasswordPolicy, PasswordRules};
use model::kms::{KeyRotation, Rotation};
use model::{Change, Fact, Kind};
use serde_json::json;

use crate::writer_of;

const DEFAULT: PasswordRules = PasswordRules::NO_LESS_THAN_DEFAULT;

fn change<F: Fact>(resource: &str, from: &F::Value, to: &F::Value) -> Change {
    Change {
        kind: <F::Of as Kind>::ID.into(),
        resource: resource.into(),
        fact: F::ID.into(),
        from: json!(from),
        to: json!(to),
    }
}

fn strengthens<F: Fact>(from: &F::Value, to: &F::Value) -> bool {
    let writer = writer_of(F::ID).unwrap();
    writer.strengthens(&change::<F>("x", from, to))
}

fn command<F: Fact>(resource: &str, to: &F::Value) -> String {
    let writer = writer_of(F::ID).unwrap();
    writer.command(&change::<F>(resource, to, to), Some("eu-west-1"))
}

#[test]
fn a_password_policy_is_only_raised() {
    let raised = |from, to| strengthens::<PasswordPolicy>(&from, &to);
    let with = |edit: fn(&mut PasswordRules)| {
        let mut rules = DEFAULT;
        edit(&mut rules);
        Some(rules)
    };
    assert!(raised(None, Some(DEFAULT)));
    assert!(raised(None, with(|one| one.length = 14)));
    assert!(raised(Some(DEFAULT), with(|one| one.remembered = 24)));
    assert!(raised(Some(DEFAULT), with(|one| one.max_age = Some(90))));
    let weaker: [fn(&mut PasswordRules); 5] = [
        |one| one.length = 7,
        |one| one.numbers = false,
        |one| one.users_may_change = true,
        |one| *one = PasswordRules::NO_REQUIREMENTS,
        |one| (one.symbols, one.upper_case, one.lower_case) = (true, false, false),
    ];
    for edit in weaker {
        assert!(!raised(None, with(edit)), "{:?}", with(edit));
        assert!(!raised(Some(DEFAULT), with(edit)), "{:?}", with(edit));
    }
    assert!(
        !raised(Some(DEFAULT), None),
        "AWS's own default asks for less"
    );
    let strict = with(|one| (one.remembered, one.max_age, one.hard_expiry) = (24, Some(90), true));
    for edit in [
        (|one| (one.remembered, one.max_age, one.hard_expiry) = (23, Some(90), true))
            as fn(&mut PasswordRules),
        |one| (one.remembered, one.max_age, one.hard_expiry) = (24, Some(91), true),
        |one| (one.remembered, one.max_age, one.hard_expiry) = (24, None, true),
        |one| (one.remembered, one.max_age, one.hard_expiry) = (24, Some(90), false),
    ] {
        assert!(!raised(strict, with(edit)), "{:?}", with(edit));
    }
}

fn key(id: Option<&str>, active: bool) -> Key {
    Key {
        id: id.map(Into::into),
        active,
        made: None,
        used: LastUse::Never,
    }
}

#[test]
fn an_access_key_is_only_turned_off_and_only_the_one_that_was_meant() {
    let off = |from: Key, to: Key| strengthens::<KeyState>(&from, &to);
    assert!(off(key(Some("A"), true), key(Some("A"), false)));
    assert!(!off(key(Some("A"), false), key(Some("A"), true)));
    assert!(!off(key(Some("A"), true), key(Some("B"), false)));
    assert!(!off(key(None, true), key(None, false)));
    let writer = writer_of(KeyState::ID).unwrap();
    let impossible = writer.impossible(&json!(key(None, false)));
    assert!(impossible.unwrap().contains("id"));
    assert_eq!(writer.impossible(&json!(key(Some("A"), false))), None);
}

#[test]
fn when_a_key_was_used_is_no_drift() {
    let used = |at: &str| Key {
        used: LastUse::At(at.parse().unwrap()),
        ..key(Some("A"), true)
    };
    let (before, now) = (used("2026-01-01T00:00:00Z"), used("2026-02-01T00:00:00Z"));
    assert!(KeyState::NEED.still(&json!(before), &json!(now)));
    assert!(!KeyState::NEED.still(&json!(before), &json!(key(Some("B"), true))));
    assert!(!KeyState::NEED.still(&json!(before), &json!(key(Some("A"), false))));
    assert!(!KeyState::NEED.still(&json!("nonsense"), &json!("nonsense")));
}

#[test]
fn a_key_of_kms_rotates_no_less_often() {
    let raised = |from, to| strengthens::<KeyRotation>(&from, &to);
    assert!(raised(Rotation::Off, Rotation::YEARLY));
    assert!(raised(Rotation::YEARLY, Rotation::Every(90)));
    assert!(!raised(Rotation::Every(90), Rotation::YEARLY));
    assert!(!raised(Rotation::YEARLY, Rotation::Off));
    assert!(!raised(Rotation::Off, Rotation::Fixed));
}

#[test]
fn they_read_as_commands() {
    let rules = PasswordRules {
        length: 14,
        max_age: Some(90),
        remembered: 24,
        ..DEFAULT
    };
    let root = "arn:aws:iam::1:root";
    assert_eq!(
        command::<PasswordPolicy>(root, &Some(rules)),
        "aws iam update-account-password-policy --minimum-password-length 14 \
         --password-reuse-prevention 24 --max-password-age 90 --require-numbers \
         --require-uppercase-characters --require-lowercase-characters"
    );
    assert_eq!(
        command::<PasswordPolicy>(root, &None),
        "aws iam delete-account-password-policy"
    );
    let user = "arn:aws:iam::1:user/team/amara#AKIA1";
    assert_eq!(
        command::<KeyState>(user, &key(Some("AKIA1"), false)),
        "aws iam update-access-key --user-name amara --access-key-id AKIA1 --status Inactive"
    );
    let arn = "arn:aws:kms:eu-west-1:1:key/1";
    assert_eq!(
        command::<KeyRotation>(arn, &Rotation::YEARLY),
        format!(
            "aws kms enable-key-rotation --region eu-west-1 --key-id {arn} \
             --rotation-period-in-days 365"
        )
    );
    assert_eq!(
        command::<KeyRotation>(arn, &Rotation::Off),
        format!("aws kms disable-key-rotation --region eu-west-1 --key-id {arn}")
    );
}
