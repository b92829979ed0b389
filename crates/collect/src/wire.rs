//! Answers of AWS, made by hand from its API reference, behind the SDK's own HTTP client.
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_sts::config::{Credentials, Region, SharedCredentialsProvider};
use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;
use aws_types::sdk_config::Builder;
use http_body::Frame;
use model::{AccountRef, Timestamp};

use crate::time::Virtual;
use crate::{Aws, Clock};

pub(crate) const ACCOUNT: &str = "111122223333";

pub(crate) fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// A request as a test looks at it.
#[derive(Clone, Debug)]
pub(crate) struct WireRequest {
    pub method: String,
    pub host: String,
    /// Path and query.
    pub path: String,
    pub signed: bool,
    pub body: String,
    /// What services that speak JSON call the operation.
    target: String,
}

impl WireRequest {
    /// The bucket that a request to S3 is about: named in the path, or by the official client in
    /// the host.
    pub fn bucket(&self) -> &str {
        let (first, _) = self.host.split_once("s3.").unwrap_or_default();
        let path = self.path.split(['/', '?']).nth(1).unwrap_or_default();
        first.strip_suffix('.').unwrap_or(path)
    }

    fn of(request: &http::Request<SdkBody>) -> Self {
        let uri = request.uri();
        let path = uri.path_and_query().map(ToString::to_string);
        let body = request.body().bytes().map(String::from_utf8_lossy);
        let target = request.headers().get("x-amz-target");
        Self {
            method: request.method().to_string(),
            host: uri.host().unwrap_or_default().into(),
            path: path.unwrap_or_default(),
            signed: request.headers().contains_key("authorization"),
            body: body.map_or_else(String::new, Into::into),
            target: target.map_or("", |target| target.to_str().unwrap()).into(),
        }
    }

    /// The operation by AWS's name for it; where only the path identifies it, the path.
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
pub(crate) type WireResponse = (u16, &'static [(&'static str, &'static str)], String);

pub(crate) fn ok(body: impl Into<String>) -> WireResponse {
    (200, &[], body.into())
}
pub(crate) fn error(status: u16, code: &str) -> WireResponse {
    // S3 Control wraps its errors, S3 does not: each finds its own.
    let body = format!("<Code>{code}</Code><Message>made by a test</Message>");
    let body = format!("<ErrorResponse>{body}<Error>{body}</Error></ErrorResponse>");
    (status, &[], body)
}

/// The same, in whatever language the service that was asked speaks.
pub(crate) fn error_of(request: &WireRequest, status: u16, code: &str) -> WireResponse {
    match request.host.split('.').next() {
        Some("ec2") => {
            let body = format!("<Code>{code}</Code><Message>made by a test</Message>");
            let body = format!("<Response><Errors><Error>{body}</Error></Errors></Response>");
            (status, &[], body)
        }
        Some("elasticache" | "iam" | "redshift" | "sns") => error(status, code),
        _ => {
            let body = format!(r#"{{"__type": "{code}", "message": "made by a test"}}"#);
            (status, &[], body)
        }
    }
}

/// Every request made so far.
pub(crate) type Log = Arc<Mutex<Vec<WireRequest>>>;

/// What becomes of a request.
pub(crate) enum Reply {
    /// It is answered.
    Response(WireResponse),
    /// The connection is reset.
    Reset,
    /// It is answered, and the connection is reset in the middle of the body.
    Short(WireResponse),
    /// Nothing comes back.
    Stalled,
}

/// An account whose AWS is a function.
pub(crate) fn aws(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Aws, Log) {
    aws_in("aws", answer)
}

/// The same, in another partition.
pub(crate) fn aws_in(
    partition: &str,
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
) -> (Aws, Log) {
    let (client, log) = canned(move |request| Reply::Response(answer(request)));
    let config = config(client).retry_config(RetryConfig::disabled()).build();
    let account = AccountRef::new(partition, ACCOUNT);
    (Aws::of(config, account, Clock::Fixed(now())), log)
}

/// The same, paced, where time passes at once.
pub(crate) fn aws_at(
    time: &Virtual,
    retries: RetryConfig,
    answer: impl Fn(&WireRequest) -> Reply + Send + Sync + 'static,
) -> (Aws, Log) {
    let (client, log) = canned(answer);
    let config = config(crate::pace::paced(client))
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .retry_config(retries)
        .sleep_impl(SharedAsyncSleep::new(time.clone()))
        .time_source(time.clone());
    let account = AccountRef::new("aws", ACCOUNT);
    (Aws::of(config.build(), account, Clock::Fixed(now())), log)
}

fn config(client: SharedHttpClient) -> Builder {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(client)
        .region(Region::new("us-east-1"))
}

/// An HTTP client whose answers are made here.
struct Canned<F>(Arc<F>);

impl<F> std::fmt::Debug for Canned<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Canned")
    }
}

impl<F: Fn(http::Request<SdkBody>) -> Reply + Send + Sync> HttpConnector for Canned<F> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (response, short) = match (self.0)(request.try_into_http1x().unwrap()) {
            Reply::Response(response) => (response, false),
            Reply::Short(response) => (response, true),
            Reply::Reset => {
                return HttpConnectorFuture::ready(Err(ConnectorError::io("reset".into())));
            }
            Reply::Stalled => return HttpConnectorFuture::new(std::future::pending()),
        };
        let (status, headers, text) = response;
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let body = match short {
            true => SdkBody::from_body_1_x(Cut(Some(text))),
            false => SdkBody::from(text),
        };
        let response = response.body(body).unwrap();
        HttpConnectorFuture::ready(Ok(response.try_into().unwrap()))
    }
}

/// A body that ends in the middle, as the connection does.
struct Cut(Option<String>);

impl http_body::Body for Cut {
    type Data = bytes::Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(text) => {
                let half = text.into_bytes();
                let half = half.get(..half.len() / 2).unwrap_or_default().to_vec();
                Ok(Frame::data(half.into()))
            }
            None => Err("the connection was closed in the middle".into()),
        }))
    }
}

fn canned(
    answer: impl Fn(&WireRequest) -> Reply + Send + Sync + 'static,
) -> (SharedHttpClient, Log) {
    let log = Log::default();
    let noted = Arc::clone(&log);
    let reply = Arc::new(move |request: http::Request<SdkBody>| {
        let request = WireRequest::of(&request);
        noted.lock().unwrap().push(request.clone());
        answer(&request)
    });
    let client = http_client_fn(move |_, _| SharedHttpConnector::new(Canned(Arc::clone(&reply))));
    (client, log)
}
