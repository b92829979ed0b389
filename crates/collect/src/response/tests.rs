use super::shape::{Body, Incomplete};
use super::{check, table};

const LIST: Body = Body::Xml {
    root: "ListAllMyBucketsResult",
    within: None,
    holds: &["Buckets"],
};
const USER: Body = Body::Xml {
    root: "GetUserResponse",
    within: Some("GetUserResult"),
    holds: &["User"],
};
const KEYS: Body = Body::Json { holds: &["Keys"] };

#[test]
fn whole_responses_pass() {
    for (body, text) in [
        (
            LIST,
            "<?xml version=\"1.0\"?>\n<ListAllMyBucketsResult xmlns=\"x\"><Owner/><Buckets/></ListAllMyBucketsResult>\n",
        ),
        (
            LIST,
            "<ListAllMyBucketsResult><Buckets><Bucket><Name>a&amp;b</Name></Bucket></Buckets></ListAllMyBucketsResult>",
        ),
        (
            USER,
            "<GetUserResponse><GetUserResult><User/></GetUserResult><ResponseMetadata/></GetUserResponse>",
        ),
        (KEYS, "{\"Keys\": [], \"Truncated\": false}"),
        (Body::Nothing, ""),
        (Body::Nothing, "{}"),
        (Body::Stream, "anything"),
    ] {
        assert_eq!(body.check(text.as_bytes()), Ok(()), "{text}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let malformed = |why: &str| Incomplete::Malformed(why.into());
    let html = "<!DOCTYPE html><html><head><br></head></html>";
    for (body, text, expected) in [
        (LIST, "", Incomplete::Empty),
        (LIST, " \n", Incomplete::Empty),
        (KEYS, "", Incomplete::Empty),
        (
            LIST,
            html,
            Incomplete::Root("html".into(), "ListAllMyBucketsResult"),
        ),
        (
            LIST,
            "<Error><Code>InternalError</Code></Error>",
            Incomplete::Error,
        ),
        (
            LIST,
            "<ListAllMyBucketsResult/>",
            Incomplete::Missing("Buckets"),
        ),
        (
            LIST,
            "<ListAllMyBucketsResult><Buckets>",
            malformed("it ends too early"),
        ),
        (
            LIST,
            "<ListAllMyBucketsResult><Owner><Buckets/></Owner></ListAllMyBucketsResult>",
            Incomplete::Missing("Buckets"),
        ),
        (
            LIST,
            "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult><x/>",
            malformed("two roots"),
        ),
        (
            LIST,
            "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>x",
            malformed("text outside of the root"),
        ),
        (LIST, "no xml", malformed("text outside of the root")),
        (
            USER,
            "<GetUserResponse><GetUserResult/></GetUserResponse>",
            Incomplete::Missing("User"),
        ),
        (
            USER,
            "<GetUserResponse><Other><User/></Other></GetUserResponse>",
            Incomplete::Missing("User"),
        ),
        (
            USER,
            "<GetUserResponse><GetUserResult/><Other><User/></Other></GetUserResponse>",
            Incomplete::Missing("User"),
        ),
        (KEYS, "{}", Incomplete::Missing("Keys")),
        (KEYS, "{\"Keys\": null}", Incomplete::Missing("Keys")),
        (
            KEYS,
            "{\"Other\": {\"Keys\": []}}",
            Incomplete::Missing("Keys"),
        ),
        (
            KEYS,
            "{\"__type\": \"InternalError\", \"Keys\": []}",
            Incomplete::Error,
        ),
        (Body::Nothing, html, Incomplete::Unexpected),
    ] {
        assert_eq!(body.check(text.as_bytes()), Err(expected), "{text}");
    }
    for (body, text) in [
        (KEYS, "[]"),
        (KEYS, "{\"Keys\": ["),
        (KEYS, html),
        (LIST, "{}"),
        (
            LIST,
            "<ListAllMyBucketsResult><Buckets></Owner></ListAllMyBucketsResult>",
        ),
    ] {
        assert!(
            matches!(body.check(text.as_bytes()), Err(Incomplete::Malformed(_))),
            "{text}"
        );
    }
}

/// Wherever a body is cut, it is not whole any more.
#[test]
fn no_part_of_a_response_passes() {
    let user = "<GetUserResponse><GetUserResult><User><Arn>a</Arn></User></GetUserResult></GetUserResponse>";
    let keys = "{\"Keys\": [{\"KeyArn\": \"a\"}], \"Truncated\": false}";
    for (body, text) in [(USER, user), (KEYS, keys)] {
        for end in 0..text.len() {
            assert!(
                body.check(&text.as_bytes()[..end]).is_err(),
                "{}",
                text.get(..end).unwrap_or_default()
            );
        }
    }
}

#[test]
fn an_operation_without_a_row_is_refused() {
    assert_eq!(
        check("S3", "GetBucketCors", b"<x/>"),
        Err(Incomplete::Unknown("GetBucketCors".into()))
    );
    assert_eq!(
        check("KMS", "GetBucketAcl", b"<x/>"),
        Err(Incomplete::Unknown("GetBucketAcl".into()))
    );
    assert_eq!(check("KMS", "ListKeys", b"{\"Keys\": []}"), Ok(()));
}

/// What is looked for is kept in 64 bits.
#[test]
fn no_operation_looks_for_more_than_fits() {
    for row in table::OPERATIONS {
        let (Body::Xml { holds, .. } | Body::Json { holds }) = &row.body else {
            continue;
        };
        assert!(holds.len() <= 64, "{}", row.name);
    }
}
