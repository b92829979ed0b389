//! What a function puts into queues: what is to be read again, and sweeps that events ask for.
use aws_sdk_sqs::error::DisplayErrorContext;
use serde::Serialize;

use crate::failure::Failure;
use crate::own::{Own, variable};

/// The queue that a function works through.
pub const OWN: &str = "QUEUE_URL";
/// The queue of sweeps that events ask for.
const SWEEPS: &str = "SWEEPS_QUEUE_URL";
/// SQS delays a message by at most a quarter of an hour.
const LONGEST_DELAY: i32 = 900;

/// When what was found whole is read again, in seconds.
pub fn confirm_after() -> i32 {
    let seconds = std::env::var("CONFIRM_AFTER_SECONDS").ok();
    seconds
        .and_then(|seconds| seconds.parse().ok())
        .map_or(60, |seconds: i32| seconds.clamp(0, LONGEST_DELAY))
}

impl Own {
    /// Puts a message into the function's own queue, to arrive after some seconds.
    pub async fn send_later(&self, message: &impl Serialize, seconds: i32) -> Result<(), Failure> {
        let queue = variable(OWN, "the URL of the queue that the function works through")?;
        self.put(&queue, message, seconds).await
    }

    /// Puts a task into the queue of sweeps.
    pub async fn sweep_later(&self, task: &impl Serialize, seconds: i32) -> Result<(), Failure> {
        let own = || variable(OWN, "the URL of the queue that the function works through");
        let queue = std::env::var(SWEEPS).or_else(|_| own())?;
        self.put(&queue, task, seconds).await
    }

    async fn put(
        &self,
        queue: &str,
        message: &impl Serialize,
        seconds: i32,
    ) -> Result<(), Failure> {
        let failed = |why: String| Failure::Queue(queue.to_owned(), why);
        let body = serde_json::to_string(message).map_err(|error| failed(error.to_string()))?;
        let config = aws_sdk_sqs::config::Builder::from(self.config().await?);
        let config = config.interceptor(collect::Complete).build();
        let sqs = aws_sdk_sqs::Client::from_conf(config);
        let builder = sqs.send_message().queue_url(queue).message_body(body);
        let sent = builder.delay_seconds(seconds).send().await;
        sent.map_err(|error| failed(DisplayErrorContext(error).to_string()))?;
        Ok(())
    }
}
