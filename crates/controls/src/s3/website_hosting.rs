//! Static website hosting is off.
//!
//! A bucket that only redirects counts too: its endpoint answers everyone, without TLS.
use model::s3::{Bucket, Website, WebsiteHosting};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity, Verdict, broken};

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.website-hosting",
    title: "The bucket is no web site",
    severity: Severity::Medium,
    why: "A website endpoint speaks HTTP without TLS and serves whatever the bucket lets everybody read; \
          CloudFront in front of a private bucket does the same safely.",
    fix: "aws s3api delete-bucket-website --region {region} --bucket {name}",
    responsibility: super::duty(
        Layer::Network,
        super::ENFORCES,
        "serve web sites through CloudFront, with the bucket closed to all others",
    ),
    needs: &[Website::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    Ok(match bucket.see::<Website>()? {
        None => Verdict::Holds,
        Some(WebsiteHosting::Serves { .. }) => broken("the bucket serves a web site"),
        Some(WebsiteHosting::RedirectsTo(host)) => broken(format!(
            "the bucket is a web site that redirects to `{host}`"
        )),
    })
}

#[cfg(test)]
mod tests {
    use super::{Bucket, CONTROL, Website, WebsiteHosting};
    use crate::testing::{check, fails, gap, given, passes};
    use model::Reason;

    #[test]
    fn cases() {
        let site = |site| given::<Bucket>().with::<Website>(site);
        let index = Some("index.html".to_owned());
        let denied = Reason::Denied("s3:GetBucketWebsite".into());
        check(
            &CONTROL,
            &[
                passes("none", site(None)),
                fails("serves", site(Some(WebsiteHosting::Serves { index }))),
                fails(
                    "redirects",
                    site(Some(WebsiteHosting::RedirectsTo("example.com".into()))),
                ),
                gap("denied", given::<Bucket>().without::<Website>(denied)),
            ],
        );
    }
}
