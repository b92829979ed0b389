//! Reads of Inspector: what it scans in a Region.
#[cfg(test)]
mod tests;

use calls::Call;
use calls::inspector2::Client;
use calls::inspector2::batch_get_account_status::{BatchGetAccountStatus, State};
use model::inspector::{Inspector, Scans};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::each::<Inspector>()];

impl Read for Inspector {
    /// An account that Inspector cannot tell of is among the failed ones.
    async fn read(aws: &Aws, region: &At) -> Answer<Scans> {
        let client = aws.client(Some(&region.id), Client::new);
        let own = aws.account().id.to_string();
        let request = BatchGetAccountStatus {
            account_ids: Some(vec![own.clone()]),
        };
        let response = request.send(&client).await?;
        let failed = response.failed_accounts.into_iter().flatten();
        if let Some(failed) = failed.into_iter().find(|one| one.account_id == own) {
            return Err(Fault {
                code: failed.error_code.unwrap_or_default().into(),
                ..Fault::odd(failed.error_message.unwrap_or_default())
            });
        }
        let mut accounts = response.accounts.into_iter();
        let account = present(accounts.find(|one| one.account_id == own), "accounts")?;
        let scans = present(account.resource_state, "resourceState")?;
        Ok(Scans {
            ec2: status(scans.ec2, "ec2")?,
            ecr: status(scans.ecr, "ecr")?,
            lambda: status(scans.lambda, "lambda")?,
        })
    }
}

fn status(state: Option<State>, of: &str) -> Answer<String> {
    present(state.and_then(|state| state.status), of)
}
