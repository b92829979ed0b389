//! The secret was read within 90 days. Secrets Manager keeps the day of the last read, in each Region.
use model::secretsmanager::{Secret, SecretUse, Use};
use model::{Control, Fact, Fix, Severity, broken, holds_if};

use crate::about::age::days;
use crate::about::verdicts::not_applicable;
use crate::duties::SECRETS_MANAGER;

const DAYS: i64 = 90;

pub(super) const CONTROL: Control<Secret> = Control {
    id: "encryption.secret-unused",
    title: "The secret was read within 90 days",
    severity: Severity::Medium,
    why: "A secret that nothing reads still opens what it was made for, and nobody notices that it was \
          leaked. Deleting it removes access that is not needed.",
    fix: Fix::new(
        "aws secretsmanager delete-secret --region {region} --secret-id {arn} \
         --recovery-window-in-days 30",
    ),
    responsibility: SECRETS_MANAGER.data("delete secrets that are not in use"),
    needs: &[SecretUse::NEED],
    judge: |secret, settings| {
        let Use {
            created,
            last_accessed,
            replica,
        } = *secret.see::<SecretUse>()?;
        if replica {
            return not_applicable(
                "the secret is a replica, which is read when its Region takes over",
            );
        }
        if days(settings, created) <= DAYS {
            return not_applicable("the secret is younger than 90 days");
        }
        let Some(last) = last_accessed else {
            return Ok(broken("the secret was never read in this Region"));
        };
        // The time of the day is not kept.
        let because = format!("the secret was last read on {}", last.strftime("%Y-%m-%d"));
        holds_if(days(settings, last) <= DAYS, because)
    },
    remedy: None,
};

#[test]
fn cases() {
    let day = |day: &str| format!("{day}T00:00:00Z").parse().unwrap();
    let secret = |created, last: Option<&str>| Use {
        created: day(created),
        last_accessed: last.map(day),
        replica: false,
    };
    let replica = Use {
        replica: true,
        ..secret("2024-01-01", None)
    };
    crate::testing::table::<SecretUse>(&CONTROL)
        .passes("yesterday", secret("2024-01-01", Some("2026-02-28")))
        .passes("90 days ago", secret("2024-01-01", Some("2025-12-01")))
        .fails("91 days ago", secret("2024-01-01", Some("2025-11-30")))
        .fails("never", secret("2024-01-01", None))
        .exempt("young", secret("2026-02-01", None))
        .exempt("a replica", replica)
        .check();
}
