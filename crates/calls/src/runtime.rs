//! The official runtime, configured as the official clients are: see `base_client_runtime_plugins`
//! and `ServiceRuntimePlugin` in any of them. Its crates say that they are not meant to be used
//! directly, so nothing outside this file does, and `tests/wire.rs` holds what it does on the wire.
use std::sync::{Arc, OnceLock};

use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::recursion_detection::RecursionDetectionInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_runtime::service_clock_skew::{ServiceClockSkewClassifier, ServiceClockSkewInterceptor};
use aws_runtime::user_agent::{ApiMetadata, UserAgentInterceptor};
use aws_smithy_runtime::client::defaults::{DefaultPluginParams, default_plugins};
use aws_smithy_runtime::client::http::connection_poisoning::ConnectionPoisoningInterceptor;
use aws_smithy_runtime::client::orchestrator::{AuthSchemeAndEndpointOrchestrationV2, invoke};
use aws_smithy_runtime::client::retries::classifiers::{
    HttpStatusCodeClassifier, TransientErrorClassifier,
};
use aws_smithy_runtime::client::stalled_stream_protection::StalledStreamProtectionInterceptor;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::auth::{
    AuthSchemeOptionResolverParams, SharedAuthScheme, SharedAuthSchemeOptionResolver,
};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint, SharedEndpointResolver,
};
use aws_smithy_runtime_api::client::identity::SharedIdentityResolver;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::interceptors::context::{Error as Erased, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{
    HttpRequest, HttpResponse, Metadata, OrchestratorError,
};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{
    RuntimePlugins, SharedRuntimePlugin, StaticRuntimePlugin,
};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer};
use aws_smithy_types::endpoint::Endpoint;
use aws_types::region::SigningRegion;
use aws_types::{SdkConfig, SigningName};

use crate::endpoint::{self, Resolved};
use crate::{Error, Failure, Malformed, Service, Signing, failure};

/// An operation as its service's model describes it.
#[derive(Debug)]
pub struct Operation {
    /// Its name.
    pub name: &'static str,
    /// `GET`, `POST`, ...
    pub method: &'static str,
    /// Its path with `{labels}`, and a query where there is a fixed one.
    pub uri: &'static str,
    decode: fn(&[u8]) -> Result<Output, Malformed>,
    plugin: OnceLock<SharedRuntimePlugin>,
}

impl Operation {
    pub(crate) const fn new(
        name: &'static str,
        method: &'static str,
        uri: &'static str,
        decode: fn(&[u8]) -> Result<Output, Malformed>,
    ) -> Self {
        Self {
            name,
            method,
            uri,
            decode,
            plugin: OnceLock::new(),
        }
    }

    /// Reads a body as a response of the operation, by its type.
    #[cfg(feature = "every")]
    pub(crate) fn decode<T: std::fmt::Debug + Send + Sync + 'static>(
        &self,
        body: &[u8],
    ) -> Result<T, Malformed> {
        let response = (self.decode)(body)?.downcast();
        response.map_err(|_| Malformed::new("it is of another type"))
    }

    /// What the runtime has to know of it; made once.
    fn plugin(&'static self, service: &'static Service) -> SharedRuntimePlugin {
        let plugin = self.plugin.get_or_init(|| {
            let mut layer = Layer::new(self.name);
            layer.store_put(Metadata::new(self.name, service.id));
            layer.store_put(SharedResponseDeserializer::new(Decoder(self.decode)));
            SharedRuntimePlugin::new(StaticRuntimePlugin::new().with_config(layer.freeze()))
        });
        plugin.clone()
    }
}

/// A response as the runtime carries it.
pub(crate) fn erased<T: std::fmt::Debug + Send + Sync + 'static>(response: T) -> Output {
    Output::erase(response)
}

/// A response that cannot be read, where none is at hand.
pub(crate) fn response_error(malformed: Malformed) -> Error {
    let status = http::StatusCode::OK.into();
    SdkError::response_error(malformed, HttpResponse::new(status, SdkBody::empty()))
}

/// What is shared by all calls of one client.
#[derive(Clone)]
pub(crate) struct Runtime {
    service: &'static Service,
    plugins: Arc<RuntimePlugins>,
}

impl Runtime {
    pub(crate) fn new(config: &SdkConfig, service: &'static Service) -> Self {
        Self {
            service,
            plugins: Arc::new(plugins(config, service)),
        }
    }

    pub(crate) async fn send(
        &self,
        operation: &'static Operation,
        request: HttpRequest,
    ) -> Result<Output, Error> {
        let plugins = RuntimePlugins::clone(&self.plugins);
        let plugins = plugins.with_operation_plugin(operation.plugin(self.service));
        let input = Input::erase(Prepared(request));
        let sent = invoke(self.service.id, operation.name, input, &plugins).await;
        sent.map_err(|error| {
            // `Decoder` alone makes service errors, of this type.
            error.map_service_error(|error| error.downcast().unwrap_or_default())
        })
    }
}

/// A request on its way to the serializer.
#[derive(Debug)]
struct Prepared(HttpRequest);

#[derive(Debug)]
struct Serializer;

impl SerializeRequest for Serializer {
    fn serialize_input(&self, input: Input, bag: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        // The runtime looks for them in the interceptors' state alone, and panics without them.
        bag.interceptor_state()
            .store_put(EndpointResolverParams::new(()));
        let prepared = input.downcast::<Prepared>();
        prepared
            .map(|Prepared(request)| request)
            .map_err(|_| "no request was prepared".into())
    }
}

