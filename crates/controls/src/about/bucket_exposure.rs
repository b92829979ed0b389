//! Whether a bucket is open to strangers, from all that decides it: policy, access control list,
//! ownership, access points, and Block Public Access of access point, bucket and account.
//!
//! Three doors are looked at one by one, so that a door that could not be seen hides nothing that
//! another one proves, and never makes a pass:
//! - the policy, unless `RestrictPublicBuckets` is on and S3 calls the policy public;
//! - the list, unless `BucketOwnerEnforced` turns lists off or `IgnorePublicAcls` ignores the
//!   grant, less what the policy denies. Where the policy could not be read the list is judged
//!   alone, since a policy that takes back what a list grants is the rare case and an open list
//!   the dangerous one; the finding says so;
//! - each access point of the account that answers to the internet: both its policy and the
//!   bucket's must let the same request through (S3 User Guide, "Configuring IAM policies for
//!   using access points").
//!
//! A website adds no door: its visitors are anonymous callers of `s3:GetObject`.
use std::sync::Arc;

use model::iam::{Organization, OrganizationAccounts, PolicyText};
use model::s3::{
    AccessPoints, AccountPublicAccess, Bucket, BucketAcl, BucketPolicy, ObjectOwnership, Ownership,
    Point, PublicAccess, PublicAccessBlock,
};
use model::{Fact, Gap, Judged, Need, Reason, Resource, Settings, Verdict, any_broken, broken};
use policy::{
    BlockPublicAccess, Document, Effect, Opening, Origin, Outsider, Policy, PolicyOf, Question,
    Trusted, is_s3_public,
};

use crate::about::access_point::{beyond, is_allowed, point_keys, speaks_of_points};
use crate::about::exposure::{Closed, Stranger, UNSETTLED, described, witness};
use crate::about::trust;

/// What judging needs.
pub(crate) const NEEDS: [Need; 6] = [
    AccountPublicAccess::NEED,
    AccessPoints::NEED,
    BucketAcl::NEED,
    BucketPolicy::NEED,
    Ownership::NEED,
    PublicAccess::NEED,
];

/// What judging needs where the account's own organisation is no stranger.
pub(crate) const ORGANISED_NEEDS: [Need; 8] = {
    let [a, b, c, d, e, f] = NEEDS;
    let (organization, accounts) = (Organization::NEED, OrganizationAccounts::NEED);
    [a, b, c, d, e, f, organization, accounts]
};

/// Broken if a stranger can do what the bucket is to be closed to.
pub(crate) fn judge(bucket: Resource<Bucket>, settings: &Settings, closed: &Closed) -> Judged {
    let question = BucketQuestion {
        bucket,
        settings,
        closed,
    };
    any_broken([
        question.by_policy(),
        question.by_list(),
        question.by_points(),
    ])
}

/// What of a policy or of a list lets strangers in, before Block Public Access.
pub(crate) fn doors(
    bucket: Resource<Bucket>,
    settings: &Settings,
    closed: &Closed,
    policy: Option<&Policy>,
    acl: &[policy::AclGrant],
) -> Result<Vec<Origin>, Gap> {
    let question = BucketQuestion {
        bucket,
        settings,
        closed,
    };
    let openings = question.open(policy, acl, false)?;
    Ok(openings.iter().map(|opening| opening.origin).collect())
}

#[derive(Clone, Copy)]
struct BucketQuestion<'a> {
    bucket: Resource<'a, Bucket>,
    settings: &'a Settings,
    closed: &'a Closed,
}

