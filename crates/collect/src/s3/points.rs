//! Access points of a Region and multi-Region ones: which there are, where they lead, who is let
//! through.
use std::sync::Arc;

use aws_sdk_s3control::operation::list_access_points::ListAccessPointsOutput;
use aws_sdk_s3control::operation::list_multi_region_access_points::ListMultiRegionAccessPointsOutput;
use aws_sdk_s3control::types::{
    MultiRegionAccessPointReport, MultiRegionAccessPointStatus as Status, NetworkOrigin,
    PublicAccessBlockConfiguration,
};
use model::Timestamp;
use model::iam::PolicyText;
use model::s3::{
    AccessPoint, AccessPointAccess, AccessPoints, BucketBehind, BucketBlock, MultiRegionAccess,
    MultiRegionAccessPoint, Point, PointAccess, PublicAccessBlock,
};

use super::settings::{block_of, switches};
use super::{control, document};
use crate::fault::{Answer, Fault, absent, present, present_id};
use crate::reader::{At, Collected, Dated, Draw, List, Listed, Only};
use crate::shared::Shared;
use crate::{Aws, pages};

impl Collected for AccessPoint {
    const GONE: &'static [&'static str] = &["NoSuchAccessPoint"];
}
impl Collected for MultiRegionAccessPoint {
    const GONE: &'static [&'static str] = &["NoSuchMultiRegionAccessPoint"];
}

/// Multi-Region access points are managed in one Region of the partition that has them.
/// AWS: S3 User Guide, "Multi-Region Access Point restrictions and limitations".
const MULTI_REGION: (&str, &str) = ("aws", "us-west-2");

/// An access point as the list returns it.
struct PointSummary {
    arn: String,
    bucket: String,
    account: Option<String>,
}

/// The access points of a Region, requested once.
async fn listed(aws: &Aws, region: &str) -> Dated<Arc<Vec<PointSummary>>> {
    Shared::get(aws, region, || list(aws, region)).await
}

async fn list(aws: &Aws, region: &str) -> Answer<Vec<PointSummary>> {
    let account = aws.account();
    let builder = control(aws, Some(region)).list_access_points();
    let builder = builder.account_id(&*account.id);
    let request = |token| builder.clone().set_next_token(token).send();
    let mut points = Vec::new();
    let take = |page: ListAccessPointsOutput| {
        for point in present(page.access_point_list, "AccessPointList")? {
            let (partition, id) = (&account.partition, &account.id);
            let name = present_id(point.name, "Name")?;
            let arn = || format!("arn:{partition}:s3:{region}:{id}:accesspoint/{name}");
            points.push(PointSummary {
                arn: point.access_point_arn.unwrap_or_else(arn),
                bucket: present_id(point.bucket, "Bucket")?,
                account: point.bucket_account_id,
            });
        }
        Ok(())
    };
    pages::each(request, ListAccessPointsOutput::next_token, take).await?;
    Ok(points)
}

impl List for AccessPoint {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let points = listed(aws, &region.id).await.answer?;
        Ok(only.of(points.iter().map(|point| &*point.arn)))
    }
}

fn multi_region(aws: &Aws) -> Option<aws_sdk_s3control::Client> {
    let (partition, region) = MULTI_REGION;
    (*aws.account().partition == *partition).then(|| control(aws, Some(region)))
}

async fn listed_multi_region(aws: &Aws) -> Dated<Arc<Vec<MultiRegionAccessPointReport>>> {
    let fetch = || async {
        let Some(client) = multi_region(aws) else {
            return Ok(Vec::new());
        };
        let builder = client.list_multi_region_access_points();
        let builder = builder.account_id(&*aws.account().id);
        let request = |token| builder.clone().set_next_token(token).send();
        let mut reports = Vec::new();
        let take = |page: ListMultiRegionAccessPointsOutput| {
            for point in present(page.access_points, "AccessPoints")? {
                match (&point.alias, &point.status) {
                    (Some(_), _) => reports.push(point),
                    // It has no alias, and so no ARN, until it is made.
                    (None, Some(Status::Creating | Status::PartiallyCreated)) => {}
                    (None, _) => return Err(Fault::odd("the response has no `Alias`")),
                }
            }
            Ok(())
        };
        pages::each(request, ListMultiRegionAccessPointsOutput::next_token, take).await?;
        Ok(reports)
    };
    Shared::get(aws, "", fetch).await
}

fn arn_of(aws: &Aws, point: &MultiRegionAccessPointReport) -> String {
    let account = aws.account();
    let alias = point.alias.as_deref().unwrap_or_default();
    format!(
        "arn:{}:s3::{}:accesspoint/{alias}",
        account.partition, account.id
    )
}

impl List for MultiRegionAccessPoint {
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        let reports = listed_multi_region(aws).await.answer?;
        let arns: Vec<_> = reports.iter().map(|point| arn_of(aws, point)).collect();
        Ok(only.of(arns.iter().map(String::as_str)))
    }
}

impl Draw for MultiRegionAccess {
    async fn draw(aws: &Aws, at: &At) -> Dated<PublicAccessBlock> {
        listed_multi_region(aws).await.draw(|reports| {
            let point = reports.iter().find(|point| *arn_of(aws, point) == *at.id);
            let point = point.ok_or_else(|| Fault::odd("it is not listed any more"))?;
            Ok(block(point.public_access_block.as_ref()))
        })
    }
}

