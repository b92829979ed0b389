//! Events of Secrets Manager, each in its own Region. They need not name the whole ARN, of which Secrets
//! Manager chooses the end: these ask for a sweep, which lists all secrets in few calls.
use model::secretsmanager::SecretRotation;
use model::{Fact, Need};

use crate::Effect::{self, Breaks, Repairs};
use crate::{About, Facts, Row};

const ROTATION: &[Need] = &[SecretRotation::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "secretsmanager",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row(
        "CreateSecret",
        About::Account,
        Facts::These(ROTATION),
        Breaks,
    ),
    row(
        "RestoreSecret",
        About::Account,
        Facts::These(ROTATION),
        Breaks,
    ),
    row(
        "RotateSecret",
        About::Account,
        Facts::These(ROTATION),
        Repairs,
    ),
    row(
        "CancelRotateSecret",
        About::Account,
        Facts::These(ROTATION),
        Breaks,
    ),
    row(
        "DeleteSecret",
        About::Account,
        Facts::These(ROTATION),
        Repairs,
    ),
];
