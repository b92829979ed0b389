//! Listeners encrypt: HTTP listeners of an Application Load Balancer redirect by every rule that does
//! not return a fixed response, and by one at least; other listeners use TLS (Security Hub, ELB.1, ELB.3
//! and ELB.18). UDP has no listener with TLS, and QUIC is encrypted by itself.
use model::elb::{Listener, Listeners, LoadBalancer, RuleAction};
use model::{Control, Fact, Fix, Severity};

use crate::about::verdicts::{holds_unless, joined, not_applicable};
use crate::duties::ELB;

pub(super) const CONTROL: Control<LoadBalancer> = Control {
    id: "encryption.elb-https",
    title: "HTTP listeners redirect to HTTPS, and the other listeners use TLS",
    severity: Severity::Medium,
    why: "What clients send to a listener without TLS can be read and changed on the way. A redirect takes \
          browsers to HTTPS before they send anything else.",
    fix: Fix::new(
        "aws elbv2 modify-listener --region {region} --listener-arn LISTENER-ARN --default-actions \
          'Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}'",
    ),
    responsibility: ELB.data("add listeners with certificates, and redirect HTTP to them"),
    needs: &[Listeners::NEED],
    judge: |balancer, _| {
        let listeners = balancer.see::<Listeners>()?.iter();
        let mut listeners = listeners.filter(|one| !is_without_tls(one)).peekable();
        if listeners.peek().is_none() {
            return not_applicable("no listener could use HTTPS or TLS");
        }
        let clear = listeners.filter(|one| !encrypts(one));
        let clear = joined(clear.map(|one| format!("{} {}", one.protocol, one.port)));
        holds_unless(clear.map(|names| format!("listeners accept clear text: {names}")))
    },
    remedy: None,
};

/// Whether it is of a sort that TLS does not exist for.
fn is_without_tls(listener: &Listener) -> bool {
    ["GENEVE", "UDP"].contains(&&*listener.protocol)
}

fn encrypts(listener: &Listener) -> bool {
    let redirects = |rule: &RuleAction| *rule == RuleAction::RedirectsToHttps;
    let other = |rule: &RuleAction| *rule == RuleAction::Other;
    match &*listener.protocol {
        "HTTPS" | "TLS" | "SSL" | "QUIC" => true,
        _ => listener.rules.iter().any(redirects) && !listener.rules.iter().any(other),
    }
}

#[test]
fn cases() {
    use RuleAction::{FixedResponse, Other, RedirectsToHttps};
    let one = |protocol: &str, rules: &[RuleAction]| Listener {
        port: 80,
        protocol: protocol.into(),
        rules: rules.to_vec(),
    };
    let only = |protocol: &str| vec![one(protocol, &[])];
    let http = |rules: &[RuleAction]| vec![one("HTTPS", &[]), one("HTTP", rules)];
    crate::testing::table::<Listeners>(&CONTROL)
        .passes("HTTPS", only("HTTPS"))
        .passes("TLS", only("TLS"))
        .passes("SSL", only("SSL"))
        .passes("QUIC", only("QUIC"))
        .passes("the default action redirects", http(&[RedirectsToHttps]))
        .passes("all rules do", http(&[RedirectsToHttps, RedirectsToHttps]))
        .passes("a rule does", http(&[RedirectsToHttps, FixedResponse]))
        .fails("another rule forwards", http(&[Other, RedirectsToHttps]))
        .fails("the default action forwards", http(&[Other]))
        .fails("no rule redirects", http(&[FixedResponse]))
        .fails("HTTP of a classic one", only("HTTP"))
        .fails("TCP", only("TCP"))
        .fails("TCP beside UDP", only("TCP_UDP"))
        .exempt("UDP", only("UDP"))
        .exempt("a gateway", only("GENEVE"))
        .exempt("no listener", vec![])
        .check();
}
