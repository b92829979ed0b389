//! The function that makes permitted changes: findings arrive from a queue of its own.
mod message;
mod run;
mod trigger;

use function::{Error, Own};
use lambda_runtime::{LambdaEvent, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let own = Own::default();
    let handle = service_fn(|event: LambdaEvent<_>| Box::pin(run::run(&own, event)));
    Box::pin(lambda_runtime::run(handle)).await
}
