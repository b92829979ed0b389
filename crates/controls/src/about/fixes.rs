//! Commands that write a whole document, made from what was read: they change what the finding is
//! about and keep everything else.
use model::Evidence;
use model::s3::{
    AccessPointAccess, BucketPolicy, DefaultEncryption, Encryption, Lifecycle, Replication,
    Versioning, VersioningStatus,
};
use serde_json::{Value as Json, json};

/// A word of a POSIX shell command.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The bucket of the settings is the one that was chosen at deployment.
pub(crate) const PUT_SETTINGS: &str =
    "aws s3 cp settings.yaml s3://SETTINGS-BUCKET/settings.yaml (replaces the settings document)";

/// Default encryption as it is, but blocking SSE-C.
pub(crate) fn block_sse_c(evidence: &Evidence) -> Option<String> {
    let mut default = evidence.value::<Encryption>()?.unwrap_or_default();
    if default.algorithm.is_empty() {
        default.algorithm = "AES256".into();
    }
    default.blocked.retain(|kind| kind != "NONE");
    default.blocked.push("SSE-C".into());
    Some(put_encryption(&default))
}

/// Default encryption with a KMS key of the reader's, and what is blocked as it is.
pub(crate) fn customer_key(evidence: &Evidence) -> Option<String> {
    let before = evidence.value::<Encryption>()?.unwrap_or_default();
    let algorithm = match before.algorithm.starts_with("aws:kms") {
        true => before.algorithm,
        false => "aws:kms".into(),
    };
    Some(put_encryption(&DefaultEncryption {
        // DSSE-KMS has no bucket keys (S3 User Guide, "Using dual-layer server-side encryption").
        bucket_key: algorithm == "aws:kms",
        algorithm,
        key: Some("KEY-ARN".into()),
        blocked: before.blocked,
    }))
}

fn put_encryption(to: &DefaultEncryption) -> String {
    let mut by_default = json!({"SSEAlgorithm": to.algorithm});
    if let (Some(key), Some(by_default)) = (&to.key, by_default.as_object_mut()) {
        by_default.insert("KMSMasterKeyID".into(), json!(key));
    }
    let mut rule = json!({
        "ApplyServerSideEncryptionByDefault": by_default,
        "BucketKeyEnabled": to.bucket_key,
    });
    if let (false, Some(rule)) = (to.blocked.is_empty(), rule.as_object_mut()) {
        let blocked = json!({"EncryptionType": to.blocked});
        rule.insert("BlockedEncryptionTypes".into(), blocked);
    }
    let document = json!({"Rules": [rule]}).to_string();
    format!(
        "aws s3api put-bucket-encryption --region {{region}} --bucket {{name}} \
         --server-side-encryption-configuration {}",
        quoted(&document)
    )
}

/// The command where no lifecycle configuration exists.
pub(crate) const FIRST_LIFECYCLE_RULE: &str = "aws s3api put-bucket-lifecycle-configuration --region {region} \
     --bucket {name} --lifecycle-configuration '{\"Rules\":[{\"ID\":\"abort-incomplete-multipart-uploads\",\
     \"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"\"},\
     \"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":7}}]}'";

/// A rule beside those that exist, which are read again when the command runs.
pub(crate) fn lifecycle_rule(evidence: &Evidence) -> Option<String> {
    if evidence.value::<Lifecycle>()?.is_none() {
        return Some(FIRST_LIFECYCLE_RULE.into());
    }
    let query = format!(
        "{{LifecycleConfiguration: {{Rules: [Rules[], `[{}]`][]}}, TransitionDefaultMinimumObjectSize: \
         TransitionDefaultMinimumObjectSize || `\"all_storage_classes_128K\"`}}",
        json!({
            "ID": "abort-incomplete-multipart-uploads",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        })
    );
    Some(format!(
        "aws s3api put-bucket-lifecycle-configuration --region {{region}} --bucket {{name}} --cli-input-json \
         \"$(aws s3api get-bucket-lifecycle-configuration --region {{region}} --bucket {{name}} --query {})\"",
        quoted(&query)
    ))
}

/// The command where no replication configuration exists.
pub(crate) const FIRST_REPLICATION_RULE: &str = "aws s3api put-bucket-replication --region {region} \
     --bucket {name} --replication-configuration '{\"Role\":\"arn:{partition}:iam::{account}:role/ROLE\",\
     \"Rules\":[{\"ID\":\"all\",\"Status\":\"Enabled\",\"Priority\":1,\"Filter\":{},\
     \"DeleteMarkerReplication\":{\"Status\":\"Disabled\"},\
     \"Destination\":{\"Bucket\":\"arn:{partition}:s3:::DESTINATION\"}}]}'";

/// The same of replication rules. The role is the one of the other rules.
pub(crate) fn replication_rule(evidence: &Evidence) -> Option<String> {
    if evidence.value::<Replication>()?.is_none() {
        return Some(FIRST_REPLICATION_RULE.into());
    }
    let query = format!(
        "ReplicationConfiguration.{{Role: Role, Rules: [Rules[], `[{}]`][]}}",
        json!({
            "ID": "another-region",
            "Status": "Enabled",
            "Priority": 1000,
            "Filter": {"Prefix": ""},
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {"Bucket": "arn:{partition}:s3:::DESTINATION"},
        })
    );
    Some(format!(
        "aws s3api put-bucket-replication --region {{region}} --bucket {{name}} --replication-configuration \
         \"$(aws s3api get-bucket-replication --region {{region}} --bucket {{name}} --query {})\"",
        quoted(&query)
    ))
}

