//! A small AWS: one account with some buckets, none of them well kept, or with some principals;
//! and the Runtime API.
use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::sync::{Notify, Semaphore};

use crate::http::{self, Answer, Request, Server, missing, ok};

/// How long AWS takes for a call.
const CALL: Duration = Duration::from_millis(30);

pub struct Aws {
    /// Buckets, or users, groups and roles.
    size: usize,
    /// Given out one after the other.
    tasks: Mutex<VecDeque<String>>,
    work_requested: Semaphore,
    answer: Mutex<Option<String>>,
    answered: Notify,
    calls: Calls,
    /// When the last message was taken.
    published: Mutex<Option<Instant>>,
}

/// Calls of AWS so far.
#[derive(Default)]
pub struct Calls {
    /// Of the account that is audited, and who it is.
    pub account: AtomicUsize,
    /// Of the ledger's table.
    pub table: AtomicUsize,
    /// Of the topics.
    pub topics: AtomicUsize,
}

/// Serves it on a port of its own.
pub async fn serve(aws: &Arc<Aws>) -> Result<Server> {
    let aws = Arc::clone(aws);
    http::serve(move |request| {
        let aws = Arc::clone(&aws);
        async move { aws.answer(request).await }
    })
    .await
}

impl Aws {
    pub fn new(size: usize, tasks: &[&str]) -> Self {
        Self {
            size,
            tasks: Mutex::new(tasks.iter().copied().map(str::to_owned).collect()),
            work_requested: Semaphore::new(0),
            answer: Mutex::default(),
            answered: Notify::new(),
            calls: Calls::default(),
            published: Mutex::default(),
        }
    }

    /// Calls of AWS so far.
    pub fn calls(&self) -> &Calls {
        &self.calls
    }

    /// How long after this time the last message was taken.
    pub fn published_after(&self, began: Instant) -> Option<Duration> {
        let published = self.published.lock().ok()?;
        published.map(|at| at.saturating_duration_since(began))
    }

    /// Waits until the function asks for work.
    pub async fn work_requested(&self) {
        // The semaphore is never closed.
        if let Ok(permit) = self.work_requested.acquire().await {
            permit.forget();
        }
    }

    /// Waits for what the function answers, or how it failed.
    pub async fn answered(&self) -> String {
        loop {
            let answered = self.answered.notified();
            if let Some(answer) = self.answer.lock().ok().and_then(|mut answer| answer.take()) {
                return answer;
            }
            answered.await;
        }
    }

    pub async fn answer(&self, request: Request) -> Answer {
        if request.path.starts_with("/2018-06-01/runtime") {
            return self.runtime(request).await;
        }
        let publishes = request.body.contains("Action=PublishBatch");
        let of_identities = crate::iam::answer(self.size, &request);
        let counted = match (&*request.operation, publishes) {
            (_, true) => &self.calls.topics,
            ("", _) => &self.calls.account,
            _ if of_identities.is_some() => &self.calls.account,
            _ => &self.calls.table,
        };
        counted.fetch_add(1, Relaxed);
        tokio::time::sleep(CALL).await;
        if let (true, Ok(mut published)) = (publishes, self.published.lock()) {
            *published = Some(Instant::now());
        }
        if let Some(answer) = of_identities {
            return answer;
        }
        if !request.operation.is_empty() {
            return table(&request.operation);
        }
        match (&*request.method, &*request.path) {
            ("POST", _) if request.body.contains("Action=GetCallerIdentity") => ok(IDENTITY),
            ("POST", _) if request.body.contains("Action=AssumeRole") => ok(CREDENTIALS),
            ("POST", _) if publishes => ok(&published(&request.body)),
            ("POST", path) if path.starts_with("/listRegions") => ok(REGIONS),
            ("HEAD", _) => missing("NoSuchBucket"),
            ("GET", path) if path.starts_with("/v20180820/accesspoint") => {
                ok("<ListAccessPointsResult/>")
            }
            ("GET", path) if path.starts_with("/v20180820/mrap") => {
                ok("<ListMultiRegionAccessPointsResult/>")
            }
            ("GET", path) if path.starts_with("/v20180820/") => {
                missing("NoSuchPublicAccessBlockConfiguration")
            }
            ("GET", path) if path.starts_with("/?") => ok(&self.listed()),
            ("GET", path) if path.starts_with("/settings/") => no_settings(),
            ("GET", path) => bucket(path),
            _ => missing("NotImplemented"),
        }
    }

