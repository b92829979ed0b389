//! Access logs of the distribution are written: by standard logging (legacy), or by version 2, which is
//! a delivery of `CloudWatch` Logs since November 2024.
use model::cloudfront::{AccessLogging, AccessLogs, Distribution};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::CLOUDFRONT;

pub(super) const CONTROL: Control<Distribution> = Control {
    id: "logging.cloudfront-access-log",
    title: "Standard logging is enabled",
    severity: Severity::Medium,
    why: "Access logs record every request that CloudFront answers, with the viewer's address. Requests that \
          are answered from the cache are recorded nowhere else.",
    fix: Fix::new(
        "aws logs put-delivery-source --region us-east-1 --name {name} --resource-arn {arn} \
          --log-type ACCESS_LOGS && aws logs create-delivery --region us-east-1 \
          --delivery-source-name {name} --delivery-destination-arn DESTINATION-ARN",
    ),
    responsibility: CLOUDFRONT.detection("enable standard logging, and keep the logs"),
    needs: &[AccessLogging::NEED],
    judge: |distribution, _| {
        let logs = *distribution.see::<AccessLogging>()?;
        holds_if(logs != AccessLogs::Disabled, "standard logging is disabled")
    },
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<AccessLogging>(&CONTROL)
        .passes("legacy", AccessLogs::Legacy)
        .passes("version 2", AccessLogs::Delivery)
        .fails("disabled", AccessLogs::Disabled)
        .check();
}
