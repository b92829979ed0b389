//! Writes of who is let into a bucket, and of how new objects are encrypted.
use aws_sdk_s3::types::{
    AccessControlPolicy, BlockedEncryptionTypes, EncryptionType, Grant, Grantee, Owner, Permission,
    ServerSideEncryption, ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration,
    ServerSideEncryptionRule, Type,
};
use collect::s3::client;
use collect::{Aws, Fault};
use model::iam::PolicyText;
use model::s3::{Acl, BucketAcl, BucketPolicy, DefaultEncryption, Encryption};
use policy::{Budget, Comparison, Policy, compare};

use crate::writer::{At, Reach, Write};

type Text = Option<PolicyText>;

/// Whether a policy allows nothing that another does not. What cannot be read, or settled, may.
fn adds_nothing(policy: &Text, other: &Text) -> bool {
    let read = |text: &Text| text.as_ref().map(PolicyText::read).transpose();
    let (Ok(policy), Ok(other)) = (read(policy), read(other)) else {
        return false;
    };
    let none = Policy::default();
    let (policy, other) = (policy.as_ref(), other.as_ref());
    let policy = policy.map_or(&none, |read| &read.1);
    let other = other.map_or(&none, |read| &read.1);
    compare(policy, other, &Budget::default()) == Comparison::Nothing
}

impl Write for BucketPolicy {
    const REACH: Reach = Reach::Rewrites;

    fn strengthens(from: &Text, to: &Text) -> bool {
        adds_nothing(to, from)
    }

    /// S3 may write principals and lists otherwise than they were put: what counts is the meaning.
    fn same(one: &Text, other: &Text) -> bool {
        one == other
            || (one.is_some() == other.is_some()
                && adds_nothing(one, other)
                && adds_nothing(other, one))
    }

    fn impossible(to: &Text) -> Option<String> {
        let dead = to.as_ref()?.dead_principals();
        let dead = (!dead.is_empty()).then(|| dead.join(", "))?;
        Some(format!(
            "the policy names principals that were deleted ({dead}), and AWS takes no such policy"
        ))
    }

    fn command(at: &At, to: &Text) -> String {
        let (region, name) = (at.region_option(), at.name());
        match to {
            None => format!("aws s3api delete-bucket-policy {region}--bucket {name}"),
            Some(text) => format!(
                "aws s3api put-bucket-policy {region}--bucket {name} --policy '{}'",
                text.as_str().replace('\'', r"'\''")
            ),
        }
    }

    async fn write(aws: &Aws, at: &At, to: &Text) -> Result<(), Fault> {
        let (client, owner) = (client(aws, at.region.as_deref()), &*aws.account().id);
        let Some(text) = to else {
            let request = client.delete_bucket_policy().bucket(at.name());
            request.expected_bucket_owner(owner).send().await?;
            return Ok(());
        };
        let request = client.put_bucket_policy().bucket(at.name());
        let request = request.policy(text.as_str()).expected_bucket_owner(owner);
        request.send().await?;
        Ok(())
    }
}

fn sorted(acl: &Acl) -> Vec<String> {
    let grants = acl.grants.iter();
    let mut all: Vec<_> = grants.map(|grant| format!("{grant:?}")).collect();
    all.sort();
    all.dedup();
    all
}

impl Write for BucketAcl {
    const REACH: Reach = Reach::Rewrites;

    fn strengthens(from: &Acl, to: &Acl) -> bool {
        let before = sorted(from);
        from.owner == to.owner && sorted(to).iter().all(|grant| before.contains(grant))
    }

    fn same(one: &Acl, other: &Acl) -> bool {
        one.owner == other.owner && sorted(one) == sorted(other)
    }

    fn command(at: &At, to: &Acl) -> String {
        let (region, name) = (at.region_option(), at.name());
        let grants: Vec<_> = to.grants.iter().map(grant_json).collect();
        let list = serde_json::json!({"Owner": {"ID": to.owner}, "Grants": grants});
        format!("aws s3api put-bucket-acl {region}--bucket {name} --access-control-policy '{list}'")
    }

    async fn write(aws: &Aws, at: &At, to: &Acl) -> Result<(), Fault> {
        let grants = to.grants.iter().map(grant).collect::<Result<Vec<_>, _>>()?;
        let list = AccessControlPolicy::builder()
            .owner(Owner::builder().id(&to.owner).build())
            .set_grants(Some(grants))
            .build();
        let client = client(aws, at.region.as_deref());
        let request = client.put_bucket_acl().bucket(at.name());
        let request = request.expected_bucket_owner(&*aws.account().id);
        request.access_control_policy(list).send().await?;
        Ok(())
    }
}

