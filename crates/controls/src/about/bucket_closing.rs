//! Closing a bucket to strangers: exactly the statements and the grants that let them in go.
//!
//! What lets strangers in by an access point is not the bucket's, and left to a person.
use model::s3::{AccessPoints, Acl, Bucket, BucketAcl, BucketPolicy};
use model::{Applicability, Change, Gap, Reason, Remedy, Resource, Settings, Undo};
use policy::Origin;

use crate::about::bucket_exposure::doors;
use crate::about::exposure::Closed;

/// A remedy of this plan: it can break what relies on being let in.
pub(crate) const fn remedy(
    plan: fn(Resource<Bucket>, &Settings) -> Result<Change, Gap>,
) -> Remedy<Bucket> {
    Remedy {
        plan,
        applicability: Applicability::Review,
        undo: Undo::Exact,
    }
}

/// The policy without the statements, or else the list without the grants, that let strangers in.
pub(crate) fn plan(
    bucket: Resource<Bucket>,
    settings: &Settings,
    closed: &Closed,
) -> Result<Change, Gap> {
    // Where either is unread, nobody could tell afterwards that the bucket is closed.
    let (policy, acl) = (bucket.see::<BucketPolicy>()?, bucket.see::<BucketAcl>()?);
    let unclear = |why: Box<str>| bucket.gap::<BucketPolicy>(Reason::failed(why));
    let mut left = policy.clone();
    // Each round takes a statement at least.
    while let Some(text) = &left {
        let read = text.read().map_err(unclear)?;
        let open = doors(bucket, settings, closed, Some(&read.1), &[])?;
        let statements = open.iter().filter_map(|origin| match origin {
            Origin::Statement(place) => Some(*place),
            _ => None,
        });
        let statements: Vec<usize> = statements.collect();
        if statements.is_empty() {
            break;
        }
        left = text.without(&statements).map_err(unclear)?;
    }
    if left != *policy {
        return bucket.change::<BucketPolicy>(&left);
    }
    let open = doors(bucket, settings, closed, None, &acl.grants)?;
    let grants = acl.grants.iter().enumerate();
    let kept = grants.filter(|(place, _)| !open.contains(&Origin::Acl(*place)));
    let less = Acl {
        owner: acl.owner.clone(),
        grants: kept.map(|(_, grant)| grant.clone()).collect(),
    };
    if less == *acl {
        let why = "access is granted by an access point: change its policy manually";
        return Err(bucket.gap::<AccessPoints>(Reason::failed(why)));
    }
    bucket.change::<BucketAcl>(&less)
}
