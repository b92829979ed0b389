//! Queries of a public hosted zone are logged. Private ones have no query logs of their own: those of
//! their VPCs are the resolver's (Route 53 Developer Guide, "Public DNS query logging").
use model::route53::{HostedZone, Private, QueryLogging};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::ROUTE53;

pub(super) const CONTROL: Control<HostedZone> = Control {
    id: "logging.route53-query-log",
    title: "Query logging of the public hosted zone is enabled",
    severity: Severity::Medium,
    why: "Query logs record which names of the domain resolvers ask for. They show reconnaissance, and \
          names that should exist no more.",
    fix: Fix::new(
        "aws route53 create-query-logging-config --hosted-zone-id {name} \
          --cloud-watch-logs-log-group-arn LOG-GROUP-ARN",
    ),
    responsibility: ROUTE53.detection("enable query logging of public hosted zones"),
    needs: &[Private::NEED, QueryLogging::NEED],
    judge: |zone, _| {
        if *zone.see::<Private>()? {
            return not_applicable("the hosted zone is private");
        }
        let logged = zone.see::<QueryLogging>()?.is_some();
        holds_if(logged, "query logging is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    let of = |(private, group): (bool, Option<&str>)| {
        crate::testing::given::<HostedZone>()
            .with::<Private>(private)
            .with::<QueryLogging>(group.map(String::from))
    };
    let group = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.com";
    crate::testing::table_of(&CONTROL, of)
        .passes("enabled", (false, Some(group)))
        .fails("disabled", (false, None))
        .exempt("private", (true, None))
        .unread::<Private>((false, Some(group)))
        .unread::<QueryLogging>((false, Some(group)))
        .check();
}
