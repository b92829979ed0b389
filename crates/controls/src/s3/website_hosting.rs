//! Static website hosting is disabled.
//!
//! A website that only redirects counts too: its endpoint answers everyone, over HTTP alone.
use model::s3::{Bucket, Website};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.website-hosting",
    title: "Static website hosting is disabled",
    severity: Severity::Medium,
    why: "A website endpoint answers over HTTP only and serves every object that the bucket policy makes \
          public. CloudFront serves the same content over HTTPS from a private bucket.",
    fix: Fix::new("aws s3api delete-bucket-website --region {region} --bucket {name}"),
    responsibility: S3_ACCESS.network("serve websites from private buckets through CloudFront"),
    needs: &[Website::NEED],
    judge: |bucket, _| {
        let website = bucket.see::<Website>()?;
        holds_if(website.is_none(), "static website hosting is enabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    use model::s3::WebsiteHosting::{RedirectsTo, Serves};
    crate::testing::table::<Website>(&CONTROL)
        .passes("none", None)
        .fails("a website", Some(Serves { index: None }))
        .fails("a redirect", Some(RedirectsTo("example.com".into())))
        .check();
}
