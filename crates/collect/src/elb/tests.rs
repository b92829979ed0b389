//! Load balancers as Elastic Load Balancing describes them: answered, denied, absent.
use model::elb::{
    AccessLogging, AccessLogs, Listener, Listeners, LoadBalancer, Negotiation, Negotiations,
    RuleAction, SecurityPolicy,
};
use model::{Fact, Kind, Need, Observed, Reason};
use serde_json::to_value;

use super::READERS;
use crate::observe::{Seen, observe, observe_one};
use crate::wire::{WireRequest, WireResponse, error, error_of, ok};

const NEEDS: &[Need] = &[AccessLogging::NEED, Listeners::NEED, Negotiations::NEED];
const HERE: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333";
const CLASSIC: &str = "2012-06-01";

/// A response of one of the two APIs.
fn body(operation: &str, result: &str) -> WireResponse {
    ok(format!(
        "<{operation}Response><{operation}Result>{result}</{operation}Result></{operation}Response>"
    ))
}

/// An Application Load Balancer with an HTTP and an HTTPS listener.
fn application(request: &WireRequest) -> WireResponse {
    let operation = request.operation();
    let result = match operation {
        _ if request.host.starts_with("logs") => return ok("{}"),
        "DescribeLoadBalancers" if request.body.contains(CLASSIC) => {
            "<LoadBalancerDescriptions/>".into()
        }
        "DescribeLoadBalancers" => format!(
            "<LoadBalancers><member><LoadBalancerArn>{HERE}:loadbalancer/app/web/1\
             </LoadBalancerArn></member></LoadBalancers>"
        ),
        "DescribeListeners" => "<Listeners><member><ListenerArn>l1</ListenerArn>\
             <Protocol>HTTP</Protocol><Port>80</Port></member><member><ListenerArn>l2</ListenerArn>\
             <Protocol>HTTPS</Protocol><Port>443</Port><SslPolicy>ELBSecurityPolicy-2016-08\
             </SslPolicy></member></Listeners>"
            .into(),
        "DescribeRules" => "<Rules><member><Actions><member><Type>redirect</Type><RedirectConfig>\
             <Protocol>HTTPS</Protocol></RedirectConfig></member></Actions></member>\
             <member><Actions><member><Type>authenticate-oidc</Type></member>\
             <member><Type>forward</Type></member></Actions></member>\
             <member><Actions><member><Type>redirect</Type><RedirectConfig>\
             <Protocol>#{protocol}</Protocol></RedirectConfig></member></Actions></member></Rules>"
            .into(),
        "DescribeLoadBalancerAttributes" => "<Attributes/>".into(),
        "DescribeTags" => "<TagDescriptions><member><Tags/></member></TagDescriptions>".into(),
        other => panic!("unexpected {other}"),
    };
    body(operation, &result)
}

/// A Classic Load Balancer with an HTTPS listener, and the attributes of its security policy.
fn classic(attributes: &'static str) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync {
    move |request| {
        let operation = request.operation();
        let result = match operation {
            "DescribeLoadBalancers" if request.body.contains(CLASSIC) => {
                "<LoadBalancerDescriptions><member><LoadBalancerName>web</LoadBalancerName>\
                 <ListenerDescriptions><member><Listener><Protocol>https</Protocol>\
                 <LoadBalancerPort>443</LoadBalancerPort></Listener>\
                 <PolicyNames><member>sticky</member><member>tls</member></PolicyNames>\
                 </member></ListenerDescriptions></member></LoadBalancerDescriptions>"
                    .into()
            }
            "DescribeLoadBalancers" => "<LoadBalancers/>".to_owned(),
            "DescribeLoadBalancerPolicies" => format!(
                "<PolicyDescriptions><member><PolicyName>tls</PolicyName>\
                 <PolicyTypeName>SSLNegotiationPolicyType</PolicyTypeName>\
                 <PolicyAttributeDescriptions>{attributes}</PolicyAttributeDescriptions>\
                 </member></PolicyDescriptions>"
            ),
            "DescribeLoadBalancerAttributes" => "<LoadBalancerAttributes><AccessLog>\
                 <Enabled>true</Enabled></AccessLog></LoadBalancerAttributes>"
                .into(),
            "DescribeTags" => "<TagDescriptions><member><Tags/></member></TagDescriptions>".into(),
            other => panic!("unexpected {other}"),
        };
        body(operation, &result)
    }
}

fn negotiations(policy: SecurityPolicy) -> Observed<serde_json::Value> {
    Observed::Seen(to_value([Negotiation { port: 443, policy }]).unwrap())
}

