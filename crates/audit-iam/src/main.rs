//! The function that audits IAM: principals, their credentials and permissions, and who vouches
//! for them.
use function::{Auditor, Error};
use model::Home;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let auditor = Auditor {
        home: Home::Iam,
        readers: collect::homes::IAM,
    };
    function::serve(auditor).await
}
