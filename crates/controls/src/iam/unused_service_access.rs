//! A principal used every service that it is allowed in the last 90 days.
//!
//! IAM tells when each service was tried last, of 400 days; a principal that is younger than the
//! threshold is not stale yet. The evidence is what remains of its policies without what was not
//! used: what AWS does not track stays and is named. The setting is `iam.service-unused-days`.
use model::iam::{Entity, EntityCreated, EntityPolicies, LastAccessed, Made, Role, ServiceUse};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken};

use crate::about::right_size::right_sized;
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_LAST_ACCESSED;

pub(super) const CONTROL: Control<Entity> = Control {
    id: "iam.unused-service-access",
    title: "The principal used every service that it can access",
    severity: Severity::Medium,
    why: "Unused permissions only benefit an attacker who steals the credentials. Permissions that \
          were not used for months can be removed.",
    // Its own policy, not the last word: what `policy tighten` leaves is to be read first.
    fix: Fix::new(
        "aws iam put-role-policy --role-name {name} --policy-name POLICY_NAME --policy-document file://RIGHT_SIZED.json \
          (a user: aws iam put-user-policy --user-name {name}; bailiwick policy tighten --principal {arn} writes the documents)",
    ),
    responsibility: IAM_LAST_ACCESSED.identity("remove permissions that are not used"),
    needs: &[EntityCreated::NEED, EntityPolicies::NEED, ServiceUse::NEED],
    judge,
    remedy: None,
};

fn judge(entity: Resource<Entity>, settings: &Settings) -> Judged {
    if Role::made(entity.id()) == Made::ForService {
        return not_applicable("the role is a service-linked role");
    }
    let limit = settings.document.iam.service_unused_days.value;
    let since = LastAccessed::unused_since(settings.now, limit);
    let accessed = entity.see::<ServiceUse>()?;
    let usage = accessed.usage(since);
    let unused = usage.services.iter().filter(|(_, usage)| !usage.used);
    let unused: Vec<_> = unused.map(|(service, _)| format!("`{service}`")).collect();
    if unused.is_empty() || *entity.see::<EntityCreated>()? > since {
        return Ok(Verdict::Holds);
    }
    // The verdict stands without them.
    if let Ok(grants) = entity.see::<EntityPolicies>() {
        entity.show("right-sized", right_sized(grants, &usage));
    }
    Ok(broken(format!(
        "{} of {} services that it may use were not used for {limit} days: {}",
        unused.len(),
        usage.services.len(),
        unused.join(", ")
    )))
}

#[test]
fn cases() {
    use crate::testing::{Given, named, rows};
    use model::iam::{Grant, PolicyText, ServiceAccess};

    const OLD: &str = "2020-01-01T00:00:00Z";

    fn entity(path: &str, made: &str, used: &[(&str, Option<&str>)]) -> Given<Entity> {
        let service = |(service, last): &(&str, Option<&str>)| ServiceAccess {
            service: (*service).into(),
            last: last.map(|at| at.parse().unwrap()),
            actions: Vec::new(),
        };
        let text =
            r#"{"Statement": {"Effect": "Allow", "Action": ["s3:*", "ec2:*"], "Resource": "*"}}"#;
        let own = Grant {
            name: "own".into(),
            arn: None,
            group: None,
            document: Some(PolicyText::new(text)),
        };
        let services = used.iter().map(service).collect();
        named::<Entity>(&format!("arn:aws:iam::111122223333:{path}"))
            .with::<EntityCreated>(made.parse().unwrap())
            .with::<EntityPolicies>(vec![own])
            .with::<ServiceUse>(LastAccessed { services })
    }
    let user = |used: &[_]| entity("user/ann", OLD, used);
    let lately = ("s3", Some("2026-02-28T00:00:00Z"));
    let last_day = ("ec2", Some("2025-12-01T12:00:00Z"));
    let day_before = ("ec2", Some("2025-11-30T12:00:00Z"));
    let never = ("ec2", None);
    rows(&CONTROL)
        .passes("all used", user(&[lately, last_day]))
        .passes("nothing is allowed", user(&[]))
        .passes("new", entity("role/R", "2026-02-01T00:00:00Z", &[never]))
        .fails("91 days ago", user(&[lately, day_before]))
        .fails("never", entity("role/R", OLD, &[lately, never]))
        .fails("policies unread", user(&[never]))
        .denied::<EntityPolicies>()
        .exempt(
            "a service's",
            entity("role/aws-service-role/x.amazonaws.com/R", OLD, &[never]),
        )
        .unread::<ServiceUse>(user(&[]))
        .unread::<EntityCreated>(user(&[never]))
        .check();
}
