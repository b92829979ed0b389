//! The trust policy of a role behind a trust anchor restricts the certificate that it accepts.
//!
//! Any certificate of the authority can assume every role of the Region's profiles whose trust
//! policy requires no more. Judged by what the trust policy allows (policy engine), for a
//! certificate that no policy names.
use model::iam::{Anchoring, PolicyText, TrustAnchor};
use model::{
    Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, any_broken,
};

use crate::about::trust::Trusts;
use crate::duties::IAM_POLICIES;

pub(super) const CONTROL: Control<TrustAnchor> = Control {
    id: "iam.roles-anywhere",
    title: "Trust policies for IAM Roles Anywhere restrict the certificate",
    severity: Severity::Medium,
    why: "A certificate authority issues certificates to many workloads. Without a condition, \
          every certificate of the trust anchor can obtain credentials of the role.",
    fix: Fix::new(
        "aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > TRUST.json (add a condition \
         such as StringEquals on aws:PrincipalTag/x509Subject/CN, then aws iam update-assume-role-policy \
         --role-name ROLE --policy-document file://TRUST.json)",
    ),
    responsibility: IAM_POLICIES.identity("restrict the certificates that a trust policy accepts"),
    needs: &[Anchoring::NEED],
    judge,
    remedy: None,
};

fn judge(anchor: Resource<TrustAnchor>, _: &Settings) -> Judged {
    let anchoring = anchor.see::<Anchoring>()?;
    if !anchoring.enabled {
        return Ok(Verdict::NotApplicable("the trust anchor is disabled"));
    }
    let roles = anchoring.roles.iter();
    let trusting = roles.filter_map(|(arn, trust)| Some((arn, trust.as_ref()?)));
    any_broken(trusting.map(|(arn, trust)| one(anchor, arn, trust)))
}

fn one(anchor: Resource<TrustAnchor>, arn: &str, trust: &PolicyText) -> Judged {
    let gap = |reason| match reason {
        Reason::Failed(why) => {
            let why = format!("trust policy of `{arn}`: {why}");
            anchor.gap::<Anchoring>(Reason::failed(why))
        }
        other => anchor.gap::<Anchoring>(other),
    };
    let trusts = Trusts::of(anchor.account(), arn, trust).map_err(gap)?;
    let answer = trusts.by_any_certificate(anchor.id());
    answer
        .because(|_| format!("any certificate of the trust anchor can assume `{arn}`"))
        .judged(gap)
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
}
