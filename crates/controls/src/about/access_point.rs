//! A request on its way through an access point to the bucket behind it.
use model::s3::Point;
use policy::{Context, Document, Policies, Policy, Request};

/// The keys by which S3 tells that a request comes by an access point.
const POINT_KEYS: [&str; 3] = [
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "s3:AccessPointNetworkOrigin",
];

/// Whether a bucket policy tells requests that come by an access point apart.
pub(crate) fn speaks_of_points(document: &Document) -> bool {
    let conditions = document.statements.iter().flat_map(|one| &one.conditions);
    let mut keys = conditions.map(|condition| condition.key.as_str());
    keys.any(|key| {
        POINT_KEYS
            .iter()
            .any(|point_key| point_key.eq_ignore_ascii_case(key))
    })
}

/// What S3 tells of a request that comes by an access point, as far as it is known beforehand.
pub(crate) fn point_keys(point: &Point, account: &str) -> Context {
    let values = [account, point.arn.as_str(), "Internet"];
    POINT_KEYS.into_iter().zip(values).collect()
}

/// A request to an access point as the bucket's policy sees it.
pub(crate) fn beyond(request: &Request, point: &str, bucket: &str) -> Request {
    let rest = request.resource.strip_prefix(point).unwrap_or_default();
    let object = rest.strip_prefix("/object").unwrap_or(rest);
    Request {
        resource: format!("{bucket}{object}"),
        ..request.clone()
    }
}

/// Whether a policy lets a stranger's request through, whatever its own account says.
pub(crate) fn is_allowed(request: &Request, policy: &Policy) -> bool {
    let everything = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let everything = Document::parse(everything).map(|parsed| parsed.document);
    let everything = Policy::new(&everything.unwrap_or_default());
    let anonymous = request.caller.account().is_none();
    let policies = Policies {
        identity: if anonymous {
            Vec::new()
        } else {
            vec![&everything]
        },
        resource: Some(policy),
        ..Policies::default()
    };
    policy::authorize(request, &policies).is_allowed()
}
