//! Events of Elastic Load Balancing, each in its own Region: of two APIs whose events have one source and
//! partly the same names. One names load balancers by ARN, the other Classic Load Balancers by name. What
//! names a listener or a rule alone asks for a sweep.
use model::elb::{AccessLogging, Listeners, LoadBalancer, LoadBalancerTags, Negotiations};
use model::{AccountRef, Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const BALANCER: About = About::Resource {
    kind: LoadBalancer::INFO,
    named: &[
        "/responseElements/loadBalancers/0/loadBalancerArn",
        "/responseElements/listeners/0/loadBalancerArn",
        "/requestParameters/loadBalancerArn",
        "/requestParameters/loadBalancerName",
        "/requestParameters/resourceArns/0",
        "/requestParameters/loadBalancerNames/0",
    ],
    arn: |account, region, name| {
        let AccountRef { id, partition } = account;
        format!("arn:{partition}:elasticloadbalancing:{region}:{id}:loadbalancer/{name}")
    },
};

const LISTENERS: &[Need] = &[Listeners::NEED, Negotiations::NEED];
const RULES: &[Need] = &[Listeners::NEED];
const POLICIES: &[Need] = &[Negotiations::NEED];
const ATTRIBUTES: &[Need] = &[AccessLogging::NEED];
const TAGS: &[Need] = &[LoadBalancerTags::NEED];

const fn row(name: &'static str, effect: Effect, facts: &'static [Need]) -> Row {
    Row {
        service: "elasticloadbalancing",
        name,
        about: BALANCER,
        facts: Facts::These(facts),
        effect,
    }
}

const fn all(name: &'static str, effect: Effect) -> Row {
    let facts = Facts::All;
    Row {
        facts,
        ..row(name, effect, &[])
    }
}

const fn somewhere(name: &'static str, effect: Effect, facts: &'static [Need]) -> Row {
    let about = About::Account;
    Row {
        about,
        ..row(name, effect, facts)
    }
}

pub(crate) const ROWS: &[Row] = &[
    all("CreateLoadBalancer", Sets),
    all("DeleteLoadBalancer", Repairs),
    row("CreateListener", Breaks, LISTENERS),
    row("ModifyListener", Sets, LISTENERS),
    somewhere("DeleteListener", Repairs, LISTENERS),
    somewhere("CreateRule", Sets, RULES),
    somewhere("ModifyRule", Sets, RULES),
    somewhere("DeleteRule", Sets, RULES),
    row("CreateLoadBalancerListeners", Breaks, LISTENERS),
    row("DeleteLoadBalancerListeners", Repairs, LISTENERS),
    row("SetLoadBalancerPoliciesOfListener", Sets, POLICIES),
    row("ModifyLoadBalancerAttributes", Sets, ATTRIBUTES),
    row("AddTags", Sets, TAGS),
    row("RemoveTags", Sets, TAGS),
];
