//! The function that audits workloads: EC2 instances, and the defaults of a Region for them.
use function::{Auditor, Error};
use model::Home;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let auditor = Auditor {
        home: Home::Workload,
        readers: collect::homes::WORKLOAD,
    };
    function::serve(auditor).await
}
