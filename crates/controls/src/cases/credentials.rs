//! Passwords and access keys in the making.
use model::iam::{Key, LastUse, Login, PasswordState, Summary};

/// The day on which every user was made.
pub(crate) const CREATED: &str = "2025-01-01";

pub(crate) fn at(day: &str) -> LastUse {
    LastUse::At(format!("{day}T12:00:00Z").parse().unwrap())
}

/// A user's credentials: a password that was last used so, if any, and no keys.
pub(crate) fn login(password: Option<LastUse>, mfa: bool) -> Login {
    let created = format!("{CREATED}T12:00:00Z").parse().unwrap();
    Login {
        created,
        password: password.map(|used| PasswordState {
            used,
            changed: Some(created),
        }),
        mfa,
        keys: [None, None],
    }
}

/// An active access key, made on that day.
pub(crate) fn key(made: &str, used: LastUse) -> Key {
    Key {
        id: None,
        active: true,
        made: format!("{made}T12:00:00Z").parse().ok(),
        used,
    }
}

/// The same, of which nobody says when it was made.
pub(crate) fn undated(used: LastUse) -> Key {
    Key {
        made: None,
        ..key(CREATED, used)
    }
}

/// The same, deactivated.
pub(crate) fn inactive(key: Key) -> Key {
    Key {
        active: false,
        ..key
    }
}

/// The same, with its id: as IAM lists the keys of one user.
pub(crate) fn named(made: &str, used: LastUse) -> Key {
    Key {
        id: Some("AKIAIOSFODNN7EXAMPLE".into()),
        ..key(made, used)
    }
}

/// What the account summary says of the root user.
pub(crate) fn root(access_keys: i32, mfa: bool, password: Option<bool>) -> Summary {
    Summary {
        access_keys,
        certificates: 0,
        mfa,
        password,
    }
}