/// The bucket policy with a statement more.
pub(crate) fn with_statement(
    evidence: &Evidence,
    statement: impl FnOnce(&str) -> Json,
) -> Option<String> {
    let before = evidence.value::<BucketPolicy>()?;
    let bucket = evidence.of::<BucketPolicy>()?;
    let policy = model::iam::PolicyText::with(before.as_ref(), statement(bucket)).ok()?;
    Some(format!(
        "aws s3api put-bucket-policy --region {{region}} --bucket {{name}} --policy {}",
        quoted(policy.as_str())
    ))
}

/// MFA delete, with versioning as it is.
pub(crate) fn mfa_delete(evidence: &Evidence) -> Option<String> {
    let status = match evidence.value::<Versioning>()?.status {
        VersioningStatus::Suspended => "Suspended",
        _ => "Enabled",
    };
    Some(format!(
        "aws s3api put-bucket-versioning --region {{region}} --bucket {{name}} --versioning-configuration \
         Status={status},MFADelete=Enabled --mfa 'MFA-DEVICE-ARN CODE'"
    ))
}

/// An access point made anew, with its bucket, network origin and policy.
pub(crate) fn access_point(evidence: &Evidence) -> Option<String> {
    let point = evidence.value::<AccessPointAccess>()?;
    let of = "--region {region} --account-id {account} --name {name}";
    let owner = point
        .account
        .map(|owner| format!(" --bucket-account-id {owner}"));
    let vpc = point
        .vpc
        .map(|vpc| format!(" --vpc-configuration VpcId={vpc}"));
    Some(format!(
        "aws s3control get-access-point-policy {of} --query Policy --output text > {{name}}.policy.json; \
         aws s3control delete-access-point {of} && aws s3control create-access-point {of} --bucket {}{}{} \
         --public-access-block-configuration \
         BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true && \
         if [ -s {{name}}.policy.json ]; then aws s3control put-access-point-policy {of} --policy \
         file://{{name}}.policy.json; fi",
        point.bucket,
        owner.unwrap_or_default(),
        vpc.unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::{DefaultEncryption, Encryption, Lifecycle};
    use crate::testing::{ACCOUNT, given};
    use model::s3::Bucket;
    use model::{Scope, Settings};

    /// The command that a control prints of what was given.
    fn command(id: &str, snapshot: &model::Snapshot) -> String {
        let control = crate::find(id).unwrap();
        let settings = Settings::at(crate::testing::now());
        let findings = crate::assess(&[control], &Scope::Everything, snapshot, &settings);
        control.fix_for(&findings[0].1)
    }

    #[test]
    fn keeps_the_key_when_sse_c_is_blocked() {
        let key = format!("arn:aws:kms:eu-west-1:{ACCOUNT}:key/it's");
        let bucket = crate::cases::buckets::closed();
        let bucket = bucket.with::<Encryption>(Some(DefaultEncryption {
            algorithm: "aws:kms".into(),
            key: Some(key),
            bucket_key: true,
            blocked: vec!["NONE".into()],
        }));
        let command = command("s3.sse-c-blocked", &bucket.snapshot);
        assert!(command.contains(r#""SSEAlgorithm":"aws:kms""#), "{command}");
        assert!(command.contains(r"key/it'\''s"), "{command}");
        assert!(
            command.contains(r#"{"EncryptionType":["SSE-C"]}"#),
            "{command}"
        );
    }

    #[test]
    fn keeps_the_rules_that_exist() {
        let rule = model::s3::LifecycleRule {
            id: "old".into(),
            enabled: false,
        };
        let some = given::<Bucket>().with::<Lifecycle>(Some(vec![rule]));
        assert!(
            command("s3.lifecycle", &some.snapshot).contains("$(aws s3api get-bucket-lifecycle")
        );
        let none = given::<Bucket>().with::<Lifecycle>(None);
        assert!(!command("s3.lifecycle", &none.snapshot).contains("get-bucket"));
    }

    /// Operations that replace a whole document, and what the reader would lose of it.
    const WHOLE: [&str; 12] = [
        "put-bucket-encryption",
        "put-bucket-lifecycle-configuration",
        "put-bucket-notification-configuration",
        "put-bucket-policy",
        "put-bucket-replication",
        "put-bucket-logging",
        "put-object-lock-configuration",
        "update-account-password-policy",
        "update-assume-role-policy",
        "update-identity-pool",
        "put-role-permissions-boundary",
        "s3 cp ",
    ];
    /// Controls that fail only where there is no such document yet.
    const NOTHING_YET: [&str; 4] = [
        "logging.cloudtrail-bucket-access-log",
        "logging.s3-access-log",
        "s3.event-notifications",
        "s3.object-lock",
    ];

    #[test]
    fn no_command_drops_what_it_is_not_about() {
        let harms = |text: &str| {
            let reads = text.contains(" get-") || text.contains(" describe-");
            WHOLE.iter().any(|write| text.contains(write)) && !reads && !text.contains("(replaces")
        };
        let all = crate::catalogue().into_iter();
        let harmful = all.filter(|one| harms(one.fix()) && !NOTHING_YET.contains(&one.id()));
        let ids: Vec<&str> = harmful.map(model::Demand::id).collect();
        assert_eq!(ids, [""; 0]);
    }
}
