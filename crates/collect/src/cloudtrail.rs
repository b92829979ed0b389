//! Reads of `CloudTrail`: trails, described in one call a Region, and of each its status, selectors and
//! tags. A trail of the organization is named by its ARN, as members have to name it (`CloudTrail` API
//! reference, `GetTrailStatus`).
mod alarms;
#[cfg(feature = "s3")]
mod bucket;
mod selectors;
#[cfg(test)]
mod tests;

use calls::cloudtrail::describe_trails::{self, DescribeTrails};
use calls::cloudtrail::get_insight_selectors::{
    GetInsightSelectors, INSIGHT_NOT_ENABLED_EXCEPTION,
};
use calls::cloudtrail::get_trail_status::{GetTrailStatus, TRAIL_NOT_FOUND_EXCEPTION};
use calls::cloudtrail::list_tags::{ListTags, RESOURCE_NOT_FOUND_EXCEPTION};
use calls::{Call, Client};
use model::cloudtrail::{
    EventSelectors, InsightSelectors, LogFileValidation, Recorded, Status, Trail, TrailAlarms,
    TrailBucket, TrailKey, TrailLogGroup, TrailScope, TrailStatus, TrailTags,
};
use model::{Tags, Timestamp};

use crate::Aws;
use crate::describe::{self, Describe, Draws, Lens, Place};
use crate::fault::{Answer, Fault, absent, present};
use crate::reader::{At, Collected, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<Trail>(),
    Reader::each::<EventSelectors>(),
    Reader::each::<InsightSelectors>(),
    Reader::each::<TrailAlarms>(),
    Reader::each::<TrailStatus>(),
    Reader::each::<TrailTags>(),
    #[cfg(feature = "s3")]
    Reader::drawn::<model::cloudtrail::TrailBucketAccess>(),
    #[cfg(feature = "s3")]
    Reader::drawn::<model::cloudtrail::TrailBucketLog>(),
    #[cfg(feature = "s3")]
    Reader::drawn::<model::cloudtrail::TrailBucketVersioning>(),
];

impl Collected for Trail {
    const GONE: &'static [&'static str] =
        &[RESOURCE_NOT_FOUND_EXCEPTION, TRAIL_NOT_FOUND_EXCEPTION];
}

type Row = describe_trails::Trail;

impl Describe for Trail {
    type Call = DescribeTrails;
    type Row = Row;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<LogFileValidation>(|trail| {
            present(
                trail.log_file_validation_enabled,
                "LogFileValidationEnabled",
            )
        }),
        &Lens::<TrailBucket>(|trail| present(trail.s3_bucket_name.clone(), "S3BucketName")),
        &Lens::<TrailKey>(|trail| Ok(named(&trail.kms_key_id))),
        &Lens::<TrailLogGroup>(|trail| Ok(named(&trail.cloud_watch_logs_log_group_arn))),
        &Lens::<TrailScope>(|trail| {
            Ok(Recorded {
                multi_region: present(trail.is_multi_region_trail, "IsMultiRegionTrail")?,
                organization: present(trail.is_organization_trail, "IsOrganizationTrail")?,
            })
        }),
    ];

    /// All of the Region, whichever is wanted: by its name alone no trail of another account is
    /// found, and there are five at most in a Region.
    fn call(_: Option<&str>) -> DescribeTrails {
        DescribeTrails::new()
    }

    /// Each in its home Region: in the others its shadows are described too.
    fn rows(page: describe_trails::Response, place: &Place) -> Vec<(String, Row)> {
        let rows = page.trail_list.into_iter();
        let rows = rows.filter(|trail| trail.home_region == place.region());
        rows.map(|trail| (trail.trail_arn.clone(), trail)).collect()
    }
}

/// A name that is left out, or empty, where nothing is configured (`CloudTrail` API reference,
/// `Trail`).
fn named(name: &Option<String>) -> Option<String> {
    name.clone().filter(|name| !name.is_empty())
}

impl Read for TrailStatus {
    async fn read(aws: &Aws, trail: &At) -> Answer<Status> {
        let client = aws.client(trail.region.as_deref(), Client::new);
        let response = GetTrailStatus::new(&*trail.id).send(&client).await?;
        let delivery = response.latest_cloud_watch_logs_delivery_time;
        let delivery = delivery.map(|date| {
            let time = Timestamp::from_second(date.secs());
            time.map_err(|_| Fault::odd("`LatestCloudWatchLogsDeliveryTime` is no time"))
        });
        Ok(Status {
            logging: present(response.is_logging, "IsLogging")?,
            delivery_error: named(&response.latest_delivery_error),
            log_group_delivery: delivery.transpose()?,
        })
    }
}

impl Read for InsightSelectors {
    async fn read(aws: &Aws, trail: &At) -> Answer<Vec<String>> {
        let client = aws.client(trail.region.as_deref(), Client::new);
        let call = GetInsightSelectors {
            trail_name: Some(trail.id.clone().into()),
        };
        let sent = call.send(&client).await;
        let Some(response) = absent(sent, &[INSIGHT_NOT_ENABLED_EXCEPTION])? else {
            return Ok(Vec::new());
        };
        let selectors = present(response.insight_selectors, "InsightSelectors")?;
        let types = selectors
            .into_iter()
            .map(|one| present(one.insight_type, "InsightType"));
        types.collect()
    }
}

impl Read for TrailTags {
    async fn read(aws: &Aws, trail: &At) -> Answer<Tags> {
        let client = aws.client(trail.region.as_deref(), Client::new);
        let response = ListTags::new([trail.id.clone().into()])
            .send(&client)
            .await?;
        let own = |one: &calls::cloudtrail::list_tags::ResourceTag| {
            one.resource_id.as_deref() == Some(&*trail.id)
        };
        let own = response.resource_tag_list.into_iter().find(own);
        let own = present(own, "the tags of the trail")?;
        let none = Some(&[][..]);
        describe::tags(own.tags_list.as_deref().or(none), |tag| {
            (&tag.key, &tag.value)
        })
    }
}
