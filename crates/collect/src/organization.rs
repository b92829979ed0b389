//! The organisation that an account belongs to, and whose other accounts are its own: as far as
//! the account may see them.
use std::sync::Arc;

use aws_sdk_organizations::operation::list_accounts::ListAccountsOutput;
use aws_sdk_organizations::types::OrganizationFeatureSet;
use aws_sdk_organizations::{Client, config};
use model::iam::{Membership, Organization, OrganizationAccounts};

use crate::aws::retry_partition;
use crate::fault::{Answer, absent, present, present_id};
use crate::reader::{At, Dated, Read, Reader};
use crate::shared::Shared;
use crate::{Aws, Complete, pages};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::each::<Organization>(),
    Reader::each::<OrganizationAccounts>(),
];

/// Organizations' word for an account that belongs to none.
const IN_NONE: &[&str] = &["AWSOrganizationsNotInUseException"];
const DESCRIBE: &str = "organizations:DescribeOrganization";

pub(crate) fn client(aws: &Aws) -> Client {
    aws.client(None, |sdk| {
        let config = config::Builder::from(sdk).retry_partition(retry_partition());
        Client::from_conf(config.interceptor(Complete).build())
    })
}

/// The organisation, asked once; `None` without one.
pub(crate) async fn membership(aws: &Aws) -> Answer<Arc<Option<Membership>>> {
    let membership: Dated<Arc<Option<Membership>>> = Shared::get(aws, "", || fetch(aws)).await;
    membership.answer.map_err(|fault| fault.of(DESCRIBE))
}

async fn fetch(aws: &Aws) -> Answer<Option<Membership>> {
    let sent = client(aws).describe_organization().send().await;
    let Some(response) = absent(sent, IN_NONE)? else {
        return Ok(None);
    };
    let organization = present(response.organization, "Organization")?;
    let features = present(organization.feature_set, "FeatureSet")?;
    Ok(Some(Membership {
        id: present_id(organization.id, "Id")?,
        management: present_id(organization.master_account_id, "MasterAccountId")?,
        all_features: features == OrganizationFeatureSet::All,
    }))
}

impl Read for Organization {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Membership>> {
        membership(aws).await.map(|one| (*one).clone())
    }
}

impl Read for OrganizationAccounts {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Vec<String>>> {
        if membership(aws).await?.is_none() {
            return Ok(None);
        }
        let builder = client(aws).list_accounts();
        let request = |token| builder.clone().set_next_token(token).send();
        let mut all = Vec::new();
        let take = |page: ListAccountsOutput| {
            for account in present(page.accounts, "Accounts")? {
                all.push(present_id(account.id, "Id")?);
            }
            Ok(())
        };
        pages::each(request, ListAccountsOutput::next_token, take).await?;
        Ok(Some(all))
    }
}
