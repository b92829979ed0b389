//! VPCs and flow logs as EC2 describes them: answered, denied, absent.
use model::vpc::{FlowLog, FlowLogs, Traffic, Vpc, VpcTags};
use model::{Fact, Kind, Need, Observed, Reason};

use super::READERS;
use crate::observe::{observe, observe_one};
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[FlowLogs::NEED];

fn vpcs(owner: &str) -> WireResponse {
    ok(format!(
        "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId><ownerId>{owner}</ownerId>\
         </item></vpcSet></DescribeVpcsResponse>"
    ))
}

fn flow_logs(rows: &[(&str, &str)]) -> WireResponse {
    let rows = rows.iter().map(|(of, rest)| {
        format!("<item><flowLogId>fl-1</flowLogId><resourceId>{of}</resourceId>{rest}</item>")
    });
    let rows: String = rows.collect();
    ok(format!(
        "<DescribeFlowLogsResponse><flowLogSet>{rows}</flowLogSet></DescribeFlowLogsResponse>"
    ))
}

const ALL: &str = "<flowLogStatus>ACTIVE</flowLogStatus><trafficType>ALL</trafficType>";

fn usual(request: &WireRequest) -> WireResponse {
    match request.operation() {
        "DescribeVpcs" => vpcs("111122223333"),
        "DescribeFlowLogs" => flow_logs(&[("vpc-1", ALL), ("subnet-1", ALL), ("vpc-2", ALL)]),
        other => panic!("unexpected {other}"),
    }
}

#[tokio::test]
async fn a_vpc_has_its_own_flow_logs_alone() {
    let seen = observe::<Vpc>(READERS, NEEDS, usual).await;
    let log = FlowLog {
        id: "fl-1".into(),
        active: true,
        traffic: Traffic::All,
        delivered: None,
    };
    let expected = serde_json::to_value([log]).unwrap();
    assert_eq!(seen.value(&FlowLogs::NEED), Observed::Seen(expected));
    assert_eq!(
        seen.value(&VpcTags::NEED),
        Observed::Seen(serde_json::json!({}))
    );
    assert_eq!(seen.calls(|_| true), 2);
}

#[tokio::test]
async fn what_ec2_does_not_say_is_a_gap() {
    let seen = observe::<Vpc>(READERS, NEEDS, |request| match request.operation() {
        "DescribeFlowLogs" => flow_logs(&[("vpc-1", "<flowLogStatus>ACTIVE</flowLogStatus>")]),
        _ => usual(request),
    })
    .await;
    assert!(seen.is_gap(&FlowLogs::NEED, "TrafficType"));
    let seen = observe::<Vpc>(READERS, NEEDS, |request| match request.operation() {
        "DescribeFlowLogs" => error_of(request, 403, "UnauthorizedOperation"),
        _ => usual(request),
    })
    .await;
    let denied = Reason::Denied("ec2:DescribeFlowLogs".into());
    assert_eq!(seen.value(&FlowLogs::NEED), Observed::Missed(denied));
}

#[tokio::test]
async fn a_vpc_of_another_account_is_left_out_and_a_missing_one_gone() {
    let seen = observe::<Vpc>(READERS, NEEDS, |request| match request.operation() {
        "DescribeVpcs" => vpcs("444455556666"),
        _ => usual(request),
    })
    .await;
    assert_eq!(seen.snapshot.count(Vpc::INFO), 0);
    assert!(seen.snapshot.unlisted(Vpc::INFO).is_empty());
    let arn = "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-9";
    let gone = |request: &WireRequest| error_of(request, 400, "InvalidVpcID.NotFound");
    let seen = observe_one::<Vpc>(READERS, NEEDS, arn, gone).await;
    assert_eq!(seen.snapshot.all_gone().count(), 1);
}
