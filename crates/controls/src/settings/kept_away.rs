//! No tag keeps the fixer away from a resource that has to be fixed.
//!
//! The owner of a resource can stop automatic fixes with a tag. The fixer itself judges this, where it
//! would have fixed otherwise: a tag on a resource that needs no fix keeps nobody away.
use model::own::{KeepTag, KeptAway};
use model::{Control, Fact, Fix, Severity};

use crate::about::verdicts::holds_unless;
use crate::duties::BAILIWICK;

pub(super) const CONTROL: Control<KeptAway> = Control {
    id: "settings.kept-away",
    title: "No tag prevents automatic fixes of the resource",
    severity: Severity::Medium,
    why: "Whoever can tag a resource can stop its automatic fixes: a finding that everybody expects to \
          be fixed stays open.",
    fix: Fix::new(
        "aws resourcegroupstaggingapi untag-resources --resource-arn-list {arn} --tag-keys bailiwick:keep",
    ),
    responsibility: BAILIWICK
        .detection("decide who may keep automatic fixes away, and remove tags that are not needed"),
    needs: &[KeepTag::NEED],
    judge: |resource, _| {
        let fix = resource.see::<KeepTag>()?.as_ref();
        let because = "the tag `bailiwick:keep` prevents a fix that the settings allow";
        holds_unless(fix.map(|fix| format!("{because}: {fix}")))
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<KeepTag>(&CONTROL)
        .passes("no tag", None)
        .fails("tagged", Some("s3.versioning".into()))
        .check();
}
