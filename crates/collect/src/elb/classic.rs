//! Classic Load Balancers: an API of its own, which describes them with their listeners.
use std::collections::HashMap;
use std::sync::Arc;

use calls::Call;
use calls::elb::Client;
use calls::elb::describe_load_balancer_attributes::DescribeLoadBalancerAttributes;
use calls::elb::describe_load_balancer_policies::{
    DescribeLoadBalancerPolicies, PolicyDescription,
};
use calls::elb::describe_load_balancers::{
    DescribeLoadBalancers, ListenerDescription, LoadBalancerDescription,
};
use model::Kind;
use model::elb::{Listener, LoadBalancer, Negotiation, SecurityPolicy};

use crate::Aws;
use crate::fault::{Answer, Fault, absent, present};
use crate::reader::{At, Collected, Dated};
use crate::shared::Shared;

/// Descriptions by name: of all in a Region, or of one that was named.
struct Descriptions(HashMap<String, LoadBalancerDescription>);

fn client(aws: &Aws, region: &str) -> Client {
    aws.client(Some(region), Client::new)
}

async fn descriptions(aws: &Aws, region: &str, name: Option<&str>) -> Dated<Arc<Descriptions>> {
    let about = format!("{region}/{}", name.unwrap_or_default());
    Shared::get(aws, &about, || describe(aws, region, name)).await
}

async fn describe(aws: &Aws, region: &str, name: Option<&str>) -> Answer<Descriptions> {
    let call = DescribeLoadBalancers {
        load_balancer_names: name.map(|name| vec![name.into()]),
        ..DescribeLoadBalancers::new()
    };
    let sent = call.send(&client(aws, region)).await;
    let response = absent(sent, LoadBalancer::GONE)?;
    let rows = response.map(|response| response.load_balancer_descriptions);
    let rows = rows.into_iter().flatten();
    let named = rows.map(|row| (row.load_balancer_name.clone(), row));
    Ok(Descriptions(named.collect()))
}

/// The ARNs of all in a Region, or of the one of this ARN if it exists.
pub(super) async fn list(aws: &Aws, region: &str, only: Option<&str>) -> Answer<Vec<String>> {
    let name = only.map(|arn| LoadBalancer::INFO.name(arn));
    let all = descriptions(aws, region, name).await.answer?;
    let (partition, account) = (&aws.account().partition, &aws.account().id);
    let arn = |name: &String| {
        format!("arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{name}")
    };
    Ok(all.0.keys().map(arn).collect())
}

/// Draws from the listeners of one.
async fn draw<T>(
    aws: &Aws,
    at: &At,
    how: impl FnOnce(&[ListenerDescription]) -> Answer<T>,
) -> Dated<T> {
    let region = at.region.as_deref().unwrap_or_default();
    let name = aws.is_about_named().then(|| at.name());
    descriptions(aws, region, name).await.draw(|all| {
        let own = all.0.get(at.name());
        let own = own.ok_or_else(|| Fault::odd("the list does not contain it"))?;
        how(present(
            own.listener_descriptions.as_deref(),
            "ListenerDescriptions",
        )?)
    })
}

/// Its listeners.
pub(super) async fn listeners(aws: &Aws, at: &At) -> Dated<Vec<Listener>> {
    let listener = |one: &ListenerDescription| {
        let listener = present(one.listener.as_ref(), "Listener")?;
        Ok(Listener {
            port: listener.load_balancer_port,
            protocol: listener.protocol.to_uppercase(),
            rules: Vec::new(),
        })
    };
    draw(aws, at, |all| all.iter().map(listener).collect()).await
}

/// How its listeners negotiate TLS.
pub(super) async fn negotiations(aws: &Aws, at: &At) -> Dated<Vec<Negotiation>> {
    let terminates = |one: &ListenerDescription| {
        let listener = present(one.listener.as_ref(), "Listener")?;
        let is_tls = ["HTTPS", "SSL"].contains(&&*listener.protocol.to_uppercase());
        let policies = one.policy_names.clone();
        let policies = is_tls
            .then(|| present(policies, "PolicyNames"))
            .transpose()?;
        Ok(policies.map(|policies| (listener.load_balancer_port, policies)))
    };
    let drawn = draw(aws, at, |all| {
        all.iter()
            .filter_map(|one| terminates(one).transpose())
            .collect()
    });
    let Dated { at: began, answer } = drawn.await;
    let answer = match answer {
        Ok(listeners) => negotiated(aws, at, listeners).await,
        Err(fault) => Err(fault),
    };
    Dated { at: began, answer }
}

async fn negotiated(
    aws: &Aws,
    at: &At,
    listeners: Vec<(i32, Vec<String>)>,
) -> Answer<Vec<Negotiation>> {
    if listeners.is_empty() {
        return Ok(Vec::new());
    }
    let call = DescribeLoadBalancerPolicies {
        load_balancer_name: Some(at.name().into()),
        ..DescribeLoadBalancerPolicies::new()
    };
    let region = at.region.as_deref().unwrap_or_default();
    let sent = call.send(&client(aws, region)).await;
    let action = "elasticloadbalancing:DescribeLoadBalancerPolicies";
    let response = sent.map_err(|error| Fault::from(error).of(action))?;
    let policies = response.policy_descriptions;
    let negotiation = |(port, names): (i32, Vec<String>)| {
        let mut own = policies
            .iter()
            .filter(|one| names.contains(&one.policy_name));
        let negotiates = |one: &&PolicyDescription| {
            one.policy_type_name.as_deref() == Some("SSLNegotiationPolicyType")
        };
        let own = present(own.find(negotiates), "the security policy of a listener")?;
        let policy = security_policy(own)?;
        Ok(Negotiation { port, policy })
    };
    listeners.into_iter().map(negotiation).collect()
}

/// A predefined policy has its name in an attribute (Classic Load Balancers, "Update the SSL
/// negotiation configuration").
fn security_policy(policy: &PolicyDescription) -> Answer<SecurityPolicy> {
    let attributes = policy.policy_attribute_descriptions.as_deref();
    let attributes = present(attributes, "PolicyAttributeDescriptions")?.iter();
    let mut attributes = attributes.filter_map(|one| {
        Some((
            one.attribute_name.as_deref()?,
            one.attribute_value.as_deref()?,
        ))
    });
    let reference = |(name, _): &(&str, &str)| *name == "Reference-Security-Policy";
    if let Some((_, name)) = attributes.clone().find(reference) {
        return Ok(SecurityPolicy::Predefined(name.into()));
    }
    let enabled = attributes.by_ref().filter(|(_, value)| *value == "true");
    let protocols = enabled.filter_map(|(name, _)| name.strip_prefix("Protocol-"));
    let protocols: Vec<_> = protocols.map(String::from).collect();
    match protocols.is_empty() {
        true => Err(Fault::odd("a security policy enables no protocol")),
        false => Ok(SecurityPolicy::Custom(protocols)),
    }
}

/// Whether access logs go to a bucket.
pub(super) async fn logs_to_bucket(aws: &Aws, at: &At) -> Answer<bool> {
    let call = DescribeLoadBalancerAttributes::new(at.name());
    let region = at.region.as_deref().unwrap_or_default();
    let response = call.send(&client(aws, region)).await?;
    let log = response.load_balancer_attributes.access_log;
    present(log.and_then(|log| log.enabled), "AccessLog.Enabled")
}
