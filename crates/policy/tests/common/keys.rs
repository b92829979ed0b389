//! Keys, the operators they are used with, and values for them.

use super::TEXT;

/// A key, the operators used on it, and the values it is compared with.
pub type Key = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

pub const KEYS: &[Key] = &[
    (
        "aws:PrincipalOrgID",
        TEXT,
        &["o-mine", "o-other", "o-*", "O-MINE"],
    ),
    (
        "aws:PrincipalOrgPaths",
        &["StringLike", "StringNotLike"],
        &["o-mine/r-1/ou-1/*", "o-other/*", "*"],
    ),
    (
        "aws:PrincipalArn",
        &["ArnLike", "ArnNotLike", "StringEquals", "StringNotLike"],
        &[
            "arn:aws:iam::333344445555:role/app",
            "arn:aws:iam::*:role/app",
            "arn:aws:iam::222233334444:*",
        ],
    ),
    (
        "aws:PrincipalAccount",
        TEXT,
        &["111122223333", "333344445555", "3333*"],
    ),
    ("aws:SourceVpce", TEXT, &["vpce-1", "vpce-2", "vpce-*"]),
    (
        "aws:SourceIp",
        &["IpAddress", "NotIpAddress"],
        &["203.0.113.0/24", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32"],
    ),
    ("aws:SecureTransport", &["Bool"], &["true", "false"]),
    (
        "aws:PrincipalTag/team",
        TEXT,
        &["red", "blue", "${aws:username}"],
    ),
    (
        "aws:SourceAccount",
        TEXT,
        &["111122223333", "333344445555", "${aws:ResourceAccount}"],
    ),
    (
        "aws:SourceArn",
        &["ArnLike", "ArnNotLike"],
        &[
            "arn:aws:sns:*:333344445555:*",
            "arn:aws:s3:::bucket",
            "arn:aws:sns:*:*:t",
        ],
    ),
    ("s3:prefix", TEXT, &["x/*", "x/", "home/${aws:username}"]),
    ("aws:TagKeys", TEXT, &["a", "b", "c*"]),
    (
        "s3:max-keys",
        &[
            "NumericLessThan",
            "NumericGreaterThanEquals",
            "NumericNotEquals",
        ],
        &["1", "10", "10.5"],
    ),
    (
        "aws:CurrentTime",
        &["DateGreaterThan", "DateLessThanEquals"],
        &["2026-01-01T00:00:00Z", "2020-06-01"],
    ),
    ("aws:PrincipalIsAWSService", &["Bool"], &["true", "false"]),
    ("aws:ViaAWSService", &["Bool"], &["true", "false"]),
    (
        "aws:userid",
        TEXT,
        &["AIDAEXAMPLE0000000001", "AROAEXAMPLE0000000001:*"],
    ),
    ("aws:username", TEXT, &["ann", "a*"]),
    ("aws:Referer", TEXT, &["https://example.com/*"]),
];
