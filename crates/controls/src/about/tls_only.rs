//! Denying requests without TLS.

/// The statement that denies requests without TLS. Its `Sid` keeps it from being added twice.
pub(crate) fn statement(arn: &str) -> serde_json::Value {
    serde_json::json!({
        "Sid": "BailiwickTlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, format!("{arn}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    })
}
