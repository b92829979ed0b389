//! The organisation that an account belongs to, and whose other accounts are its own: as far as
//! the account may see them.
use std::sync::Arc;

use aws_sdk_organizations::Client;
use aws_sdk_organizations::types::OrganizationFeatureSet;
use model::iam::{Membership, Organization, OrganizationAccounts};

use crate::Aws;
use crate::fault::{Answer, absent};
use crate::reader::{At, Dated, Read, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::each::<Organization>(),
    Reader::each::<OrganizationAccounts>(),
];

/// Organizations' word for an account that belongs to none.
const IN_NONE: &[&str] = &["AWSOrganizationsNotInUseException"];
const DESCRIBE: &str = "organizations:DescribeOrganization";

pub(crate) fn client(aws: &Aws) -> Client {
    aws.client(None, Client::new)
}

/// The organisation, asked once; `None` without one.
pub(crate) async fn membership(aws: &Aws) -> Answer<Arc<Option<Membership>>> {
    let told: Dated<Arc<Option<Membership>>> = Shared::get(aws, "", || ask(aws)).await;
    told.answer.map_err(|fault| fault.of(DESCRIBE))
}

async fn ask(aws: &Aws) -> Answer<Option<Membership>> {
    let sent = client(aws).describe_organization().send().await;
    let told = absent(sent, IN_NONE)?.and_then(|answer| answer.organization);
    Ok(told.map(|told| Membership {
        id: told.id.unwrap_or_default(),
        management: told.master_account_id.unwrap_or_default(),
        all_features: told.feature_set == Some(OrganizationFeatureSet::All),
    }))
}

impl Read for Organization {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Membership>> {
        membership(aws).await.map(|told| (*told).clone())
    }
}

impl Read for OrganizationAccounts {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Vec<String>>> {
        if membership(aws).await?.is_none() {
            return Ok(None);
        }
        let mut pages = client(aws).list_accounts().into_paginator().send();
        let mut all = Vec::new();
        while let Some(page) = pages.next().await {
            let accounts = page?.accounts.into_iter().flatten();
            all.extend(accounts.filter_map(|account| account.id));
        }
        Ok(Some(all))
    }
}
