//! Buckets that strangers can or cannot get at: the start of the tables of exposure.
use model::Account;
use model::iam::{Organization, PolicyText};
use model::s3::{
    AccessPoints, AccountPublicAccess, Acl, Bucket, BucketAcl, BucketPolicy, ObjectOwnership,
    Ownership, Point, PublicAccess, PublicAccessBlock,
};
use policy::{AclGrant, Grantee};

use crate::testing::{ACCOUNT, Given, given};

pub(crate) const EVERYONE: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
pub(crate) const SIGNED: &str = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
pub(crate) const LOGS: &str = "http://acs.amazonaws.com/groups/s3/LogDelivery";
const OWNER: &str = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";

pub(crate) const ALL: Option<PublicAccessBlock> = Some(PublicAccessBlock::ALL);
/// Refuses what is public from now on, and leaves open what was public before.
pub(crate) const NEW_ONLY: Option<PublicAccessBlock> = Some(PublicAccessBlock {
    ignore_public_acls: false,
    restrict_public_buckets: false,
    ..PublicAccessBlock::ALL
});

/// Nobody ever opened it, and nothing would keep anybody from doing so.
pub(crate) fn closed() -> Given<Bucket> {
    given::<Bucket>()
        .on::<Account>()
        .with::<AccountPublicAccess>(None)
        .with::<Organization>(None)
        .on::<Bucket>()
        .with::<PublicAccess>(None)
        .with::<BucketPolicy>(None)
        .with::<BucketAcl>(acl(&[]))
        .with::<Ownership>(Some(ObjectOwnership::ObjectWriter))
        .with::<AccessPoints>(Vec::new())
}

pub(crate) fn policy(statements: &str) -> PolicyText {
    let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}");
    PolicyText::new(text)
}

/// Everything of one service prefix and verb on the bucket and its objects.
pub(crate) fn allow(principal: &str, action: &str, condition: &str) -> String {
    statement("Allow", principal, action, condition)
}

pub(crate) fn statement(effect: &str, principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"{effect}","Principal":{principal},"Action":"{action}","Resource":["arn:aws:s3:::example","arn:aws:s3:::example/*"],"Condition":{{{condition}}}}}"#
    )
}

pub(crate) fn with_policy(statements: &str) -> Given<Bucket> {
    closed().with::<BucketPolicy>(Some(policy(statements)))
}

/// A list that lets the owner do everything, and these groups and canonical users this.
pub(crate) fn acl(more: &[(&str, &str)]) -> Acl {
    let grant = |(to, permission): &(&str, &str)| {
        let group = to.starts_with("http").then(|| (*to).to_owned());
        AclGrant {
            grantee: Grantee {
                id: group.is_none().then(|| (*to).to_owned()),
                uri: group,
                email_address: None,
            },
            permission: (*permission).into(),
        }
    };
    let grants = [(OWNER, "FULL_CONTROL")].iter().chain(more).map(grant);
    Acl {
        owner: OWNER.into(),
        grants: grants.collect(),
    }
}

pub(crate) fn with_acl(more: &[(&str, &str)]) -> Given<Bucket> {
    closed().with::<BucketAcl>(acl(more))
}

/// The bucket leaves it to the account's access points whom to let in, and one lets this in.
pub(crate) fn with_point(statement: &str, block: Option<PublicAccessBlock>) -> Given<Bucket> {
    let delegates = format!(r#""StringEquals":{{"s3:DataAccessPointAccount":"{ACCOUNT}"}}"#);
    let own = format!("arn:aws:s3:eu-west-1:{ACCOUNT}:accesspoint/door");
    let at_point = statement
        .replace("arn:aws:s3:::example/*", &format!("{own}/object/*"))
        .replace("arn:aws:s3:::example", &own);
    with_policy(&allow(r#""*""#, "*", &delegates)).with::<AccessPoints>(vec![Point {
        arn: own,
        vpc: None,
        block: block.unwrap_or_default(),
        policy: Some(policy(&at_point)),
    }])
}
