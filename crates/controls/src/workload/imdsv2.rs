//! The instance metadata service accepts IMDSv2 alone, or is disabled.
use model::ec2::{Instance, MetadataOptions, MetadataTokens};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::EC2;

pub(super) const CONTROL: Control<Instance> = Control {
    id: "workload.imdsv2",
    title: "The instance metadata service requires IMDSv2",
    severity: Severity::High,
    why: "IMDSv1 answers any request from the instance: a server-side request forgery in an \
          application is enough to read the credentials of the instance's role.",
    fix: Fix::new(
        "aws ec2 modify-instance-metadata-options --region {region} --instance-id {name} \
          --http-tokens required",
    ),
    responsibility: EC2.identity("require IMDSv2 once no software uses IMDSv1"),
    needs: &[MetadataOptions::NEED],
    judge: |instance, _| {
        let optional = *instance.see::<MetadataOptions>()? == MetadataTokens::Optional;
        holds_if(!optional, "IMDSv2 is optional, so IMDSv1 is accepted")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<MetadataOptions>(&CONTROL)
        .passes("required", MetadataTokens::Required)
        .passes("disabled", MetadataTokens::Disabled)
        .fails("optional", MetadataTokens::Optional)
        .check();
}
