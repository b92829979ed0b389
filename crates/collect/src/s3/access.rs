//! Who is let into a bucket, how new objects are encrypted, and where requests are noted: one
//! call a fact.
use calls::s3::get_bucket_acl::{GetBucketAcl, Grant};
use calls::s3::get_bucket_encryption::GetBucketEncryption;
use calls::s3::get_bucket_logging::GetBucketLogging;
use calls::s3::get_bucket_policy::GetBucketPolicy;
use model::iam::PolicyText;
use model::s3::{
    AccessLog, Acl, BucketAcl, BucketPolicy, DefaultEncryption, Encryption, LogTarget,
};
use policy::{AclGrant, Grantee};

use super::{document, send};
use crate::Aws;
use crate::fault::{Answer, Fault, absent, present};
use crate::reader::{At, Read};

impl Read for BucketPolicy {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<PolicyText>> {
        let sent = send(aws, bucket, GetBucketPolicy::new(bucket.name())).await;
        let response = absent(sent, &["NoSuchBucketPolicy"])?;
        let text = response.map(|response| document(&response.policy));
        text.transpose()
    }
}

impl Read for BucketAcl {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Acl> {
        let response = send(aws, bucket, GetBucketAcl::new(bucket.name())).await?;
        let grants = response.grants.into_iter().map(grant);
        Ok(Acl {
            owner: response.owner.id,
            grants: grants.collect::<Answer<_>>()?,
        })
    }
}

fn grant(grant: Grant) -> Answer<AclGrant> {
    let (Some(grantee), Some(permission)) = (grant.grantee, grant.permission) else {
        return Err(Fault::odd("a grant without grantee or permission"));
    };
    let grantee = Grantee {
        uri: grantee.uri,
        id: grantee.id,
        email_address: grantee.email_address,
    };
    if grantee.uri.is_none() && grantee.id.is_none() && grantee.email_address.is_none() {
        return Err(Fault::odd("a grantee without URI, ID and email address"));
    }
    Ok(AclGrant {
        grantee,
        permission,
    })
}

impl Read for Encryption {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<DefaultEncryption>> {
        let sent = send(aws, bucket, GetBucketEncryption::new(bucket.name())).await;
        let absent_by = ["ServerSideEncryptionConfigurationNotFoundError"];
        let Some(response) = absent(sent, &absent_by)? else {
            return Ok(None);
        };
        let rules = response.server_side_encryption_configuration.rules;
        let rule = present(rules.into_iter().next(), "Rule")?;
        let default = rule.apply_server_side_encryption_by_default;
        let (algorithm, key) = match default {
            Some(default) => (default.sse_algorithm, default.kms_master_key_id),
            // A rule that blocks alone leaves S3's own default in force.
            None => ("AES256".into(), None),
        };
        let blocked = rule.blocked_encryption_types;
        Ok(Some(DefaultEncryption {
            algorithm,
            key,
            bucket_key: rule.bucket_key_enabled.unwrap_or_default(),
            blocked: blocked.map_or_else(Vec::new, |blocked| blocked.encryption_type),
        }))
    }
}

impl Read for AccessLog {
    async fn read(aws: &Aws, bucket: &At) -> Answer<Option<LogTarget>> {
        let response = send(aws, bucket, GetBucketLogging::new(bucket.name())).await?;
        Ok(response.logging_enabled.map(|target| LogTarget {
            bucket: target.target_bucket,
            prefix: target.target_prefix.unwrap_or_default(),
        }))
    }
}
