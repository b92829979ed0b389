//! New objects are encrypted, and with a customer-managed KMS key where the settings ask for one.
//!
//! Since January 2023 S3 encrypts every new object, with its own keys where nothing else was
//! configured (S3 User Guide, "Default encryption FAQ"): so this is met unless
//! `encryption.customer-key` of the settings names the bucket, by name or tag. A KMS key that is
//! not named, or is named `alias/aws/s3`, is managed by AWS.
use model::s3::{Bucket, DefaultEncryption, Encryption};
use model::{Control, Fact, Fix, Judged, Resource, Settings, Severity, Verdict, broken};

use crate::about::customer_key;
use crate::about::fixes;
use crate::duties::S3_ENCRYPTION;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "encryption.s3-default",
    title: "Default encryption uses the KMS key that the settings require",
    severity: Severity::Medium,
    why: "With a customer managed key you control who can decrypt, every use is logged in \
          CloudTrail, and access can be revoked at once. With S3 managed keys, everyone with read \
          access receives plaintext.",
    fix: Fix::made(
        "aws s3api put-bucket-encryption --region {region} --bucket {name} \
         --server-side-encryption-configuration '{\"Rules\":[{\
         \"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\",\
         \"KMSMasterKeyID\":\"KEY-ARN\"},\"BucketKeyEnabled\":true}]}' (replaces the default \
         encryption: name the encryption types that are blocked, if there are any)",
        fixes::customer_key,
    ),
    responsibility: S3_ENCRYPTION.data("choose the key where S3 managed keys are not sufficient"),
    needs: &[Encryption::NEED],
    judge,
    remedy: Some(customer_key::REMEDY),
};

fn judge(bucket: Resource<Bucket>, settings: &Settings) -> Judged {
    let default = bucket.see::<Encryption>()?;
    let Some(because) = lacking(default.as_ref()) else {
        return Ok(Verdict::Holds);
    };
    match customer_key::demanded(bucket, settings)? {
        Some(_) => Ok(broken(because)),
        None => Ok(Verdict::Holds),
    }
}

/// What keeps the default from being a customer-managed key.
fn lacking(default: Option<&DefaultEncryption>) -> Option<String> {
    const ASKED: &str = "but the settings require a customer managed key";
    match default {
        Some(DefaultEncryption { algorithm, key, .. }) if algorithm.starts_with("aws:kms") => {
            let managed = key.as_ref().is_none_or(|key| key.ends_with("alias/aws/s3"));
            managed
                .then(|| format!("default encryption uses the AWS managed key `aws/s3`, {ASKED}"))
        }
        _ => Some(format!(
            "default encryption uses S3 managed keys (SSE-S3), {ASKED}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, CONTROL, DefaultEncryption, Encryption};
    use crate::cases::buckets::denied;
    use crate::testing::{Given, check_by, fails, gap, given, passes, settings};
    use model::s3::BucketTags;
    use model::{Scope, Settings, Status, Tags};

    const DEMANDED: &str = "encryption:\n  customer-key:\n    - bucket: ex*\n";
    const KEY: &str = "      key: arn:aws:kms:eu-west-1:111122223333:key/1\n";

    fn default(algorithm: &str, key: Option<&str>) -> Given<Bucket> {
        given::<Bucket>().with::<Encryption>(Some(DefaultEncryption {
            algorithm: algorithm.into(),
            key: key.map(Into::into),
            ..DefaultEncryption::default()
        }))
    }

    #[test]
    fn cases() {
        let own = Some("arn:aws:kms:eu-west-1:111122223333:key/1");
        let aws = Some("arn:aws:kms:eu-west-1:111122223333:alias/aws/s3");
        let unread = denied("s3:GetEncryptionConfiguration");
        check_by(
            &Settings::parse(&[DEMANDED, KEY].concat(), settings().now, &[]).unwrap(),
            &CONTROL,
            &[
                passes("own key", default("aws:kms", own)),
                passes("twice", default("aws:kms:dsse", own)),
                fails("AWS's key", default("aws:kms", None)),
                fails("AWS's key by name", default("aws:kms", aws)),
                fails("S3's keys", default("AES256", None)),
                fails("not configured", given::<Bucket>().with::<Encryption>(None)),
                gap("denied", given::<Bucket>().without::<Encryption>(unread)),
            ],
        );
    }

    #[test]
    fn only_where_it_is_asked_for() {
        let by_tag = DEMANDED.replace("bucket: ex*", "tag: data=secret");
        let plain = || default("AES256", None);
        let tagged =
            |value: &str| plain().with::<BucketTags>(Tags::from([("data".into(), value.into())]));
        let unread = plain().without::<BucketTags>(denied("s3:GetBucketTagging"));
        for (text, given, wanted) in [
            ("", plain(), Status::Pass),
            (&*DEMANDED.replace("ex*", "pay*"), plain(), Status::Pass),
            (&*by_tag, tagged("secret"), Status::Fail),
            (&*by_tag, tagged("public"), Status::Pass),
            (&*by_tag, unread, Status::NotAssessed),
        ] {
            let by = Settings::parse(text, settings().now, &[]).unwrap();
            let found = crate::assess(&[&CONTROL], &Scope::Everything, &given.snapshot, &by);
            assert_eq!(found[0].1.outcome.status(), wanted, "{text}");
        }
    }
}