impl BucketQuestion<'_> {
    fn by_policy(self) -> Judged {
        let Some(read) = self.policy()? else {
            return Ok(Verdict::Holds);
        };
        let policy = &read.1;
        let openings = self.open(Some(policy), &[], false)?;
        if openings.is_empty() || self.is_restricted(policy, PolicyOf::Bucket)? {
            return Ok(Verdict::Holds);
        }
        Ok(self.broken(&openings, " of the bucket policy"))
    }

    fn by_list(self) -> Judged {
        let acl = self.bucket.see::<BucketAcl>()?;
        let grants = acl.grants.as_slice();
        if self.open(None, grants, false)?.is_empty() {
            return Ok(Verdict::Holds);
        }
        let ownership = self.bucket.see::<Ownership>()?;
        if *ownership == Some(ObjectOwnership::BucketOwnerEnforced) {
            return Ok(Verdict::Holds);
        }
        let read = self.policy();
        let policy = read.as_ref().ok().and_then(|read| read.as_deref());
        if let Some((_, policy)) = policy
            && let Ok(true) = self.is_restricted(policy, PolicyOf::Bucket)
        {
            return Ok(Verdict::Holds);
        }
        let denials = policy.map(|(document, _)| denials(document));
        let openings = self.open(denials.as_ref(), grants, false)?;
        let ignored = self.open(denials.as_ref(), grants, true)?;
        let openings = match () {
            () if openings.is_empty() => return Ok(Verdict::Holds),
            () if !ignored.is_empty() => ignored,
            () if self.is_blocked(|block| block.ignore_public_acls)? => return Ok(Verdict::Holds),
            () => openings,
        };
        let place = match read {
            Ok(_) => "",
            Err(_) => ", unless the bucket policy that could not be read denies it,",
        };
        Ok(self.broken(&openings, place))
    }

    fn by_points(self) -> Judged {
        let Some(read) = self.policy()? else {
            return Ok(Verdict::Holds);
        };
        // Whom other policies let through an access point is asked only where one speaks of them.
        if !speaks_of_points(&read.0) {
            return Ok(Verdict::Holds);
        }
        let points = self.bucket.see::<AccessPoints>()?;
        any_broken(points.iter().map(|point| self.by_point(&read.1, point)))
    }

    /// Only requests from one VPC get through an access point that answers to it.
    fn by_point(self, policy: &Policy, point: &Point) -> Judged {
        let Some(own) = point.policy.as_ref().filter(|_| point.vpc.is_none()) else {
            return Ok(Verdict::Holds);
        };
        let unreadable = |why: Box<str>| self.bucket.gap::<AccessPoints>(Reason::failed(why));
        let own = &own.read().map_err(unreadable)?.1;
        let keys = point_keys(point, &self.bucket.account().id);
        let bucket = policy.given(&keys);
        let here = self.open(Some(&bucket), &[], false)?;
        let there = self.open_at(&point.arn, Some(own), &[], false)?;
        if here.is_empty() || there.is_empty() {
            return Ok(Verdict::Holds);
        }
        let blocked =
            point.block.restrict_public_buckets && is_s3_public(own, PolicyOf::AccessPoint);
        if blocked || self.is_restricted(own, PolicyOf::AccessPoint)? {
            return Ok(Verdict::Holds);
        }
        if self.is_restricted(policy, PolicyOf::Bucket)? {
            return Ok(Verdict::Holds);
        }
        let name = self.bucket.id();
        let both =
            |opening: &&Opening| is_allowed(&beyond(&opening.witness, &point.arn, name), &bucket);
        let proven: Vec<Opening> = there.iter().filter(both).cloned().collect();
        match proven.is_empty() {
            true => Err(self.unclear(UNSETTLED)),
            false => Ok(self.broken(
                &proven,
                &format!(" of the policy of access point `{}`", point.arn),
            )),
        }
    }

    /// The bucket's policy as written, and the same ready to be question.
    fn policy(self) -> Result<Option<Arc<(Document, Policy)>>, Gap> {
        let policy = self.bucket.see::<BucketPolicy>()?.as_ref();
        let read = policy.map(PolicyText::read).transpose();
        read.map_err(|why| self.unclear(&why))
    }

    fn unclear(self, why: &str) -> Gap {
        self.bucket.gap::<BucketPolicy>(Reason::failed(why))
    }

    fn open(
        self,
        policy: Option<&Policy>,
        acl: &[policy::AclGrant],
        ignored: bool,
    ) -> Result<Vec<Opening>, Gap> {
        self.open_at(self.bucket.id(), policy, acl, ignored)
    }

    /// Who is let in by a policy, a list or both, before Block Public Access or with public
    /// grants ignored.
    fn open_at(
        self,
        arn: &str,
        policy: Option<&Policy>,
        acl: &[policy::AclGrant],
        ignored: bool,
    ) -> Result<Vec<Opening>, Gap> {
        let owner = self.bucket.see::<BucketAcl>().map(|acl| acl.owner.as_str());
        let own = owner.as_ref().ok().copied();
        let trusted = self.closed.trusted(self.settings, own, policy);
        let mut openings = self.let_in(arn, policy, acl, ignored, &trusted)?;
        if self.closed.to == Stranger::Untrusted && !openings.is_empty() {
            let (organized, unknown) = trust::trusted(self.bucket.parent(), self.settings);
            let trusted = self.closed.beside(organized, own, policy);
            openings = self.let_in(arn, policy, acl, ignored, &trusted)?;
            let unsettled = trust::may_all_be_organised(self.bucket.parent(), &openings);
            if let Some(gap) = unknown.filter(|_| unsettled && !openings.is_empty()) {
                return Err(gap);
            }
        }
        let by_id = |opening: &Opening| matches!(opening.who, Outsider::CanonicalUser(_));
        match owner {
            // The list alone tells which canonical user id is the owner's.
            Err(gap) if !openings.is_empty() && openings.iter().all(by_id) => Err(gap),
            _ => Ok(openings),
        }
    }

    fn let_in(
        self,
        arn: &str,
        policy: Option<&Policy>,
        acl: &[policy::AclGrant],
        ignored: bool,
        trusted: &Trusted,
    ) -> Result<Vec<Opening>, Gap> {
        let (none, globs) = (Policy::default(), self.closed.globs());
        let levels = [BlockPublicAccess {
            ignore_public_acls: ignored,
            ..BlockPublicAccess::default()
        }];
        let question = Question {
            service: Some("s3"),
            resource: Some(arn),
            actions: Some(&globs),
            acl,
            block_public_access: &levels,
            ..Question::new(&self.bucket.account().id, policy.unwrap_or(&none), trusted)
        };
        let openings = self.closed.openings(&question);
        openings.map_err(|why| self.unclear(why))
    }

    /// Whether `RestrictPublicBuckets` leaves no more of a policy than the owner's own access.
    fn is_restricted(self, policy: &Policy, of: PolicyOf) -> Result<bool, Gap> {
        match is_s3_public(policy, of) {
            true => self.is_blocked(|block| block.restrict_public_buckets),
            false => Ok(false),
        }
    }

    /// Whether bucket or account has a setting on; a gap only where neither is seen to.
    fn is_blocked(self, setting: fn(&PublicAccessBlock) -> bool) -> Result<bool, Gap> {
        let own = self.bucket.see::<PublicAccess>();
        let account = self.bucket.parent().see::<AccountPublicAccess>();
        let on = |block: &Option<PublicAccessBlock>| block.as_ref().is_some_and(setting);
        match (own.map(on), account.map(on)) {
            (Ok(true), _) | (_, Ok(true)) => Ok(true),
            (Ok(false), Ok(false)) => Ok(false),
            (Err(gap), _) | (_, Err(gap)) => Err(gap),
        }
    }

    fn broken(self, openings: &[Opening], place: &str) -> Verdict {
        if let Some(first) = openings.first() {
            self.bucket.witness(witness(&first.witness));
        }
        broken(described(openings, self.closed.deed, place))
    }
}

/// What takes away of a policy.
pub(crate) fn denials(document: &Document) -> Policy {
    let mut document = document.clone();
    document
        .statements
        .retain(|statement| statement.effect == Effect::Deny);
    Policy::new(&document)
}