/// Reads the response of one operation.
struct Decoder(fn(&[u8]) -> Result<Output, Malformed>);

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Decoder")
    }
}

impl DeserializeResponse for Decoder {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Erased>> {
        let body = response.body().bytes().unwrap_or_default();
        if !response.status().is_success() {
            let failure = failure::read(response.headers(), body);
            return Err(OrchestratorError::operation(Erased::erase(failure)));
        }
        // `OrchestratorError::response` would be retried: the same body would come again.
        (self.0)(body).map_err(OrchestratorError::other)
    }
}

/// An endpoint that is resolved already, or why there is none.
#[derive(Debug)]
struct Fixed(Result<Endpoint, String>);

impl ResolveEndpoint for Fixed {
    fn resolve_endpoint<'a>(&'a self, _: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::ready(self.0.clone().map_err(Into::into))
    }
}

fn plugins(config: &SdkConfig, service: &'static Service) -> RuntimePlugins {
    let resolved = endpoint::resolve(config, service);
    let region = config.region().map_or("none", |region| region.as_ref());
    let version = config.behavior_version();
    let defaults = DefaultPluginParams::new()
        .with_retry_partition_name(format!("{}-{region}", service.id))
        .with_behavior_version(version.unwrap_or_else(BehaviorVersion::latest))
        .with_is_aws_sdk(true);
    let signing_region = match &resolved {
        Ok(Resolved {
            signing_region: Some(region),
            ..
        }) => Some(SigningRegion::from_static(region)),
        _ => config.region().cloned().map(SigningRegion::from),
    };
    let endpoint = resolved.map(|there| Endpoint::builder().url(there.url).build());
    RuntimePlugins::new()
        .with_client_plugins(default_plugins(defaults))
        .with_client_plugin(
            StaticRuntimePlugin::new()
                .with_config(layer(config, service, signing_region))
                .with_runtime_components(components(config, endpoint)),
        )
}

fn layer(
    config: &SdkConfig,
    service: &'static Service,
    signing_region: Option<SigningRegion>,
) -> FrozenLayer {
    let mut layer = Layer::new("calls");
    layer.store_put(AuthSchemeAndEndpointOrchestrationV2);
    layer.store_put(AuthSchemeOptionResolverParams::new(()));
    layer.store_put(SharedRequestSerializer::new(Serializer));
    let version = env!("CARGO_PKG_VERSION");
    layer.store_put(ApiMetadata::new(service.signing_name, version));
    layer.store_put(SigningName::from_static(service.signing_name));
    let mut options = SigningOptions::default();
    let usual = service.signing == Signing::Usual;
    (options.double_uri_encode, options.normalize_uri_path) = (usual, usual);
    options.content_sha256_header = !usual;
    layer.store_put(SigV4OperationSigningConfig {
        signing_options: options,
        ..SigV4OperationSigningConfig::default()
    });
    layer.store_or_unset(signing_region);
    layer.store_or_unset(config.region().cloned());
    layer.store_or_unset(config.retry_config().cloned());
    layer.store_or_unset(config.timeout_config().cloned());
    layer.store_or_unset(config.app_name().cloned());
    if let Some(protection) = config.stalled_stream_protection() {
        layer.store_put(protection);
    }
    layer.freeze()
}

fn components(config: &SdkConfig, endpoint: Result<Endpoint, String>) -> RuntimeComponentsBuilder {
    let mut parts = RuntimeComponentsBuilder::new("calls");
    parts.set_http_client(config.http_client());
    parts.set_sleep_impl(config.sleep_impl());
    parts.set_time_source(config.time_source());
    parts.set_identity_cache(config.identity_cache());
    parts.set_endpoint_resolver(Some(SharedEndpointResolver::new(Fixed(endpoint))));
    if let Some(credentials) = config.credentials_provider() {
        parts.set_identity_resolver(SCHEME_ID, SharedIdentityResolver::new(credentials));
    }
    parts.push_auth_scheme(SharedAuthScheme::new(SigV4AuthScheme::new()));
    let signed = StaticAuthSchemeOptionResolver::new(vec![SCHEME_ID]);
    parts.set_auth_scheme_option_resolver(Some(SharedAuthSchemeOptionResolver::new(signed)));
    let poisoning = ConnectionPoisoningInterceptor::new();
    parts.push_interceptor(SharedInterceptor::permanent(poisoning));
    let protection = StalledStreamProtectionInterceptor::default();
    parts.push_interceptor(SharedInterceptor::permanent(protection));
    let recursion = RecursionDetectionInterceptor::new();
    parts.push_interceptor(SharedInterceptor::permanent(recursion));
    parts.push_interceptor(ServiceClockSkewInterceptor::new());
    parts.push_interceptor(RequestInfoInterceptor::new());
    parts.push_interceptor(UserAgentInterceptor::new());
    parts.push_interceptor(InvocationIdInterceptor::new());
    parts.push_retry_classifier(HttpStatusCodeClassifier::default());
    parts.push_retry_classifier(TransientErrorClassifier::<Failure>::new());
    parts.push_retry_classifier(AwsErrorCodeClassifier::<Failure>::new());
    parts.push_retry_classifier(ServiceClockSkewClassifier::<Failure>::new());
    parts
}
