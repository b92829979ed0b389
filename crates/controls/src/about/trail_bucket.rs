//! Whether the bucket of a trail is open to anyone: by its policy or its access control list, after
//! Block Public Access of the bucket and the account, as `bucket_exposure.rs` says it of every bucket.
//!
//! Access points are left to the control on the bucket itself: where the policy tells their requests
//! apart, what it allows is not settled here.
use model::cloudtrail::{BucketAccess, Trail, TrailBucket, TrailBucketAccess};
use model::iam::PolicyText;
use model::s3::{AccountPublicAccess, ObjectOwnership, PublicAccessBlock};
use model::{Fact, Gap, Judged, Need, Reason, Resource, Settings, Verdict, any_broken, broken};
use policy::{AclGrant, Opening, Policy, PolicyOf, Question, is_s3_public};

use super::access_point::speaks_of_points;
use super::bucket_exposure::denials;
use super::exposure::{Closed, Stranger, described, witness};

/// What judging needs.
pub(crate) const NEEDS: [Need; 3] = [
    AccountPublicAccess::NEED,
    TrailBucket::NEED,
    TrailBucketAccess::NEED,
];

const TO_ANYONE: Closed = Closed {
    to: Stranger::Anyone,
    actions: &["s3:*"],
    deed: "access the bucket of the trail",
};

/// Broken if anyone has access.
pub(crate) fn judge(trail: Resource<Trail>, settings: &Settings) -> Judged {
    let bucket = Bucket {
        arn: format!(
            "arn:{}:s3:::{}",
            trail.account().partition,
            trail.see::<TrailBucket>()?
        ),
        access: trail.see::<TrailBucketAccess>()?,
        trail,
        settings,
    };
    any_broken([bucket.by_policy(), bucket.by_list()])
}

struct Bucket<'a> {
    arn: String,
    access: &'a BucketAccess,
    trail: Resource<'a, Trail>,
    settings: &'a Settings,
}

impl Bucket<'_> {
    fn by_policy(&self) -> Judged {
        let Some(text) = &self.access.policy else {
            return Ok(Verdict::Holds);
        };
        let read = text.read().map_err(|why| self.gap(&why))?;
        let (document, policy) = &*read;
        let openings = self.open(policy, &[])?;
        let points = speaks_of_points(document);
        if openings.is_empty() && !points {
            return Ok(Verdict::Holds);
        }
        let public = is_s3_public(policy, PolicyOf::Bucket);
        if public && self.is_blocked(|block| block.restrict_public_buckets)? {
            return Ok(Verdict::Holds);
        }
        match openings.is_empty() {
            true => Err(self.gap("the bucket policy allows requests by access points")),
            false => Ok(self.broken(&openings, " of the bucket policy")),
        }
    }

    fn by_list(&self) -> Judged {
        if self.access.ownership == Some(ObjectOwnership::BucketOwnerEnforced) {
            return Ok(Verdict::Holds);
        }
        let text = self.access.policy.as_ref();
        let read = text.map(PolicyText::read).transpose();
        let read = read.map_err(|why| self.gap(&why))?;
        let denials = read.map_or_else(Policy::default, |read| denials(&read.0));
        let openings = self.open(&denials, &self.access.acl.grants)?;
        if openings.is_empty() {
            return Ok(Verdict::Holds);
        }
        match self.is_blocked(|block| block.ignore_public_acls)? {
            true => Ok(Verdict::Holds),
            false => Ok(self.broken(&openings, "")),
        }
    }

    fn open(&self, policy: &Policy, acl: &[AclGrant]) -> Result<Vec<Opening>, Gap> {
        let owner = Some(self.access.acl.owner.as_str());
        let trusted = TO_ANYONE.trusted(self.settings, owner, Some(policy));
        let globs = TO_ANYONE.globs();
        let question = Question {
            service: Some("s3"),
            resource: Some(&self.arn),
            actions: Some(&globs),
            acl,
            ..Question::new(&self.trail.account().id, policy, &trusted)
        };
        TO_ANYONE.openings(&question).map_err(|why| self.gap(why))
    }

    /// Whether bucket or account has a setting on.
    fn is_blocked(&self, setting: fn(&PublicAccessBlock) -> bool) -> Result<bool, Gap> {
        if self.access.block.as_ref().is_some_and(setting) {
            return Ok(true);
        }
        let account = self.trail.parent().parent().see::<AccountPublicAccess>()?;
        Ok(account.as_ref().is_some_and(setting))
    }

    fn gap(&self, why: &str) -> Gap {
        self.trail.gap::<TrailBucketAccess>(Reason::failed(why))
    }

    fn broken(&self, openings: &[Opening], place: &str) -> Verdict {
        if let Some(first) = openings.first() {
            self.trail.witness(witness(&first.witness));
        }
        broken(described(openings, TO_ANYONE.deed, place))
    }
}
