//! The function that audits S3: buckets, and the account's settings for all of them.
use function::{Area, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let area = Area {
        name: "s3",
        readers: &[
            collect::account::READERS,
            collect::organization::READERS,
            collect::s3::READERS,
        ],
    };
    function::serve(area).await
}
