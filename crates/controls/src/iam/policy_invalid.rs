//! A policy names what exists, and each of its statements has an effect.
//!
//! The remarks are those of `bailiwick policy lint`: what AWS would refuse today, names that the
//! catalogue of its date does not know, statements that allow and deny nothing. Notes are no
//! failures, nor is what other controls tell: `NotAction` and roles passed to every service.
use model::iam::{Made, Policy, PolicyDocument, PolicyUse, Role, Uses};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Settings, Severity, Verdict, broken};
use policy::{Diagnostic, DocumentKind, lint};

use crate::about::iam_fixes;
use crate::about::verdicts::not_applicable;
use crate::duties::IAM_GRAMMAR;

pub(super) const CONTROL: Control<Policy> = Control {
    id: "iam.policy-invalid",
    title: "The policy contains no unknown names and no statement that never applies",
    severity: Severity::Medium,
    why: "IAM accepts misspelled actions and condition keys. An Allow statement then grants too \
          little, and a Deny statement that was meant to protect denies nothing.",
    fix: Fix::new(iam_fixes::NARROW),
    responsibility: IAM_GRAMMAR.identity("validate policies before they are attached"),
    needs: &[PolicyDocument::NEED, PolicyUse::NEED],
    judge,
    remedy: None,
};

/// Reported by controls of their own, or advice on what a valid policy had better say.
const OTHER_CONTROLS: [&str; 8] = [
    "not-action",
    "not-resource",
    "pass-any-role",
    "address-without-vpc",
    "attributes-without-select",
    "prefix-in-negative",
    "spoofable-key",
    "string-operator-on-arn",
];

fn judge(policy: Resource<Policy>, _: &Settings) -> Judged {
    let uses = policy.see::<PolicyUse>()?;
    let holder = uses.inline.as_ref().map(|inline| &*inline.principal);
    if holder.is_some_and(|holder| Role::made(holder) == Made::ForService) {
        return not_applicable("the policy belongs to a service-linked role");
    }
    let remarks = lint(policy.see::<PolicyDocument>()?.as_str(), Some(kind(uses)));
    let wrong = |remark: &&Diagnostic| {
        remark.severity > policy::Severity::Note && !OTHER_CONTROLS.contains(&&*remark.id)
    };
    let mut wrongs = remarks.iter().filter(wrong);
    if let Some(first) = wrongs.next() {
        let more = wrongs.count();
        let rest = if more > 0 {
            format!(" (and {more} more)")
        } else {
            String::new()
        };
        return Ok(broken(format!("{first}{rest}")));
    }
    match remarks.iter().find(|remark| remark.id == "undecided") {
        Some(open) => Err(policy.gap::<PolicyDocument>(Reason::failed(open.to_string()))),
        None => Ok(Verdict::Holds),
    }
}

fn kind(uses: &Uses) -> DocumentKind {
    match uses.inline.as_ref().map(|inline| &*inline.principal) {
        None => DocumentKind::Managed,
        Some(holder) if holder.contains(":user/") => DocumentKind::UserInline,
        Some(holder) if holder.contains(":group/") => DocumentKind::GroupInline,
        Some(_) => DocumentKind::RoleInline,
    }
}

#[test]
fn cases() {
    use crate::cases::policy::{
        allow, allow_if, attached, bounding, deny, inline, of_a_service, unattached, unknown_use,
        unread,
    };
    use crate::testing::rows;

    let object = "arn:aws:s3:::b/*";
    let good = allow("s3:GetObject", object);
    let unknown = r#""StringEquals": {"aws:SuorceVpc": "vpc-1"}"#;
    let never =
        r#""StringEquals": {"aws:PrincipalTag/a": "b"}, "Null": {"aws:PrincipalTag/a": "true"}"#;
    let long = allow(
        "s3:GetObject",
        &format!("arn:aws:s3:::b/{}", "x".repeat(2048)),
    );
    rows(&CONTROL)
        .passes("good", attached(&good))
        .passes(
            "NotAction",
            attached(&allow("s3:*", "*").replace("Action", "NotAction")),
        )
        .passes("of a service or two", attached(&allow("s3:Get*", object)))
        .fails("no such action", attached(&allow("s3:GetObjekt", object)))
        .fails("no such service", attached(&allow("s4:GetObject", object)))
        .fails("no such key", attached(&allow_if("s3:GetObject", unknown)))
        .fails(
            "no such resource",
            attached(&allow("s3:GetObject", "arn:aws:s3:b")),
        )
        .fails("never true", attached(&allow_if("s3:ListBucket", never)))
        .fails(
            "always denied",
            attached(&format!("{good}, {}", deny("s3:*", "*"))),
        )
        .fails("too long", inline(&long))
        .fails("unattached", unattached(&allow("s4:GetObject", object)))
        .fails("boundary", bounding(&allow("s4:GetObject", object)))
        .fails("no policy", attached("7"))
        .exempt("a service's", of_a_service(&allow("s4:GetObject", object)))
        .gap("unread", unread())
        .gap("unknown use", unknown_use(&good))
        .check();
}
