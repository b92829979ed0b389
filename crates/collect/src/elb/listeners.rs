//! The listeners of Application, Network and Gateway Load Balancers: one call a load balancer, and
//! one for the rules of each HTTP listener.
use std::sync::Arc;

use calls::Call;
use calls::elbv2::describe_listeners::{self, DescribeListeners};
use calls::elbv2::describe_rules::{Action, DescribeRules};
use model::elb::{
    BalancerType, Listener, Listeners, Negotiation, Negotiations, RuleAction, SecurityPolicy,
};

use super::{classic, client};
use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Dated, Draw};
use crate::shared::Shared;

/// What both facts are drawn from.
struct Described(Vec<describe_listeners::Listener>);

async fn described(aws: &Aws, at: &At) -> Dated<Arc<Described>> {
    Shared::get(aws, &at.id, || describe(aws, at)).await
}

async fn describe(aws: &Aws, at: &At) -> Answer<Described> {
    let call = DescribeListeners {
        load_balancer_arn: Some(at.id.to_string()),
        ..DescribeListeners::new()
    };
    let response = call.send(&client(aws, at.region.as_deref())).await?;
    Ok(Described(response.listeners))
}

impl Draw for Listeners {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<Listener>> {
        if BalancerType::of(&at.id) == BalancerType::Classic {
            return classic::listeners(aws, at).await;
        }
        let Dated { at: began, answer } = described(aws, at).await;
        let answer = match answer {
            Ok(all) => with_rules(aws, at, &all.0).await,
            Err(fault) => Err(fault),
        };
        Dated { at: began, answer }
    }
}

async fn with_rules(
    aws: &Aws,
    at: &At,
    all: &[describe_listeners::Listener],
) -> Answer<Vec<Listener>> {
    let mut listeners = Vec::new();
    for one in all {
        let (port, protocol) = ends(at, one)?;
        let rules = match protocol {
            "HTTP" => rules(aws, at, &one.listener_arn).await?,
            _ => Vec::new(),
        };
        let protocol = protocol.to_owned();
        listeners.push(Listener {
            port,
            protocol,
            rules,
        });
    }
    Ok(listeners)
}

/// Port and protocol; the one listener of a Gateway Load Balancer has no settings for them (Gateway
/// Load Balancers, "Listeners").
fn ends<'a>(at: &At, one: &'a describe_listeners::Listener) -> Answer<(i32, &'a str)> {
    match BalancerType::of(&at.id) {
        BalancerType::Gateway => Ok((6081, "GENEVE")),
        _ => Ok((
            present(one.port, "Port")?,
            present(one.protocol.as_deref(), "Protocol")?,
        )),
    }
}

async fn rules(aws: &Aws, at: &At, listener: &str) -> Answer<Vec<RuleAction>> {
    let call = DescribeRules {
        listener_arn: Some(listener.into()),
        ..DescribeRules::new()
    };
    let sent = call.send(&client(aws, at.region.as_deref())).await;
    let action = "elasticloadbalancing:DescribeRules";
    let response = sent.map_err(|error| Fault::from(error).of(action))?;
    let rules = response.rules.into_iter();
    rules
        .map(|rule| {
            present(rule.actions, "Actions")?.last().map_or_else(
                || Err(Fault::odd("a rule has no action")),
                |last| Ok(action_of(last)),
            )
        })
        .collect()
}

/// What the last action of a rule does: it ends the request, those before it authenticate (Elastic
/// Load Balancing API reference, `Action`).
fn action_of(last: &Action) -> RuleAction {
    let redirect = last.redirect_config.as_ref();
    let to = redirect.and_then(|redirect| redirect.protocol.as_deref());
    match (&*last.r#type, to) {
        ("redirect", Some("HTTPS")) => RuleAction::RedirectsToHttps,
        ("fixed-response", _) => RuleAction::FixedResponse,
        _ => RuleAction::Other,
    }
}

impl Draw for Negotiations {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<Negotiation>> {
        match BalancerType::of(&at.id) {
            BalancerType::Classic => classic::negotiations(aws, at).await,
            _ => described(aws, at).await.draw(|all| {
                let negotiations = all.0.iter().map(|one| negotiation(at, one));
                negotiations.filter_map(Result::transpose).collect()
            }),
        }
    }
}

/// How a listener negotiates TLS, if it terminates it.
fn negotiation(at: &At, one: &describe_listeners::Listener) -> Answer<Option<Negotiation>> {
    let (port, protocol) = ends(at, one)?;
    if !["HTTPS", "TLS"].contains(&protocol) {
        return Ok(None);
    }
    let policy = present(one.ssl_policy.clone(), "SslPolicy")?;
    let policy = SecurityPolicy::Predefined(policy);
    Ok(Some(Negotiation { port, policy }))
}
