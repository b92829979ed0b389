//! Refuses a successful response that is not whole, so that no client takes it for an empty one.
//!
//! The official clients shorten XML that ends too early, and take `{}` or an element that is missing for an empty
//! list. [`Complete`] looks at the body of each response of status 2xx, as it lies in memory, before the caller sees
//! the output: it must be well-formed, have the operation's own root, and hold what AWS always sends
//! (`responses.tsv`). Else the call fails with [`Incomplete`], and is retried as a broken connection is.
mod shape;
mod table;
#[cfg(test)]
mod tests;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::FinalizerInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{Metadata, OrchestratorError};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

pub use shape::Incomplete;

/// Checks every response of the client that it is given to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Complete;

#[dyn_dispatch_hint]
impl Intercept for Complete {
    fn name(&self) -> &'static str {
        "Complete"
    }

    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(response) = context.response() else {
            return Ok(());
        };
        // A body that is a stream is the caller's to read; its length is the connection's to check.
        let (true, Some(body)) = (response.status().is_success(), response.body().bytes()) else {
            return Ok(());
        };
        let Some(operation) = config.load::<Metadata>() else {
            return Ok(());
        };
        let checked = check(operation.service(), operation.name(), body);
        if let (Err(why), Some(output)) = (checked, context.output_or_error_mut()) {
            *output = Err(OrchestratorError::response(why.into()));
        }
        Ok(())
    }
}

/// Whether the body of a successful response is whole.
fn check(service: &str, operation: &str, body: &[u8]) -> Result<(), Incomplete> {
    let mut rows = table::OPERATIONS.iter();
    let row = rows.find(|row| row.name == operation && row.service == service);
    let row = row.ok_or_else(|| Incomplete::Unknown(operation.into()))?;
    row.body.check(body)
}
