//! The trust policy of a role behind a trust anchor restricts the certificate that it accepts.
//!
//! Any certificate of the authority can assume every role of the Region's profiles whose trust
//! policy requires no more. Judged by what the trust policy allows (policy engine), for a
//! certificate that no policy names.
use model::iam::{Anchoring, PolicyText, TrustAnchor};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, any_broken};

use crate::about::trust::Trusts;
use crate::about::verdicts::not_applicable;
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
        return not_applicable("the trust anchor is disabled");
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

#[test]
fn cases() {
    const CN: &str = "aws:PrincipalTag/x509Subject/CN";
    let anchor = |enabled, trust: Option<&str>| {
        let arn = "arn:aws:iam::111122223333:role/r".into();
        let roles = vec![(arn, trust.map(Into::into))];
        model::iam::AnchoredRole { enabled, roles }
    };
    let on = |trust: &str| anchor(true, Some(trust));
    let requiring = |key: &str, value: &str| {
        format!(
            r#"{{"Statement": {{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {{"Service": "rolesanywhere.amazonaws.com"}},
            "Condition": {{"StringLike": {{"{key}": "{value}"}}}}}}}}"#
        )
    };
    let pinned = requiring(CN, "build-1");
    let source = |anchor: &str| requiring("aws:SourceArn", &format!("arn:aws:*/{anchor}"));
    // Everybody is trusted, and those whose name is (not) this are denied.
    let denying = |operator: &str| {
        let condition = format!(r#"{{"{operator}": {{"{CN}": "build-1"}}}}"#);
        format!(
            r#"{{"Statement": [{{"Effect": "Allow", "Action": "sts:*", "Principal": "*"}},
            {{"Effect": "Deny", "Action": "*", "Principal": "*", "Condition": {condition}}}]}}"#
        )
    };
    crate::testing::table::<Anchoring>(&CONTROL)
        .passes("pinned", on(&pinned))
        .passes("for another anchor", on(&source("other")))
        .passes("deleted", anchor(true, None))
        .passes("others denied", on(&denying("StringNotEquals")))
        .fails("one denied", on(&denying("StringEquals")))
        .fails(
            "if there is any",
            on(&pinned.replace("StringLike", "StringLikeIfExists")),
        )
        .fails(
            "all but one",
            on(&pinned.replace("StringLike", "StringNotLike")),
        )
        .fails("anchor alone", on(&source("example")))
        .fails("pinned to anything", on(&requiring(CN, "*")))
        .exempt("off", anchor(false, Some(&requiring(CN, "*"))))
        .gap("unreadable", on("{"))
        .check();
}