fn block(block: Option<&PublicAccessBlockConfiguration>) -> PublicAccessBlock {
    let on = block.map(|block| {
        switches([
            block.block_public_acls,
            block.ignore_public_acls,
            block.block_public_policy,
            block.restrict_public_buckets,
        ])
    });
    on.unwrap_or_default()
}

/// What was decided when the access point was made, requested once.
async fn access(aws: &Aws, region: Option<&str>, arn: &str) -> Dated<Arc<PointAccess>> {
    let fetch = || async {
        let builder = control(aws, region).get_access_point().name(name(arn));
        let answer = builder.account_id(&*aws.account().id).send().await?;
        let vpc = match present(answer.network_origin, "NetworkOrigin")? {
            NetworkOrigin::Vpc => {
                let id = answer.vpc_configuration.map(|vpc| vpc.vpc_id);
                Some(present_id(id, "VpcId")?)
            }
            _ => None,
        };
        Ok(PointAccess {
            bucket: present_id(answer.bucket, "Bucket")?,
            account: answer.bucket_account_id,
            vpc,
            block: block(answer.public_access_block_configuration.as_ref()),
        })
    };
    Shared::get(aws, arn, fetch).await
}

fn name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}

impl Draw for AccessPointAccess {
    async fn draw(aws: &Aws, at: &At) -> Dated<PointAccess> {
        let access = access(aws, at.region.as_deref(), &at.id).await;
        access.draw(|access| Ok(access.clone()))
    }
}

impl Draw for BucketBehind {
    async fn draw(aws: &Aws, at: &At) -> Dated<BucketBlock> {
        let mut began = aws.now();
        let answer = behind(aws, at, &mut began).await;
        Dated { at: began, answer }
    }
}

async fn behind(aws: &Aws, at: &At, began: &mut Timestamp) -> Answer<BucketBlock> {
    let region = at.region.as_deref();
    let point = access(aws, region, &at.id).await.of(began);
    let point = point.map_err(|fault| fault.of("s3:GetAccessPoint"))?;
    match block_of(aws, region, &point.bucket).await.of(began) {
        Ok(block) => Ok(BucketBlock::Set(block)),
        Err(fault) if &*fault.code == "NoSuchBucket" => Ok(BucketBlock::NoSuchBucket),
        Err(fault) => Err(fault),
    }
}

impl Draw for AccessPoints {
    async fn draw(aws: &Aws, bucket: &At) -> Dated<Vec<Point>> {
        let mut began = aws.now();
        let answer = leading_to(aws, bucket, &mut began).await;
        Dated { at: began, answer }
    }
}

async fn leading_to(aws: &Aws, bucket: &At, began: &mut Timestamp) -> Answer<Vec<Point>> {
    let (region, account) = (bucket.region.as_deref(), &aws.account().id);
    let home = region.unwrap_or_else(|| aws.account().home_region());
    let mut points = Vec::new();
    let own = |point: &&PointSummary| point.account.as_ref().is_none_or(|id| **id == **account);
    let summaries = listed(aws, home).await.of(began)?;
    for summary in summaries.iter().filter(own) {
        if summary.bucket == bucket.name() {
            points.push(point(aws, region, &summary.arn, began).await?);
        }
    }
    let of = |fault: Fault| fault.of("s3:ListMultiRegionAccessPoints");
    let reports = listed_multi_region(aws).await.of(began).map_err(of)?;
    for report in reports.iter() {
        let leads = |name: Option<&str>| name == Some(bucket.name());
        if report.regions().iter().any(|region| leads(region.bucket())) {
            points.push(multi_region_point(aws, report).await?);
        }
    }
    points.sort_by(|a, b| a.arn.cmp(&b.arn));
    Ok(points)
}

async fn point(aws: &Aws, region: Option<&str>, arn: &str, began: &mut Timestamp) -> Answer<Point> {
    let access = access(aws, region, arn).await.of(began);
    let access = access.map_err(|fault| fault.of("s3:GetAccessPoint"))?;
    let builder = control(aws, region)
        .get_access_point_policy()
        .name(name(arn));
    let response = builder.account_id(&*aws.account().id).send().await;
    let response = absent(response, &["NoSuchAccessPointPolicy"]);
    let response = response.map_err(|fault| fault.of("s3:GetAccessPointPolicy"))?;
    let document = response.map(|response| present(response.policy, "Policy"));
    Ok(Point {
        arn: arn.into(),
        vpc: access.vpc.clone(),
        block: access.block,
        policy: policy(document.transpose()?)?,
    })
}

async fn multi_region_point(aws: &Aws, report: &MultiRegionAccessPointReport) -> Answer<Point> {
    let client = multi_region(aws).ok_or_else(|| Fault::odd("there are none in this partition"))?;
    let builder = client.get_multi_region_access_point_policy();
    let builder = builder.set_name(report.name.clone());
    let response = builder.account_id(&*aws.account().id).send().await;
    let response = absent(response, &["NoSuchMultiRegionAccessPointPolicy"]);
    let response = response.map_err(|fault| fault.of("s3:GetMultiRegionAccessPointPolicy"))?;
    let document = response.and_then(|answer| answer.policy?.established?.policy);
    Ok(Point {
        arn: arn_of(aws, report),
        vpc: None,
        block: block(report.public_access_block.as_ref()),
        policy: policy(document)?,
    })
}

fn policy(text: Option<String>) -> Answer<Option<PolicyText>> {
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| document(&text)).transpose()
}

#[cfg(test)]
mod tests;
