//! The common shell of a Lambda: decode the trigger, scope, collect, judge, tell.
//!
//! A function of one control area is a `main` that names its area and its readers, see
//! [`serve`]. What this crate does not do: write anything but its own messages.
mod audit;
mod metrics;
mod own;
mod trigger;

use collect::Readers;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::Value;

pub use lambda_runtime::Error;

/// A function that audits one control area.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// Its name, the first part of its controls' ids.
    pub name: &'static str,
    /// The readers that it links.
    pub readers: Readers,
}

/// Answers invocations until Lambda ends the process.
pub async fn serve(area: Area) -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let own = own::Own::new(area);
    // Boxed: the SDK's futures are large, and this one lives as long as the process.
    let handle = service_fn(|event: LambdaEvent<Value>| Box::pin(audit::run(&own, event)));
    Box::pin(lambda_runtime::run(handle)).await
}
