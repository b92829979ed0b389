//! Writes of buckets, each in its own Region, and of the account's settings for all of them.
//!
//! Each names the account that owns the bucket: a name that was given up and taken by somebody
//! else since is refused by S3.
mod access;

use aws_sdk_s3::types as s3;
use aws_sdk_s3control::types as control;
use collect::s3::{client, control_client};
use collect::{Aws, Fault};
use model::s3::{
    AccountPublicAccess, PublicAccess, PublicAccessBlock, Versioning, VersioningStatus, Versions,
};

use crate::writer::{At, Reach, Write};

/// Every switch that was on stays on.
fn keeps(from: Option<PublicAccessBlock>, to: Option<PublicAccessBlock>) -> bool {
    let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
    from.or(to) == to
}

/// The four switches as the AWS CLI takes them.
fn switches(block: PublicAccessBlock) -> String {
    let off = block.off();
    let names = PublicAccessBlock::default().off();
    let set = names
        .iter()
        .map(|name| format!("{name}={}", !off.contains(name)));
    set.collect::<Vec<_>>().join(",")
}

impl Write for PublicAccess {
    const REACH: Reach =
        Reach::Switches("Block Public Access of a bucket could be turned off again");

    fn strengthens(from: &Option<PublicAccessBlock>, to: &Option<PublicAccessBlock>) -> bool {
        keeps(*from, *to)
    }

    fn command(at: &At, to: &Option<PublicAccessBlock>) -> String {
        let (region, name) = (at.region_option(), at.name());
        match to {
            None => format!("aws s3api delete-public-access-block {region}--bucket {name}"),
            Some(block) => format!(
                "aws s3api put-public-access-block {region}--bucket {name} \
                 --public-access-block-configuration {}",
                switches(*block)
            ),
        }
    }

    async fn write(aws: &Aws, at: &At, to: &Option<PublicAccessBlock>) -> Result<(), Fault> {
        let client = client(aws, at.region.as_deref());
        let Some(block) = to else {
            let request = client.delete_public_access_block().bucket(at.name());
            request
                .expected_bucket_owner(&*aws.account().id)
                .send()
                .await?;
            return Ok(());
        };
        let block = s3::PublicAccessBlockConfiguration::builder()
            .block_public_acls(block.block_public_acls)
            .ignore_public_acls(block.ignore_public_acls)
            .block_public_policy(block.block_public_policy)
            .restrict_public_buckets(block.restrict_public_buckets)
            .build();
        let request = client.put_public_access_block().bucket(at.name());
        request
            .public_access_block_configuration(block)
            .expected_bucket_owner(&*aws.account().id)
            .send()
            .await?;
        Ok(())
    }
}

impl Write for AccountPublicAccess {
    const REACH: Reach =
        Reach::Switches("Block Public Access of the account could be turned off again");

    fn granted_on(_: &At) -> &'static str {
        "*"
    }

    fn strengthens(from: &Option<PublicAccessBlock>, to: &Option<PublicAccessBlock>) -> bool {
        keeps(*from, *to)
    }

    fn command(at: &At, to: &Option<PublicAccessBlock>) -> String {
        let account = at.id.split(':').nth(4).unwrap_or_default();
        match to {
            None => format!("aws s3control delete-public-access-block --account-id {account}"),
            Some(block) => format!(
                "aws s3control put-public-access-block --account-id {account} \
                 --public-access-block-configuration {}",
                switches(*block)
            ),
        }
    }

    async fn write(aws: &Aws, _: &At, to: &Option<PublicAccessBlock>) -> Result<(), Fault> {
        let (client, account) = (control_client(aws), &*aws.account().id);
        let Some(block) = to else {
            let request = client.delete_public_access_block().account_id(account);
            request.send().await?;
            return Ok(());
        };
        let block = control::PublicAccessBlockConfiguration::builder()
            .block_public_acls(block.block_public_acls)
            .ignore_public_acls(block.ignore_public_acls)
            .block_public_policy(block.block_public_policy)
            .restrict_public_buckets(block.restrict_public_buckets)
            .build();
        let request = client.put_public_access_block().account_id(account);
        request
            .public_access_block_configuration(block)
            .send()
            .await?;
        Ok(())
    }
}

impl Write for Versioning {
    const REACH: Reach = Reach::Switches("versioning of a bucket could be suspended again");

    fn strengthens(from: &Versions, to: &Versions) -> bool {
        let on = |versions: &Versions| versions.status == VersioningStatus::Enabled;
        (on(to) || !on(from)) && (to.mfa_delete || !from.mfa_delete)
    }

    fn command(at: &At, to: &Versions) -> String {
        let (region, name) = (at.region_option(), at.name());
        format!(
            "aws s3api put-bucket-versioning {region}--bucket {name} \
             --versioning-configuration Status={}",
            status(*to).as_str()
        )
    }

    /// MFA delete is left as it is: changing it takes the root user's device.
    async fn write(aws: &Aws, at: &At, to: &Versions) -> Result<(), Fault> {
        let versioning = s3::VersioningConfiguration::builder()
            .status(status(*to))
            .build();
        let client = client(aws, at.region.as_deref());
        let request = client.put_bucket_versioning().bucket(at.name());
        request
            .versioning_configuration(versioning)
            .expected_bucket_owner(&*aws.account().id)
            .send()
            .await?;
        Ok(())
    }
}

/// What can be requested: that it was never on cannot be.
fn status(versions: Versions) -> s3::BucketVersioningStatus {
    match versions.status {
        VersioningStatus::Enabled => s3::BucketVersioningStatus::Enabled,
        VersioningStatus::Suspended | VersioningStatus::Never => {
            s3::BucketVersioningStatus::Suspended
        }
    }
}
