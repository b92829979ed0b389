//! Who must allow and who may deny, in the words of the IAM User Guide.

use crate::Documents;
use crate::conditions::{holds, pieces};
use crate::patterns::matches_pieces;
use policy::{Arn, Caller, Colons, Document, Effect, Principal, Request, Selector, Statement};

/// How a resource policy names a caller; the order is that of strength.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
enum Named {
    Not,
    ByAccount,
    ByRole,
    InPerson,
}

pub fn decide(documents: &Documents, request: &Request) -> &'static str {
    let all = |documents: &[Document], effect| {
        documents
            .iter()
            .any(|document| speaks(document, effect, request))
    };
    let service_linked = false;
    let member = request.caller.account().is_some();
    let rcp = request.action.to_lowercase().starts_with("s3:")
        || request.action.to_lowercase().starts_with("sqs:");
    let resource = documents.resource.as_ref();
    let bounded = !documents.boundaries.is_empty();

    // "An explicit deny in any of these policies overrides the allow."
    let denied = all(&documents.identity, Effect::Deny)
        || all(&documents.boundaries, Effect::Deny)
        || all(&documents.session, Effect::Deny)
        || all(&documents.endpoint, Effect::Deny)
        || (member
            && !service_linked
            && documents
                .service_control
                .iter()
                .any(|level| all(level, Effect::Deny)))
        || (rcp
            && documents
                .resource_control
                .iter()
                .any(|level| all(level, Effect::Deny)))
        || resource
            .is_some_and(|document| reach(document, Effect::Deny, request, bounded) != Named::Not);
    if denied {
        return "explicitly-denied";
    }
    // "An SCP must allow at every level."
    if member
        && !documents
            .service_control
            .iter()
            .all(|level| all(level, Effect::Allow))
    {
        return "implicitly-denied";
    }
    if !documents.endpoint.is_empty() && !all(&documents.endpoint, Effect::Allow) {
        return "implicitly-denied";
    }
    let named = resource.map_or(Named::Not, |document| {
        reach(document, Effect::Allow, request, bounded)
    });
    let identity =
        all(&documents.identity, Effect::Allow) || matches!(request.caller, Caller::Root(_));
    let limits = [&documents.boundaries, &documents.session];
    let limits = limits
        .iter()
        .all(|list| list.is_empty() || all(list, Effect::Allow));
    let same_account = request.caller.account().is_some()
        && request.caller.account() == request.resource_account.as_deref();
    let allowed = match &request.caller {
        // Nobody else speaks for callers without an account.
        caller if caller.account().is_none() => named != Named::Not,
        // "If a resource-based policy grants permission directly to the IAM user or the session
        // principal that is making the request, then an implicit deny in an identity-based policy,
        // a permissions boundary, or a session policy does not impact the final decision."
        _ if same_account && named == Named::InPerson => true,
        // "Resource-based policies that grant permissions to an IAM role ARN are limited by an
        // implicit deny in a permissions boundary or session policy."
        _ if same_account && named == Named::ByRole => limits,
        _ if same_account => identity && limits,
        // "Both must allow": the resource's account and the caller's.
        _ => named != Named::Not && identity && limits,
    };
    if allowed {
        "allowed"
    } else {
        "implicitly-denied"
    }
}

/// Whether a policy without principals has a statement of this effect for the request.
fn speaks(document: &Document, effect: Effect, request: &Request) -> bool {
    let of_effect = document
        .statements
        .iter()
        .filter(|statement| statement.effect == effect);
    of_effect
        .into_iter()
        .any(|statement| applies(statement, document.has_variables(), request))
}

/// How the statements of one effect of a resource policy name the caller.
fn reach(document: &Document, effect: Effect, request: &Request, bounded: bool) -> Named {
    let mut best = Named::Not;
    for statement in document
        .statements
        .iter()
        .filter(|statement| statement.effect == effect)
    {
        if !applies(statement, document.has_variables(), request) {
            continue;
        }
        let reached = match statement.principal.as_ref().unwrap() {
            Selector::Only(list) => {
                let each = list
                    .iter()
                    .map(|principal| names(principal, &request.caller));
                each.fold(Named::Not, |a, b| if b > a { b } else { a })
            }
            // "The NotPrincipal element with a Deny effect will always deny any IAM principal that
            // has a permissions boundary policy attached."
            Selector::Except(_) if effect == Effect::Deny && bounded => Named::InPerson,
            Selector::Except(list) => {
                if list.iter().any(|principal| is(principal, &request.caller)) {
                    Named::Not
                } else {
                    Named::InPerson
                }
            }
        };
        best = if reached > best { reached } else { best };
    }
    best
}

fn names(principal: &Principal, caller: &Caller) -> Named {
    let text = principal.value();
    if text == "*" {
        return Named::InPerson;
    }
    let arn = caller.identity().map(|identity| identity.arn.as_str());
    match (principal, caller) {
        (Principal::Service(name), Caller::Service(caller)) if name == caller => Named::InPerson,
        (Principal::Aws(_), Caller::Role(_)) if arn == Some(text) => Named::ByRole,
        (Principal::Aws(_), _) if arn == Some(text) => Named::InPerson,
        (Principal::Aws(_), Caller::Session(session))
            if text.ends_with(&format!("role/{}", session.name)) =>
        {
            if account_of(text) == Some(&session.account) {
                Named::ByRole
            } else {
                Named::Not
            }
        }
        (Principal::Aws(_), caller) if is_account(text) && account_of(text) == caller.account() => {
            if matches!(caller, Caller::Root(_)) {
                Named::InPerson
            } else {
                Named::ByAccount
            }
        }
        _ => Named::Not,
    }
}

/// "You must also specify the account ARN of the not-denied principal": an exception is for the
/// very principal it names.
fn is(principal: &Principal, caller: &Caller) -> bool {
    let text = principal.value();
    match (principal, caller) {
        (Principal::Everyone, _) => true,
        (Principal::Service(name), Caller::Service(caller)) => name == caller,
        (Principal::Aws(_), Caller::Root(root)) => {
            text == "*" || (is_account(text) && account_of(text) == Some(&root.account))
        }
        (Principal::Aws(_), caller) => {
            text == "*"
                || caller
                    .identity()
                    .is_some_and(|identity| identity.arn == text)
        }
        _ => false,
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 || text.ends_with(":root")
}

fn account_of(text: &str) -> Option<&str> {
    if text.len() == 12 {
        Some(text)
    } else {
        Arn::parse(text).map(|arn| arn.account)
    }
}

fn applies(statement: &Statement, variables: bool, request: &Request) -> bool {
    let action = |pattern: &String| {
        let pieces = pieces(pattern, true, false, request).unwrap();
        matches_pieces(&pieces, &request.action, Colons::Plain, true)
    };
    let resource = |pattern: &String| {
        let pieces = pieces(pattern, true, variables, request);
        pieces.is_some_and(|pieces| {
            matches_pieces(&pieces, &request.resource, Colons::Resource, false)
        })
    };
    selects(&statement.action, action)
        && statement
            .resource
            .as_ref()
            .is_none_or(|selector| selects(selector, resource))
        && statement
            .conditions
            .iter()
            .all(|condition| holds(condition, variables, request))
}

fn selects(selector: &Selector<String>, matches: impl Fn(&String) -> bool) -> bool {
    selector.listed().iter().any(matches) != selector.is_except()
}
