//! Changes carried out on an AWS that is a small machine with a memory.
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::{Credentials, Region, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use collect::{Aws, Clock};
use model::s3::{Bucket, PublicAccess, PublicAccessBlock, Versioning, VersioningStatus, Versions};
use model::{AccountRef, Change, Fact, Kind};
use serde_json::json;

use crate::{Applied, How, Reach, Refused, apply, writers};

const BUCKET: &str = "arn:aws:s3:::logs";
const ALL: Option<PublicAccessBlock> = Some(PublicAccessBlock::ALL);

/// What S3 remembers of the one bucket, and how it misbehaves.
#[derive(Clone, Debug, Default)]
struct World {
    block: Option<String>,
    versioning: Option<String>,
    gone: bool,
    /// A query, and the error that calls with it get.
    fails: Option<(&'static str, &'static str, u16, &'static str)>,
    /// It takes what is put and shows what was there.
    forgets: bool,
    requests: Vec<String>,
}

fn answer(world: &mut World, method: &str, path: &str, body: &str) -> (u16, String) {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    world.requests.push(format!("{method} {path}"));
    if let Some((verb, about, status, code)) = world.fails
        && verb == method
        && query.contains(about)
    {
        return (status, format!("<Error><Code>{code}</Code></Error>"));
    }
    let missing = "<Error><Code>NoSuchPublicAccessBlockConfiguration</Code></Error>";
    match (method, query) {
        ("GET", query) if query.contains("prefix") => (200, listing(world.gone)),
        ("GET", query) if query.contains("publicAccessBlock") => world
            .block
            .clone()
            .map_or((404, missing.into()), |block| (200, block)),
        ("GET", query) if query.contains("versioning") => {
            let none = "<VersioningConfiguration/>".into();
            (200, world.versioning.clone().unwrap_or(none))
        }
        (_, _) if world.forgets => (200, String::new()),
        ("PUT", query) if query.contains("publicAccessBlock") => {
            world.block = Some(body.into());
            (200, String::new())
        }
        ("DELETE", query) if query.contains("publicAccessBlock") => {
            world.block = None;
            (204, String::new())
        }
        ("PUT", query) if query.contains("versioning") => {
            world.versioning = Some(body.into());
            (200, String::new())
        }
        other => panic!("unexpected {other:?}"),
    }
}

fn listing(gone: bool) -> String {
    let bucket = "<Bucket><Name>logs</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>";
    let buckets = if gone { "" } else { bucket };
    format!("<ListAllMyBucketsResult><Buckets>{buckets}</Buckets></ListAllMyBucketsResult>")
}

fn aws(world: &Arc<Mutex<World>>) -> Aws {
    let world = Arc::clone(world);
    let client = canned(move |request: http::Request<SdkBody>| {
        let path = request.uri().path_and_query().unwrap().to_string();
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned();
        if request.method() != "GET" {
            assert_eq!(
                request.headers()["x-amz-expected-bucket-owner"],
                "111122223333"
            );
        }
        let method = request.method().as_str();
        let (status, body) = answer(&mut world.lock().unwrap(), method, &path, &body);
        http::Response::builder()
            .status(status)
            .body(SdkBody::from(body))
            .unwrap()
    });
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(client)
        .region(Region::new("us-east-1"))
        .retry_config(RetryConfig::disabled())
        .build();
    let now = "2026-03-01T12:00:00Z".parse().unwrap();
    Aws::of(
        config,
        AccountRef::new("aws", "111122223333"),
        Clock::Fixed(now),
    )
}

fn block(from: Option<PublicAccessBlock>, to: Option<PublicAccessBlock>) -> Change {
    Change {
        kind: Bucket::ID.into(),
        resource: BUCKET.into(),
        fact: PublicAccess::ID.into(),
        from: json!(from),
        to: json!(to),
    }
}

const NOW: How = How {
    strengthen_only: true,
    waits: &[Duration::ZERO, Duration::ZERO],
};
const BY_HAND: How = How {
    strengthen_only: false,
    ..NOW
};

async fn tried(world: World, change: &Change, how: How) -> (Result<Applied, Refused>, World) {
    let world = Arc::new(Mutex::new(world));
    let done = apply(&aws(&world), change, how).await;
    let world = world.lock().unwrap().clone();
    (done, world)
}

fn writes(world: &World) -> usize {
    let writes = world
        .requests
        .iter()
        .filter(|request| !request.starts_with("GET"));
    writes.count()
}

#[tokio::test]
async fn a_change_is_done_seen_and_undone() {
    let fix = block(None, ALL);
    let (done, world) = tried(World::default(), &fix, NOW).await;
    let done = done.unwrap();
    assert!(done.as_planned && done.after == json!(ALL));
    assert_eq!(writes(&world), 1);
    let back = Change {
        from: done.after,
        ..fix.inverse()
    };
    let (undone, world) = tried(world, &back, BY_HAND).await;
    assert_eq!(undone.unwrap().after, json!(null));
    assert_eq!(world.block, None, "nobody set it, as before");
}

#[tokio::test]
async fn what_undoing_leaves_is_what_was_rehearsed() {
    let versions = |status| Versions {
        status,
        mfa_delete: false,
    };
    let fix = Change {
        fact: Versioning::ID.into(),
        from: json!(versions(VersioningStatus::Never)),
        to: json!(versions(VersioningStatus::Enabled)),
        ..block(None, None)
    };
    let (done, world) = tried(World::default(), &fix, NOW).await;
    assert!(done.unwrap().as_planned);
    let (undone, _) = tried(world, &fix.inverse(), BY_HAND).await;
    let undone = undone.unwrap();
    assert_eq!(undone.after["status"], "suspended");
    assert!(undone.as_planned, "the residue was foreseen");
}

#[tokio::test]
async fn nothing_is_written_where_the_world_moved() {
    let (done, world) = tried(World::default(), &block(ALL, None), BY_HAND).await;
    assert!(matches!(done, Err(Refused::Drift { now, .. }) if now.is_null()));
    assert_eq!(writes(&world), 0);
    let gone = World {
        gone: true,
        ..World::default()
    };
    let (done, world) = tried(gone, &block(None, ALL), NOW).await;
    assert_eq!(done, Err(Refused::Gone(BUCKET.into())));
    assert_eq!(writes(&world), 0);
}

#[tokio::test]
async fn nothing_is_written_over_what_cannot_be_read() {
    let blind = World {
        fails: Some(("GET", "publicAccessBlock", 403, "AccessDenied")),
        ..World::default()
    };
    let (done, world) = tried(blind, &block(None, ALL), NOW).await;
    assert!(matches!(done, Err(Refused::Unread { why, .. }) if why.contains("GetBucketPublicAcc")));
    assert_eq!(writes(&world), 0);
}

#[tokio::test]
async fn a_denied_write_names_its_permission() {
    let denied = World {
        fails: Some(("PUT", "publicAccessBlock", 403, "AccessDenied")),
        ..World::default()
    };
    let (done, _) = tried(denied, &block(None, ALL), NOW).await;
    assert!(
        matches!(done, Err(Refused::Denied { action, .. }) if action == "s3:PutBucketPublicAccessBlock")
    );
}

/// Only an answer of 4xx says that nothing was done.
#[tokio::test]
async fn an_error_of_aws_leaves_open_whether_it_was_done() {
    for (status, code, open) in [
        (500, "InternalError", true),
        (503, "SlowDown", true),
        (200, "InternalError", true),
        (400, "MalformedXML", false),
        (429, "TooManyRequests", false),
    ] {
        let fails = Some(("PUT", "publicAccessBlock", status, code));
        let world = World {
            fails,
            ..World::default()
        };
        let (done, _) = tried(world, &block(None, ALL), NOW).await;
        match done {
            // The SDK takes any body of a 200 for success here; what it shows then decides.
            Ok(applied) => assert!(!applied.as_planned && status == 200),
            Err(Refused::Unanswered { .. }) => assert!(open, "{status}"),
            Err(Refused::Failed { .. }) => assert!(!open, "{status}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn the_machine_uses_no_key_of_another_account() {
    let change = Change {
        fact: model::s3::Encryption::ID.into(),
        from: json!(null),
        to: json!({"algorithm": "aws:kms", "key": "arn:aws:kms:eu-west-1:444455556666:key/1", "bucket-key": true}),
        ..block(None, None)
    };
    let (done, world) = tried(World::default(), &change, NOW).await;
    let refused = matches!(&done, Err(Refused::ForeignKey { .. } | Refused::Weakens(_)));
    assert!(refused, "{done:?}");
    assert_eq!(writes(&world), 0);
}

/// What a session may do is the write on the one resource, and reads.
#[test]
fn a_session_policy_names_one_resource() {
    for writer in writers() {
        let need = writer.need().unwrap();
        let change = Change {
            kind: need.kind.id.into(),
            resource: "arn:aws:iam::111122223333:user/team/amara#AKIA1".into(),
            fact: need.id.into(),
            from: json!(null),
            to: json!(null),
        };
        let text = writer.session_policy(&change);
        assert!(text.len() <= 2_048, "AWS takes no longer one: {text}");
        let policy: serde_json::Value = serde_json::from_str(&text).unwrap();
        let [reads, writes] = policy["Statement"].as_array().unwrap().as_slice() else {
            panic!("{text}")
        };
        assert_eq!(writes["Action"], json!(writer.writes));
        let whole = need.kind.id == "account";
        let on = if whole {
            "*"
        } else {
            "arn:aws:iam::111122223333:user/team/amara"
        };
        assert_eq!(writes["Resource"], on, "{}", need.id);
        for action in reads["Action"].as_array().unwrap() {
            let action = policy::catalogue::action(action.as_str().unwrap()).unwrap();
            assert!(action.access_level().reads_only(), "{text}");
        }
    }
}

#[tokio::test]
async fn what_aws_took_and_does_not_show_is_said() {
    let forgetful = World {
        forgets: true,
        ..World::default()
    };
    let (done, _) = tried(forgetful, &block(None, ALL), NOW).await;
    let done = done.unwrap();
    assert!(!done.as_planned && done.after.is_null());
}

#[tokio::test]
async fn the_machine_never_weakens() {
    let half = Some(PublicAccessBlock {
        block_public_policy: false,
        ..PublicAccessBlock::ALL
    });
    let change = |from, to| block(from, to);
    for weaker in [change(ALL, None), change(ALL, half), change(half, None)] {
        let (done, world) = tried(World::default(), &weaker, NOW).await;
        assert!(matches!(done, Err(Refused::Weakens(_))), "{weaker:?}");
        assert_eq!(world.requests, Vec::<String>::new(), "no request at all");
    }
    let nonsense = Change {
        to: json!("all"),
        ..block(None, ALL)
    };
    let (done, _) = tried(World::default(), &nonsense, NOW).await;
    assert!(matches!(done, Err(Refused::Weakens(_))));
}

#[tokio::test]
async fn a_fact_without_writer_is_refused() {
    let change = Change {
        fact: "s3.bucket.lifecycle".into(),
        ..block(None, ALL)
    };
    let (done, _) = tried(World::default(), &change, BY_HAND).await;
    assert_eq!(done, Err(Refused::NoWriter("s3.bucket.lifecycle".into())));
}

#[test]
fn each_fact_has_one_writer_which_says_what_its_permission_allows() {
    let mut facts: Vec<_> = writers().iter().map(|one| one.need().unwrap().id).collect();
    facts.sort_unstable();
    let all = facts.len();
    facts.dedup();
    assert_eq!(all, facts.len());
    for writer in writers() {
        assert!(!writer.writes.is_empty());
        if let Reach::Switches(words) = writer.reach {
            assert!(words.contains("could"), "{words}");
        }
    }
}

#[test]
fn a_change_reads_as_a_command() {
    let writer = crate::writer_of(PublicAccess::ID).unwrap();
    assert_eq!(
        writer.command(&block(None, ALL), Some("eu-west-1")),
        "aws s3api put-public-access-block --region eu-west-1 --bucket logs \
         --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,\
         BlockPublicPolicy=true,RestrictPublicBuckets=true"
    );
    assert_eq!(
        writer.command(&block(ALL, None), None),
        "aws s3api delete-public-access-block --bucket logs"
    );
}

/// An HTTP client whose answers are made here.
struct Canned<F>(Arc<F>);

impl<F> std::fmt::Debug for Canned<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Canned")
    }
}

impl<F: Fn(http::Request<SdkBody>) -> http::Response<SdkBody> + Send + Sync> HttpConnector
    for Canned<F>
{
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let response = (self.0)(request.try_into_http1x().unwrap());
        HttpConnectorFuture::ready(Ok(response.try_into().unwrap()))
    }
}

fn canned(
    answer: impl Fn(http::Request<SdkBody>) -> http::Response<SdkBody> + Send + Sync + 'static,
) -> SharedHttpClient {
    let answer = Arc::new(answer);
    http_client_fn(move |_, _| SharedHttpConnector::new(Canned(Arc::clone(&answer))))
}
