//! Every Region of an account, for what is about all of them.
use model::{Account, Gap, Reason, Region, Resource, Settings};

/// Every Region, or the gap. A run that was asked for some Regions is silent about all of them;
/// where the settings choose some, no run ever lists all, and the gap says so.
pub(crate) fn every_region<'a>(
    account: Resource<'a, Account>,
    settings: &Settings,
) -> Result<Vec<Resource<'a, Region>>, Gap> {
    account.children::<Region>().map_err(|gap| {
        if gap.reason != Reason::NotRequested || settings.document.regions.is_none() {
            return gap;
        }
        let why = "the control needs every Region and `regions` of the settings chooses some: \
                   remove that key, or run `bailiwick audit --all-regions`";
        Gap {
            reason: Reason::failed(why),
            permissions: &[],
            ..gap
        }
    })
}
