//! Turning an access key off: whoever still uses it is stopped, and turning it on again goes on.
use model::iam::{AccessKey, Key, KeyState};
use model::{Applicability, Change, Gap, Reason, Remedy, Resource, Settings, Undo};

pub(crate) const REMEDY: Remedy<AccessKey> = Remedy {
    plan,
    applicability: Applicability::Review,
    undo: Undo::Exact,
};

fn plan(key: Resource<AccessKey>, _: &Settings) -> Result<Change, Gap> {
    let state = key.see::<KeyState>()?;
    if state.id.is_none() {
        let why = "the credential report does not name access keys: look at the user alone";
        return Err(key.gap::<KeyState>(Reason::failed(why)));
    }
    key.change::<KeyState>(&Key {
        active: false,
        ..state.clone()
    })
}
