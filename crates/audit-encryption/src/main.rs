//! The function that audits encryption: KMS keys, and stores of data but S3.
use function::{Auditor, Error};
use model::Home;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let auditor = Auditor {
        home: Home::Encryption,
        readers: collect::homes::ENCRYPTION,
    };
    function::serve(auditor).await
}