fn grant_json(grant: &policy::AclGrant) -> serde_json::Value {
    let policy::Grantee {
        uri,
        id,
        email_address,
    } = &grant.grantee;
    let grantee = match (uri, id, email_address) {
        (Some(uri), _, _) => serde_json::json!({"Type": "Group", "URI": uri}),
        (_, Some(id), _) => serde_json::json!({"Type": "CanonicalUser", "ID": id}),
        (_, _, mail) => serde_json::json!({"Type": "AmazonCustomerByEmail", "EmailAddress": mail}),
    };
    serde_json::json!({"Grantee": grantee, "Permission": grant.permission})
}

fn grant(grant: &policy::AclGrant) -> Result<Grant, Fault> {
    let policy::Grantee {
        uri,
        id,
        email_address,
    } = &grant.grantee;
    let sort = match (uri, id) {
        (Some(_), _) => Type::Group,
        (None, Some(_)) => Type::CanonicalUser,
        (None, None) => Type::AmazonCustomerByEmail,
    };
    let grantee = Grantee::builder()
        .r#type(sort)
        .set_uri(uri.clone())
        .set_id(id.clone())
        .set_email_address(email_address.clone())
        .build();
    let grantee = grantee.map_err(|error| Fault::odd(error.to_string()))?;
    let permission = Permission::from(grant.permission.as_str());
    Ok(Grant::builder()
        .grantee(grantee)
        .permission(permission)
        .build())
}

impl Write for Encryption {
    const REACH: Reach =
        Reach::Switches("new objects of a bucket could be encrypted with any other key");

    fn strengthens(from: &Option<DefaultEncryption>, to: &Option<DefaultEncryption>) -> bool {
        let rank = |one: &Option<DefaultEncryption>| match one {
            Some(one) if one.algorithm == "aws:kms:dsse" => 2 + u8::from(one.key.is_some()),
            Some(one) if one.algorithm == "aws:kms" => 1 + u8::from(one.key.is_some()),
            _ => 0,
        };
        let own = |one: &Option<DefaultEncryption>| {
            let key = one.as_ref().and_then(|one| one.key.clone());
            key.filter(|key| !key.ends_with("alias/aws/s3"))
        };
        let blocked = |one: &Option<DefaultEncryption>| {
            one.as_ref().map_or(Vec::new(), |one| one.blocked.clone())
        };
        let (before, after) = (blocked(from), blocked(to));
        rank(to) >= rank(from)
            && own(from).is_none_or(|key| own(to) == Some(key))
            && before.iter().all(|sort| after.contains(sort))
    }

    fn command(at: &At, to: &Option<DefaultEncryption>) -> String {
        let (region, name) = (at.region_option(), at.name());
        let Some(to) = to else {
            return format!("aws s3api delete-bucket-encryption {region}--bucket {name}");
        };
        let mut default = serde_json::json!({"SSEAlgorithm": to.algorithm});
        if let (Some(key), Some(default)) = (&to.key, default.as_object_mut()) {
            default.insert("KMSMasterKeyID".into(), key.as_str().into());
        }
        let rule = serde_json::json!({"Rules": [{
            "ApplyServerSideEncryptionByDefault": default,
            "BucketKeyEnabled": to.bucket_key,
            "BlockedEncryptionTypes": {"EncryptionType": to.blocked},
        }]});
        format!(
            "aws s3api put-bucket-encryption {region}--bucket {name} \
             --server-side-encryption-configuration '{rule}'"
        )
    }

    async fn write(aws: &Aws, at: &At, to: &Option<DefaultEncryption>) -> Result<(), Fault> {
        let (client, owner) = (client(aws, at.region.as_deref()), &*aws.account().id);
        let Some(to) = to else {
            let request = client.delete_bucket_encryption().bucket(at.name());
            request.expected_bucket_owner(owner).send().await?;
            return Ok(());
        };
        let odd = |error: aws_sdk_s3::error::BuildError| Fault::odd(error.to_string());
        let default = ServerSideEncryptionByDefault::builder()
            .sse_algorithm(ServerSideEncryption::from(to.algorithm.as_str()))
            .set_kms_master_key_id(to.key.clone())
            .build()
            .map_err(odd)?;
        let sorts = to
            .blocked
            .iter()
            .map(|sort| EncryptionType::from(sort.as_str()));
        let blocked = BlockedEncryptionTypes::builder().set_encryption_type(Some(sorts.collect()));
        let rule = ServerSideEncryptionRule::builder()
            .apply_server_side_encryption_by_default(default)
            .bucket_key_enabled(to.bucket_key)
            .set_blocked_encryption_types((!to.blocked.is_empty()).then(|| blocked.build()));
        let rules = ServerSideEncryptionConfiguration::builder().rules(rule.build());
        let request = client.put_bucket_encryption().bucket(at.name());
        let request = request.server_side_encryption_configuration(rules.build().map_err(odd)?);
        request.expected_bucket_owner(owner).send().await?;
        Ok(())
    }
}
