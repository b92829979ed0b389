//! Reads of Security Hub CSPM: whether it is enabled in a Region, and by which standards it checks.
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use calls::Call;
use calls::securityhub::Client;
use calls::securityhub::describe_hub::{DescribeHub, INVALID_ACCESS_EXCEPTION};
use calls::securityhub::get_enabled_standards::GetEnabledStandards;
use model::security_hub::SecurityHub;

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::each::<SecurityHub>()];

/// What Security Hub says where it is not enabled. The code alone may be a lack of permission as well
/// (Security Hub API Reference, `DescribeHub`).
const NOT_SUBSCRIBED: &str = "is not subscribed to AWS Security Hub";

impl Read for SecurityHub {
    async fn read(aws: &Aws, region: &At) -> Answer<Option<BTreeMap<String, String>>> {
        let client = aws.client(Some(&region.id), Client::new);
        if let Err(error) = DescribeHub::new().send(&client).await {
            let fault = Fault::from(error);
            let is_off =
                &*fault.code == INVALID_ACCESS_EXCEPTION && fault.message.contains(NOT_SUBSCRIBED);
            return if is_off { Ok(None) } else { Err(fault) };
        }
        let response = GetEnabledStandards::new().send(&client).await;
        let of = |error| Fault::from(error).of("securityhub:GetEnabledStandards");
        let standards = response.map_err(of)?.standards_subscriptions.into_iter();
        let standards = standards.map(|one| {
            let status = present(one.standards_status, "StandardsStatus")?;
            Ok((one.standards_arn, status))
        });
        standards.collect::<Answer<_>>().map(Some)
    }
}
