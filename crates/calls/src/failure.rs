//! Errors that AWS returns.
use std::fmt;

use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::{json, xml};

/// AWS's error code and message; the request's id is among the extras.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failure(ErrorMetadata);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl std::error::Error for Failure {}
impl ProvideErrorMetadata for Failure {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

/// The extra that is the request's id, named as in the official clients.
pub const REQUEST_ID: &str = "aws_request_id";

/// What an error response says; nothing where it cannot be read.
pub(crate) fn read(headers: &Headers, body: &[u8]) -> Failure {
    let [mut code, message, mut id] = if body.trim_ascii_start().first() == Some(&b'{') {
        json::texts(
            body,
            [
                &["code", "__type", "Code"],
                &["message", "Message", "errorMessage"],
                &[],
            ],
        )
    } else {
        xml::texts(
            &String::from_utf8_lossy(body),
            [&["Code"], &["Message"], &["RequestId", "RequestID"]],
        )
    };
    // Services that moved from awsQuery to JSON keep the codes of before in a header.
    let header = |name| headers.get(name).map(ToOwned::to_owned);
    let query_code = header("x-amzn-query-error");
    code = query_code.or_else(|| header("x-amzn-errortype")).or(code);
    id = header("x-amzn-requestid")
        .or_else(|| header("x-amz-request-id"))
        .or(id);
    let mut meta = ErrorMetadata::builder();
    if let Some(code) = code.as_deref() {
        // `namespace#Code:http://...`, and `Code;Sender`.
        let code = code.split([':', ';']).next().unwrap_or_default();
        meta = meta.code(code.rsplit('#').next().unwrap_or_default());
    }
    if let Some(message) = message {
        meta = meta.message(message);
    }
    if let Some(id) = id {
        meta = meta.custom(REQUEST_ID, id);
    }
    Failure(meta.build())
}
