//! The rates that AWS publishes.
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

/// What a token bucket holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limit {
    /// Tokens a second.
    pub per_second: f64,
    /// How many tokens it holds.
    pub burst: u32,
}

/// An operation in a Region, as a request names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Operation {
    /// The endpoint, without the name of a bucket or account before it.
    host: Box<str>,
    /// AWS's name for the operation where the request carries it; else method, and what of path or query distinguishes operations.
    name: Box<str>,
}

/// Who has a rate.
enum Of {
    /// Each of these operations its own.
    Each(&'static [&'static str]),
    /// Each operation of the service its own.
    Any,
    /// All operations of the service one together.
    All,
}

/// One published rate: how the endpoint begins, whose it is, tokens a second, burst.
type Row = (&'static str, Of, f64, u32);

/// Per account and Region. Sources: Organizations User Guide, "Quotas and service limits"; KMS Developer Guide,
/// "Request quotas"; EC2 Developer Guide, "Request throttling for the Amazon EC2 API"; Elastic Load Balancing API, "Request
/// throttling"; ECS API Reference, "Request throttling"; CloudWatch Logs User Guide, "CloudWatch Logs quotas"; Lambda
/// Developer Guide, "Lambda quotas"; CloudTrail User Guide, "Quotas in AWS CloudTrail". S3 and IAM publish none.
const LIMITS: &[Row] = &[
    (
        "organizations.",
        Of::Each(&["DescribeOrganization"]),
        1.0,
        2,
    ),
    ("organizations.", Of::Each(&["DescribePolicy"]), 2.0, 2),
    (
        "organizations.",
        Of::Each(&["ListParents", "ListPoliciesForTarget"]),
        5.0,
        8,
    ),
    ("organizations.", Of::Each(&["ListAccounts"]), 8.0, 12),
    ("kms.", Of::Each(&["ListKeys", "ListAliases"]), 500.0, 500),
    (
        "kms.",
        Of::Each(&["GetKeyRotationStatus", "GetKeyPolicy"]),
        1000.0,
        1000,
    ),
    (
        "kms.",
        Of::Each(&["DescribeKey", "ListResourceTags"]),
        2000.0,
        2000,
    ),
    ("kms.", Of::Each(&["ListGrants"]), 100.0, 100),
    ("ec2.", Of::Any, 20.0, 100),
    ("elasticloadbalancing.", Of::All, 10.0, 40),
    ("ecs.", Of::Any, 20.0, 50),
    ("logs.", Of::Each(&["DescribeLogGroups"]), 10.0, 10),
    ("logs.", Of::Each(&["ListTagsForResource"]), 5.0, 5),
    (
        "logs.",
        Of::Each(&["DescribeMetricFilters", "DescribeSubscriptionFilters"]),
        5.0,
        5,
    ),
    ("lambda.", Of::All, 15.0, 15),
    ("cloudtrail.", Of::All, 10.0, 10),
];

impl Operation {
    pub fn of(request: &HttpRequest) -> Self {
        let uri = request.uri();
        let after = uri.split_once("://").map_or(uri, |(_, rest)| rest);
        let end = after.find(['/', '?']).unwrap_or(after.len());
        let (host, path) = after.split_at_checked(end).unwrap_or((after, ""));
        Self {
            host: endpoint(host).into(),
            name: named(request).unwrap_or_else(|| by_path(request.method(), path)),
        }
    }

    /// The rate that AWS publishes for it, and whose bucket its tokens are in. An endpoint of the owner's own has none.
    pub fn limit(&self) -> Option<(Limit, Self)> {
        let of_aws = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];
        if !of_aws.iter().any(|end| self.host.ends_with(end)) {
            return None;
        }
        let (_, of, per_second, burst) = LIMITS.iter().find(|(host, of, ..)| {
            let has = match of {
                Of::Each(names) => names.contains(&&*self.name),
                Of::Any | Of::All => true,
            };
            has && self.host.starts_with(host)
        })?;
        let (per_second, burst) = (*per_second, *burst);
        let mut whose = self.clone();
        if matches!(of, Of::All) {
            whose.name = Box::default();
        }
        Some((Limit { per_second, burst }, whose))
    }
}

/// The endpoint of a host: S3 puts the bucket, S3 Control the account before it.
fn endpoint(host: &str) -> &str {
    let services = [".s3.", ".s3-control."];
    let at = services.iter().find_map(|service| host.rfind(service));
    at.and_then(|at| host.get(at + 1..)).unwrap_or(host)
}

/// The operation's name, where the protocol sends it.
fn named(request: &HttpRequest) -> Option<Box<str>> {
    let target = request.headers().get("x-amz-target");
    let target = target.and_then(|target| target.rsplit('.').next());
    let form = || {
        let body = request.body().bytes()?.strip_prefix(b"Action=")?;
        std::str::from_utf8(body.split(|byte| *byte == b'&').next()?).ok()
    };
    target.or_else(form).map(Into::into)
}

/// The first parameter of a query without a value (S3: `?acl`), else the first two parts of the path.
fn by_path(method: &str, path: &str) -> Box<str> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parameters = query.split('&').filter(|one| !one.is_empty());
    let bare = parameters.find(|one| !one.contains('=') || one.ends_with('='));
    let parts = || {
        path.split('/')
            .filter(|part| !part.is_empty())
            .take(2)
            .collect::<Vec<_>>()
    };
    match bare {
        Some(parameter) => format!("{method} ?{}", parameter.trim_end_matches('=')),
        None => format!("{method} {}", parts().join("/")),
    }
    .into()
}
