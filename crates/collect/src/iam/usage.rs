//! What a principal used: IAM is asked to work it out, and then for the pages of the answer.
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_iam::config::AsyncSleep;
use aws_sdk_iam::operation::get_service_last_accessed_details::GetServiceLastAccessedDetailsOutput;
use aws_sdk_iam::types::{
    AccessAdvisorUsageGranularityType as Granularity, JobStatusType, ServiceLastAccessed,
    TrackedActionLastAccessed,
};
use futures::lock::Mutex;
use model::Timestamp;
use model::iam::{ActionAccess, LastAccessed, ServiceAccess, ServiceUse};

use super::{client, time};
use crate::fault::{Answer, Fault};
use crate::reader::{At, Read};
use crate::{Aws, pages};

/// How long to wait before each further look, in milliseconds: half a minute in all.
const WAITS: [u64; 6] = [500, 1000, 2000, 4000, 8000, 15000];
const GET: &str = "iam:GetServiceLastAccessedDetails";
/// The most that one page can hold.
const PAGE: i32 = 1000;

/// How many principals are asked about at once: IAM's limits are unpublished, cannot be raised,
/// and are shared with all else that the account does (IAM User Guide, "IAM and AWS STS quotas").
const LANES: usize = 4;

/// One principal at a time in each lane.
#[derive(Clone)]
struct Lanes(Arc<[Mutex<()>; LANES]>);

impl Default for Lanes {
    fn default() -> Self {
        Self(Arc::new(std::array::from_fn(|_| Mutex::new(()))))
    }
}

impl Read for ServiceUse {
    async fn read(aws: &Aws, at: &At) -> Answer<LastAccessed> {
        let lanes = aws.once::<Lanes>();
        let mut hash = DefaultHasher::new();
        at.id.hash(&mut hash);
        let lane = usize::try_from(hash.finish() % LANES as u64).unwrap_or_default();
        let _turn = match lanes.0.get(lane) {
            Some(lane) => Some(lane.lock().await),
            None => None,
        };
        fetch(aws, &at.id).await
    }
}

async fn fetch(aws: &Aws, arn: &str) -> Answer<LastAccessed> {
    let builder = client(aws).generate_service_last_accessed_details();
    let builder = builder.arn(arn).granularity(Granularity::ActionLevel);
    let job = builder.send().await?.job_id;
    let job = job.ok_or_else(|| Fault::odd("IAM named no job").of(GET))?;
    let request = async |token: Option<String>| match token {
        None => first(aws, &job).await,
        more => get(aws, &job, more).await,
    };
    let mut services = Vec::new();
    let take = |page: GetServiceLastAccessedDetailsOutput| {
        for one in page.services_last_accessed {
            services.push(service(one)?);
        }
        Ok(())
    };
    pages::each(request, GetServiceLastAccessedDetailsOutput::marker, take).await?;
    Ok(LastAccessed { services })
}

/// The first page, once there is one.
async fn first(aws: &Aws, job: &str) -> Answer<GetServiceLastAccessedDetailsOutput> {
    for wait in [0].into_iter().chain(WAITS) {
        if let (true, Some(sleeper)) = (wait > 0, aws.config().sleep_impl()) {
            sleeper.sleep(Duration::from_millis(wait)).await;
        }
        let response = get(aws, job, None).await?;
        match response.job_status {
            JobStatusType::Completed => return Ok(response),
            JobStatusType::InProgress => {}
            status => {
                let why = response
                    .error
                    .map(|error| error.message)
                    .unwrap_or_default();
                return Err(Fault::odd(format!("IAM's job ended as `{status}`: {why}")));
            }
        }
    }
    Err(Fault::odd(
        "IAM is still working on what the principal used: run again in some minutes",
    ))
}

async fn get(
    aws: &Aws,
    job: &str,
    marker: Option<String>,
) -> Answer<GetServiceLastAccessedDetailsOutput> {
    let builder = client(aws).get_service_last_accessed_details().job_id(job);
    let response = builder.max_items(PAGE).set_marker(marker).send().await;
    response.map_err(|error| Fault::from(error).of(GET))
}

fn service(service: ServiceLastAccessed) -> Answer<ServiceAccess> {
    let actions = service
        .tracked_actions_last_accessed
        .into_iter()
        .flatten()
        .map(action);
    Ok(ServiceAccess {
        last: moment(service.last_authenticated.as_ref())?,
        actions: actions
            .collect::<Answer<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect(),
        service: service.service_namespace,
    })
}

fn action(action: TrackedActionLastAccessed) -> Answer<Option<ActionAccess>> {
    let last = moment(action.last_accessed_time.as_ref())?;
    Ok(action
        .action_name
        .map(|action| ActionAccess { action, last }))
}

/// A time that makes no sense is no "never".
fn moment(date: Option<&aws_sdk_iam::primitives::DateTime>) -> Answer<Option<Timestamp>> {
    let unreadable = || Fault::odd("IAM returned a time that is out of range").of(GET);
    date.map(|at| time(at).ok_or_else(unreadable)).transpose()
}
