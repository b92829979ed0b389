//! Reads of the account itself: which Regions it uses.
use aws_sdk_account::Client;
use aws_sdk_account::types::RegionOptStatus;
use model::Region;

use crate::Aws;
use crate::fault::Answer;
use crate::reader::{At, List, Listed, Only, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::list::<Region>()];

/// Regions that are off are left out: nothing can be in use there.
const ON: [RegionOptStatus; 2] = [RegionOptStatus::Enabled, RegionOptStatus::EnabledByDefault];

impl List for Region {
    /// Regions that somebody named need not be asked for.
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        let codes = match only {
            Only::All(Some(regions)) => regions.into_iter().map(Into::into).collect(),
            Only::One(region) => vec![region.into()],
            Only::All(None) => enabled(aws).await?,
        };
        let listed = |id| Listed { id, region: None };
        Ok(codes.into_iter().map(listed).collect())
    }
}

async fn enabled(aws: &Aws) -> Answer<Vec<String>> {
    let client = aws.client(None, Client::new);
    let asked = client
        .list_regions()
        .set_region_opt_status_contains(Some(ON.to_vec()));
    let mut pages = asked.into_paginator().send();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        let regions = page?.regions.into_iter().flatten();
        found.extend(regions.filter_map(|region| region.region_name));
    }
    Ok(found)
}
