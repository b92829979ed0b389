//! One user's password, MFA and access keys as they are now: for users that were named, and
//! for those whom the credential report does not contain yet. And the ids of access keys, which the
//! report lacks: one call for each user who has any.
use std::sync::Arc;

use aws_sdk_iam::types::{AccessKeyMetadata, StatusType};
use model::Timestamp;
use model::iam::{
    AccessKey, Key, KeyState, LastUse, Login, PasswordState, UserCredentials, key_id,
};

use super::details::Details;
use super::{client, last_part, report, time};
use crate::Aws;
use crate::fault::{Answer, Fault, absent, present, present_id};
use crate::reader::{At, Dated, Draw, List, Listed, Only};
use crate::shared::Shared;

/// A user's credentials: from the report where that is enough, from the user's own calls else.
async fn credentials(aws: &Aws, user: &str) -> Dated<Login> {
    let name = last_part(user);
    if !aws.is_about_named() {
        let report = report::get(aws).await;
        let created = created(aws, user).await;
        let complete = match &report.answer {
            Ok(made) => {
                let line = made.report.users.get(name);
                line.is_some_and(|line| created.is_none_or(|at| is_same(at, line.created)))
            }
            Err(_) => true,
        };
        if complete {
            let login = |made: &report::Made| made.report.users.get(name).cloned();
            let odd = || Fault::odd("the credential report does not list the user");
            return report.draw(|made| login(made).ok_or_else(odd));
        }
    }
    let live: Dated<Arc<Login>> = Shared::get(aws, name, || fetch(aws, name)).await;
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

async fn fetch(aws: &Aws, name: &str) -> Answer<Login> {
    let response = client(aws).get_user().user_name(name).send().await;
    let user = response
        .map_err(|error| Fault::from(error).of("iam:GetUser"))?
        .user;
    let user = user.ok_or_else(|| Fault::odd("the response names no user"))?;
    let created = time(&user.create_date);
    let password = password(aws, name, user.password_last_used.as_ref().and_then(time)).await?;
    Ok(Login {
        created: created
            .ok_or_else(|| Fault::odd("the response has no creation time of the user"))?,
        password,
        mfa: has_mfa(aws, name).await?,
        keys: keys(aws, name).await?,
    })
}

async fn password(aws: &Aws, name: &str, used: Option<Timestamp>) -> Answer<Option<PasswordState>> {
    let response = client(aws).get_login_profile().user_name(name).send().await;
    let profile =
        absent(response, &["NoSuchEntity"]).map_err(|fault| fault.of("iam:GetLoginProfile"))?;
    let profile = profile.map(|response| present(response.login_profile, "LoginProfile"));
    Ok(profile.transpose()?.map(|profile| PasswordState {
        used: used.map_or(LastUse::Never, LastUse::At),
        changed: time(&profile.create_date),
    }))
}

async fn has_mfa(aws: &Aws, name: &str) -> Answer<bool> {
    let response = client(aws).list_mfa_devices().user_name(name).send().await;
    let devices = response.map_err(|error| Fault::from(error).of("iam:ListMFADevices"))?;
    Ok(!devices.mfa_devices.is_empty())
}

async fn keys(aws: &Aws, name: &str) -> Answer<[Option<Key>; 2]> {
    let mut keys = [None, None];
    for (slot, key) in keys.iter_mut().zip(listed(aws, name).await?) {
        *slot = Some(key_state(aws, key).await?);
    }
    Ok(keys)
}

/// The keys that IAM lists for a user, the oldest first.
async fn listed(aws: &Aws, name: &str) -> Answer<Vec<AccessKeyMetadata>> {
    let response = client(aws).list_access_keys().user_name(name).send().await;
    let response = response.map_err(|error| Fault::from(error).of("iam:ListAccessKeys"))?;
    let mut all = response.access_key_metadata;
    all.sort_by_key(|key| key.create_date.map(|created| created.secs()));
    Ok(all)
}

/// A user's access keys, each with its id.
struct Identified(Vec<Key>);

async fn identified(aws: &Aws, user: &str) -> Dated<Vec<Key>> {
    let Dated { at, answer } = credentials(aws, user).await;
    let reported: Vec<Key> = match answer {
        Ok(login) => login.keys.into_iter().flatten().collect(),
        Err(fault) => {
            return Dated {
                at,
                answer: Err(fault),
            };
        }
    };
    if reported.iter().all(|key| key.id.is_some()) {
        return Dated {
            at,
            answer: Ok(reported),
        };
    }
    let name = last_part(user);
    let keys = Shared::get(aws, name, || identify(aws, name, reported)).await;
    let keys = keys.draw(|keys: &Identified| Ok(keys.0.clone()));
    Dated {
        at: at.min(keys.at),
        answer: keys.answer,
    }
}

/// What the report says of each listed key; where it does not distinguish the keys, or lists
/// others, each is read by a call of its own.
async fn identify(aws: &Aws, name: &str, reported: Vec<Key>) -> Answer<Identified> {
    let listed = listed(aws, name).await?;
    if let Some(keys) = matched(&listed, &reported) {
        return Ok(Identified(keys));
    }
    let mut keys = Vec::with_capacity(listed.len());
    for key in listed {
        keys.push(key_state(aws, key).await?);
    }
    Ok(Identified(keys))
}

/// The listed keys with the last use that the report has, if there is one way to match them.
fn matched(listed: &[AccessKeyMetadata], reported: &[Key]) -> Option<Vec<Key>> {
    let orders: &[&[usize]] = match (listed.len(), reported.len()) {
        (1, 1) => &[&[0]],
        (2, 2) => &[&[0, 1], &[1, 0]],
        _ => return None,
    };
    let ways = orders.iter().filter_map(|order| {
        let pairs = listed.iter().zip(order.iter());
        let keys = pairs.map(|(key, place)| merged(key, reported.get(*place)?));
        keys.collect::<Option<Vec<_>>>()
    });
    let mut ways: Vec<_> = ways.collect();
    // Two ways are distinguished by the moment of creation, where it is that of the report.
    ways.sort_by_key(|keys| keys.iter().filter(|(_, exact)| !exact).count());
    let inexact = |keys: &[(Key, bool)]| keys.iter().filter(|(_, exact)| !exact).count();
    let first = ways.first()?;
    if ways
        .get(1)
        .is_some_and(|second| inexact(second) == inexact(first))
    {
        return None;
    }
    Some(first.iter().map(|(key, _)| key.clone()).collect())
}

/// A listed key with the report's last use, if both can be the same key; and whether the report
/// gives the moment of its creation, not of a later change of its status.
fn merged(listed: &AccessKeyMetadata, reported: &Key) -> Option<(Key, bool)> {
    let active = listed.status == Some(StatusType::Active);
    let created = listed.create_date.as_ref().and_then(time)?;
    let since = reported.made?.duration_since(created).as_secs();
    let same = active == reported.active && since >= -1;
    let key = Key {
        id: Some(listed.access_key_id.clone()?),
        active,
        made: Some(created),
        used: reported.used,
    };
    same.then_some((key, since <= 1))
}

async fn key_state(aws: &Aws, key: AccessKeyMetadata) -> Answer<Key> {
    let builder = client(aws).get_access_key_last_used();
    let id = present_id(key.access_key_id, "AccessKeyId")?;
    let status = present(key.status, "Status")?;
    let response = builder.access_key_id(&id).send().await;
    let response = response.map_err(|error| Fault::from(error).of("iam:GetAccessKeyLastUsed"))?;
    let used = present(response.access_key_last_used, "AccessKeyLastUsed")?.last_used_date;
    Ok(Key {
        id: Some(id),
        active: status == StatusType::Active,
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
        let keys = identified(aws, &user.id).await.answer?;
        let mut ids = Vec::with_capacity(keys.len());
        for key in &keys {
            let id = key.id.as_ref();
            let id = id.ok_or_else(|| Fault::odd("IAM returned an access key without id"))?;
            ids.push(key_id(&user.id, id));
        }
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
        let (user, id) = at.id.split_once('#').unwrap_or_default();
        let Dated { at, answer } = identified(aws, user).await;
        let answer = answer.and_then(|keys| {
            let key = keys.into_iter().find(|key| key.id.as_deref() == Some(id));
            key.ok_or_else(|| Fault::odd("the user has no such access key"))
        });
        Dated { at, answer }
    }
}
