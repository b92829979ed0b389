//! What goes over a real connection, and what becomes of it: signing, retries, timeouts, and
//! bodies that are cut. This is what holds `src/runtime.rs` when its crates are updated.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
mod server;

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use calls::accessanalyzer::list_analyzers::ListAnalyzers;
use calls::account::list_regions::ListRegions;
use calls::ec2::describe_volumes::DescribeVolumes;
use calls::rds::describe_db_instances::DescribeDBInstances;
use calls::s3::get_bucket_versioning::GetBucketVersioning;
use calls::sso_admin::list_instances::ListInstances;
use calls::{Call, Client, Error, Malformed};
use server::{Reply, Server, ok, status};

const EMPTY: &str = "<DescribeVolumesResponse><volumeSet/></DescribeVolumesResponse>";

fn volumes(ids: &[&str], after: &str) -> String {
    let items: Vec<_> = ids
        .iter()
        .map(|id| format!("<item><volumeId>{id}</volumeId></item>"))
        .collect();
    let items = items.concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeVolumesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\
         <requestId>r</requestId><volumeSet>{items}</volumeSet>{after}</DescribeVolumesResponse>"
    )
}

async fn send<C: Call>(call: C, server: &Server, attempts: u32) -> Result<C::Response, Error> {
    call.send(&Client::new(&server.config(attempts))).await
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = request.lines().skip(1).take_while(|line| !line.is_empty());
    lines.find_map(|line| {
        let (own, value) = line.split_once(": ")?;
        own.eq_ignore_ascii_case(name).then_some(value)
    })
}

/// Why a response cannot be read.
fn malformed<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    let error = result.unwrap_err();
    assert!(matches!(error, SdkError::ResponseError(_)), "{error:?}");
    let source = std::error::Error::source(&error);
    let malformed = source.and_then(|source| source.downcast_ref::<Malformed>());
    malformed.map_or_else(|| format!("{error:?}"), ToString::to_string)
}

#[tokio::test]
async fn requests_are_signed_and_say_what_they_are() {
    let server = Server::new(vec![ok(EMPTY)]);
    send(DescribeVolumes::new(), &server, 1).await.unwrap();
    let request = &server.requests()[0];
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    let signed = header(request, "authorization").unwrap();
    let scope = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/";
    assert!(signed.starts_with(scope) && signed.contains("/eu-west-1/ec2/aws4_request"));
    assert!(header(request, "x-amz-date").is_some());
    let agent = header(request, "user-agent").unwrap();
    assert!(agent.starts_with("aws-sdk-rust/"), "{agent}");
    assert!(header(request, "amz-sdk-invocation-id").is_some());
    assert_eq!(header(request, "amz-sdk-request"), Some("attempt=1; max=1"));
    let content = "application/x-www-form-urlencoded";
    assert_eq!(header(request, "content-type"), Some(content));
    // A compressed body would be read as what it is not.
    assert_eq!(header(request, "accept-encoding"), None);
    assert!(request.ends_with("\r\n\r\nAction=DescribeVolumes&Version=2016-11-15&MaxResults=1000"));
}

#[tokio::test]
async fn s3_is_signed_with_the_path_as_it_is_and_the_hash_of_the_body() {
    let versioning = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    let server = Server::new(vec![ok(versioning)]);
    let read = send(GetBucketVersioning::new("my.bucket"), &server, 1).await;
    assert_eq!(read.unwrap().status.as_deref(), Some("Enabled"));
    let request = &server.requests()[0];
    let line = "GET /my.bucket?versioning HTTP/1.1\r\n";
    assert!(request.starts_with(line), "{request}");
    let signed = header(request, "authorization").unwrap();
    assert!(signed.contains("/eu-west-1/s3/aws4_request"), "{signed}");
    // The hash of an empty body.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(header(request, "x-amz-content-sha256"), Some(empty));
    assert!(signed.contains("x-amz-content-sha256"), "{signed}");
}

