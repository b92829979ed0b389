//! Answers of others that speak AWS's language, for endpoints that the owner set.
//!
//! Some emulators name the root element of an answer after the operation where AWS names it
//! after the answer's type; the SDK then refuses it. Behind such an endpoint the name is put
//! right before the answer is read. AWS's own endpoints are never touched.
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_config::SdkConfig;
use aws_sdk_s3::primitives::SdkBody;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use http_body::{Body, Frame};

/// What the answers of some operations are called; of all others, `XResponse` is `XResult`.
const NAMES: &[(&str, &str)] = &[
    ("GetBucketVersioningResponse", "VersioningConfiguration"),
    ("GetBucketNotificationResponse", "NotificationConfiguration"),
    (
        "GetPublicAccessBlockResponse",
        "PublicAccessBlockConfiguration",
    ),
];

/// Puts the root element's name right.
#[derive(Debug)]
pub(crate) struct RootNames;

#[dyn_dispatch_hint]
impl Intercept for RootNames {
    fn name(&self) -> &'static str {
        "RootNames"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let answer = context.response_mut();
        if answer.status().is_success() {
            let body = answer.take_body();
            *answer.body_mut() = SdkBody::from_body_1_x(Renamed {
                body,
                read: Some(Vec::new()),
            });
        }
        Ok(())
    }
}

/// The same configuration, for calls that take no interceptors: the HTTP client puts the name right.
pub(crate) fn lenient(config: &SdkConfig) -> SdkConfig {
    let Some(client) = config.http_client() else {
        return config.clone();
    };
    let client = SharedHttpClient::new(Lenient(client));
    config.to_builder().http_client(client).build()
}

/// An HTTP client, or a connector of one, that puts the root element's name right.
#[derive(Debug)]
struct Lenient<T>(T);

impl HttpClient for Lenient<SharedHttpClient> {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Lenient(self.0.http_connector(settings, components)))
    }
}

impl HttpConnector for Lenient<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let call = self.0.call(request);
        HttpConnectorFuture::new(async move {
            let mut response = call.await?;
            if response.status().is_success() {
                let body = ByteStream::new(response.take_body()).collect().await;
                let body = body.map_err(|error| ConnectorError::io(error.into()))?;
                *response.body_mut() = SdkBody::from(renamed(body.to_vec()));
            }
            Ok(response)
        })
    }
}

/// A body that is read whole and then delivered once.
struct Renamed {
    body: SdkBody,
    read: Option<Vec<u8>>,
}

impl Body for Renamed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            match (frame.transpose()?, &mut self.read) {
                (Some(frame), Some(read)) => {
                    if let Ok(data) = frame.into_data() {
                        read.extend_from_slice(&data);
                    }
                }
                (Some(_), None) => {}
                (None, _) => break,
            }
        }
        let frame = self
            .read
            .take()
            .map(|read| Ok(Frame::data(renamed(read).into())));
        Poll::Ready(frame)
    }
}

fn renamed(body: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&body) else {
        return body;
    };
    let Some((name, right)) = root(text).and_then(|name| Some((name, right_name(name)?))) else {
        return body;
    };
    let opened = text.replacen(&format!("<{name}"), &format!("<{right}"), 1);
    opened
        .replace(&format!("</{name}>"), &format!("</{right}>"))
        .into_bytes()
}

/// The name of the first element that is no declaration.
fn root(text: &str) -> Option<&str> {
    let opens = text
        .split('<')
        .find(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    opens.split(|c: char| !c.is_ascii_alphanumeric()).next()
}

fn right_name(name: &str) -> Option<String> {
    let right = NAMES.iter().find(|(wrong, _)| *wrong == name);
    right.map(|(_, right)| (*right).to_owned()).or_else(|| {
        let operation = name.strip_suffix("Response")?;
        Some(format!("{operation}Result"))
    })
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn only_names_after_operations_change() {
        let renamed_text = |text: &str| String::from_utf8(renamed(text.into())).unwrap();
        assert_eq!(
            renamed_text(
                "<?xml version=\"1.0\"?>\n<GetBucketVersioningResponse xmlns=\"x\"><Status>Enabled</Status></GetBucketVersioningResponse>"
            ),
            "<?xml version=\"1.0\"?>\n<VersioningConfiguration xmlns=\"x\"><Status>Enabled</Status></VersioningConfiguration>"
        );
        assert_eq!(
            renamed_text("<ListAccessPointsResponse/>"),
            "<ListAccessPointsResult/>"
        );
        for right in [
            "<Tagging/>",
            "{\"Version\":\"2012-10-17\"}",
            "",
            "<",
            "\u{fffd}",
        ] {
            assert_eq!(renamed_text(right), right);
        }
        assert_eq!(renamed(vec![0xff, 0xfe]), [0xff, 0xfe]);
    }
}
