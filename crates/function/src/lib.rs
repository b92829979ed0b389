//! The common shell of a Lambda: decode the trigger, scope, collect, judge, record, publish.
//!
//! A function that audits is a `main` that names its home and its readers, see
//! [`serve`]; the one that sends what others left behind is [`serve_drain`].
//!
//! What it writes is its own: the ledger's table, its topics, and large evidence in its bucket.
//! Environment variables say where they are, see [`own`].
mod ahead;
mod assignment;
mod audit;
mod batch;
mod compose;
mod confirm;
mod dispatch;
mod drain;
mod evidence;
mod failure;
mod metrics;
mod order;
mod own;
mod parts;
mod queue;
mod send;
mod settings;
mod slow;
mod trigger;
mod until;
mod work;

use collect::Readers;
use lambda_runtime::{LambdaEvent, service_fn};
use model::Home;
use serde_json::Value;

pub use failure::Failure;
pub use lambda_runtime::Error;
pub use metrics::Fixed;
pub use own::Own;
pub use send::send;

/// A call of AWS allocates some hundred small pieces: with the C library's allocator that was a
/// fifth of a sweep's CPU.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A function that audits: it reads the services that it is the home of, and judges every control
/// on them.
#[derive(Clone, Copy, Debug)]
pub struct Auditor {
    /// Which one it is.
    pub home: Home,
    /// The readers that it links.
    pub readers: Readers,
}

/// Answers invocations with audits until Lambda ends the process.
pub async fn serve(auditor: Auditor) -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let own = Own::default();
    // Boxed: the SDK's futures are large, and this one lives as long as the process.
    let handle =
        service_fn(|event: LambdaEvent<Value>| Box::pin(dispatch::run(&own, auditor, event)));
    Box::pin(lambda_runtime::run(handle)).await
}

/// Answers invocations by sending what lies in the outbox, and by checking the settings.
pub async fn serve_drain() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let own = Own::default();
    let handle = service_fn(|event: LambdaEvent<Value>| Box::pin(drain::run(&own, event)));
    Box::pin(lambda_runtime::run(handle)).await
}
