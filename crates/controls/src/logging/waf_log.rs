//! The web ACL has a logging configuration, whoever manages it.
use model::wafv2::{Logging, WebAcl};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::WAF;

pub(super) const CONTROL: Control<WebAcl> = Control {
    id: "logging.waf-log",
    title: "Logging of the web ACL is enabled",
    severity: Severity::Low,
    why: "The logs show which requests each rule matched, and what became of them. Without them, neither \
          attacks nor wrongly blocked requests can be investigated.",
    fix: Fix::new(
        "aws wafv2 put-logging-configuration --region {region} --logging-configuration \
          ResourceArn={arn},LogDestinationConfigs=LOG-GROUP-ARN",
    ),
    responsibility: WAF.detection("enable logging of every web ACL"),
    needs: &[Logging::NEED],
    judge: |acl, _| holds_if(*acl.see::<Logging>()?, "logging is disabled"),
    remedy: None,
};

#[test]
fn cases() {
    crate::testing::table::<Logging>(&CONTROL)
        .passes("enabled", true)
        .fails("disabled", false)
        .check();
}
