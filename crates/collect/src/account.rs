//! Reads of the account itself: which Regions it uses.
use std::sync::{Arc, Mutex, PoisonError};

use calls::account::list_regions::ListRegions;
use calls::{Call, Client};
use model::Region;

use crate::Aws;
use crate::fault::Answer;
use crate::reader::{At, List, Listed, Only, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::list::<Region>()];

/// The Regions that are off, once they were listed.
type Off = Arc<Mutex<Vec<Box<str>>>>;

/// Regions that are disabled, or not enabled completely, are left out: nothing can be in use there.
/// One whose status AWS does not say is read.
const OFF: &[&str] = &["DISABLED", "DISABLING", "ENABLING"];

impl List for Region {
    /// Regions that were named need no call.
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
    let response = ListRegions::new().send(&client).await?;
    let (mut on, mut disabled) = (Vec::new(), Vec::new());
    for region in response.regions {
        let status = region.region_opt_status.unwrap_or_default();
        if OFF.contains(&&*status) {
            disabled.push(region.region_name.into());
        } else {
            on.push(region.region_name);
        }
    }
    let off: Off = aws.once();
    *off.lock().unwrap_or_else(PoisonError::into_inner) = disabled;
    Ok(on)
}
