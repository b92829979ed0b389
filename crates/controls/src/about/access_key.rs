//! Deactivating an access key: whatever still uses it stops working until it is activated again.
use model::iam::{AccessKey, Key, KeyState};
use model::{Applicability, Change, Gap, Reason, Remedy, Resource, Settings, Undo};

pub(crate) const INACTIVE: &str = "the access key is inactive";

pub(crate) const REMEDY: Remedy<AccessKey> = Remedy {
    plan,
    applicability: Applicability::Review,
    undo: Undo::Exact,
};

fn plan(key: Resource<AccessKey>, _: &Settings) -> Result<Change, Gap> {
    let state = key.see::<KeyState>()?;
    if state.id.is_none() {
        let why = "IAM returned no access key ID: run again to list the user's access keys";
        return Err(key.gap::<KeyState>(Reason::failed(why)));
    }
    key.change::<KeyState>(&Key {
        active: false,
        ..state.clone()
    })
}
