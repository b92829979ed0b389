//! No unlimited service-specific credential is active.
//!
//! A Bedrock key can end by itself and should. Those of `CodeCommit` and Keyspaces cannot: they are to
//! be reset within 90 days (`iam.service-credential-days`). IAM does not tell when any was last used,
//! so age stands for it.
use model::iam::{ServiceCredential, ServiceCredentials, User};
use model::{Control, Fact, Fix, Settings, Severity};

use crate::about::age::days;
use crate::about::verdicts::holds_unless;
use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<User> = Control {
    id: "iam.service-credential",
    title: "Service-specific credentials expire or are rotated",
    severity: Severity::Medium,
    why: "Service-specific credentials are passwords for one service. MFA does not protect them, \
          and the credential report does not list them.",
    fix: Fix::new(
        "aws iam update-service-specific-credential --user-name {name} \
          --service-specific-credential-id CREDENTIAL-ID --status Inactive",
    ),
    responsibility: IAM_CREDENTIALS
        .identity("create few service-specific credentials, and limit their lifetime"),
    needs: &[ServiceCredentials::NEED],
    judge: |user, settings| {
        let all = user.see::<ServiceCredentials>()?;
        holds_unless(all.iter().find_map(|one| fault(one, settings)))
    },
    remedy: None,
};

/// What is wrong with one, if anything.
fn fault(one: &ServiceCredential, settings: &Settings) -> Option<String> {
    let ServiceCredential {
        id,
        service,
        expires,
        ..
    } = one;
    let ended = expires.is_some_and(|end| end <= settings.now);
    if !one.active || ended {
        return None;
    }
    let days = days(settings, one.created);
    let bedrock = service.starts_with("bedrock");
    match expires {
        None if bedrock => Some(format!("{id} for {service} does not expire")),
        None if days > settings.document.iam.service_credential_days.value => {
            Some(format!("{id} for {service} is {days} days old"))
        }
        _ => None,
    }
}

#[test]
fn cases() {
    let one = |service: &str, active, created: &str, expires: Option<&str>| {
        let day = |day: &str| format!("{day}T00:00:00Z").parse().unwrap();
        vec![ServiceCredential {
            id: "ACCAEXAMPLE".into(),
            service: service.into(),
            active,
            created: day(created),
            expires: expires.map(day),
        }]
    };
    let (git, bedrock) = ("codecommit.amazonaws.com", "bedrock.amazonaws.com");
    crate::testing::table::<ServiceCredentials>(&CONTROL)
        .passes("none", vec![])
        .passes("new", one(git, true, "2026-02-01", None))
        .passes("inactive", one(git, false, "2024-02-01", None))
        .passes("ends", one(bedrock, true, "2026-02-01", Some("2026-04-01")))
        .passes(
            "ended",
            one(bedrock, true, "2024-02-01", Some("2024-04-01")),
        )
        .fails("old", one(git, true, "2025-02-01", None))
        .fails("never ends", one(bedrock, true, "2026-02-01", None))
        .check();
}
