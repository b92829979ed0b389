//! A role behind a trust anchor pins the certificate that it accepts.
//!
//! Any certificate of the authority opens every role of the Region's profiles whose trust policy
//! asks for no more: Roles Anywhere tells the certificate's subject, issuer and names as principal
//! tags (`x509Subject/CN` and so on), and the anchor as `aws:SourceArn`.
use model::iam::{Anchoring, PolicyText, TrustAnchor};
use model::{
    Control, Fact, Judged, Reason, Resource, Settings, Severity, Verdict, any_broken, broken, glob,
};
use policy::{Condition, Effect, Qualifier, Selector, Statement};

use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<TrustAnchor> = Control {
    id: "iam.roles-anywhere",
    title: "Trust policies for IAM Roles Anywhere restrict the certificate",
    severity: Severity::Medium,
    why: "A certificate authority issues certificates to many workloads. Without a condition, \
          every certificate of the trust anchor can obtain credentials of the role.",
    fix: "aws iam update-assume-role-policy --role-name ROLE --policy-document file://TRUST.json \
          (with a condition such as StringEquals on aws:PrincipalTag/x509Subject/CN)",
    responsibility: IAM_POLICIES.identity("restrict the certificates that a trust policy accepts"),
    needs: &[Anchoring::NEED],
    judge,
    remedy: None,
};

const SERVICE: &str = "rolesanywhere.amazonaws.com";

/// Asks for something of one's own, not for anything at all.
fn pins(condition: &Condition) -> bool {
    let key = condition.key.to_ascii_lowercase();
    let own = key.starts_with("aws:principaltag/x509") || key == "sts:sourceidentity";
    let asks = &condition.operator;
    let lax = asks.negated || asks.if_exists || asks.qualifier == Some(Qualifier::ForAllValues);
    let mut values = condition.values.iter();
    own && !lax && values.all(|value| !value.trim_matches('*').is_empty())
}

/// Whether it lets other anchors in alone.
fn is_for_others(condition: &Condition, anchor: &str) -> bool {
    let of_anchor = condition.key.eq_ignore_ascii_case("aws:SourceArn");
    let positive = !condition.operator.negated;
    of_anchor && positive && !condition.values.iter().any(|value| glob(value, anchor))
}

fn opens(statement: &Statement, anchor: &str) -> bool {
    let trusts = match &statement.principal {
        Some(Selector::Only(all)) => all.iter().any(|one| [SERVICE, "*"].contains(&one.value())),
        _ => false,
    };
    let closed = |one: &Condition| pins(one) || is_for_others(one, anchor);
    trusts && statement.effect == Effect::Allow && !statement.conditions.iter().any(closed)
}

fn judge(anchor: Resource<TrustAnchor>, _: &Settings) -> Judged {
    let seen = anchor.see::<Anchoring>()?;
    if !seen.enabled {
        return Ok(Verdict::NotApplicable("the trust anchor is off"));
    }
    let roles = seen.roles.iter();
    let trusting = roles.filter_map(|(arn, trust)| Some((arn, trust.as_ref()?)));
    any_broken(
        trusting.map(|(arn, trust): (&String, &PolicyText)| match trust.read() {
            Err(why) => {
                Err(anchor.gap::<Anchoring>(Reason::failed(format!("trust of `{arn}`: {why}"))))
            }
            Ok(read) => Ok(
                match read.0.statements.iter().any(|one| opens(one, anchor.id())) {
                    true => broken(format!("any certificate of the authority opens `{arn}`")),
                    false => Verdict::Holds,
                },
            ),
        }),
    )
}

#[cfg(test)]
mod tests {
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
}