    async fn runtime(&self, request: Request) -> Answer {
        if !request.path.ends_with("/next") {
            if let Ok(mut answer) = self.answer.lock() {
                *answer = Some(request.body);
            }
            self.answered.notify_waiters();
            return ok("");
        }
        self.work_requested.add_permits(1);
        let task = self
            .tasks
            .lock()
            .ok()
            .and_then(|mut tasks| tasks.pop_front());
        let Some(body) = task else {
            return std::future::pending().await;
        };
        let header = "Lambda-Runtime-Aws-Request-Id: bench\r\nLambda-Runtime-Deadline-Ms: 99999999999999\r\n\
                      Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:bench\r\n";
        Answer {
            status: 200,
            header: header.into(),
            body,
        }
    }

    fn listed(&self) -> String {
        let buckets = (0..self.size).fold(String::new(), |mut all, number| {
            let region = if number % 2 == 0 { "us-east-1" } else { "eu-west-1" };
            let _ = write!(all, "<Bucket><Name>bucket-{number:05}</Name><BucketRegion>{region}</BucketRegion></Bucket>");
            all
        });
        format!("<ListAllMyBucketsResult><Buckets>{buckets}</Buckets></ListAllMyBucketsResult>")
    }
}

const IDENTITY: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>\
    <Arn>arn:aws:iam::123456789012:user/bench</Arn><UserId>AIDABENCH</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>";

const CREDENTIALS: &str = "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIABENCH</AccessKeyId>\
    <SecretAccessKey>bench</SecretAccessKey><SessionToken>bench</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>\
    </Credentials></AssumeRoleResult></AssumeRoleResponse>";

const REGIONS: &str = r#"{"Regions":[{"RegionName":"us-east-1","RegionOptStatus":"ENABLED_BY_DEFAULT"},{"RegionName":"eu-west-1","RegionOptStatus":"ENABLED_BY_DEFAULT"}]}"#;
const TLS_ONLY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/app"},"Action":["s3:GetObject","s3:PutObject"],"Resource":"*"}]}"#;

/// A bucket that meets half of its demands.
fn bucket(path: &str) -> Answer {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let query = query.split(['&', '=']).next().unwrap_or_default();
    match query {
        "versioning" => {
            ok("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
        }
        "ownershipControls" => ok(
            "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>",
        ),
        "publicAccessBlock" => ok(
            "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>\
            <BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>",
        ),
        "policy" => ok(TLS_ONLY),
        "acl" => ok(
            "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList/></AccessControlPolicy>",
        ),
        "encryption" => ok(
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>\
            </ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
        ),
        "logging" => ok("<BucketLoggingStatus/>"),
        "notification" => ok("<NotificationConfiguration/>"),
        "lifecycle" => missing("NoSuchLifecycleConfiguration"),
        "object-lock" => missing("ObjectLockConfigurationNotFoundError"),
        "website" => missing("NoSuchWebsiteConfiguration"),
        "replication" => missing("ReplicationConfigurationNotFoundError"),
        _ => missing("NotImplemented"),
    }
}

/// A table in which nobody ever wrote anything, and which takes everything.
fn table(operation: &str) -> Answer {
    match operation {
        "Query" => ok(r#"{"Items":[],"Count":0,"ScannedCount":0}"#),
        "GetItem" | "TransactWriteItems" | "PutItem" | "DeleteItem" => ok("{}"),
        "BatchWriteItem" => ok(r#"{"UnprocessedItems":{}}"#),
        _ => missing("NotImplemented"),
    }
}

fn published(body: &str) -> String {
    let parts = body.split('&').filter_map(|part| part.split_once('='));
    let ids = parts.filter_map(|(key, id)| key.ends_with(".Id").then_some(id));
    let taken = ids.fold(String::new(), |mut all, id| {
        let _ = write!(
            all,
            "<member><Id>{id}</Id><MessageId>m</MessageId></member>"
        );
        all
    });
    format!(
        "<PublishBatchResponse><PublishBatchResult><Successful>{taken}</Successful><Failed/></PublishBatchResult></PublishBatchResponse>"
    )
}

/// Nobody wrote settings: S3's own way to say so, which others wrap.
fn no_settings() -> Answer {
    Answer {
        status: 404,
        header: String::new(),
        body: "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>".into(),
    }
}
