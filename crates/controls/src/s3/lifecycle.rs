//! A lifecycle configuration with an enabled rule exists.
use model::s3::{Bucket, Lifecycle};
use model::{Control, Fact, Fix, Severity, broken, holds_if};

use crate::about::fixes;
use crate::duties::S3_STORAGE;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.lifecycle",
    title: "A lifecycle rule is enabled",
    severity: Severity::Low,
    why: "Data that is no longer needed can still leak. Without lifecycle rules, incomplete multipart \
          uploads and noncurrent versions accumulate unnoticed.",
    fix: Fix::made(
        "aws s3api put-bucket-lifecycle-configuration --region {region} --bucket {name} \
         --lifecycle-configuration '{\"Rules\":[{\"ID\":\"abort-incomplete-multipart-uploads\",\
         \"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"\"},\
         \"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":7}}]}' \
         (replaces the lifecycle configuration: name its rules too, if there are any)",
        fixes::lifecycle_rule,
    ),
    responsibility: S3_STORAGE
        .data("define how long each kind of data is retained, and expire it afterwards"),
    needs: &[Lifecycle::NEED],
    judge: |bucket, _| {
        let Some(rules) = bucket.see::<Lifecycle>()? else {
            return Ok(broken("no lifecycle configuration exists"));
        };
        let because = format!("none of {} lifecycle rules is enabled", rules.len());
        holds_if(rules.iter().any(|rule| rule.enabled), because)
    },
    remedy: None,
};

#[test]
fn cases() {
    let rule = |enabled| model::s3::LifecycleRule {
        id: String::new(),
        enabled,
    };
    crate::testing::table::<Lifecycle>(&CONTROL)
        .passes("one", Some(vec![rule(true)]))
        .passes("one of two", Some(vec![rule(false), rule(true)]))
        .fails("disabled", Some(vec![rule(false)]))
        .fails("none", None)
        .check();
}
