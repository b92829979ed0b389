//! Who is let into a bucket, how new objects are encrypted, and where requests are noted: one
//! call a fact.
use aws_sdk_s3::types::{Grant, Type};
use model::iam::PolicyText;
use model::s3::{
    AccessLog, Acl, BucketAcl, BucketPolicy, DefaultEncryption, Encryption, LogTarget,
};
use policy::{AclGrant, Grantee};

use super::{at, document};
use crate::Aws;
use crate::fault::{Answer, Fault, absent, present};
use crate::reader::{At, Read};

impl Read for BucketPolicy {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<PolicyText>> {
        let builder = at(aws, bucket).get_bucket_policy().bucket(bucket.name());
        let response = absent(builder.send().await, &["NoSuchBucketPolicy"])?;
        let text = response.map(|response| present(response.policy, "Policy"));
        text.map(|text| document(&text?)).transpose()
    }
}

impl Read for BucketAcl {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Acl> {
        let builder = at(aws, bucket).get_bucket_acl().bucket(bucket.name());
        let answer = builder.send().await?;
        let owner = answer.owner.and_then(|owner| owner.id);
        let grants = present(answer.grants, "AccessControlList")?;
        let grants = grants.into_iter().map(grant);
        Ok(Acl {
            owner: owner.ok_or_else(|| Fault::odd("an access control list without owner"))?,
            grants: grants.collect::<Answer<_>>()?,
        })
    }
}

fn grant(grant: Grant) -> Answer<AclGrant> {
    let (Some(grantee), Some(permission)) = (grant.grantee, grant.permission) else {
        return Err(Fault::odd("a grant without grantee or permission"));
    };
    let handled = [
        Type::CanonicalUser,
        Type::Group,
        Type::AmazonCustomerByEmail,
    ];
    if !handled.contains(&grantee.r#type) {
        return Err(Fault::odd(format!(
            "unknown sort of grantee `{}`",
            grantee.r#type
        )));
    }
    Ok(AclGrant {
        grantee: Grantee {
            uri: grantee.uri,
            id: grantee.id,
            email_address: grantee.email_address,
        },
        permission: permission.as_str().to_owned(),
    })
}

impl Read for Encryption {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<DefaultEncryption>> {
        let builder = at(aws, bucket)
            .get_bucket_encryption()
            .bucket(bucket.name());
        let absent_by = ["ServerSideEncryptionConfigurationNotFoundError"];
        let response = absent(builder.send().await, &absent_by)?;
        let Some(response) = response else {
            return Ok(None);
        };
        let configuration = response.server_side_encryption_configuration;
        let rule = configuration.and_then(|all| all.rules.into_iter().next());
        let rule = present(rule, "Rule")?;
        let default = rule.apply_server_side_encryption_by_default;
        let blocked = rule.blocked_encryption_types;
        let blocked = blocked.and_then(|blocked| blocked.encryption_type);
        Ok(Some(DefaultEncryption {
            // A rule that blocks alone leaves S3's own default in force.
            algorithm: default.as_ref().map_or("AES256".into(), |default| {
                default.sse_algorithm.as_str().to_owned()
            }),
            key: default.and_then(|default| default.kms_master_key_id),
            bucket_key: rule.bucket_key_enabled.unwrap_or_default(),
            blocked: blocked
                .into_iter()
                .flatten()
                .map(|sort| sort.as_str().to_owned())
                .collect(),
        }))
    }
}

impl Read for AccessLog {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<LogTarget>> {
        let builder = at(aws, bucket).get_bucket_logging().bucket(bucket.name());
        let target = builder.send().await?.logging_enabled;
        Ok(target.map(|target| LogTarget {
            bucket: target.target_bucket,
            prefix: target.target_prefix,
        }))
    }
}
