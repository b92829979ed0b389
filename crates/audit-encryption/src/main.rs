//! The function that audits encryption: KMS keys.
use function::{Area, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let area = Area {
        name: "encryption",
        readers: &[collect::account::READERS, collect::kms::READERS],
    };
    function::serve(area).await
}
