//! Which bucket names are the account's own, and which are somebody else's.
use std::collections::HashSet;
use std::sync::Arc;

use model::s3::{DestinationOwner, Name, NameOwner, PredictableNames};
use model::{Reason, Timestamp};

use super::{anonymous, is_from_s3, names};
use crate::Aws;
use crate::reader::{At, Dated, Draw};
use crate::shared::Shared;

/// All buckets of the account, wherever they lie.
pub(super) struct Buckets {
    /// Names, and Regions as far as S3 returned them.
    pub listed: Vec<(String, Option<String>)>,
    names: HashSet<Box<str>>,
}

/// The complete list, requested once.
pub(super) async fn all(aws: &Aws) -> Dated<Arc<Buckets>> {
    let fetch = || async {
        let listed = names::of(aws, None, None).await?;
        let names = listed.iter().map(|(name, _)| name.as_str().into());
        Ok(Buckets {
            names: names.collect(),
            listed,
        })
    };
    Shared::get(aws, "", fetch).await
}

/// Whose the bucket of this name is, and when that was asked.
pub(super) async fn owner(aws: &Aws, bucket: &str) -> (DestinationOwner, Timestamp) {
    let Dated { at, answer } = all(aws).await;
    let owner = match answer {
        Ok(own) if own.names.contains(bucket) => DestinationOwner::Ours,
        Ok(_) => DestinationOwner::SomebodyElse,
        Err(fault) => DestinationOwner::Unknown(fault.reason("s3:ListAllMyBuckets")),
    };
    (owner, at)
}

/// The names that services give to buckets of an account in a Region: `{a}` is the account's
/// number, `{r}` the Region. Sources: the services' own guides (Glue "Setting up IAM permissions",
/// `SageMaker` "default bucket", EMR "Amazon EMR Studio" and "log files", CDK "Bootstrapping",
/// Elastic Beanstalk "Using with Amazon S3", Athena "query result location", `CodeStar` "project").
const PREDICTABLE: [(&str, &str); 8] = [
    ("AWS Glue", "aws-glue-assets-{a}-{r}"),
    ("Amazon SageMaker", "sagemaker-{r}-{a}"),
    ("Amazon EMR Studio", "aws-emr-studio-{a}-{r}"),
    ("Amazon EMR", "aws-logs-{a}-{r}"),
    ("AWS CDK", "cdk-hnb659fds-assets-{a}-{r}"),
    ("AWS Elastic Beanstalk", "elasticbeanstalk-{r}-{a}"),
    ("Amazon Athena", "aws-athena-query-results-{a}-{r}"),
    ("AWS CodeStar", "aws-codestar-{r}-{a}"),
];

impl Draw for PredictableNames {
    async fn draw(aws: &Aws, region: &At) -> Dated<Vec<Name>> {
        let Dated { at, answer } = all(aws).await;
        let answer = match answer {
            Ok(own) => Ok(predictable(aws, region, &own).await),
            Err(fault) => Err(fault),
        };
        Dated { at, answer }
    }
}

async fn predictable(aws: &Aws, region: &At, own: &Buckets) -> Vec<Name> {
    let mut names = Vec::new();
    for (service, pattern) in PREDICTABLE {
        let name = pattern
            .replace("{a}", &aws.account().id)
            .replace("{r}", &region.id);
        let owner = match own.names.contains(&*name) {
            true => NameOwner::Ours,
            false => taken(aws, region, &name).await,
        };
        names.push(Name {
            name,
            service: service.into(),
            owner,
        });
    }
    names
}

/// S3 shows to anyone whether there is a bucket of a name, also when it refuses or redirects: so
/// this is requested without credentials and costs no permission.
async fn taken(aws: &Aws, region: &At, name: &str) -> NameOwner {
    let client = anonymous(aws, Some(&region.id));
    let sent = client.head_bucket().bucket(name).send().await;
    let error = match sent {
        Ok(response) if response.bucket_region().is_some() => return NameOwner::SomebodyElse,
        Ok(_) => return unknown("the response does not come from S3"),
        Err(error) => error,
    };
    let answer = error.raw_response().filter(|answer| is_from_s3(answer));
    let lies_somewhere = answer
        .and_then(|answer| answer.headers().get("x-amz-bucket-region"))
        .is_some();
    match answer.map(|answer| answer.status().as_u16()) {
        Some(404) => NameOwner::Free,
        Some(200 | 301 | 307 | 403) => NameOwner::SomebodyElse,
        Some(_) if lies_somewhere => NameOwner::SomebodyElse,
        Some(status) => unknown(&format!(
            "asked whether `{name}` exists, S3 answered {status}"
        )),
        None => unknown("S3 could not be reached without credentials"),
    }
}

fn unknown(why: &str) -> NameOwner {
    NameOwner::Unknown(Reason::failed(why))
}
