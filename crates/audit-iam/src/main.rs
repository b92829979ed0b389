//! The function that audits IAM: principals, their credentials and permissions, and who vouches
//! for them.
use function::{Area, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let area = Area {
        name: "iam",
        readers: &[
            collect::account::READERS,
            collect::ec2::READERS,
            collect::iam::READERS,
            collect::organization::READERS,
        ],
    };
    function::serve(area).await
}
