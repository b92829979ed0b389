//! Bad responses.
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::wire::{Reply, WireRequest, WireResponse, error, error_of, ok};

/// How a request is responded to, instead of well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    Denied,
    InternalError,
    Throttled,
    Reset,
    Short,
    Empty,
    EmptyObject,
    OtherRoot,
    OtherObject,
    Html(u16),
    ErrorIn200,
    /// In hundredths of its length.
    Cut(usize),
    EndlessSameToken,
    EndlessFreshTokens,
    Stalled,
}

impl Bad {
    pub const ALL: [Self; 19] = [
        Self::Denied,
        Self::InternalError,
        Self::Throttled,
        Self::Reset,
        Self::Short,
        Self::Empty,
        Self::EmptyObject,
        Self::OtherRoot,
        Self::OtherObject,
        Self::Html(200),
        Self::Html(403),
        Self::Html(404),
        Self::Html(503),
        Self::ErrorIn200,
        Self::Cut(50),
        Self::Cut(90),
        Self::EndlessSameToken,
        Self::EndlessFreshTokens,
        Self::Stalled,
    ];

    /// The response to a request that would have been responded to like this; `count` counts them.
    pub fn reply(self, request: &WireRequest, good: WireResponse, count: &AtomicUsize) -> Reply {
        const HTML: &str = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please<br></body></html>";
        const NOTHING: &[(&str, &str)] = &[];
        let number = count.fetch_add(1, Relaxed);
        let head = request.method == "HEAD";
        let json = good.2.starts_with('{');
        Reply::Response(match self {
            // A request without credentials is not denied: it has no body that could say more.
            Self::Denied if head => (400, NOTHING, String::new()),
            Self::Denied if json => error_of(request, 400, "AccessDeniedException"),
            Self::Denied => error(403, "AccessDenied"),
            Self::InternalError => of(request, json, 500, "InternalError"),
            Self::Throttled if json => error_of(request, 400, "ThrottlingException"),
            Self::Throttled => error(503, "SlowDown"),
            Self::Reset => return Reply::Reset,
            Self::Short if good.2.is_empty() => return Reply::Reset,
            Self::Short => return Reply::Short(good),
            // What has no body cannot have a bad one.
            _ if head && !matches!(self, Self::Html(_) | Self::Stalled) => good,
            Self::Empty => (200, NOTHING, String::new()),
            Self::EmptyObject => ok("{}"),
            Self::OtherRoot => {
                ok("<OtherResponse><OtherResult><Other/></OtherResult></OtherResponse>")
            }
            Self::OtherObject => ok(r#"{"Other": [], "NextPage": null}"#),
            Self::Html(status) => (
                status,
                NOTHING,
                if head { String::new() } else { HTML.into() },
            ),
            Self::ErrorIn200 if json => (200, NOTHING, error_of(request, 200, "InternalError").2),
            Self::ErrorIn200 => {
                ok("<Error><Code>InternalError</Code><Message>try again</Message></Error>")
            }
            Self::Cut(hundredths) => cut(good, hundredths),
            Self::EndlessSameToken => endless(request, good, "again"),
            Self::EndlessFreshTokens => endless(request, good, &format!("token-{number}")),
            Self::Stalled => return Reply::Stalled,
        })
    }
}

fn of(request: &WireRequest, json: bool, status: u16, code: &str) -> WireResponse {
    if json {
        error_of(request, status, code)
    } else {
        error(status, code)
    }
}

fn cut((status, headers, body): WireResponse, hundredths: usize) -> WireResponse {
    let end = body.len() * hundredths / 100;
    let end = (0..=end).rev().find(|end| body.is_char_boundary(*end));
    (status, headers, body[..end.unwrap_or_default()].to_owned())
}

/// The same, with a token for one more page, under all the names that AWS has for one.
fn endless(request: &WireRequest, good: WireResponse, token: &str) -> WireResponse {
    let (status, headers, body) = good;
    // A document of its owner's, and no list.
    if request.path.contains("?policy") || status != 200 {
        return (status, headers, body);
    }
    let body = if let Some(members) = body.strip_prefix('{') {
        format!(
            r#"{{"NextToken": "{token}", "nextToken": "{token}", "NextMarker": "{token}", "Truncated": true{}{members}"#,
            if members == "}" { "" } else { ", " }
        )
    } else {
        let more = format!(
            "<Marker>{token}</Marker><NextToken>{token}</NextToken>\
                 <ContinuationToken>{token}</ContinuationToken><IsTruncated>true</IsTruncated>"
        );
        let body = body.replace("<IsTruncated>false</IsTruncated>", "");
        let end = body
            .rfind("Result>")
            .filter(|_| body.ends_with("Response>"));
        let end = end
            .and_then(|end| body[..end].rfind("</"))
            .or_else(|| body.rfind("</"));
        end.map_or_else(
            || body.clone(),
            |end| format!("{}{more}{}", &body[..end], &body[end..]),
        )
    };
    (status, headers, body)
}
