//! `Principal` and `NotPrincipal`.
//!
//! AWS: IAM User Guide, "AWS JSON policy elements: Principal".

use super::{Element, items, text};
use crate::arn::{Arn, is_account_id, is_unique_id};
use crate::diagnostic::Remarks;
use crate::document::{Principal, Selector};
use crate::json::{Json, Node};

type Kind = (&'static str, fn(String) -> Principal);

const KINDS: [Kind; 4] = [
    ("AWS", Principal::Aws),
    ("Service", Principal::Service),
    ("Federated", Principal::Federated),
    ("CanonicalUser", Principal::CanonicalUser),
];

/// Reads whichever of the two elements is there.
pub(super) fn read(
    only: Option<&Element<'_>>,
    except: Option<&Element<'_>>,
    remarks: &mut Remarks,
) -> Option<Selector<Principal>> {
    if let (Some(_), Some(second)) = (only, except) {
        let message = "`Principal` and `NotPrincipal` in one statement".into();
        remarks.error("both-forms", second.at, message, "keep one of them");
        return None;
    }
    let element = only.or(except)?;
    let principals = principals(element.node, remarks);
    if principals.is_empty() && !remarks.has_error() {
        let message = "no principal is named, so the statement concerns nobody".into();
        remarks.warning(
            "empty-list",
            element.at,
            message,
            "name a principal, or remove the statement",
        );
    }
    Some(if only.is_some() {
        Selector::Only(principals)
    } else {
        Selector::Except(principals)
    })
}

fn principals(node: &Node, remarks: &mut Remarks) -> Vec<Principal> {
    match &node.value {
        Json::String(text) if text == "*" => vec![Principal::Everyone],
        Json::Object(members) => {
            let mut principals = Vec::new();
            for member in members {
                let Some((_, make)) = KINDS
                    .iter()
                    .find(|(kind, _)| kind.eq_ignore_ascii_case(&member.key))
                else {
                    let message = format!("`{}` is no kind of principal", member.key);
                    let remedy = "write AWS, Service, Federated or CanonicalUser";
                    remarks.error("principal-kind", member.at, message, remedy);
                    continue;
                };
                for item in items(&member.node) {
                    principals.extend(one(item, *make, remarks));
                }
            }
            principals
        }
        Json::Array(_) | Json::String(_) | Json::Number(_) => {
            let message =
                "a bare principal, which old tools wrote; read as `{\"AWS\": ...}`".into();
            remarks.warning("bare-principal", node.at, message, "write `{\"AWS\": ...}`");
            items(node)
                .filter_map(|item| one(item, Principal::Aws, remarks))
                .collect()
        }
        other => {
            let message = format!("`Principal` takes `*` or a map, not {}", other.kind());
            remarks.error("principal-kind", node.at, message, "write `{\"AWS\": ...}`");
            Vec::new()
        }
    }
}

fn one(node: &Node, make: fn(String) -> Principal, remarks: &mut Remarks) -> Option<Principal> {
    let mut value = text(node, "Principal", remarks)?;
    if let Json::Number(digits) = &node.value {
        let message =
            format!("the account id {digits} stands as a number, which loses leading zeros");
        remarks.warning(
            "account-as-number",
            node.at,
            message,
            "write the account id in quotes",
        );
        value = format!("{digits:0>12}");
    }
    let principal = make(value);
    remark(&principal, node, remarks);
    Some(principal)
}

fn remark(principal: &Principal, node: &Node, remarks: &mut Remarks) {
    let Principal::Aws(value) = principal else {
        return;
    };
    if value != "*" && !is_account_id(value) && !is_unique_id(value) && Arn::parse(value).is_none()
    {
        // AWS refuses it: "Invalid principal in policy".
        let message = format!("`{value}` is not an account ID or the ARN of a principal");
        let remedy =
            "write the 12-digit account ID, or the ARN, as `arn:aws:iam::111122223333:user/bob`";
        remarks.error("principal-form", node.at, message, remedy);
        return;
    }
    if is_unique_id(value) {
        let message = format!("`{value}` is the id of a principal that was deleted");
        remarks.note(
            "deleted-principal",
            node.at,
            message,
            "remove it; nobody can match it again",
        );
    } else if value != "*" && value.contains(['*', '?']) {
        let message = format!("`{value}`: AWS takes no wildcard inside a principal");
        remarks.warning(
            "principal-wildcard",
            node.at,
            message,
            "name principals in full, or use aws:PrincipalArn",
        );
    }
}
