//! The function that sends what is left in the outbox, and that checks the settings.
use function::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    function::serve_drain().await
}
