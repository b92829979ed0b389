//! A role that a web identity provider's users may become pins the audience and the subject.
//!
//! IAM user guide, "Create a role for `OpenID` Connect federation": one provider signs the tokens of
//! all its users, strangers among them; the subject says who asks, the audience for what. A pattern
//! that pins the owner will do (`repo:org/*`, or `repo:org@*/app@*:*` of GitHub's immutable subjects),
//! one that does not (`repo:*`, `repo:org*`) will not.
//! Of Cognito, Amazon and Facebook the pool or application is enough, and Google's users are anyone.
use model::iam::{Role, Trust};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict};

use crate::about::answer::any;
use crate::about::trust::trusts;
use crate::about::web_identity::{Provider, providers};
use crate::duties::IAM_FEDERATION;

pub(super) const CONTROL: Control<Role> = Control {
    id: "iam.role-trust-oidc-unscoped",
    title: "Trust policies for OIDC providers restrict the audience and the subject",
    severity: Severity::Critical,
    why: "Without a condition on the subject, any repository, workspace or job of the provider can \
          assume the role. Without a condition on the audience, tokens issued for other \
          applications are accepted.",
    fix: Fix::new(super::RESTRICT_TRUST),
    responsibility: IAM_FEDERATION.identity("restrict whose tokens a trust policy accepts"),
    needs: &[Trust::NEED],
    judge,
    remedy: None,
};

fn judge(role: Resource<Role>, _: &Settings) -> Judged {
    let Some(trusts) = trusts(role)? else {
        return Ok(Verdict::NotApplicable(
            "only its AWS service can assume the role",
        ));
    };
    let providers = providers(&trusts);
    if providers.is_empty() {
        return Ok(Verdict::NotApplicable(
            "the trust policy allows no OIDC provider",
        ));
    }
    let unpinned = |provider: &Provider| {
        let issuer = &provider.issuer;
        let subject = provider.any_subject(&trusts);
        let audience = provider.any_audience(&trusts);
        any([
            subject.because(|_| format!("the subject of `{issuer}` is not restricted to an owner")),
            audience.because(|_| format!("the audience of `{issuer}` is not restricted")),
        ])
    };
    any(providers.iter().map(unpinned)).judged(|reason| role.gap::<Trust>(reason))
}

#[cfg(test)]
mod tests;