async fn read(answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Seen {
    observe::<LoadBalancer>(READERS, NEEDS, answer).await
}

#[tokio::test]
async fn rules_are_read_of_http_listeners_alone() {
    let seen = read(application).await;
    let listeners = [
        Listener {
            port: 80,
            protocol: "HTTP".into(),
            rules: vec![
                RuleAction::RedirectsToHttps,
                RuleAction::Other,
                RuleAction::Other,
            ],
        },
        Listener {
            port: 443,
            protocol: "HTTPS".into(),
            rules: vec![],
        },
    ];
    let expected = Observed::Seen(to_value(listeners).unwrap());
    assert_eq!(seen.value(&Listeners::NEED), expected);
    let policy = SecurityPolicy::Predefined("ELBSecurityPolicy-2016-08".into());
    assert_eq!(seen.value(&Negotiations::NEED), negotiations(policy));
    let disabled = Observed::Seen(to_value(Some(AccessLogs::Disabled)).unwrap());
    assert_eq!(seen.value(&AccessLogging::NEED), disabled);
    assert_eq!(seen.calls(|one| one.operation() == "DescribeRules"), 1);
    assert_eq!(seen.calls(|one| one.operation() == "DescribeListeners"), 1);
}

#[tokio::test]
async fn a_delivery_logs_as_well_as_an_attribute() {
    let source = format!(
        r#"{{"deliverySources": [{{"name": "s", "logType": "ALB_ACCESS_LOGS",
            "resourceArns": ["{HERE}:loadbalancer/app/web/1"]}}]}}"#
    );
    let answer = move |request: &WireRequest| match request.operation() {
        "DescribeDeliverySources" => ok(source.clone()),
        "DescribeDeliveries" => ok(r#"{"deliveries": [{"deliverySourceName": "s"}]}"#),
        _ => application(request),
    };
    let seen = read(answer).await;
    let expected = Observed::Seen(to_value(Some(AccessLogs::Delivery)).unwrap());
    assert_eq!(seen.value(&AccessLogging::NEED), expected);
}

#[tokio::test]
async fn a_classic_one_is_read_by_its_own_api() {
    let reference = "<member><AttributeName>Reference-Security-Policy</AttributeName>\
         <AttributeValue>ELBSecurityPolicy-TLS-1-2-2017-01</AttributeValue></member>\
         <member><AttributeName>Protocol-TLSv1</AttributeName>\
         <AttributeValue>true</AttributeValue></member>";
    let seen = read(classic(reference)).await;
    let arn = format!("{HERE}:loadbalancer/web");
    assert_eq!(seen.snapshot.id_at(LoadBalancer::INFO, 0), arn);
    let policy = SecurityPolicy::Predefined("ELBSecurityPolicy-TLS-1-2-2017-01".into());
    assert_eq!(seen.value(&Negotiations::NEED), negotiations(policy));
    let bucket = Observed::Seen(to_value(Some(AccessLogs::Bucket)).unwrap());
    assert_eq!(seen.value(&AccessLogging::NEED), bucket);
    let custom = "<member><AttributeName>Protocol-TLSv1.2</AttributeName>\
         <AttributeValue>true</AttributeValue></member><member><AttributeName>Protocol-TLSv1\
         </AttributeName><AttributeValue>false</AttributeValue></member>";
    let seen = observe_one::<LoadBalancer>(READERS, NEEDS, &arn, classic(custom)).await;
    let policy = SecurityPolicy::Custom(vec!["TLSv1.2".into()]);
    assert_eq!(seen.value(&Negotiations::NEED), negotiations(policy));
    let seen = read(classic("")).await;
    assert!(seen.is_gap(&Negotiations::NEED, "no protocol"));
}

#[tokio::test]
async fn what_is_denied_is_missed_by_its_own_permission() {
    for (operation, need) in [
        ("DescribeListeners", Listeners::NEED),
        ("DescribeRules", Listeners::NEED),
        ("DescribeLoadBalancerAttributes", AccessLogging::NEED),
        ("DescribeDeliveries", AccessLogging::NEED),
    ] {
        let answer = move |request: &WireRequest| match request.operation() == operation {
            true if operation == "DescribeDeliveries" => {
                error_of(request, 400, "AccessDeniedException")
            }
            true => error(403, "AccessDenied"),
            false => application(request),
        };
        let service = match operation {
            "DescribeDeliveries" => "logs",
            _ => "elasticloadbalancing",
        };
        let denied = Reason::Denied(format!("{service}:{operation}").into());
        let seen = read(answer).await;
        assert_eq!(seen.value(&need), Observed::Missed(denied), "{operation}");
    }
}

#[tokio::test]
async fn one_that_is_no_more_is_gone() {
    for name in ["web", "app/web/1"] {
        let arn = format!("{HERE}:loadbalancer/{name}");
        let gone = |_: &WireRequest| error(400, "LoadBalancerNotFound");
        let seen = observe_one::<LoadBalancer>(READERS, NEEDS, &arn, gone).await;
        assert_eq!(seen.snapshot.all_gone().count(), 1, "{name}");
    }
}