#[tokio::test]
async fn json_is_sent_to_a_target_or_a_path() {
    let server = Server::new(vec![ok(r#"{"Instances": []}"#)]);
    send(ListInstances::new(), &server, 1).await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(
        header(request, "x-amz-target"),
        Some("SWBExternalService.ListInstances")
    );
    assert_eq!(
        header(request, "content-type"),
        Some("application/x-amz-json-1.1")
    );
    assert!(
        request.ends_with("\r\n\r\n{\"MaxResults\":100}"),
        "{request}"
    );

    let server = Server::new(vec![ok(r#"{"Regions": []}"#)]);
    send(ListRegions::new(), &server, 1).await.unwrap();
    let request = &server.requests()[0];
    assert!(
        request.starts_with("POST /listRegions HTTP/1.1\r\n"),
        "{request}"
    );
    assert_eq!(header(request, "content-type"), Some("application/json"));

    let server = Server::new(vec![ok(r#"{"analyzers": []}"#)]);
    let mut call = ListAnalyzers::new();
    (call.r#type, call.max_results) = (Some("A/ü".into()), Some(7));
    send(call, &server, 1).await.unwrap();
    let request = &server.requests()[0];
    let line = "GET /analyzer?maxResults=7&type=A%2F%C3%BC HTTP/1.1\r\n";
    assert!(request.starts_with(line), "{request}");
    assert!(request.ends_with("\r\n\r\n"), "{request}");
}

#[tokio::test]
async fn the_path_of_an_endpoint_remains() {
    let server = Server::new(vec![ok(r#"{"Regions": []}"#)]);
    let url = format!("{}/below/", server.url);
    let config = server.config(1).to_builder().endpoint_url(url).build();
    let client = Client::new(&config);
    ListRegions::new().send(&client).await.unwrap();
    let request = &server.requests()[0];
    let line = "POST /below/listRegions HTTP/1.1\r\n";
    assert!(request.starts_with(line), "{request}");
}

#[tokio::test]
async fn trouble_is_retried_and_throttling_too() {
    let throttled =
        "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>";
    let troubles = [
        status(500, "Internal Server Error", &[], ""),
        status(502, "Bad Gateway", &[], "<html>"),
        status(503, "Slow Down", &[], throttled),
        status(400, "Bad Request", &[], throttled),
        Reply::Reset,
    ];
    for trouble in troubles {
        let server = Server::new(vec![trouble.clone(), trouble.clone(), ok(EMPTY)]);
        let response = send(DescribeVolumes::new(), &server, 3).await;
        assert!(response.is_ok(), "{trouble:?}: {response:?}");
        assert_eq!(server.requests().len(), 3, "{trouble:?}");
        let server = Server::new(vec![trouble.clone()]);
        let response = send(DescribeVolumes::new(), &server, 2).await;
        assert!(
            response.is_err() && server.requests().len() == 2,
            "{trouble:?}"
        );
    }
    let server = Server::new(vec![status(403, "Forbidden", &[], "")]);
    assert!(send(DescribeVolumes::new(), &server, 3).await.is_err());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn adaptive_retries_work_as_well() {
    let throttled = r#"{"__type": "ThrottlingException"}"#;
    let slow = status(400, "Bad Request", &[], throttled);
    let server = Server::new(vec![slow, ok(r#"{"Instances": []}"#)]);
    let retries = RetryConfig::adaptive()
        .with_max_attempts(3)
        .with_initial_backoff(Duration::from_millis(1));
    let config = server.config(3).to_builder().retry_config(retries).build();
    assert!(
        ListInstances::new()
            .send(&Client::new(&config))
            .await
            .is_ok()
    );
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn silence_is_a_timeout() {
    let server = Server::new(vec![Reply::Silence(Duration::from_secs(5))]);
    let response = send(DescribeVolumes::new(), &server, 1).await;
    assert!(
        matches!(response, Err(SdkError::TimeoutError(_))),
        "{response:?}"
    );
}

#[tokio::test]
async fn a_refused_connection_is_a_dispatch_failure() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let config = server::base("eu-west-1").to_builder().endpoint_url(url);
    let config = config.retry_config(RetryConfig::disabled()).build();
    let response = DescribeVolumes::new().send(&Client::new(&config)).await;
    assert!(
        matches!(response, Err(SdkError::DispatchFailure(_))),
        "{response:?}"
    );
}

/// A body that is cut by the connection is retried, and then an error: never a shorter list.
#[tokio::test]
async fn a_body_that_is_cut_is_an_error() {
    let whole = volumes(&["a", "b"], "");
    let longer = (whole.len() + 9).to_string();
    let lengths = status(200, "OK", &[("content-length", &longer)], &whole);
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    let without_end = Reply::Bytes(format!("{head}{}", chunk(&whole)).into_bytes());
    for cut in [lengths, without_end] {
        let server = Server::new(vec![cut.clone(), ok(&whole)]);
        let response = send(DescribeVolumes::new(), &server, 2).await.unwrap();
        assert_eq!(response.volumes.len(), 2);
        let server = Server::new(vec![cut]);
        assert!(send(DescribeVolumes::new(), &server, 2).await.is_err());
        assert_eq!(server.requests().len(), 2);
    }
    // Cut by the sender, who says that it is whole.
    let (half, _) = whole.split_at(whole.rfind("<volumeId>").unwrap());
    let server = Server::new(vec![ok(half)]);
    let problem = malformed(send(DescribeVolumes::new(), &server, 3).await);
    assert!(problem.contains("volumeSet"), "{problem}");
    assert_eq!(server.requests().len(), 1, "the same would come again");
}

#[tokio::test]
async fn a_response_that_is_chunked_and_whole() {
    let whole = volumes(&["a", "b"], "");
    let (one, two) = whole.split_at(200);
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let body = format!("{head}{}{}0\r\n\r\n", chunk(one), chunk(two));
    let server = Server::new(vec![Reply::Bytes(body.into_bytes())]);
    let response = send(DescribeVolumes::new(), &server, 1).await.unwrap();
    assert_eq!(response.volumes.len(), 2);
}

#[tokio::test]
async fn pages_come_one_at_a_time_or_all_together() {
    let pages = || {
        vec![
            ok(&volumes(&["a"], "<nextToken>t&lt;1</nextToken>")),
            ok(&volumes(&["b"], "<nextToken>t2</nextToken>")),
            ok(&volumes(&["c"], "<nextToken/>")),
        ]
    };
    let server = Server::new(pages());
    let all = send(DescribeVolumes::new(), &server, 1).await.unwrap();
    let ids: Vec<_> = all.volumes.iter().map(|one| &*one.volume_id).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    let requests = server.requests();
    let end = |at: usize| requests[at].rsplit('&').next().unwrap().to_owned();
    assert_eq!(
        [end(0), end(1), end(2)],
        ["MaxResults=1000", "NextToken=t%3C1", "NextToken=t2"]
    );

    let server = Server::new(pages());
    let client = Client::new(&server.config(1));
    let mut pages = DescribeVolumes::new().pages(&client);
    for (at, id) in ["a", "b", "c"].into_iter().enumerate() {
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(page.volumes[0].volume_id, id);
        assert_eq!(server.requests().len(), at + 1, "one page at a time");
    }
    assert!(pages.next().await.is_none());
}

/// Pages that refer to each other, or go on for ever, are an error: not a list of some length.
#[tokio::test]
async fn pages_that_do_not_end_are_an_error() {
    let page = |token: &str| ok(&volumes(&["a"], &format!("<nextToken>{token}</nextToken>")));
    let to_itself = Server::new(vec![page("t")]);
    let problem = malformed(send(DescribeVolumes::new(), &to_itself, 1).await);
    assert!(problem.contains("read before"), "{problem}");
    assert_eq!(to_itself.requests().len(), 2);

    let in_a_circle = Server::new(vec![page("1"), page("2"), page("3"), page("1"), ok(EMPTY)]);
    let problem = malformed(send(DescribeVolumes::new(), &in_a_circle, 1).await);
    assert!(problem.contains("read before"), "{problem}");
    assert_eq!(in_a_circle.requests().len(), 4);

    let endless: Vec<_> = (0..20).map(|at| page(&at.to_string())).collect();
    let server = Server::new(endless);
    let client = Client::new(&server.config(1));
    let mut pages = DescribeVolumes::new().pages(&client).at_most(5);
    let mut results = Vec::new();
    while let Some(page) = pages.next().await {
        results.push(page);
    }
    assert_eq!(results.len(), 5);
    let problem = malformed(results.pop().unwrap());
    assert!(problem.contains("more than 5 pages"), "{problem}");
    assert!(results.iter().all(Result::is_ok));
}

/// What AWS says of an error, in each protocol: status, code, message and request id.
#[tokio::test]
async fn errors_keep_code_message_status_and_id() {
    fn facts<T: std::fmt::Debug>(result: Result<T, Error>) -> (u16, String) {
        let error = result.unwrap_err();
        let status = error.raw_response().map_or(0, |one| one.status().as_u16());
        let meta = error.meta();
        let words = [meta.code(), meta.message(), meta.extra("aws_request_id")];
        (status, words.map(Option::unwrap_or_default).join("|"))
    }
    let body = "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no &lt;you&gt;</Message></Error></Errors><RequestID>r</RequestID></Response>";
    let server = Server::new(vec![status(403, "Forbidden", &[], body)]);
    let result = send(DescribeVolumes::new(), &server, 1).await;
    assert_eq!(
        facts(result),
        (403, "UnauthorizedOperation|no <you>|r".into())
    );

    let body = "<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>";
    let server = Server::new(vec![status(
        403,
        "Forbidden",
        &[("x-amzn-requestid", "h")],
        body,
    )]);
    let result = send(DescribeDBInstances::new(), &server, 1).await;
    assert_eq!(facts(result), (403, "AccessDenied|no|h".into()));

    let body = r#"{"nested": {"code": "x"}, "__type": "com.amazon#AccessDeniedException", "Message": "none"}"#;
    let server = Server::new(vec![status(400, "Bad Request", &[], body)]);
    let result = send(ListInstances::new(), &server, 1).await;
    assert_eq!(facts(result), (400, "AccessDeniedException|none|".into()));

    let kind = ("x-amzn-errortype", "ValidationException:http://x/");
    let server = Server::new(vec![status(
        400,
        "Bad Request",
        &[kind],
        r#"{"message": "none"}"#,
    )]);
    let result = send(ListRegions::new(), &server, 1).await;
    assert_eq!(facts(result), (400, "ValidationException|none|".into()));

    for body in [
        "<html><body>Forbidden</body></html>",
        "",
        "{",
        "<Error><Code>",
    ] {
        let server = Server::new(vec![status(403, "Forbidden", &[], body)]);
        let result = send(DescribeVolumes::new(), &server, 1).await;
        assert_eq!(facts(result), (403, "||".into()), "{body}");
    }
}
