//! The policy, the list and the access points let in nobody outside the account and the trusted
//! list.
//!
//! Whom the settings do not trust is a stranger: another account, an organisation, a VPC or its
//! endpoint, an address, a `CloudFront` origin access identity (its ARN does not tell whose), and
//! whoever is anybody. AWS services that act for the account itself are none, and the accounts of
//! its own organisation are none. Whether an account is one of those takes a list that only the
//! management account and its delegates may read; elsewhere the settings have to name them.
use model::s3::Bucket;
use model::{Control, Fix, Severity};

use crate::about::bucket_exposure;
use crate::about::exposure::{Closed, Stranger};
use crate::duties::S3_ACCESS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.cross-account-access",
    title: "Only trusted accounts can access the bucket",
    severity: Severity::High,
    why: "An account of a former partner, or a mistyped account ID, can read or write the bucket, \
          and the security of that account becomes part of yours.",
    fix: Fix::new(
        "aws s3api get-bucket-policy --region {region} --bucket {name} --query Policy --output text > \
         POLICY.json (remove the statement, then aws s3api put-bucket-policy --region {region} --bucket {name} \
         --policy file://POLICY.json)",
    ),
    responsibility: S3_ACCESS
        .data("list the trusted accounts in the settings, and grant access to no others"),
    needs: &bucket_exposure::ORGANISED_NEEDS,
    judge: |bucket, settings| bucket_exposure::judge(bucket, settings, &TO_STRANGERS),
    remedy: None,
};

const TO_STRANGERS: Closed = Closed {
    to: Stranger::Untrusted,
    actions: &["s3:*"],
    deed: "access the bucket",
};

#[test]
fn cases() {
    use crate::cases::buckets::{
        ALL, LOGS, NEW_ONLY, allow, closed, with_acl, with_point, with_policy,
    };
    use crate::cases::trust::organised;
    use crate::testing::rows;
    use model::s3::{
        AccessPoints, BucketAcl, BucketPolicy, ObjectOwnership, Ownership, PublicAccess,
    };

    const PARTNER: &str = r#"{"AWS":"arn:aws:iam::444455556666:root"}"#;
    const ANYONE: &str = r#""*""#;
    const OF_ANOTHER: &str = r#""StringEquals":{"aws:PrincipalOrgID":"o-x"}"#;
    const FROM_THERE: &str = r#""IpAddress":{"aws:SourceIp":"203.0.113.7"}"#;
    const MANAGEMENT: &str = r#"{"AWS":"777788889999"}"#;
    const THEIRS: &str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    let lets = |principal, condition| with_policy(&allow(principal, "s3:GetObject", condition));
    let point = || with_point(&allow(PARTNER, "s3:GetObject", ""), ALL);
    let among = |all: &[&str]| organised(lets(PARTNER, ""), Some(all));
    let enforced = Some(ObjectOwnership::BucketOwnerEnforced);
    let service = r#"{"Service":"cloudtrail.amazonaws.com"}"#;
    rows(&CONTROL)
        .passes("closed", closed())
        .passes("own account", lets(r#"{"AWS":"111122223333"}"#, ""))
        .passes("a service", lets(service, ""))
        .passes("log delivery", with_acl(&[(LOGS, "WRITE")]))
        .passes(
            "list off",
            with_acl(&[(THEIRS, "READ")]).with::<Ownership>(enforced),
        )
        .passes(
            "public, but blocked",
            lets(ANYONE, "").with::<PublicAccess>(ALL),
        )
        .fails(
            "another account, blocked or not",
            lets(PARTNER, "").with::<PublicAccess>(ALL),
        )
        .fails("anyone", lets(ANYONE, "").with::<PublicAccess>(NEW_ONLY))
        .fails("an organisation", lets(ANYONE, OF_ANOTHER))
        .fails("an address", lets(ANYONE, FROM_THERE))
        .passes("of the organisation", among(&["444455556666"]))
        .fails("not of it", among(&["777788889999"]))
        .fails("anyone, of a member", organised(lets(ANYONE, ""), None))
        .fails("another's", organised(lets(ANYONE, OF_ANOTHER), None))
        .passes("its management", organised(lets(MANAGEMENT, ""), None))
        .gap("of a member", organised(lets(PARTNER, ""), None))
        .fails("listed", with_acl(&[(THEIRS, "READ")]))
        .fails("by access point", point())
        .unread::<BucketPolicy>(closed())
        .unread::<BucketAcl>(closed())
        .unread::<AccessPoints>(point())
        .by("trusted: {accounts: ['444455556666'], organisations: [o-x]}")
        .passes(
            "trusted by the settings",
            with_policy(&allow(PARTNER, "s3:*", "")),
        )
        .fails(
            "not trusted by the settings",
            with_policy(&allow(MANAGEMENT, "s3:*", "")),
        )
        .check();
}
