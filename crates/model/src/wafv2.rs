//! Web ACLs of AWS WAF.
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A web ACL: of a Region, or in us-east-1 one for CloudFront.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebAcl;
impl Kind for WebAcl {
    type In = Region;
    const ID: &'static str = "wafv2.web-acl";
    const SERVICE: &'static Service = &roster::WAFV2;
    const LIST: &'static [&'static str] = &["wafv2:ListWebACLs"];
    const ARN: Option<ArnShape> =
        Some(ArnShape::new("wafv2", "regional/webacl/").or("global/webacl/"));
    const TAGS: Option<Tagged> = tagged::<WebAclTags>();
}

/// Whether a logging configuration exists: the account's own, or one that Security Lake or `CloudWatch`
/// manages.
#[derive(Debug)]
pub struct Logging;
impl Fact for Logging {
    type Of = WebAcl;
    type Value = bool;
    const ID: &'static str = "wafv2.web-acl.logging";
    const READS: &'static [&'static str] = &["wafv2:ListLoggingConfigurations"];
}

/// The tags of the web ACL.
#[derive(Debug)]
pub struct WebAclTags;
impl Fact for WebAclTags {
    type Of = WebAcl;
    type Value = Tags;
    const ID: &'static str = "wafv2.web-acl.tags";
    const READS: &'static [&'static str] = &["wafv2:ListTagsForResource"];
}
