//! What a function has of its own, kept from one invocation to the next.
//!
//! | variable | names |
//! |---|---|
//! | `LEDGER_TABLE` | the table of the ledger |
//! | `FINDINGS_TOPIC_ARN` | the topic of findings, for programs |
//! | `NOTICES_TOPIC_ARN` | the topic of notices, for people; none are sent where absent |
//! | `QUEUE_URL` | the queue that it works through, where it puts what is to be read again |
//! | `SWEEPS_QUEUE_URL` | the queue of sweeps that events ask for; its own where absent |
//! | `AUDIT_ROLE_NAME` | the role that it assumes in the account that it reads, where no task names another; its own where absent |
//! | `CONFIRM_AFTER_SECONDS` | when what was found whole is read again; 60 where absent |
//! | `BUCKET` | the bucket of settings (`settings.yaml`) and large evidence (`evidence/`); defaults and cut evidence where absent |
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use collect::{Aws, Clock, Complete, Options, Role};
use ledger::DynamoDb;
use model::own::State;
use model::{Settings, Timestamp};
use notify::{FINDINGS, NOTICES, Topics};
use tokio::sync::{Mutex, OnceCell};

use crate::failure::Failure;

/// Settings that were read before, and what they were read from.
#[derive(Clone, Debug)]
pub struct Kept {
    pub etag: String,
    pub read_at: Timestamp,
    pub settings: Settings,
    pub state: State,
}

/// Made when first needed: a function that waits for work has asked AWS nothing.
#[derive(Debug, Default)]
pub struct Own {
    config: OnceCell<SdkConfig>,
    ledger: OnceCell<DynamoDb>,
    /// The accounts it has read before, by the role it assumed there.
    accounts: Mutex<HashMap<Option<Role>, Arc<Aws>>>,
    pub(crate) settings: Mutex<Option<Kept>>,
    /// What was published about the settings last.
    pub(crate) checked: Mutex<Option<State>>,
}

impl Own {
    /// The configuration with the function's own credentials.
    pub async fn config(&self) -> Result<&SdkConfig, Failure> {
        let load = || async {
            let config = collect::configure(Options::default()).await?;
            Ok(config.to_builder().retry_config(retries()).build())
        };
        self.config.get_or_try_init(load).await
    }

    /// The time.
    #[must_use]
    pub fn now() -> Timestamp {
        Clock::System.now()
    }

    /// An account, read with the function's own credentials or by a role.
    pub async fn account(&self, role: Option<Role>) -> Result<Arc<Aws>, Failure> {
        let mut accounts = self.accounts.lock().await;
        if let Some(aws) = accounts.get(&role) {
            return Ok(Arc::clone(aws));
        }
        let options = Options {
            role: role.clone(),
            ..Options::default()
        };
        let aws = Arc::new(Aws::connect(options).await?);
        accounts.insert(role, Arc::clone(&aws));
        Ok(aws)
    }

    /// The ledger.
    pub async fn ledger(&self) -> Result<DynamoDb, Failure> {
        let open = || async {
            let table = variable("LEDGER_TABLE", "the name of the ledger's table")?;
            let config = aws_sdk_dynamodb::config::Builder::from(self.config().await?);
            let config = config.interceptor(Complete).build();
            Ok(DynamoDb::new(
                aws_sdk_dynamodb::Client::from_conf(config),
                table,
            ))
        };
        self.ledger.get_or_try_init(open).await.cloned()
    }

    /// The topics.
    pub async fn topics(&self) -> Result<Topics, Failure> {
        let findings = variable("FINDINGS_TOPIC_ARN", "the ARN of the topic of findings")?;
        let mut named = BTreeMap::from([(FINDINGS.to_owned(), findings)]);
        if let Ok(notices) = std::env::var("NOTICES_TOPIC_ARN") {
            named.insert(NOTICES.to_owned(), notices);
        }
        let config = aws_sdk_sns::config::Builder::from(self.config().await?);
        let config = config.interceptor(Complete).build();
        Ok(Topics::new(aws_sdk_sns::Client::from_conf(config), named))
    }

    /// The bucket of settings and evidence, with a client for it.
    pub async fn bucket(&self) -> Result<Option<Bucket>, Failure> {
        let Ok(name) = std::env::var("BUCKET") else {
            return Ok(None);
        };
        let client = collect::s3::own_client(self.config().await?);
        Ok(Some(Bucket { client, name }))
    }
}

/// Not adaptive as for reads of accounts: the deployment's own table, topics and bucket have no
/// other callers to make room for, and slowing down to a call every two seconds would outlast
/// the function.
fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(5)
        .with_initial_backoff(Duration::from_millis(100))
        .with_max_backoff(Duration::from_secs(2))
}

/// The deployment's own bucket.
#[derive(Clone, Debug)]
pub struct Bucket {
    pub client: aws_sdk_s3::Client,
    pub name: String,
}

pub fn variable(name: &'static str, what: &'static str) -> Result<String, Failure> {
    std::env::var(name).map_err(|_| Failure::Environment(name, what))
}
