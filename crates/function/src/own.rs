//! What a function has of its own, kept from one invocation to the next.
use std::collections::HashMap;
use std::sync::Arc;

use aws_config::SdkConfig;
use collect::{Aws, Options, Role};
use notify::Topic;
use tokio::sync::{Mutex, OnceCell};

use crate::{Area, Error};

/// Made when first needed: a function that waits for work has asked AWS nothing.
#[derive(Debug)]
pub struct Own {
    pub area: Area,
    config: OnceCell<SdkConfig>,
    /// The accounts it has read before, by the role it assumed there.
    accounts: Mutex<HashMap<Option<Role>, Arc<Aws>>>,
}

impl Own {
    pub fn new(area: Area) -> Self {
        Self {
            area,
            config: OnceCell::new(),
            accounts: Mutex::default(),
        }
    }

    /// The configuration with the function's own credentials.
    async fn config(&self) -> Result<&SdkConfig, Error> {
        let load = || async { Ok(collect::configure(Options::default()).await?) };
        self.config.get_or_try_init(load).await
    }

    /// An account, read with the function's own credentials or by a role.
    pub async fn account(&self, role: Option<Role>) -> Result<Arc<Aws>, Error> {
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

    /// The topic for findings.
    pub async fn findings(&self) -> Result<Topic, Error> {
        let arn = std::env::var("FINDINGS_TOPIC_ARN").map_err(
            |_| "set the environment variable FINDINGS_TOPIC_ARN to the topic for findings",
        )?;
        Ok(Topic::new(
            aws_sdk_sns::Client::new(self.config().await?),
            arn,
        ))
    }
}
