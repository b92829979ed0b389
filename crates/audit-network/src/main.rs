//! The function that audits the network: load balancers, distributions, APIs and virtual private clouds.
use function::{Auditor, Error};
use model::Home;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let auditor = Auditor {
        home: Home::Network,
        readers: collect::homes::NETWORK,
    };
    function::serve(auditor).await
}
