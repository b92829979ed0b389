//! Distributions as `CloudFront` describes them: answered, denied, absent.
use model::cloudfront::{
    AccessLogging, AccessLogs, Behavior, Behaviors, Distribution, Origin, OriginPolicy, OriginSort,
    Origins, ViewerPolicy,
};
use model::{Fact, Kind, Need, Observed, Reason};
use serde_json::to_value;

use super::READERS;
use crate::observe::{Seen, observe};
use crate::wire::{WireRequest, WireResponse, error, ok};

const NEEDS: &[Need] = &[AccessLogging::NEED, Behaviors::NEED, Origins::NEED];
const ARN: &str = "arn:aws:cloudfront::111122223333:distribution/E1";
const BEHAVIORS: &str = "<DefaultCacheBehavior><ViewerProtocolPolicy>https-only\
    </ViewerProtocolPolicy></DefaultCacheBehavior><CacheBehaviors><Quantity>0</Quantity>\
    </CacheBehaviors>";
const CUSTOM: &str = "<CustomOriginConfig><OriginProtocolPolicy>match-viewer</OriginProtocolPolicy>\
    <OriginSslProtocols><Quantity>1</Quantity><Items><SslProtocol>TLSv1.2</SslProtocol></Items>\
    </OriginSslProtocols></CustomOriginConfig>";

fn answer(
    origin: &'static str,
    legacy: bool,
    deliveries: &'static str,
) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static {
    move |request| match request.operation() {
        "DescribeDeliverySources" => ok(format!(
            r#"{{"deliverySources": [{{"name": "s", "logType": "ACCESS_LOGS", "resourceArns": ["{ARN}"]}}]}}"#
        )),
        "DescribeDeliveries" => ok(deliveries),
        path if path.contains("/tagging") => ok("<Tags><Items/></Tags>"),
        path if path.ends_with("/distribution/E1/config") => ok(format!(
            "<DistributionConfig><Logging><Enabled>{legacy}</Enabled></Logging></DistributionConfig>"
        )),
        _ => ok(format!(
            "<DistributionList><IsTruncated>false</IsTruncated><Items><DistributionSummary>\
             <Id>E1</Id><ARN>{ARN}</ARN>{BEHAVIORS}<Origins><Quantity>1</Quantity><Items><Origin>\
             <Id>web</Id>{origin}</Origin></Items></Origins></DistributionSummary></Items>\
             </DistributionList>"
        )),
    }
}

async fn read(answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static) -> Seen {
    observe::<Distribution>(READERS, NEEDS, answer).await
}

#[tokio::test]
async fn a_distribution_is_listed_with_its_facts() {
    let seen = read(answer(CUSTOM, true, "{}")).await;
    let behaviors = [Behavior {
        path: None,
        viewer: ViewerPolicy::HttpsOnly,
    }];
    let expected = Observed::Seen(to_value(behaviors).unwrap());
    assert_eq!(seen.value(&Behaviors::NEED), expected);
    let sort = OriginSort::Custom {
        policy: OriginPolicy::MatchViewer,
        tls: vec!["TLSv1.2".into()],
    };
    let id = "web".into();
    let expected = Observed::Seen(to_value([Origin { id, sort }]).unwrap());
    assert_eq!(seen.value(&Origins::NEED), expected);
}

#[tokio::test]
async fn logs_are_written_by_either_version() {
    let delivered = r#"{"deliveries": [{"deliverySourceName": "s"}]}"#;
    for (legacy, deliveries, expected) in [
        (true, "{}", AccessLogs::Legacy),
        (false, delivered, AccessLogs::Delivery),
        // A source without a delivery.
        (false, "{}", AccessLogs::Disabled),
    ] {
        let seen = read(answer(CUSTOM, legacy, deliveries)).await;
        let expected = Observed::Seen(to_value(expected).unwrap());
        assert_eq!(seen.value(&AccessLogging::NEED), expected);
    }
}

#[tokio::test]
async fn what_cloudfront_does_not_say_is_a_gap() {
    let seen = read(answer("", true, "{}")).await;
    assert!(seen.is_gap(&Origins::NEED, "configuration"));
    let denied = |_: &WireRequest| error(403, "AccessDenied");
    let seen = read(denied).await;
    let missed = Reason::Denied("cloudfront:ListDistributions".into());
    assert_eq!(seen.unlisted::<Distribution>(), missed);
    let none = "<DistributionList><IsTruncated>false</IsTruncated><Quantity>0</Quantity>\
        </DistributionList>";
    let seen = read(move |_| ok(none)).await;
    assert_eq!(seen.snapshot.count(Distribution::INFO), 0);
    assert!(seen.snapshot.unlisted(Distribution::INFO).is_empty());
}
