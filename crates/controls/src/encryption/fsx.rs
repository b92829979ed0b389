//! The file system uses a customer managed KMS key where the settings ask for one.
//!
//! `FSx` encrypts every file system, with the AWS managed key `aws/fsx` unless another is chosen (`FSx`
//! User Guides, "Encryption of data at rest"): so this is met unless `encryption.customer-key` of
//! the settings names the file system by tag. A key of another account is never managed by AWS.
use model::fsx::{FileSystem, FileSystemKey};
use model::kms::{Key, KeyMetadata};
use model::{Control, Fact, Fix, Kind, Severity, Verdict, broken, holds_if};

use crate::duties::FSX;

pub(super) const CONTROL: Control<FileSystem> = Control {
    id: "encryption.fsx",
    title: "The FSx file system uses a customer managed key where the settings require one",
    severity: Severity::Medium,
    why: "With a customer managed key you control who can decrypt, every use is logged in CloudTrail, \
          and access can be revoked at once. The key cannot be changed later.",
    fix: Fix::new(
        "aws fsx create-file-system-from-backup --region {region} --backup-id BACKUP \
         --subnet-ids SUBNETS --kms-key-id KEY-ARN (replaces {name}, whose key cannot be changed)",
    ),
    responsibility: FSX.data("choose the key when a file system is created"),
    needs: &[FileSystemKey::NEED, Key::LISTING, KeyMetadata::NEED],
    judge: |file_system, settings| {
        let all = settings.document.encryption.customer_key.iter();
        let mut by_tag = all.filter(|one| one.bucket.is_none()).peekable();
        if by_tag.peek().is_none() {
            return Ok(Verdict::Holds);
        }
        let tags = file_system.tags()?;
        if !by_tag.any(|one| one.tagged(&tags)) {
            return Ok(Verdict::Holds);
        }
        let Some(arn) = file_system.see::<FileSystemKey>()? else {
            return Ok(broken("FSx chooses the key of a scratch file system"));
        };
        let by_aws = match file_system.follow::<Key>(arn)? {
            Some(key) => key.see::<KeyMetadata>()?.by_aws,
            None => false,
        };
        let because = "the key is managed by AWS, but the settings require a customer managed key";
        holds_if(!by_aws, because)
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{fact, given, table_of};
    use model::fsx::FileSystemTags;
    use model::kms::Metadata;

    const OWN: &str = "arn:aws:kms:eu-west-1:111122223333:key/example";
    const OTHER: &str = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd";
    const TAG: &str = "encryption: {customer-key: [{tag: data=secret}]}";
    const BUCKET: &str = "encryption: {customer-key: [{bucket: '*'}]}";
    let file_system = |(key, by_aws, data): (Option<&str>, bool, &str)| {
        let metadata = Metadata {
            by_aws,
            state: "Enabled".into(),
            spec: "SYMMETRIC_DEFAULT".into(),
            origin: "AWS_KMS".into(),
            replica: false,
        };
        fact::<KeyMetadata>(metadata)
            .on::<FileSystem>()
            .with::<FileSystemKey>(key.map(Into::into))
            .with::<FileSystemTags>([("data".into(), data.into())].into())
    };
    assert_eq!(given::<Key>().snapshot.id_at(Key::INFO, 0), OWN);
    table_of(&CONTROL, file_system)
        .passes("no key is required", (Some(OWN), true, "secret"))
        .by(BUCKET)
        .passes("a key is required of buckets", (Some(OWN), true, "secret"))
        .by(TAG)
        .passes("the customer's key", (Some(OWN), false, "secret"))
        .passes("another account's key", (Some(OTHER), true, "secret"))
        .passes("the tag has another value", (Some(OWN), true, "public"))
        .fails("AWS's key", (Some(OWN), true, "secret"))
        .fails("a scratch file system", (None, false, "secret"))
        .unread::<FileSystemKey>((Some(OWN), false, "secret"))
        .unread::<FileSystemTags>((Some(OWN), false, "secret"))
        .unread::<KeyMetadata>((Some(OWN), false, "secret"))
        .check();
}
