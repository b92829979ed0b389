//! Access logs of the load balancer are written, to a bucket or by a delivery of `CloudWatch` Logs. A Network
//! Load Balancer logs requests to TLS listeners alone (Network Load Balancers, "Access logs").
use model::elb::{AccessLogging, AccessLogs, BalancerType, Listeners, LoadBalancer};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::about::verdicts::not_applicable;
use crate::duties::ELB;

pub(super) const CONTROL: Control<LoadBalancer> = Control {
    id: "logging.elb-access-log",
    title: "Access logs are enabled",
    severity: Severity::Medium,
    why: "Access logs record who requested what from which address. Without them, attacks on what is behind \
          the load balancer cannot be reconstructed.",
    fix: Fix::new(
        "aws elbv2 modify-load-balancer-attributes --region {region} --load-balancer-arn {arn} --attributes \
          Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value=LOG-BUCKET",
    ),
    responsibility: ELB.detection("enable access logs, and let the service write to the bucket"),
    needs: &[AccessLogging::NEED, Listeners::NEED],
    judge: |balancer, _| {
        let Some(logs) = *balancer.see::<AccessLogging>()? else {
            return not_applicable("a Gateway Load Balancer has no access logs");
        };
        let enabled = logs != AccessLogs::Disabled;
        if !enabled && BalancerType::of(balancer.id()) == BalancerType::Network {
            let mut listeners = balancer.see::<Listeners>()?.iter();
            if !listeners.any(|one| one.protocol == "TLS") {
                return not_applicable(
                    "a Network Load Balancer logs requests to TLS listeners alone",
                );
            }
        }
        holds_if(enabled, "access logs are disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{Given, named, table_of};
    use model::elb::Listener;
    let of = |(name, logs, protocol): (&str, Option<AccessLogs>, &str)| -> Given<LoadBalancer> {
        let arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer";
        let listener = Listener {
            port: 443,
            protocol: protocol.into(),
            rules: vec![],
        };
        named(&format!("{arn}/{name}"))
            .with::<AccessLogging>(logs)
            .with::<Listeners>(vec![listener])
    };
    let (off, bucket) = (Some(AccessLogs::Disabled), Some(AccessLogs::Bucket));
    table_of(&CONTROL, of)
        .passes("to a bucket", ("app/web/1", bucket, "HTTPS"))
        .passes(
            "delivered",
            ("net/web/1", Some(AccessLogs::Delivery), "TLS"),
        )
        .passes("classic", ("web", bucket, "HTTPS"))
        .fails("disabled", ("app/web/1", off, "HTTP"))
        .fails("disabled of a classic one", ("web", off, "TCP"))
        .fails("disabled of TLS", ("net/web/1", off, "TLS"))
        .exempt("no TLS listener", ("net/web/1", off, "TCP"))
        .exempt("a gateway", ("gwy/web/1", None, "GENEVE"))
        .unread::<AccessLogging>(("app/web/1", off, "HTTP"))
        .unread::<Listeners>(("net/web/1", off, "TLS"))
        .check();
}
