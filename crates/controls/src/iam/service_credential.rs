//! No unlimited service-specific credential is active.
//!
//! A Bedrock key can end by itself and should. Those of `CodeCommit` and Keyspaces cannot: they are to
//! be reset within 90 days (`iam.service-credential-days`). IAM does not tell when any was last used,
//! so age stands for it.
use model::iam::{ServiceCredential, ServiceCredentials, User};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken};

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
    judge,
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
    let days = super::days(settings, one.created);
    let bedrock = service.starts_with("bedrock");
    match expires {
        None if bedrock => Some(format!("{id} for {service} does not expire")),
        None if days > settings.document.iam.service_credential_days.value => {
            Some(format!("{id} for {service} is {days} days old"))
        }
        _ => None,
    }
}

fn judge(user: Resource<User>, settings: &Settings) -> Judged {
    let all = user.see::<ServiceCredentials>()?;
    let first = all.iter().find_map(|one| fault(one, settings));
    Ok(first.map_or(Verdict::Holds, broken))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, ServiceCredential, ServiceCredentials, User};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;

    fn user(service: &str, active: bool, created: &str, expires: Option<&str>) -> Given<User> {
        let day = |day: &str| format!("{day}T00:00:00Z").parse().unwrap();
        given::<User>().with::<ServiceCredentials>(vec![ServiceCredential {
            id: "ACCAEXAMPLE".into(),
            service: service.into(),
            active,
            created: day(created),
            expires: expires.map(day),
        }])
    }

    #[test]
    fn cases() {
        const GIT: &str = "codecommit.amazonaws.com";
        const BEDROCK: &str = "bedrock.amazonaws.com";
        let denied = Reason::Denied("iam:ListServiceSpecificCredentials".into());
        check(
            &CONTROL,
            &[
                passes("none", given::<User>().with::<ServiceCredentials>(vec![])),
                passes("new", user(GIT, true, "2026-02-01", None)),
                passes("inactive", user(GIT, false, "2024-02-01", None)),
                passes(
                    "ends",
                    user(BEDROCK, true, "2026-02-01", Some("2026-04-01")),
                ),
                passes(
                    "ended",
                    user(BEDROCK, true, "2024-02-01", Some("2024-04-01")),
                ),
                fails("old", user(GIT, true, "2025-02-01", None)),
                fails("never ends", user(BEDROCK, true, "2026-02-01", None)),
                gap(
                    "denied",
                    given::<User>().without::<ServiceCredentials>(denied),
                ),
            ],
        );
    }
}
