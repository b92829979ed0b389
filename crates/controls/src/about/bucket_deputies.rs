//! AWS services that can access a bucket on behalf of any account: confused deputies.
//!
//! A service acts for its customers. A statement that allows a service, or any service by
//! `aws:PrincipalIsAWSService`, without restricting for whom it acts (`aws:SourceArn`,
//! `aws:SourceAccount`, `aws:SourceOrgID`, `aws:SourceOrgPaths`) lets any customer of the service
//! have it access the bucket (IAM User Guide, "The confused deputy problem"). Block Public Access
//! does not prevent that: it leaves services alone.
use std::sync::Arc;

use model::s3::{AccessPoints, Bucket, BucketPolicy, Point};
use model::{Fact, Judged, Need, Reason, Resource, Verdict, any_broken, broken};
use policy::{Document, Opening, Policy, Question, Trusted, expose};

use crate::about::access_point::{beyond, is_allowed, point_keys, speaks_of_points};
use crate::about::exposure::{UNSETTLED, described, witness};

/// What judging needs.
pub(crate) const NEEDS: [Need; 2] = [AccessPoints::NEED, BucketPolicy::NEED];
const DEED: &str = "access the bucket on behalf of any account";

/// Broken if a service can access the bucket on behalf of any account.
pub(crate) fn judge(bucket: Resource<Bucket>) -> Judged {
    let Some(text) = bucket.see::<BucketPolicy>()? else {
        return Ok(Verdict::Holds);
    };
    let unread = |why: Box<str>| bucket.gap::<BucketPolicy>(Reason::failed(why));
    let read = text.read().map_err(unread)?;
    any_broken([by_policy(bucket, &read.1), by_points(bucket, &read)])
}

fn by_policy(bucket: Resource<Bucket>, policy: &Policy) -> Judged {
    let unsettled = || bucket.gap::<BucketPolicy>(Reason::failed(UNSETTLED));
    let openings = deputies(&bucket.account().id, bucket.id(), policy).ok_or_else(unsettled)?;
    Ok(verdict(bucket, &openings, " of the bucket policy"))
}

/// A request by an access point must be allowed by its policy and by the bucket's.
fn by_points(bucket: Resource<Bucket>, read: &Arc<(Document, Policy)>) -> Judged {
    if !speaks_of_points(&read.0) {
        return Ok(Verdict::Holds);
    }
    let points = bucket.see::<AccessPoints>()?;
    any_broken(points.iter().map(|point| by_point(bucket, &read.1, point)))
}

fn by_point(bucket: Resource<Bucket>, policy: &Policy, point: &Point) -> Judged {
    let Some(own) = point.policy.as_ref().filter(|_| point.vpc.is_none()) else {
        return Ok(Verdict::Holds);
    };
    let gap = |why: Box<str>| bucket.gap::<AccessPoints>(Reason::failed(why));
    let own = own.read().map_err(gap)?;
    let account = &bucket.account().id;
    let openings = deputies(account, &point.arn, &own.1).ok_or_else(|| gap(UNSETTLED.into()))?;
    let policy = policy.given(&point_keys(point, account));
    let both = |opening: &&Opening| {
        is_allowed(&beyond(&opening.witness, &point.arn, bucket.id()), &policy)
    };
    let openings: Vec<Opening> = openings.iter().filter(both).cloned().collect();
    let place = format!(" of the policy of access point `{}`", point.arn);
    Ok(verdict(bucket, &openings, &place))
}

/// The services that act for whomever; `None` where that could not be settled.
fn deputies(account: &str, resource: &str, policy: &Policy) -> Option<Vec<Opening>> {
    let trusted = Trusted::default();
    let exposure = expose(&Question {
        service: Some("s3"),
        resource: Some(resource),
        ..Question::new(account, policy, &trusted)
    });
    let openings = exposure.confused_deputies;
    (exposure.doubt.is_none() || !openings.is_empty()).then_some(openings)
}

fn verdict(bucket: Resource<Bucket>, openings: &[Opening], place: &str) -> Verdict {
    let Some(first) = openings.first() else {
        return Verdict::Holds;
    };
    bucket.witness(witness(&first.witness));
    broken(described(openings, DEED, place))
}
