//! An account that has one of everything, as AWS sends it.
use crate::iam::tests::credentials::live;
use crate::wire::{ACCOUNT, WireRequest, WireResponse, error, ok};

/// What is asked for, whatever it is asked about: the service's host and its name for the operation, or how the request
/// differs from others.
pub(super) fn operation(request: &WireRequest) -> String {
    let service = match &*request.host {
        host if host.contains(".s3-control.") => "s3-control",
        host if host.contains("s3.") => "s3",
        host => host.split('.').next().unwrap_or_default(),
    };
    let name = request.operation();
    if name != request.path {
        return format!("{service} {name}");
    }
    let (path, query) = name.split_once('?').unwrap_or((name, ""));
    // Parameters with a value are tokens and names, and no part of it either.
    let query = query
        .split('&')
        .find(|one| !one.contains('=') || one.ends_with('='));
    let query = query.unwrap_or_default();
    let path: Vec<_> = match service {
        "s3" => Vec::new(),
        // The names of access points are no part of the operation.
        _ => path
            .split('/')
            .filter(|part| !matches!(*part, "alpha" | "abroad"))
            .collect(),
    };
    format!("{service} {} {}?{query}", request.method, path.join("/"))
}

/// As AWS responds.
pub(super) fn good(request: &WireRequest) -> WireResponse {
    match operation(request).split(' ').next() {
        Some("s3") => bucket(request),
        Some("s3-control") => control(request),
        Some("kms") => key(request),
        _ => live(request),
    }
}

const BLOCK: &str = "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>\
    <BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets>";
const POLICY: &str =
    r#"{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}"#;

fn bucket(request: &WireRequest) -> WireResponse {
    let query = request.path.split_once('?').map_or("", |(_, query)| query);
    let word = query.split(['&', '=']).next().unwrap_or_default();
    ok(match word {
        _ if request.method == "HEAD" && request.host.starts_with("copies.") => {
            return (403, &[("x-amz-bucket-region", "us-west-2"), ("x-amz-request-id", "1")], String::new());
        }
        _ if request.method == "HEAD" => return (404, &[("x-amz-request-id", "1")], String::new()),
        "policy" => POLICY.to_owned(),
        "acl" => "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList><Grant><Grantee \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>o</ID></Grantee>\
             <Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>"
            .into(),
        "location" => "<LocationConstraint>eu-west-1</LocationConstraint>".into(),
        "encryption" => "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
             <SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>\
             </ServerSideEncryptionConfiguration>"
            .into(),
        "lifecycle" => "<LifecycleConfiguration><Rule><ID>old</ID><Status>Enabled</Status></Rule></LifecycleConfiguration>".into(),
        "logging" => "<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix>a</TargetPrefix>\
             </LoggingEnabled></BucketLoggingStatus>"
            .into(),
        "notification" => "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>".into(),
        "ownershipControls" => "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>".into(),
        "replication" => "<ReplicationConfiguration><Role>r</Role><Rule><ID>1</ID><Status>Enabled</Status><Destination>\
             <Bucket>arn:aws:s3:::copies</Bucket></Destination></Rule></ReplicationConfiguration>"
            .into(),
        "tagging" => "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>".into(),
        "versioning" => "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>".into(),
        "website" => return error(404, "NoSuchWebsiteConfiguration"),
        "object-lock" => "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>".into(),
        "publicAccessBlock" => format!("<PublicAccessBlockConfiguration>{BLOCK}</PublicAccessBlockConfiguration>"),
        // One of them is listed without its Region, as S3 does at times.
        _ => "<ListAllMyBucketsResult><Buckets><Bucket><Name>bravo</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>\
             <Bucket><Name>copies</Name></Bucket></Buckets></ListAllMyBucketsResult>"
            .into(),
    })
}

fn control(request: &WireRequest) -> WireResponse {
    let path = request.path.split('?').next().unwrap_or_default();
    ok(match path {
        path if path.ends_with("publicAccessBlock") => {
            format!("<PublicAccessBlockConfiguration>{BLOCK}</PublicAccessBlockConfiguration>")
        }
        path if path.ends_with("mrap/instances/abroad/policy") => format!(
            "<GetMultiRegionAccessPointPolicyResult><Policy><Established><Policy>{POLICY}</Policy></Established>\
             </Policy></GetMultiRegionAccessPointPolicyResult>"
        ),
        path if path.ends_with("mrap/instances") => format!(
            "<ListMultiRegionAccessPointsResult><AccessPoints><AccessPoint><Name>abroad</Name><Alias>abroad.mrap</Alias>\
             <PublicAccessBlock>{BLOCK}</PublicAccessBlock><Regions><Region><Bucket>bravo</Bucket></Region></Regions>\
             </AccessPoint></AccessPoints></ListMultiRegionAccessPointsResult>"
        ),
        path if path.ends_with("/policy") => {
            format!(
                "<GetAccessPointPolicyResult><Policy>{POLICY}</Policy></GetAccessPointPolicyResult>"
            )
        }
        path if path.ends_with("accesspoint/alpha") => format!(
            "<GetAccessPointResult><Name>alpha</Name><Bucket>bravo</Bucket><NetworkOrigin>VPC</NetworkOrigin>\
             <VpcConfiguration><VpcId>vpc-1</VpcId></VpcConfiguration><PublicAccessBlockConfiguration>{BLOCK}\
             </PublicAccessBlockConfiguration></GetAccessPointResult>"
        ),
        _ => format!(
            "<ListAccessPointsResult><AccessPointList><AccessPoint><Name>alpha</Name><NetworkOrigin>VPC</NetworkOrigin>\
             <Bucket>bravo</Bucket><AccessPointArn>arn:aws:s3:eu-west-1:{ACCOUNT}:accesspoint/alpha</AccessPointArn>\
             </AccessPoint></AccessPointList></ListAccessPointsResult>"
        ),
    })
}

fn key(request: &WireRequest) -> WireResponse {
    let arn = format!("arn:aws:kms:eu-west-1:{ACCOUNT}:key/1");
    ok(match request.operation() {
        "ListKeys" => format!(r#"{{"Keys": [{{"KeyArn": "{arn}"}}]}}"#),
        "GetKeyPolicy" => r#"{"Policy": "{\"Statement\": []}", "PolicyName": "default"}"#.into(),
        "ListGrants" => format!(
            r#"{{"Grants": [{{"GrantId": "g", "Operations": ["Decrypt"],
            "GranteePrincipal": "arn:aws:iam::{ACCOUNT}:role/r"}}], "Truncated": false}}"#
        ),
        "GetKeyRotationStatus" => r#"{"KeyRotationEnabled": true}"#.into(),
        "ListResourceTags" => r#"{"Tags": [{"TagKey": "a", "TagValue": "b"}]}"#.into(),
        _ => format!(
            r#"{{"KeyMetadata": {{"KeyId": "1", "Arn": "{arn}", "KeyManager": "CUSTOMER", "KeyState": "Enabled",
            "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS", "MultiRegion": false}}}}"#
        ),
    })
}
