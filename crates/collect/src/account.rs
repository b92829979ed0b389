//! Reads of the account itself: which Regions it uses.
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_account::Client;
use aws_sdk_account::types::RegionOptStatus;
use model::Region;

use crate::Aws;
use crate::fault::Answer;
use crate::reader::{At, List, Listed, Only, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::list::<Region>()];

/// The Regions that are off, once they were listed.
type Off = Arc<Mutex<Vec<Box<str>>>>;

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

    fn off(aws: &Aws) -> Option<Vec<Box<str>>> {
        let off: Off = aws.once();
        let off = off.lock().unwrap_or_else(PoisonError::into_inner);
        Some(off.clone())
    }
}

async fn enabled(aws: &Aws) -> Answer<Vec<String>> {
    let client = aws.client(None, Client::new);
    let mut pages = client.list_regions().into_paginator().send();
    let (mut found, mut left) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        for region in page?.regions.into_iter().flatten() {
            let on = region
                .region_opt_status
                .is_some_and(|status| ON.contains(&status));
            match region.region_name {
                Some(name) if on => found.push(name),
                Some(name) => left.push(name.into()),
                None => {}
            }
        }
    }
    let off: Off = aws.once();
    *off.lock().unwrap_or_else(PoisonError::into_inner) = left;
    Ok(found)
}
