//! Answers of AWS, made by hand from its API reference, behind the SDK's own HTTP client.
use std::sync::{Arc, Mutex};

use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_sts::config::{Credentials, Region, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;
use model::{AccountRef, Timestamp};

use crate::{Aws, Clock};

pub(crate) const ACCOUNT: &str = "111122223333";

pub(crate) fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// A request as a test looks at it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub method: String,
    pub host: String,
    /// Path and query.
    pub path: String,
    pub signed: bool,
    pub body: String,
    /// What services that speak JSON call the operation.
    target: String,
}

impl Asked {
    /// The operation by AWS's name for it; where only the path tells, the path.
    pub fn operation(&self) -> &str {
        let form = self.body.strip_prefix("Action=");
        let form = form.and_then(|rest| rest.split('&').next());
        let json = self
            .target
            .rsplit('.')
            .next()
            .filter(|name| !name.is_empty());
        form.or(json).unwrap_or(&self.path)
    }
}

/// Status, headers and body.
pub(crate) type Told = (u16, &'static [(&'static str, &'static str)], String);

pub(crate) fn ok(body: impl Into<String>) -> Told {
    (200, &[], body.into())
}
pub(crate) fn error(status: u16, code: &str) -> Told {
    // S3 Control wraps its errors, S3 does not: each finds its own.
    let body = format!("<Code>{code}</Code><Message>told by a test</Message>");
    let body = format!("<ErrorResponse>{body}<Error>{body}</Error></ErrorResponse>");
    (status, &[], body)
}

/// The same, in whatever language the service that was asked speaks.
pub(crate) fn error_of(asked: &Asked, status: u16, code: &str) -> Told {
    match asked.host.split('.').next() {
        Some("ec2") => {
            let body = format!("<Code>{code}</Code><Message>told by a test</Message>");
            let body = format!("<Response><Errors><Error>{body}</Error></Errors></Response>");
            (status, &[], body)
        }
        Some("iam") => error(status, code),
        _ => {
            let body = format!(r#"{{"__type": "{code}", "message": "told by a test"}}"#);
            (status, &[], body)
        }
    }
}

/// Every request made so far.
pub(crate) type Log = Arc<Mutex<Vec<Asked>>>;

/// An account whose AWS is a function.
pub(crate) fn aws(answer: impl Fn(&Asked) -> Told + Send + Sync + 'static) -> (Aws, Log) {
    aws_in("aws", answer)
}

/// The same, in another partition.
pub(crate) fn aws_in(
    partition: &str,
    answer: impl Fn(&Asked) -> Told + Send + Sync + 'static,
) -> (Aws, Log) {
    let log = Log::default();
    let noted = Arc::clone(&log);
    let client = canned(move |request: http::Request<SdkBody>| {
        let uri = request.uri();
        let asked = Asked {
            method: request.method().to_string(),
            host: uri.host().unwrap_or_default().into(),
            path: uri
                .path_and_query()
                .map(ToString::to_string)
                .unwrap_or_default(),
            signed: request.headers().contains_key("authorization"),
            body: request.body().bytes().map_or_else(String::new, |body| {
                String::from_utf8_lossy(body).into_owned()
            }),
            target: request
                .headers()
                .get("x-amz-target")
                .map_or_else(String::new, |target| {
                    target.to_str().unwrap_or_default().into()
                }),
        };
        noted.lock().unwrap().push(asked.clone());
        let (status, headers, body) = answer(&asked);
        let told = http::Response::builder().status(status);
        let told = headers
            .iter()
            .fold(told, |told, (name, value)| told.header(*name, *value));
        told.body(SdkBody::from(body)).unwrap()
    });
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(client)
        .region(Region::new("us-east-1"))
        .retry_config(RetryConfig::disabled())
        .build();
    let account = AccountRef::new(partition, ACCOUNT);
    (Aws::of(config, account, Clock::Fixed(now())), log)
}

/// An HTTP client whose answers are made here.
struct Canned<F>(Arc<F>);

impl<F> std::fmt::Debug for Canned<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Canned")
    }
}

impl<F: Fn(http::Request<SdkBody>) -> http::Response<SdkBody> + Send + Sync> HttpConnector
    for Canned<F>
{
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let told = (self.0)(request.try_into_http1x().unwrap());
        HttpConnectorFuture::ready(Ok(told.try_into().unwrap()))
    }
}

fn canned(
    answer: impl Fn(http::Request<SdkBody>) -> http::Response<SdkBody> + Send + Sync + 'static,
) -> SharedHttpClient {
    let answer = Arc::new(answer);
    http_client_fn(move |_, _| SharedHttpConnector::new(Canned(Arc::clone(&answer))))
}
