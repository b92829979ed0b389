//! Whose account is read, with which credentials, where and by which clock.
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use aws_config::default_provider::region::DefaultRegionChain;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::future::ProvideCredentials as ProvidedCredentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sdk_sts::config::retry::{RetryPartition, TokenBucket};
use aws_smithy_async::rt::sleep::AsyncSleep;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_types::app_name::AppName;
use aws_types::region::Region;
use aws_types::service_config::ServiceConfigKey;
use futures::future::{Either, select};
use model::{AccountRef, Arn, Timestamp};

use crate::fault::{Answer, Fault};
use crate::{Complete, Request, pace};

/// The current time: data to everything that judges, and fixed in tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The system's.
    #[default]
    System,
    /// It is always this time.
    Fixed(Timestamp),
}

impl Clock {
    /// The time.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => at,
        }
    }
}

/// Clients by type and Region.
type Clients = HashMap<(TypeId, Box<str>), Box<dyn Any + Send + Sync>>;

/// With which credentials to read, where to begin, and by which clock.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A profile of the shared configuration; the default chain where absent.
    pub profile: Option<String>,
    /// The Region to begin in; the configured one where absent.
    pub region: Option<String>,
    /// A role to assume first.
    pub role: Option<Role>,
    /// What the role's session may do at most: an IAM policy document.
    pub session_policy: Option<String>,
    /// By which clock.
    pub clock: Clock,
}

/// A role to assume, in this or another account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    /// Its ARN.
    pub arn: Arn,
    /// What the role's trust policy asks of third parties.
    pub external_id: Option<String>,
}

/// Why an account cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No credentials, or AWS does not know them.
    #[error(
        "could not learn whose credentials these are: {0}; check --profile, AWS_PROFILE or the environment"
    )]
    Identity(String),
    /// Nobody answers where AWS should be.
    #[error(
        "AWS does not answer at `{endpoint}`: {why}; check the network, --region and AWS_ENDPOINT_URL"
    )]
    Unreachable {
        /// Its address.
        endpoint: String,
        /// What went wrong.
        why: String,
    },
    /// The role cannot be assumed.
    #[error("could not assume `{role}`: {why}; check its trust policy and the external id")]
    Role {
        /// Its ARN.
        role: String,
        /// What AWS said.
        why: String,
    },
}

/// An account being read: its clients, one per service and Region, made when first needed.
pub struct Aws {
    config: SdkConfig,
    account: AccountRef,
    caller: Box<str>,
    clock: Clock,
    clients: Arc<Mutex<Clients>>,
    /// What the run under way asks for.
    run: Run,
}

/// One run: what it asks for, and what it asked already.
#[derive(Default)]
struct Run {
    /// The ids of the facts and kinds that are wanted.
    wanted: Vec<&'static str>,
    /// Whether it is about resources that were named.
    named: bool,
    /// When the root user signed in, where the caller knows.
    signed_in: Option<Timestamp>,
    /// When it must end.
    deadline: Option<SystemTime>,
    /// Answers that several facts are drawn from, by type.
    memos: Mutex<HashMap<TypeId, Box<dyn Any + Send + Sync>>>,
}

impl fmt::Debug for Aws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aws")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

impl Aws {
    /// Learns whose credentials these are, which takes one call that cannot be denied; those of a
    /// role say so by its ARN.
    pub async fn connect(options: Options) -> Result<Self, Error> {
        let (clock, role) = (options.clock, options.role.clone());
        let profile = options.profile.clone();
        let config = configure(options).await?;
        let (account, caller) = match role {
            Some(Role { arn, .. }) => (
                AccountRef::new(arn.partition(), arn.account()),
                session(&arn),
            ),
            None => identify(&config)
                .await
                .map_err(|error| named(error, profile))?,
        };
        Ok(Self {
            caller: caller.into(),
            ..Self::of(config, account, clock)
        })
    }

    /// An account that is known already, with a configuration of one's own.
    #[must_use]
    pub fn of(config: SdkConfig, account: AccountRef, clock: Clock) -> Self {
        Self {
            config,
            account,
            caller: Box::default(),
            clock,
            clients: Arc::default(),
            run: Run::default(),
        }
    }

    /// The same account with the same clients, for one run: what was requested once before is requested
    /// again.
    pub(crate) fn for_run(&self, wanted: Vec<&'static str>, request: &Request) -> Self {
        Self {
            config: self.config.clone(),
            account: self.account.clone(),
            caller: self.caller.clone(),
            clock: self.clock,
            clients: Arc::clone(&self.clients),
            run: Run {
                wanted,
                named: request.named().is_some(),
                signed_in: request.signed_in(),
                deadline: request.time().map(|time| self.clocked() + time),
                ..Run::default()
            },
        }
    }

