//! AWS services access the bucket only on behalf of named accounts or resources.
//!
//! Judged on the bucket policy and on the policies of the bucket's access points. Not every service
//! sends a source account or ARN: where the service's guide shows no such condition, the bucket is
//! to be excepted by name.
use model::s3::Bucket;
use model::{Control, Fix, Severity};

use crate::about::bucket_deputies;
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.confused-deputy",
    title: "The bucket policy restricts for whom AWS services access the bucket",
    severity: Severity::Medium,
    why: "A service that acts for many customers can be made to read from or write to the bucket on behalf \
          of another account (the confused deputy problem), unless the policy restricts the source.",
    fix: Fix::new(
        "aws s3api get-bucket-policy --region {region} --bucket {name} --query Policy --output text > \
          POLICY.json (add aws:SourceAccount or aws:SourceArn to the condition of the statement, then \
          aws s3api put-bucket-policy --region {region} --bucket {name} --policy file://POLICY.json)",
    ),
    responsibility: S3_ACCESS
        .data("add aws:SourceAccount or aws:SourceArn conditions for services"),
    needs: &bucket_deputies::NEEDS,
    judge: |bucket, _| bucket_deputies::judge(bucket),
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::buckets::{allow, closed, with_point, with_policy};
    use crate::testing::rows;
    use model::s3::{AccessPoints, BucketPolicy};

    const CLOUDFRONT: &str = r#"{"Service": "cloudfront.amazonaws.com"}"#;
    const ANY: &str = r#""Bool": {"aws:PrincipalIsAWSService": "true"}"#;
    let only = |key: &str, value: &str| format!(r#""StringEquals": {{"{key}": "{value}"}}"#);
    let arn = |arn: &str| format!(r#""ArnLike": {{"aws:SourceArn": "{arn}"}}"#);
    let lets = |condition: &str| with_policy(&allow(CLOUDFRONT, "s3:GetObject", condition));
    let any = |more: &str| with_policy(&allow(r#""*""#, "s3:PutObject", &format!("{ANY}{more}")));
    let point = |condition: &str| with_point(&allow(CLOUDFRONT, "s3:GetObject", condition), None);
    rows(&CONTROL)
        .passes("no policy", closed())
        .passes(
            "an account",
            with_policy(&allow(r#"{"AWS": "444455556666"}"#, "s3:*", "")),
        )
        .passes(
            "for the account",
            lets(&only("aws:SourceAccount", "111122223333")),
        )
        .passes(
            "for a distribution",
            lets(&arn("arn:aws:cloudfront::111122223333:distribution/E1")),
        )
        .passes(
            "for the organization",
            lets(&only("aws:SourceOrgID", "o-a1b2c3d4e5")),
        )
        .passes(
            "any service for the account",
            any(&format!(", {}", only("aws:SourceAccount", "111122223333"))),
        )
        .passes(
            "by access point, for the account",
            point(&only("aws:SourceAccount", "111122223333")),
        )
        .fails("for anyone", lets(""))
        .fails(
            "for every distribution",
            lets(&arn("arn:aws:cloudfront::*:distribution/*")),
        )
        .fails("any service", any(""))
        .fails("by access point", point(""))
        .unread::<BucketPolicy>(closed())
        .unread::<AccessPoints>(point(""))
        .check();
}
