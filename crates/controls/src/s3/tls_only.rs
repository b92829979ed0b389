//! Requests without TLS are denied for every principal and every action.
//!
//! Judged by what is denied, not by how it is written: if anybody, the account's own principals
//! and AWS services included, can make any request to the bucket or its objects with
//! `aws:SecureTransport` false, it is not met. A least version of TLS (`s3:TlsVersion`) denies no
//! request that has none.
use model::iam::PolicyText;
use model::s3::{Bucket, BucketPolicy};
use model::{
    Applicability, Change, Control, Fact, Fix, Gap, Judged, Reason, Remedy, Resource, Settings,
    Severity, Undo, Verdict, broken,
};
use policy::Context;

use crate::about::denied::{Denied, all_denied};
use crate::about::{fixes, tls_only};
use crate::duties::S3_TLS;

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.tls-only",
    title: "The bucket policy denies requests without TLS",
    severity: Severity::Medium,
    why: "Over plain HTTP, an attacker on the network path can read the data and replay a signed \
          request while its signature is valid.",
    fix: Fix::made(
        "aws s3api put-bucket-policy --region {region} --bucket {name} --policy \
         '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"TlsOnly\",\"Effect\":\"Deny\",\
         \"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":[\"{arn}\",\"{arn}/*\"],\
         \"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}},STATEMENTS-AS-THEY-ARE]}' (replaces the bucket policy)",
        |evidence| fixes::with_statement(evidence, tls_only::statement),
    ),
    responsibility: S3_TLS.network("deny requests without TLS in the policy of every bucket"),
    needs: &[BucketPolicy::NEED],
    judge,
    remedy: Some(Remedy {
        plan,
        applicability: Applicability::Review,
        undo: Undo::Exact,
    }),
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    let Some(policy) = bucket.see::<BucketPolicy>()? else {
        return Ok(broken(
            "no bucket policy exists, so requests without TLS are not denied",
        ));
    };
    let plain = Denied {
        actions: &["s3:*"],
        places: &["", "/*"],
        given: Context::from_iter([("aws:SecureTransport", "false")]),
    };
    match all_denied(bucket, policy, &plain)? {
        None => Ok(Verdict::Holds),
        Some(request) => Ok(broken(format!(
            "a request without TLS is allowed: `{request}`"
        ))),
    }
}

fn plan(bucket: Resource<Bucket>, _: &Settings) -> Result<Change, Gap> {
    let before = bucket.see::<BucketPolicy>()?.as_ref();
    let unreadable = |why: Box<str>| bucket.gap::<BucketPolicy>(Reason::failed(why));
    let with = PolicyText::with(before, tls_only::statement(bucket.id())).map_err(unreadable)?;
    bucket.change::<BucketPolicy>(&Some(with))
}

#[test]
fn cases() {
    use crate::cases::buckets::{closed, policy, statement, with_policy};
    use crate::testing::rows;
    use model::s3::BucketPolicy;

    const PLAIN: &str = r#""Bool":{"aws:SecureTransport":"false"}"#;
    let denies = |principal, action, condition| {
        with_policy(&statement("Deny", principal, action, condition))
    };
    let if_exists = r#""BoolIfExists":{"aws:SecureTransport":"false"}"#;
    let version = r#""NumericLessThan":{"s3:TlsVersion":"1.2"}"#;
    let unreadable = closed().with::<BucketPolicy>(Some(policy(r#"{"Effect":"Maybe"}"#)));
    rows(&CONTROL)
        .passes("denied", denies(r#""*""#, "s3:*", PLAIN))
        .passes("denied by a star", denies(r#"{"AWS":"*"}"#, "*", if_exists))
        .fails("no policy", closed())
        .fails(
            "some principals",
            denies(r#"{"AWS":"444455556666"}"#, "s3:*", PLAIN),
        )
        .fails("some actions", denies(r#""*""#, "s3:PutObject", PLAIN))
        .fails("old versions", denies(r#""*""#, "s3:*", version))
        .fails(
            "allowed with TLS",
            with_policy(&statement(
                "Allow",
                r#""*""#,
                "s3:*",
                r#""Bool":{"aws:SecureTransport":"true"}"#,
            )),
        )
        .gap("unreadable", unreadable)
        .unread::<BucketPolicy>(closed())
        .check();
}
