//! The function that audits S3: buckets, and the account's settings for all of them.
use function::{Auditor, Error};
use model::Home;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let auditor = Auditor {
        home: Home::S3,
        readers: collect::homes::S3,
    };
    function::serve(auditor).await
}
