//! Every listener that terminates TLS has a security policy that AWS recommends; a custom one of a
//! Classic Load Balancer enables TLS 1.2 alone. A policy that is newer than the lists is not assessed.
use model::elb::{BalancerType, LoadBalancer, Negotiation, Negotiations, SecurityPolicy};
use model::{Control, Fact, Fix, Reason, Severity, any_broken, holds_if};

use crate::about::security_policy::is_recommended;
use crate::about::verdicts::not_applicable;
use crate::duties::ELB;

pub(super) const CONTROL: Control<LoadBalancer> = Control {
    id: "encryption.elb-tls-policy",
    title: "TLS listeners use a recommended security policy",
    severity: Severity::Medium,
    why: "The security policy of a listener decides which protocols and ciphers it accepts. Old ones, such as \
          TLS 1.0, have weaknesses that let others read or change the traffic.",
    fix: Fix::new(
        "aws elbv2 modify-listener --region {region} --listener-arn LISTENER-ARN \
          --ssl-policy ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    ),
    responsibility: ELB.data("choose the security policy of each listener, and renew the choice"),
    needs: &[Negotiations::NEED],
    judge: |balancer, _| {
        let negotiations = balancer.see::<Negotiations>()?;
        if negotiations.is_empty() {
            return not_applicable("no listener terminates TLS");
        }
        let classic = BalancerType::of(balancer.id()) == BalancerType::Classic;
        any_broken(negotiations.iter().map(|one| {
            let policy = name(one);
            let Some(recommended) = is_recommended(&one.policy, classic) else {
                let why = format!("{policy} is newer than the known security policies");
                return Err(balancer.gap::<Negotiations>(Reason::failed(why)));
            };
            let fault = format!("the listener on port {} uses {policy}", one.port);
            holds_if(recommended, fault)
        }))
    },
    remedy: None,
};

fn name(negotiation: &Negotiation) -> String {
    match &negotiation.policy {
        SecurityPolicy::Predefined(name) => format!("`{name}`"),
        SecurityPolicy::Custom(protocols) => format!("a policy with {}", protocols.join(", ")),
    }
}

#[test]
fn cases() {
    use crate::testing::{Given, named, table_of};
    let is = |name: &str| SecurityPolicy::Predefined(format!("ELBSecurityPolicy-{name}"));
    let own = |protocols: &[&str]| {
        SecurityPolicy::Custom(protocols.iter().map(|&one| one.into()).collect())
    };
    let of = |(name, policies): (&str, Vec<SecurityPolicy>)| -> Given<LoadBalancer> {
        let arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer";
        let one = |policy| Negotiation { port: 443, policy };
        named(&format!("{arn}/{name}"))
            .with::<Negotiations>(policies.into_iter().map(one).collect())
    };
    let (alb, classic) = ("app/web/1", "web");
    let (good, old) = (is("TLS13-1-2-Res-PQ-2025-09"), is("2016-08"));
    let unknown = is("TLS14-2031-01");
    table_of(&CONTROL, of)
        .passes("recommended", (alb, vec![good.clone()]))
        .passes("of a classic one", (classic, vec![is("TLS-1-2-2017-01")]))
        .passes("TLS 1.2 alone", (classic, vec![own(&["TLSv1.2"])]))
        .fails(
            "TLS 1.0 is accepted",
            (alb, vec![good.clone(), old.clone()]),
        )
        .fails("no longer recommended", (alb, vec![is("TLS-1-2-2017-01")]))
        .fails("old beside unknown", (alb, vec![unknown.clone(), old]))
        .fails("custom", (classic, vec![own(&["TLSv1", "TLSv1.2"])]))
        .gap("unknown", (alb, vec![good, unknown]))
        .exempt("no TLS", (alb, vec![]))
        .unread::<Negotiations>((alb, vec![]))
        .check();
}
