//! Principals: their form, and whether what they may do suits them.
//!
//! AWS: IAM User Guide, "AWS JSON policy elements: Principal"; "IAM policy validation check
//! reference", the checks of principals and of role trust policies.

use super::{DocumentKind, Place, Subject};
use crate::arn::{Arn, is_account_id};
use crate::budget::Budget;
use crate::caller::Caller;
use crate::diagnostic::Remarks;
use crate::document::{Effect, Principal, Selector};

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    subject.each(remarks, |place, remarks| {
        let Some(selector) = &place.statement.principal else {
            return;
        };
        for principal in selector.listed() {
            form(principal, place, remarks);
            if place.statement.effect == Effect::Allow && !selector.is_except() {
                service_without_source(subject.kind, principal, place, remarks);
            }
        }
        if subject.kind == DocumentKind::Trust {
            trust(selector, place, remarks);
        }
    });
}

fn form(principal: &Principal, place: &Place<'_>, remarks: &mut Remarks) {
    if let Principal::Aws(value) = principal
        && value.starts_with("arn:")
        && !value.contains(['*', '?', '$'])
        && !is_caller(value)
    {
        let message = format!("`{value}` is not the ARN of a principal");
        let remedy =
            "name an account, a user, a role or a session, as `arn:aws:iam::111122223333:role/app`";
        remarks.error("principal-form", place.principal(), message, remedy);
    }
    if let Principal::Service(name) = principal
        && name != "*"
        && !(name.contains(".amazonaws.com")
            || name.ends_with(".aws.internal")
            || name.ends_with(".api.aws"))
    {
        let message = format!("`{name}` is not the name of a service principal");
        let remedy = "write it as AWS does, such as `ec2.amazonaws.com`";
        remarks.error("service-principal-form", place.principal(), message, remedy);
    }
}

/// Whether an ARN is one that a caller may have: of a root user, user, role or session of an
/// account, or of an origin access identity of `CloudFront`.
fn is_caller(arn: &str) -> bool {
    let of_cloudfront =
        |arn: Arn<'_>| arn.account == "cloudfront" && arn.resource.starts_with("user/");
    match Caller::parse(arn).account() {
        Some(account) => is_account_id(account),
        None => Arn::parse(arn).is_some_and(of_cloudfront),
    }
}

/// Keys by which a service tells for whom it acts.
const SOURCES: [&str; 5] = [
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
];

/// Services whose roles and permissions AWS does not ask a source for: they act for the resource
/// that carries the role. AWS: "The confused deputy problem", cross-service prevention, and the
/// trust policies in the services' own guides.
const ACT_FOR_THEIR_OWN: [&str; 4] = [
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "rolesanywhere.amazonaws.com",
];

fn service_without_source(
    kind: DocumentKind,
    principal: &Principal,
    place: &Place<'_>,
    remarks: &mut Remarks,
) {
    let Principal::Service(name) = principal else {
        return;
    };
    let conditions = &place.statement.conditions;
    let says_source = |condition: &crate::document::Condition| {
        let key = condition.key.to_ascii_lowercase();
        SOURCES.contains(&key.as_str()) || key == "sts:externalid"
    };
    let own = kind == DocumentKind::Trust && ACT_FOR_THEIR_OWN.contains(&name.as_str());
    if !own && !conditions.iter().any(says_source) {
        let message = format!("`{name}` may act here for anyone who uses that service");
        let remedy = "add a condition on aws:SourceArn and aws:SourceAccount, or aws:SourceOrgID";
        remarks.warning("service-without-source", place.principal(), message, remedy);
    }
}

/// AWS: IAM User Guide, "Roles terms and concepts", trust policy.
fn trust(selector: &Selector<Principal>, place: &Place<'_>, remarks: &mut Remarks) {
    if selector.is_except() {
        let message = "a role trust policy does not support `NotPrincipal`".into();
        remarks.error(
            "not-principal-in-trust",
            place.principal(),
            message,
            "name with `Principal` who is meant",
        );
    }
    let may = |action: &str| place.covers(action);
    for principal in selector
        .listed()
        .iter()
        .filter(|_| place.statement.effect == Effect::Allow)
    {
        match principal {
            Principal::Federated(name) => provider(name, &may, place, remarks),
            Principal::Service(name)
                if name == "rolesanywhere.amazonaws.com"
                    && !["sts:assumerole", "sts:setsourceidentity", "sts:tagsession"]
                        .iter()
                        .all(|action| may(action)) =>
            {
                let message = format!(
                    "`{name}` needs sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession"
                )
                .to_string();
                remarks.error(
                    "roles-anywhere-actions",
                    place.action(0),
                    message,
                    "add the actions that are missing",
                );
            }
            _ => {}
        }
    }
}

fn provider(name: &str, may: &impl Fn(&str) -> bool, place: &Place<'_>, remarks: &mut Remarks) {
    let saml = name.contains(":saml-provider/");
    let web = name.contains(":oidc-provider/") || (!name.starts_with("arn:") && name.contains('.'));
    if !saml && !web {
        let message = format!("`{name}` is not an identity provider");
        let remedy = "write the ARN of a SAML or OIDC provider, or a domain name such as `accounts.google.com`";
        return remarks.error("federated-form", place.principal(), message, remedy);
    }
    let (right, wrong) = match saml {
        true => ("sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"),
        false => ("sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"),
    };
    let exact = |action: &str| {
        place
            .statement
            .action
            .listed()
            .iter()
            .any(|one| one.eq_ignore_ascii_case(action))
    };
    if !may(&right.to_ascii_lowercase()) || exact(wrong) || exact("sts:AssumeRole") {
        let message = format!("who signs in with `{name}` uses `{right}` and no other action");
        remarks.error(
            "provider-action",
            place.action(0),
            message,
            &format!("write `{right}`"),
        );
    }
    if web {
        claims(name, place, remarks);
    }
}

/// Who may sign in with a web identity provider is told by claims.
fn claims(name: &str, place: &Place<'_>, remarks: &mut Remarks) {
    let issuer = name
        .split_once(":oidc-provider/")
        .map_or(name, |(_, issuer)| issuer);
    let asks = |claim: &str| {
        let key = format!("{issuer}:{claim}").to_ascii_lowercase();
        place
            .statement
            .conditions
            .iter()
            .any(|condition| condition.key.to_ascii_lowercase() == key)
    };
    if issuer.ends_with("token.actions.githubusercontent.com") {
        if !asks("sub") && !asks("job_workflow_ref") {
            let message = format!(
                "any repository on GitHub may use the role: no condition on `{issuer}:sub`"
            );
            let remedy = "name the organisation, the repository and the branch in the condition";
            remarks.warning("github-without-sub", place.principal(), message, remedy);
        }
    } else if !["aud", "sub", "app_id", "id", "user_id", "oaud"]
        .iter()
        .any(|claim| asks(claim))
    {
        let message =
            format!("any user of `{issuer}` may use the role: no condition on its `aud` or `sub`");
        let remedy = &format!("add a condition on `{issuer}:aud` or `{issuer}:sub`");
        remarks.warning("provider-without-claim", place.principal(), message, remedy);
    }
}
