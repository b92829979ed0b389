//! Load balancers of Elastic Load Balancing: Application, Network, Gateway and Classic Load
//! Balancers. Two APIs describe them, of one service and with one sort of ARN.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A load balancer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadBalancer;
impl Kind for LoadBalancer {
    type In = Region;
    const ID: &'static str = "elb.load-balancer";
    const SERVICE: &'static Service = &roster::ELB;
    const LIST: &'static [&'static str] = &["elasticloadbalancing:DescribeLoadBalancers"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("elasticloadbalancing", "loadbalancer/"));
    const TAGS: Option<Tagged> = tagged::<LoadBalancerTags>();
}

/// The four types of load balancers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BalancerType {
    /// An Application Load Balancer.
    Application,
    /// A Network Load Balancer.
    Network,
    /// A Gateway Load Balancer.
    Gateway,
    /// A Classic Load Balancer.
    Classic,
}

impl BalancerType {
    /// The type of the load balancer of this ARN, whose name begins with it; that of a Classic Load
    /// Balancer is its name alone (Service Authorization Reference, "Elastic Load Balancing").
    #[must_use]
    pub fn of(arn: &str) -> Self {
        let name = arn
            .split_once(":loadbalancer/")
            .map_or("", |(_, name)| name);
        match name.split_once('/') {
            Some(("app", _)) => Self::Application,
            Some(("net", _)) => Self::Network,
            Some(("gwy", _)) => Self::Gateway,
            _ => Self::Classic,
        }
    }
}

/// A listener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Listener {
    /// The port on which it listens.
    pub port: i32,
    /// As Elastic Load Balancing writes it, as `HTTPS`, `TLS`, `SSL` or `TCP_UDP`.
    pub protocol: String,
    /// What the rules of an HTTP listener of an Application Load Balancer do, the default rule last;
    /// empty of every other listener.
    pub rules: Vec<RuleAction>,
}

/// What a rule does with a request in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleAction {
    /// It redirects to HTTPS.
    RedirectsToHttps,
    /// It returns a response that is the same for every request.
    FixedResponse,
    /// It forwards the request, or redirects it without HTTPS.
    Other,
}

/// The listeners of the load balancer.
#[derive(Debug)]
pub struct Listeners;
impl Fact for Listeners {
    type Of = LoadBalancer;
    type Value = Vec<Listener>;
    const ID: &'static str = "elb.load-balancer.listeners";
    const READS: &'static [&'static str] = &[
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
    ];
}

/// How a listener negotiates TLS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Negotiation {
    /// The port on which the listener listens.
    pub port: i32,
    /// Its security policy.
    pub policy: SecurityPolicy,
}

/// The security policy of a listener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecurityPolicy {
    /// One of AWS, of this name.
    Predefined(String),
    /// One of the account, which Classic Load Balancers alone have: the protocols that it enables,
    /// as `TLSv1.2`.
    Custom(Vec<String>),
}

/// How each listener that terminates TLS negotiates it.
#[derive(Debug)]
pub struct Negotiations;
impl Fact for Negotiations {
    type Of = LoadBalancer;
    type Value = Vec<Negotiation>;
    const ID: &'static str = "elb.load-balancer.security-policies";
    const READS: &'static [&'static str] = &[
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancerPolicies",
    ];
}

/// Where access logs go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessLogs {
    /// Nowhere.
    Disabled,
    /// To a bucket, by an attribute of the load balancer.
    Bucket,
    /// Wherever a delivery of `CloudWatch` Logs takes them.
    Delivery,
}

/// Whether access logs are written; `None` of a Gateway Load Balancer, which has none.
#[derive(Debug)]
pub struct AccessLogging;
impl Fact for AccessLogging {
    type Of = LoadBalancer;
    type Value = Option<AccessLogs>;
    const ID: &'static str = "elb.load-balancer.access-logs";
    const READS: &'static [&'static str] = &[
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "logs:DescribeDeliverySources",
        "logs:DescribeDeliveries",
    ];
}

/// The tags of the load balancer.
#[derive(Debug)]
pub struct LoadBalancerTags;
impl Fact for LoadBalancerTags {
    type Of = LoadBalancer;
    type Value = Tags;
    const ID: &'static str = "elb.load-balancer.tags";
    const READS: &'static [&'static str] = &["elasticloadbalancing:DescribeTags"];
}