    /// When the root user signed in, where the caller knows.
    #[cfg_attr(
        not(feature = "iam"),
        expect(dead_code, reason = "asked by some services alone")
    )]
    pub(crate) fn root_signed_in(&self) -> Option<Timestamp> {
        self.run.signed_in
    }

    /// What a read gives before the run must end.
    pub(crate) async fn in_time<T>(&self, read: impl Future<Output = Answer<T>>) -> Answer<T> {
        let (Some(deadline), Some(sleep)) = (self.run.deadline, self.config.sleep_impl()) else {
            return read.await;
        };
        let left = deadline.duration_since(self.clocked());
        let Ok(left) = left else {
            return Err(Fault::late());
        };
        match select(pin!(read), sleep.sleep(left)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(Fault::late()),
        }
    }

    /// The time by the clock that calls of AWS are timed by.
    fn clocked(&self) -> SystemTime {
        self.config.time_source().unwrap_or_default().now()
    }

    /// Whether this run wants a fact or a listing, by its id.
    #[cfg_attr(
        not(feature = "iam"),
        expect(dead_code, reason = "asked by some services alone")
    )]
    pub(crate) fn wants(&self, id: &str) -> bool {
        self.run.wanted.contains(&id)
    }

    /// Whether this run is about resources that were named: few, and to be read as they are
    /// now.
    pub(crate) fn is_about_named(&self) -> bool {
        self.run.named
    }

    /// What is requested once in a run, however many facts want it.
    pub(crate) fn once<M: Clone + Default + Send + Sync + 'static>(&self) -> M {
        let memos = self.run.memos.lock();
        let mut memos = memos.unwrap_or_else(PoisonError::into_inner);
        let memo = memos.entry(TypeId::of::<M>());
        let memo = memo.or_insert_with(|| Box::new(M::default()));
        memo.downcast_ref::<M>().cloned().unwrap_or_default()
    }

    /// Whose account it is.
    #[must_use]
    pub fn account(&self) -> &AccountRef {
        &self.account
    }
    /// Whose credentials they are: an ARN; empty where it was not requested.
    #[must_use]
    pub fn caller(&self) -> &str {
        &self.caller
    }
    /// The configuration it began with.
    #[must_use]
    pub fn config(&self) -> &SdkConfig {
        &self.config
    }
    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The client of a service in a Region (`None`: where the partition keeps its global ones).
    pub fn client<C: Clone + Send + Sync + 'static>(
        &self,
        region: Option<&str>,
        make: impl Fn(&SdkConfig) -> C,
    ) -> C {
        let region = region.unwrap_or_else(|| self.account.home_region());
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = clients.entry((TypeId::of::<C>(), region.into()));
        let client = entry.or_insert_with(|| {
            let there = self
                .config
                .to_builder()
                .region(Region::new(region.to_owned()));
            Box::new(make(&there.build()))
        });
        let client = client.downcast_ref::<C>().cloned();
        client.unwrap_or_else(|| make(&self.config))
    }
}

/// An endpoint that the owner set for a service, or for all of them.
#[cfg_attr(
    not(feature = "s3"),
    expect(dead_code, reason = "asked by some services alone")
)]
pub(crate) fn custom_endpoint(config: &SdkConfig, service: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id(service)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build();
    let own = key
        .ok()
        .and_then(|key| config.service_config()?.load_config(key));
    own.or_else(|| config.endpoint_url().map(Into::into))
}

/// The SDK's configuration with these credentials; asks AWS only where a role is assumed.
pub async fn configure(options: Options) -> Result<SdkConfig, Error> {
    let Options {
        profile,
        region,
        role,
        session_policy,
        ..
    } = options;
    let mut regions = DefaultRegionChain::builder();
    if let Some(profile) = &profile {
        regions = regions.profile_name(profile);
    }
    let region = RegionProviderChain::first_try(region.map(Region::new))
        .or_else(regions.build())
        .or_else("us-east-1");
    // How long an attempt may take is the paced client's to say: waiting for a turn is no part of it.
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(5))
        .operation_timeout(Duration::from_mins(3));
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .region(region)
        .http_client(pace::https())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .retry_config(retries())
        .timeout_config(timeouts.build());
    if let Ok(name) = AppName::new("bailiwick") {
        loader = loader.app_name(name);
    }
    if let Some(profile) = profile {
        // A profile that was named wins over credentials of the environment, as in the AWS CLI.
        let credentials = ProfileFileCredentialsProvider::builder().profile_name(&profile);
        loader = loader
            .profile_name(profile)
            .credentials_provider(credentials.build());
    }
    let config = loader.load().await;
    match role {
        Some(role) => assume(config, role, session_policy).await,
        None => Ok(config),
    }
}

/// Not adaptive: that slows all operations of a client down for one, and for what others use up ([`pace`]). A read that
/// fails again and again costs some five seconds.
pub(crate) fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(6)
        .with_initial_backoff(Duration::from_millis(200))
        .with_max_backoff(Duration::from_secs(5))
}

