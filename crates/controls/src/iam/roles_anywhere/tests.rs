use super::{Anchoring, CONTROL, TrustAnchor};
use crate::testing::{Given, check, exempt, fails, gap, given, passes};
use model::{Reason, iam::AnchoredRole};

fn anchor(enabled: bool, trust: Option<&str>) -> Given<TrustAnchor> {
    let role = (
        "arn:aws:iam::111122223333:role/r".into(),
        trust.map(Into::into),
    );
    let roles = vec![role];
    given::<TrustAnchor>().with::<Anchoring>(AnchoredRole { enabled, roles })
}
fn asking(key: &str, value: &str) -> String {
    format!(
        r#"{{"Statement": {{"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {{"Service": "rolesanywhere.amazonaws.com"}},
        "Condition": {{"StringLike": {{"{key}": "{value}"}}}}}}}}"#
    )
}

/// Everybody is trusted, and those whose name is (not) this are denied.
fn denying(operator: &str) -> String {
    let allow = r#"{"Effect": "Allow", "Action": "sts:*", "Principal": "*"}"#;
    let condition =
        format!(r#"{{"{operator}": {{"aws:PrincipalTag/x509Subject/CN": "build-1"}}}}"#);
    let deny = format!(
        r#"{{"Effect": "Deny", "Action": "*", "Principal": "*", "Condition": {condition}}}"#
    );
    format!(r#"{{"Statement": [{allow}, {deny}]}}"#)
}

#[test]
fn cases() {
    const CN: &str = "aws:PrincipalTag/x509Subject/CN";
    let source = |anchor: &str| asking("aws:SourceArn", &format!("arn:aws:*/{anchor}"));
    let denied = Reason::Denied("rolesanywhere:ListTrustAnchors".into());
    check(
        &CONTROL,
        &[
            passes("pinned", anchor(true, Some(&asking(CN, "build-1")))),
            passes("for another anchor", anchor(true, Some(&source("other")))),
            passes("deleted", anchor(true, None)),
            passes(
                "others denied",
                anchor(true, Some(&denying("StringNotEquals"))),
            ),
            fails("one denied", anchor(true, Some(&denying("StringEquals")))),
            fails(
                "if there is any",
                anchor(
                    true,
                    Some(&asking(CN, "build-1").replace("StringLike", "StringLikeIfExists")),
                ),
            ),
            fails(
                "all but one",
                anchor(
                    true,
                    Some(&asking(CN, "build-1").replace("StringLike", "StringNotLike")),
                ),
            ),
            fails("anchor alone", anchor(true, Some(&source("example")))),
            fails("pinned to anything", anchor(true, Some(&asking(CN, "*")))),
            exempt("off", anchor(false, Some(&asking(CN, "*")))),
            gap("unreadable", anchor(true, Some("{"))),
            gap(
                "denied",
                given::<TrustAnchor>().without::<Anchoring>(denied),
            ),
        ],
    );
}
