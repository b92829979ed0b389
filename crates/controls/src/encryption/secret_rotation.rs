//! Automatic rotation is on, and the last one succeeded when it was due.
//!
//! The date of the next rotation is the latest at which it takes place: it is in the past where
//! rotation failed, as Secrets Manager's retries did (Secrets Manager API Reference,
//! `DescribeSecret`).
use model::secretsmanager::{Secret, SecretRotation};
use model::{Control, Fact, Fix, Reason, Severity, broken, holds_if};

use crate::about::age::days;
use crate::about::verdicts::not_applicable;
use crate::duties::SECRETS_MANAGER;

pub(super) const CONTROL: Control<Secret> = Control {
    id: "encryption.secret-rotation",
    title: "Automatic rotation of the secret is enabled and succeeds on schedule",
    severity: Severity::Medium,
    why: "A secret that was leaked is usable until it is changed. Rotation limits that time, unless it \
          fails without anyone noticing.",
    fix: Fix::new(
        "aws secretsmanager rotate-secret --region {region} --secret-id {arn} \
         --rotation-lambda-arn FUNCTION-ARN --rotation-rules AutomaticallyAfterDays=DAYS",
    ),
    responsibility: SECRETS_MANAGER
        .data("enable rotation, and repair the functions that perform it"),
    needs: &[SecretRotation::NEED],
    judge: |secret, settings| {
        let rotation = secret.see::<SecretRotation>()?;
        if rotation.replica {
            return not_applicable("the secret is a replica and rotates with its primary secret");
        }
        if !rotation.enabled && rotation.owning_service.is_some() {
            return not_applicable("the secret is managed by the service that created it");
        }
        if !rotation.enabled {
            return Ok(broken("automatic rotation is disabled"));
        }
        let unknown = |why: &str| Err(secret.gap::<SecretRotation>(Reason::failed(why)));
        let Some(next) = rotation.next else {
            return unknown("Secrets Manager returned no date of the next rotation");
        };
        if next < settings.now {
            return Ok(broken(format!(
                "rotation was due by {next} and did not succeed"
            )));
        }
        let Some(last) = rotation.last else {
            return unknown("it has not been rotated since rotation was enabled");
        };
        // Rotation takes place within a window on the day that it is due.
        let late = rotation
            .every_days
            .filter(|every| days(settings, last) > every + 1);
        let because = format!("the last rotation succeeded at {last}, which is too long ago");
        holds_if(late.is_none(), because)
    },
    remedy: None,
};

#[test]
fn cases() {
    use model::secretsmanager::Rotation;

    let date = |day: &str| format!("2026-{day}T00:00:00Z").parse().ok();
    let on = |last, next| Rotation {
        enabled: true,
        every_days: Some(30),
        last,
        next,
        ..Rotation::default()
    };
    let owned = |rotation| Rotation {
        owning_service: Some("rds".into()),
        ..rotation
    };
    let replica = Rotation {
        replica: true,
        ..Rotation::default()
    };
    crate::testing::table::<SecretRotation>(&CONTROL)
        .passes("on schedule", on(date("02-10"), date("03-12")))
        .passes("due today", on(date("01-29"), date("03-02")))
        .passes("by its service", owned(on(date("02-10"), date("03-12"))))
        .fails("disabled", Rotation::default())
        .fails("overdue", on(date("01-10"), date("02-10")))
        .fails("not within its schedule", on(date("01-10"), date("03-12")))
        .exempt("managed, and not rotated", owned(Rotation::default()))
        .exempt("a replica", replica)
        .gap("not rotated yet", on(None, date("03-12")))
        .gap("no date", on(date("02-10"), None))
        .check();
}
