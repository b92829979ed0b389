//! No network interface of the instance has a public IPv4 address.
use model::ec2::{Instance, PublicAddresses};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::EC2;

pub(super) const CONTROL: Control<Instance> = Control {
    id: "network.instance-public-ip",
    title: "The instance has no public IPv4 address",
    severity: Severity::High,
    why: "An instance with a public address can be reached from the internet as soon as a route, a \
          network ACL and a security group allow it.",
    fix: Fix::new("aws ec2 disassociate-address --region {region} --association-id ASSOCIATION"),
    responsibility: EC2
        .network("place instances in private subnets, behind a load balancer or NAT"),
    needs: &[PublicAddresses::NEED],
    judge: |instance, _| {
        let addresses = instance.see::<PublicAddresses>()?;
        let because = format!(
            "the instance has the public IPv4 address {}",
            addresses.join(", ")
        );
        holds_if(addresses.is_empty(), because)
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<PublicAddresses>(&CONTROL)
        .passes("none", Vec::new())
        .fails("one", vec!["203.0.113.7".into()])
        .check();
}
