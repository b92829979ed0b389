//! Server access logging is on.
//!
//! `CloudTrail` data events say more, cost more, and are asked for by other controls. A bucket
//! that others log to needs none of its own by AWS's advice (it would log its own logs), yet that
//! is for an exception to say: nothing in the bucket tells it apart for sure.
use model::s3::{AccessLog, Bucket};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity, broken_if};

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "logging.s3-access-log",
    title: "Requests to the bucket are written down",
    severity: Severity::Medium,
    why: "Without a log of requests nobody can tell afterwards what was read, by whom and from \
          where.",
    fix: "aws s3api put-bucket-logging --region {region} --bucket {name} --bucket-logging-status \
          '{\"LoggingEnabled\":{\"TargetBucket\":\"LOG-BUCKET\",\"TargetPrefix\":\"{name}/\"}}'",
    responsibility: crate::s3::duty(
        Layer::Detection,
        "delivers a log of requests, within hours and best effort, where it is told to",
        "turn logging on, and keep the logs where those who are logged cannot change them",
    ),
    needs: &[AccessLog::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    let target = bucket.see::<AccessLog>()?;
    Ok(broken_if(target.is_none(), "server access logging is off"))
}

#[cfg(test)]
mod tests {
    use super::{AccessLog, Bucket, CONTROL};
    use crate::testing::{check, fails, gap, given, passes};
    use crate::testing_buckets::denied;
    use model::s3::LogTarget;

    #[test]
    fn cases() {
        let to = |bucket: &str| {
            given::<Bucket>().with::<AccessLog>(Some(LogTarget {
                bucket: bucket.into(),
                prefix: String::new(),
            }))
        };
        let unread = given::<Bucket>().without::<AccessLog>(denied("s3:GetBucketLogging"));
        check(
            &CONTROL,
            &[
                passes("logged", to("logs")),
                fails("off", given::<Bucket>().with::<AccessLog>(None)),
                gap("denied", unread),
            ],
        );
    }
}
