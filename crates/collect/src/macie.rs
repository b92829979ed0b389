//! Reads of Macie: whether it is enabled in a Region, and discovers sensitive data automatically.
#[cfg(test)]
mod tests;

use std::sync::Arc;

use calls::Call;
use calls::macie2::Client;
use calls::macie2::get_administrator_account::{
    GetAdministratorAccount, RESOURCE_NOT_FOUND_EXCEPTION,
};
use calls::macie2::get_automated_discovery_configuration::GetAutomatedDiscoveryConfiguration;
use calls::macie2::get_macie_session::{ACCESS_DENIED_EXCEPTION, GetMacieSession};
use calls::macie2::list_automated_discovery_accounts::ListAutomatedDiscoveryAccounts;
use model::macie::{AutomatedDiscovery, Macie, Session};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Dated, Draw, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::drawn::<AutomatedDiscovery>(),
    Reader::drawn::<Macie>(),
];

/// What Macie says where it is not enabled, with the code of a denial: IAM's own denials name the
/// principal and the action in its place.
const NOT_ENABLED: &str = "Macie is not enabled";

async fn session(aws: &Aws, region: &At) -> Dated<Arc<Session>> {
    Shared::get(aws, &region.id, || fetch(aws, region)).await
}

async fn fetch(aws: &Aws, region: &At) -> Answer<Session> {
    let client = aws.client(Some(&region.id), Client::new);
    let status = match GetMacieSession::new().send(&client).await {
        Ok(response) => present(response.status, "status")?,
        Err(error) => {
            let fault = Fault::from(error).of("macie2:GetMacieSession");
            return match is_not_enabled(&fault) {
                true => Ok(Session::NotEnabled),
                false => Err(fault),
            };
        }
    };
    match &*status {
        "ENABLED" => Ok(Session::Enabled),
        "PAUSED" => Ok(Session::Paused),
        other => Err(Fault::odd(format!("`{other}` is no known status"))),
    }
}

fn is_not_enabled(fault: &Fault) -> bool {
    let message = fault.message.trim().trim_end_matches('.');
    &*fault.code == ACCESS_DENIED_EXCEPTION && message == NOT_ENABLED
}

impl Draw for Macie {
    async fn draw(aws: &Aws, region: &At) -> Dated<Session> {
        session(aws, region).await.draw(|session| Ok(*session))
    }
}

impl Draw for AutomatedDiscovery {
    async fn draw(aws: &Aws, region: &At) -> Dated<bool> {
        let Dated { at, answer } = session(aws, region).await;
        let answer = match answer.as_deref() {
            Ok(Session::Enabled) => discovery(aws, region).await,
            Ok(Session::Paused | Session::NotEnabled) => Ok(false),
            Err(fault) => Err(fault.clone()),
        };
        Dated { at, answer }
    }
}

/// Of a member the administrator decides, account by account; a member may read its own status
/// (Macie API Reference, "Automated Sensitive Data Discovery - Accounts"). Others configure it
/// themselves.
async fn discovery(aws: &Aws, region: &At) -> Answer<bool> {
    let client = aws.client(Some(&region.id), Client::new);
    if is_member(&client).await? {
        let own = aws.account().id.to_string();
        let request = ListAutomatedDiscoveryAccounts {
            account_ids: Some(vec![own.clone()]),
            ..ListAutomatedDiscoveryAccounts::new()
        };
        let response = request.send(&client).await;
        let of = |error| Fault::from(error).of("macie2:ListAutomatedDiscoveryAccounts");
        let mut accounts = response.map_err(of)?.items.into_iter();
        let account = present(accounts.find(|one| one.account_id == own), "items")?;
        return is_on(account.status);
    }
    let response = GetAutomatedDiscoveryConfiguration::new()
        .send(&client)
        .await?;
    is_on(response.status)
}

async fn is_member(client: &Client) -> Answer<bool> {
    let administrator = match GetAdministratorAccount::new().send(client).await {
        Ok(response) => response.administrator,
        Err(error) => {
            let fault = Fault::from(error).of("macie2:GetAdministratorAccount");
            return match &*fault.code == RESOURCE_NOT_FOUND_EXCEPTION {
                true => Ok(false),
                false => Err(fault),
            };
        }
    };
    // An invitation that was not accepted, or a relationship that ended, is none.
    let status = administrator.map(|one| present(one.relationship_status, "relationshipStatus"));
    Ok(status.transpose()?.as_deref() == Some("Enabled"))
}

fn is_on(status: Option<String>) -> Answer<bool> {
    match &*present(status, "status")? {
        "ENABLED" => Ok(true),
        "DISABLED" => Ok(false),
        other => Err(Fault::odd(format!("`{other}` is no known status"))),
    }
}
