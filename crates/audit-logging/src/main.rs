//! The function that audits logging: trails, log groups and alarms, and the detectors of an account.
use function::{Auditor, Error};
use model::Home;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let auditor = Auditor {
        home: Home::Logging,
        readers: collect::homes::LOGGING,
    };
    function::serve(auditor).await
}
