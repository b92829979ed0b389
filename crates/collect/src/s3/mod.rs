//! Reads of buckets, each in its own Region, and of the account's settings for all of them.
mod access;
mod buckets;
mod names;
mod own;
mod points;
mod replication;
mod settings;
#[cfg(test)]
mod tests;

use aws_config::SdkConfig;
use aws_sdk_s3::{Client, config};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use calls::Call;
use model::iam::PolicyText;
use model::s3::{
    AccessLog, AccessPoint, AccessPointAccess, AccessPoints, AccountPublicAccess, Bucket,
    BucketAcl, BucketBehind, BucketPolicy, BucketTags, Encryption, Lifecycle, MultiRegionAccess,
    MultiRegionAccessPoint, Notifications, ObjectLock, Ownership, PredictableNames, PublicAccess,
    Replication, Versioning, Website,
};

use crate::aws::{custom_endpoint, retry_partition};
use crate::endpoint::{Verbatim, is_bare_host};
use crate::fault::{Answer, Fault};
use crate::lenient::{RootNames, lenient};
use crate::reader::{At, Collected, Reader};
use crate::{Aws, Complete};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<AccessPoint>(),
    Reader::list::<Bucket>(),
    Reader::list::<MultiRegionAccessPoint>(),
    Reader::each::<AccessLog>(),
    Reader::drawn::<AccessPointAccess>(),
    Reader::drawn::<AccessPoints>(),
    Reader::each::<AccountPublicAccess>(),
    Reader::each::<BucketAcl>(),
    Reader::drawn::<BucketBehind>(),
    Reader::each::<BucketPolicy>(),
    Reader::each::<BucketTags>(),
    Reader::each::<Encryption>(),
    Reader::each::<Lifecycle>(),
    Reader::drawn::<MultiRegionAccess>(),
    Reader::each::<Notifications>(),
    Reader::each::<ObjectLock>(),
    Reader::each::<Ownership>(),
    Reader::drawn::<PredictableNames>(),
    Reader::drawn::<PublicAccess>(),
    Reader::drawn::<Replication>(),
    Reader::each::<Versioning>(),
    Reader::each::<Website>(),
];

impl Collected for Bucket {
    const GONE: &'static [&'static str] = &["NoSuchBucket"];
}

/// The client of a Region, as everything here reads with it: whoever writes uses the same.
#[must_use]
pub fn client(aws: &Aws, region: Option<&str>) -> Client {
    aws.client(region, |sdk| {
        let config = builder(sdk).disable_s3_express_session_auth(true);
        Client::from_conf(config.build())
    })
}

/// Behind an endpoint of the owner's own, bucket names are no host names.
fn builder(sdk: &SdkConfig) -> config::Builder {
    let builder = config::Builder::from(sdk).retry_partition(retry_partition());
    let builder = builder.interceptor(Complete);
    match custom_endpoint(sdk, "S3") {
        Some(_) => builder.force_path_style(true).interceptor(RootNames),
        None => builder,
    }
}

/// A client for a bucket of the program's own, with its own credentials.
#[must_use]
pub fn own_client(config: &SdkConfig) -> Client {
    Client::from_conf(builder(config).build())
}

/// A client without credentials: for what S3 returns to anyone.
#[derive(Clone)]
struct Anonymous(Client);

fn anonymous(aws: &Aws, region: Option<&str>) -> Client {
    let made = aws.client(region, |sdk| {
        let mut nobody = sdk.to_builder();
        nobody.set_credentials_provider(None);
        let config = builder(&nobody.build()).allow_no_auth();
        Anonymous(Client::from_conf(config.build()))
    });
    made.0
}

/// The client of the settings for all buckets, likewise.
#[must_use]
pub fn control_client(aws: &Aws) -> aws_sdk_s3control::Client {
    control(aws, None)
}

fn control(aws: &Aws, region: Option<&str>) -> aws_sdk_s3control::Client {
    aws.client(region, |sdk| {
        let config = aws_sdk_s3control::config::Builder::from(sdk);
        let mut config = config
            .retry_partition(retry_partition())
            .interceptor(Complete);
        if let Some(url) = custom_endpoint(sdk, "S3 Control") {
            config = config.interceptor(RootNames);
            if is_bare_host(&url) {
                config = config.endpoint_resolver(Verbatim(url));
            }
        }
        aws_sdk_s3control::Client::from_conf(config.build())
    })
}

/// Whether a response without a body comes from S3, and not from something on the way to it: S3 names each request
/// (S3 User Guide, "Getting S3 request IDs").
fn is_from_s3(response: &HttpResponse) -> bool {
    let names = [
        "x-amz-request-id",
        "x-amzn-requestid",
        "x-amz-bucket-region",
    ];
    names
        .iter()
        .any(|name| response.headers().get(name).is_some())
}

/// Sends a request to the Region that a bucket lies in.
async fn send<C: Call<Service = calls::s3::Service>>(
    aws: &Aws,
    bucket: &At,
    call: C,
) -> Result<C::Response, calls::Error> {
    call.send(&reading(aws, bucket.region.as_deref())).await
}

/// The client that reads how buckets are set up.
fn reading(aws: &Aws, region: Option<&str>) -> calls::s3::Client {
    aws.client(region, |sdk| match custom_endpoint(sdk, "S3") {
        Some(_) => calls::Client::new(&lenient(sdk)),
        None => calls::Client::new(sdk),
    })
}

/// A policy as AWS returns it.
fn document(text: &str) -> Answer<PolicyText> {
    match text.trim_start().starts_with('{') {
        true => Ok(PolicyText::new(text)),
        false => Err(Fault::odd("the answer is no policy")),
    }
}
