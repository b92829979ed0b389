//! One user's password, MFA and access keys as they are now: for users that somebody named, and
//! for those whom the credential report does not know yet.
use std::sync::Arc;

use aws_sdk_iam::types::{AccessKeyMetadata, StatusType};
use model::Timestamp;
use model::iam::{
    AccessKey, Key, KeyState, LastUse, Login, PasswordState, UserCredentials, key_id,
};

use super::details::Details;
use super::{client, last_part, report, time};
use crate::Aws;
use crate::fault::{Answer, Fault, absent};
use crate::reader::{At, Dated, Draw, List, Listed, Only};
use crate::shared::Shared;

/// A user's credentials: from the report where that is enough, from the user's own calls else.
async fn credentials(aws: &Aws, user: &str) -> Dated<Login> {
    let name = last_part(user);
    if !aws.is_about_named() {
        let report = report::get(aws).await;
        let created = created(aws, user).await;
        let known = match &report.answer {
            Ok(made) => {
                let line = made.report.users.get(name);
                line.is_some_and(|line| created.is_none_or(|at| is_same(at, line.created)))
            }
            Err(_) => true,
        };
        if known {
            let login = |made: &report::Made| made.report.users.get(name).cloned();
            let odd = || Fault::odd("the credential report does not tell of the user");
            return report.draw(|made| login(made).ok_or_else(odd));
        }
    }
    let live: Dated<Arc<Login>> = Shared::get(aws, name, || ask(aws, name)).await;
    live.draw(|login| Ok(login.clone()))
}

/// When a user was created, where the account's details say so: they were read to list the users.
async fn created(aws: &Aws, user: &str) -> Option<Timestamp> {
    let details = Details::get(aws).await.answer.ok()?;
    details.users.find(user)?.created
}

/// Whether a line of the report is about this user, and not about one of the same name who was
/// deleted since the report was made. Both times are of whole seconds.
fn is_same(created: Timestamp, line: Timestamp) -> bool {
    created.as_second() == line.as_second()
}

async fn ask(aws: &Aws, name: &str) -> Answer<Login> {
    let asked = client(aws).get_user().user_name(name).send().await;
    let user = asked
        .map_err(|error| Fault::from(error).of("iam:GetUser"))?
        .user;
    let user = user.ok_or_else(|| Fault::odd("AWS tells of no user"))?;
    let created = time(&user.create_date);
    let password = password(aws, name, user.password_last_used.as_ref().and_then(time)).await?;
    Ok(Login {
        created: created.ok_or_else(|| Fault::odd("AWS does not tell when the user was made"))?,
        password,
        mfa: has_mfa(aws, name).await?,
        keys: keys(aws, name).await?,
    })
}

async fn password(aws: &Aws, name: &str, used: Option<Timestamp>) -> Answer<Option<PasswordState>> {
    let asked = client(aws).get_login_profile().user_name(name).send().await;
    let found =
        absent(asked, &["NoSuchEntity"]).map_err(|fault| fault.of("iam:GetLoginProfile"))?;
    let profile = found.and_then(|answer| answer.login_profile);
    Ok(profile.map(|profile| PasswordState {
        used: used.map_or(LastUse::Never, LastUse::At),
        changed: time(&profile.create_date),
    }))
}

async fn has_mfa(aws: &Aws, name: &str) -> Answer<bool> {
    let asked = client(aws).list_mfa_devices().user_name(name).send().await;
    let devices = asked.map_err(|error| Fault::from(error).of("iam:ListMFADevices"))?;
    Ok(!devices.mfa_devices.is_empty())
}

async fn keys(aws: &Aws, name: &str) -> Answer<[Option<Key>; 2]> {
    let asked = client(aws).list_access_keys().user_name(name).send().await;
    let told = asked.map_err(|error| Fault::from(error).of("iam:ListAccessKeys"))?;
    let mut all = told.access_key_metadata;
    // The older key is the first of the report too.
    all.sort_by_key(|key| key.create_date.map(|made| made.secs()));
    let mut keys = [None, None];
    for (slot, key) in keys.iter_mut().zip(all) {
        *slot = Some(key_state(aws, key).await?);
    }
    Ok(keys)
}

async fn key_state(aws: &Aws, key: AccessKeyMetadata) -> Answer<Key> {
    let asked = client(aws).get_access_key_last_used();
    let asked = asked.access_key_id(key.access_key_id.clone().unwrap_or_default());
    let told = asked.send().await;
    let told = told.map_err(|error| Fault::from(error).of("iam:GetAccessKeyLastUsed"))?;
    let used = told
        .access_key_last_used
        .and_then(|used| used.last_used_date);
    Ok(Key {
        id: key.access_key_id,
        active: key.status == Some(StatusType::Active),
        made: key.create_date.as_ref().and_then(time),
        used: used
            .as_ref()
            .and_then(time)
            .map_or(LastUse::Never, LastUse::At),
    })
}

impl Draw for UserCredentials {
    async fn draw(aws: &Aws, at: &At) -> Dated<Login> {
        credentials(aws, &at.id).await
    }
}

impl List for AccessKey {
    async fn list(aws: &Aws, user: &At, only: Only) -> Answer<Vec<Listed>> {
        let login = credentials(aws, &user.id).await.answer?;
        let taken = login
            .keys
            .iter()
            .enumerate()
            .filter(|(_, key)| key.is_some());
        let ids: Vec<String> = taken.map(|(at, _)| key_id(&user.id, at + 1)).collect();
        // Whoever names a user, with its path or as events do without, means all of its keys.
        let only = match only {
            Only::One(id) if last_part(&id) == last_part(&user.id) => Only::All(None),
            other => other,
        };
        Ok(only.of(ids.iter().map(String::as_str)))
    }
}

impl Draw for KeyState {
    async fn draw(aws: &Aws, at: &At) -> Dated<Key> {
        let (user, part) = at.id.split_once('#').unwrap_or_default();
        let Dated { at, answer } = credentials(aws, user).await;
        let slot = usize::from(part.ends_with('2'));
        let answer = answer.and_then(|login| {
            let key = login.keys.into_iter().nth(slot).flatten();
            key.ok_or_else(|| Fault::odd("the user has no such access key"))
        });
        Dated { at, answer }
    }
}
