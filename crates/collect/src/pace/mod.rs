//! The HTTP client that all calls of AWS go through: how fast, and for how long in vain.
//!
//! Calls of one operation in one Region share a [`Lane`]. A lane keeps to the rate that AWS publishes for the
//! operation ([`limits`]), and gives the operation up when for [`lane::PATIENCE`] nothing but refusals came back: further calls
//! fail at once, as throttled, while those of other operations go on. The official clients' own limiter shares one rate among
//! all operations of a client, and falls to a call in seconds where somebody else uses up the quota.
//!
//! Retries are the caller's: each attempt passes here by itself, and no wait here counts towards an attempt's time.
mod lane;
mod limits;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::{Builder, ConnectorBuilder, tls};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use futures::future::{Either, select};

pub(crate) use lane::GivenUp;
use lane::{Bucket, Lane, Outcome};
use limits::Operation;

/// How long a response may take, its body included.
const RESPONSE: Duration = Duration::from_secs(30);

/// The official HTTPS client, paced.
pub(crate) fn https() -> SharedHttpClient {
    // As the official crates make theirs by default.
    let client = Builder::new().build_with_connector_fn(|settings, components| {
        let aws_lc = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
        let mut connector = ConnectorBuilder::default().tls_provider(aws_lc);
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector.set_proxy_config(Some(ProxyConfig::from_env()));
        connector.build()
    });
    paced(client)
}

/// The same client, paced.
pub(crate) fn paced(client: SharedHttpClient) -> SharedHttpClient {
    SharedHttpClient::new(Paced {
        client,
        lanes: Arc::default(),
    })
}

/// A client whose calls keep to their lanes.
#[derive(Debug)]
struct Paced {
    client: SharedHttpClient,
    lanes: Arc<Lanes>,
}

impl HttpClient for Paced {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(PacedConnector {
            connector: self.client.http_connector(settings, components),
            lanes: Arc::clone(&self.lanes),
            sleep: components.sleep_impl(),
            time: components.time_source().unwrap_or_default(),
        })
    }
}

#[derive(Debug)]
struct PacedConnector {
    connector: SharedHttpConnector,
    lanes: Arc<Lanes>,
    sleep: Option<SharedAsyncSleep>,
    time: SharedTimeSource,
}

impl HttpConnector for PacedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let lane = self.lanes.of(Operation::of(&request));
        let (connector, time) = (self.connector.clone(), self.time.clone());
        let sleep = self.sleep.clone();
        let given_up = |why: GivenUp| ConnectorError::other(why.into(), None);
        HttpConnectorFuture::new(async move {
            lane.is_open(time.now()).map_err(given_up)?;
            if let (Some(wait), Some(sleep)) = (lane.wait(time.now()), &sleep) {
                sleep.sleep(wait).await;
                // It may have been given up meanwhile.
                lane.is_open(time.now()).map_err(given_up)?;
            }
            let began = time.now();
            let sent = whole(connector.call(request));
            let sent = match &sleep {
                Some(sleep) => in_time(sent, sleep.sleep(RESPONSE)).await,
                None => sent.await,
            };
            lane.note(outcome(&sent), began, time.now());
            sent
        })
    }
}

/// What a call gives before its time is up.
async fn in_time<T>(
    sent: impl Future<Output = Result<T, ConnectorError>>,
    time: impl Future<Output = ()>,
) -> Result<T, ConnectorError> {
    match select(pin!(sent), pin!(time)).await {
        Either::Left((sent, _)) => sent,
        Either::Right(_) => Err(ConnectorError::timeout("the response took too long".into())),
    }
}

/// The response with its body in memory: nothing that is read here is large, and a body that stops is a call that
/// failed.
async fn whole(call: HttpConnectorFuture) -> Result<HttpResponse, ConnectorError> {
    let mut response = call.await?;
    let body = ByteStream::new(response.take_body()).collect().await;
    let body = body.map_err(|error| ConnectorError::io(error.into()))?;
    *response.body_mut() = SdkBody::from(body.into_bytes());
    Ok(response)
}

/// What an attempt says about its operation: whether AWS works on it at all.
fn outcome(sent: &Result<HttpResponse, ConnectorError>) -> Outcome {
    match sent {
        Err(_) => Outcome::Failed,
        Ok(response) if is_throttled(response) => Outcome::Throttled,
        Ok(response) if response.status().is_server_error() => Outcome::Failed,
        Ok(_) => Outcome::Answered,
    }
}

/// Parts of AWS's words for "too many requests", as they stand in a body of status 400.
const THROTTLED: [&[u8]; 5] = [
    b"Throttl",
    b"TooManyRequests",
    b"RequestLimitExceeded",
    b"SlowDown",
    b"PriorRequestNotComplete",
];

fn is_throttled(response: &HttpResponse) -> bool {
    let body = || response.body().bytes().unwrap_or_default();
    let says = |word: &[u8]| body().windows(word.len()).any(|part| part == word);
    match response.status().as_u16() {
        429 | 503 => true,
        400 => THROTTLED.into_iter().any(says),
        _ => false,
    }
}

/// Every lane, by operation and Region.
#[derive(Debug, Default)]
struct Lanes {
    lanes: Mutex<HashMap<Operation, Arc<Lane>>>,
    buckets: Mutex<HashMap<Operation, Arc<Bucket>>>,
}

impl Lanes {
    fn of(&self, operation: Operation) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(&operation) {
            return Arc::clone(lane);
        }
        let lane = Arc::new(Lane::new(self.bucket(&operation)));
        lanes.insert(operation, Arc::clone(&lane));
        lane
    }

    fn bucket(&self, operation: &Operation) -> Option<Arc<Bucket>> {
        let (limit, whose) = operation.limit()?;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(whose);
        Some(Arc::clone(
            bucket.or_insert_with(|| Arc::new(Bucket::new(limit))),
        ))
    }
}
