//! No tag keeps the fixer away from a resource that has to be fixed.
//!
//! The owner of a resource can stop automatic fixes with a tag. The fixer itself judges this, where it
//! would have fixed otherwise: a tag on a resource that needs no fix keeps nobody away.
use model::own::{KeepTag, KeptAway};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken};

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
    judge,
    remedy: None,
};

fn judge(resource: Resource<KeptAway>, _: &Settings) -> Judged {
    Ok(match resource.see::<KeepTag>()? {
        None => Verdict::Holds,
        Some(fix) => broken(format!(
            "the tag `bailiwick:keep` prevents a fix that the settings allow: {fix}"
        )),
    })
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, KeepTag, KeptAway};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;

    fn tagged(prevents: Option<&str>) -> Given<KeptAway> {
        given::<KeptAway>().with::<KeepTag>(prevents.map(Into::into))
    }

    #[test]
    fn cases() {
        let unread = given::<KeptAway>().without::<KeepTag>(Reason::failed("unread"));
        check(
            &CONTROL,
            &[
                passes("no tag", tagged(None)),
                fails("tagged", tagged(Some("s3.versioning"))),
                gap("unknown", unread),
            ],
        );
    }
}
