//! Hosted zones as Route 53 lists them: answered, denied, absent.
use model::route53::{HostedZone, HostedZoneTags, Private, QueryLogging};
use model::{Fact, Kind, Need, Observed, Reason};

use super::READERS;
use crate::observe::observe;
use crate::wire::{WireRequest, WireResponse, error, ok};

const NEEDS: &[Need] = &[Private::NEED, QueryLogging::NEED];
const GROUP: &str = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.com";

fn usual(request: &WireRequest) -> WireResponse {
    zones(request, "<Config><PrivateZone>false</PrivateZone></Config>")
}

fn zones(request: &WireRequest, config: &str) -> WireResponse {
    ok(match &request.path {
        path if path.contains("/queryloggingconfig") => format!(
            "<ListQueryLoggingConfigsResponse><QueryLoggingConfigs><QueryLoggingConfig>\
             <HostedZoneId>Z1</HostedZoneId><CloudWatchLogsLogGroupArn>{GROUP}\
             </CloudWatchLogsLogGroupArn></QueryLoggingConfig></QueryLoggingConfigs>\
             </ListQueryLoggingConfigsResponse>"
        ),
        path if path.contains("/tags/hostedzone/Z1") => "<ListTagsForResourceResponse>\
             <ResourceTagSet><Tags><Tag><Key>team</Key><Value>web</Value></Tag></Tags>\
             </ResourceTagSet></ListTagsForResourceResponse>"
            .into(),
        _ => format!(
            "<ListHostedZonesResponse><HostedZones><HostedZone><Id>/hostedzone/Z1</Id>{config}\
             </HostedZone></HostedZones><IsTruncated>false</IsTruncated></ListHostedZonesResponse>"
        ),
    })
}

#[tokio::test]
async fn a_hosted_zone_is_listed_with_its_facts() {
    let seen = observe::<HostedZone>(READERS, NEEDS, usual).await;
    let id = seen.snapshot.id_at(HostedZone::INFO, 0);
    assert_eq!(id, "arn:aws:route53:::hostedzone/Z1");
    assert_eq!(seen.value(&Private::NEED), Observed::Seen(false.into()));
    assert_eq!(
        seen.value(&QueryLogging::NEED),
        Observed::Seen(GROUP.into())
    );
    let tags = serde_json::json!({"team": "web"});
    assert_eq!(seen.value(&HostedZoneTags::NEED), Observed::Seen(tags));
}

#[tokio::test]
async fn what_route_53_does_not_say_is_a_gap() {
    let seen = observe::<HostedZone>(READERS, NEEDS, |request| zones(request, "")).await;
    assert!(seen.is_gap(&Private::NEED, "Config"));
    let seen = observe::<HostedZone>(READERS, NEEDS, |request| {
        match request.path.contains("/queryloggingconfig") {
            true => error(403, "AccessDenied"),
            false => usual(request),
        }
    })
    .await;
    let denied = Reason::Denied("route53:ListQueryLoggingConfigs".into());
    assert_eq!(seen.value(&QueryLogging::NEED), Observed::Missed(denied));
}