/// Retries of these clients are bounded operation by operation ([`pace`]): the official clients' one quota of a service
/// would leave the other operations without any.
pub(crate) fn retry_partition() -> RetryPartition {
    RetryPartition::custom("bailiwick")
        .token_bucket(TokenBucket::unlimited())
        .build()
}

/// What sessions of assumed roles are called.
const SESSION: &str = "bailiwick";

/// Whose credentials those of an assumed role are (IAM User Guide, "IAM identifiers": the session
/// of a role is named by account, role and session, without the role's path).
fn session(role: &Arn) -> String {
    let name = role.resource().rsplit('/').next().unwrap_or_default();
    let (partition, account) = (role.partition(), role.account());
    format!("arn:{partition}:sts::{account}:assumed-role/{name}/{SESSION}")
}

async fn assume(
    config: SdkConfig,
    role: Role,
    session_policy: Option<String>,
) -> Result<SdkConfig, Error> {
    let mut provider = AssumeRoleProvider::builder(role.arn.as_str())
        .session_name(SESSION)
        .configure(&config);
    if let Some(id) = role.external_id {
        provider = provider.external_id(id);
    }
    if let Some(policy) = session_policy {
        provider = provider.policy(policy);
    }
    let provider = provider.build().await;
    let tried = provider.provide_credentials().await;
    let first = tried.map_err(|error| Error::Role {
        role: role.arn.to_string(),
        why: in_short(&error),
    })?;
    let provider = SharedCredentialsProvider::new(Tried {
        first: Mutex::new(Some(first)),
        provider,
    });
    Ok(config.to_builder().credentials_provider(provider).build())
}

/// A role that was assumed already: its first credentials are those, so that nothing is requested twice.
#[derive(Debug)]
struct Tried {
    first: Mutex<Option<Credentials>>,
    provider: AssumeRoleProvider,
}

impl ProvideCredentials for Tried {
    fn provide_credentials<'a>(&'a self) -> ProvidedCredentials<'a>
    where
        Self: 'a,
    {
        let first = self
            .first
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match first {
            Some(first) => ProvidedCredentials::ready(Ok(first)),
            None => self.provider.provide_credentials(),
        }
    }
}

/// Says which profile the credentials were to come from, where one was named.
fn named(error: Error, profile: Option<String>) -> Error {
    match (error, profile) {
        (Error::Identity(why), Some(profile)) => {
            Error::Identity(format!("profile `{profile}`: {why}"))
        }
        (error, _) => error,
    }
}

async fn identify(config: &SdkConfig) -> Result<(AccountRef, String), Error> {
    let own = aws_sdk_sts::config::Builder::from(config).interceptor(Complete);
    let client = aws_sdk_sts::Client::from_conf(own.build());
    let caller = client.get_caller_identity().send().await;
    let caller = caller.map_err(|error| {
        // The SDK knows no error of this call: what AWS says stands beside it.
        let (code, message) = (error.code(), error.message());
        let said = code.map(|code| format!("{code}: {}", message.unwrap_or_default()));
        let unreached = match &error {
            SdkError::DispatchFailure(failure) => failure.is_io() || failure.is_timeout(),
            SdkError::TimeoutError(_) => true,
            _ => false,
        };
        match said {
            Some(said) => Error::Identity(said),
            None if unreached => Error::Unreachable {
                endpoint: endpoint(config),
                why: in_short(&error),
            },
            None => Error::Identity(in_short(&error)),
        }
    })?;
    let arn = caller.arn().and_then(|arn| arn.parse::<Arn>().ok());
    let caller_parts = arn.zip(caller.account());
    let (arn, id) = caller_parts.ok_or_else(|| Error::Identity("AWS named no account".into()))?;
    Ok((AccountRef::new(arn.partition(), id), arn.to_string()))
}

/// The Region of the STS endpoint.
fn endpoint(config: &SdkConfig) -> String {
    let region = config.region().map(Region::as_ref).unwrap_or_default();
    config
        .endpoint_url()
        .map_or_else(|| format!("https://sts.{region}.amazonaws.com"), Into::into)
}

/// What the SDK's layers say that says nothing to a person.
const LAYERS: &[&str] = &[
    "service error",
    "dispatch failure",
    "other",
    "io error",
    "request has timed out",
    "unhandled error",
    "client error (Connect)",
    "tcp connect error",
];

/// What went wrong, in one line: what each layer of the SDK adds to it.
fn in_short(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = Vec::new();
    for one in std::iter::successors(Some(error), |one| one.source()) {
        if let Some(metadata) = one.downcast_ref::<ErrorMetadata>() {
            let metadata = [metadata.code(), metadata.message()];
            words.extend(metadata.into_iter().flatten().map(String::from));
            break;
        }
        words.push(one.to_string());
    }
    words.retain(|one| {
        !LAYERS
            .iter()
            .any(|layer| one == layer || one.starts_with("unhandled error"))
    });
    words.dedup();
    let words = words.join(": ");
    let words = words.split(" (os error").next().unwrap_or_default();
    words.chars().filter(|c| *c != '\n').take(300).collect()
}
