//! The settings of a deployment: a versioned object of its own bucket.
//!
//! A newest version that cannot be used is reported, and the last one that can is used instead. What
//! cannot be read at all stops the run: without its exceptions, everything excepted would be news.
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata};
use model::own::State;
use model::{Settings, Timestamp};

use crate::failure::Failure;
use crate::own::{Bucket, Kept, Own};

const KEY: &str = "settings.yaml";
/// So many versions are looked through for one that can be used.
const VERSIONS: i32 = 50;

/// So long, in seconds, settings that were read are good enough for an event.
const RECENT: i64 = 60;

impl Own {
    /// The same as [`Self::settings`], where they were read a moment ago without asking again.
    pub async fn recent_settings(&self, now: Timestamp) -> Result<(Settings, State), Failure> {
        if let Some(kept) = &*self.settings.lock().await {
            let age = now.as_second() - kept.read_at.as_second();
            if (0..RECENT).contains(&age) {
                return Ok((kept.settings.clone().judging_at(now), kept.state.clone()));
            }
        }
        self.settings(now).await
    }

    /// The settings to judge by at this time, and whether they are the newest.
    pub async fn settings(&self, now: Timestamp) -> Result<(Settings, State), Failure> {
        let Some(bucket) = self.bucket().await? else {
            return Ok(defaults(now));
        };
        let mut kept = self.settings.lock().await;
        let etag = kept.as_ref().map(|kept| kept.etag.clone());
        match newest(&bucket, etag).await? {
            Newest::None => return Ok(defaults(now)),
            Newest::Unchanged => {
                if let Some(kept) = kept.as_mut() {
                    kept.read_at = now;
                }
            }
            Newest::Document { etag, text } => {
                let (settings, state) = usable(&bucket, &text, now).await?;
                *kept = Some(Kept {
                    etag,
                    read_at: now,
                    settings,
                    state,
                });
            }
        }
        let settings = kept
            .as_ref()
            .map(|kept| (kept.settings.clone().judging_at(now), kept.state.clone()));
        Ok(settings.unwrap_or_else(|| defaults(now)))
    }
}

fn defaults(now: Timestamp) -> (Settings, State) {
    with_state(Settings::at(now), None)
}

fn with_state(settings: Settings, error: Option<String>) -> (Settings, State) {
    let used = settings.hash().to_owned();
    (settings, State { error, used })
}

enum Newest {
    None,
    Unchanged,
    Document { etag: String, text: String },
}

async fn newest(bucket: &Bucket, etag: Option<String>) -> Result<Newest, Failure> {
    let builder = bucket
        .client
        .get_object()
        .bucket(&bucket.name)
        .key(KEY)
        .set_if_none_match(etag);
    let answer = match builder.send().await {
        Ok(answer) => answer,
        Err(error) => {
            let status = error.raw_response().map(|answer| answer.status().as_u16());
            return match (status, error.code()) {
                (Some(304), _) => Ok(Newest::Unchanged),
                (_, Some("NoSuchKey")) => Ok(Newest::None),
                _ => Err(unreadable(&error)),
            };
        }
    };
    let etag = answer.e_tag.clone().unwrap_or_default();
    let text = text(answer.body).await?;
    Ok(Newest::Document { etag, text })
}

/// The settings of this text; or those of the last version that can be used, and why it is not
/// this one.
async fn usable(bucket: &Bucket, text: &str, now: Timestamp) -> Result<(Settings, State), Failure> {
    let wrong = match Settings::parse(text, now, &controls::ids()) {
        Ok(settings) => return Ok(with_state(settings, None)),
        Err(wrong) => wrong.to_string(),
    };
    tracing::warn!(error = wrong, "the newest settings cannot be used");
    let listed = bucket
        .client
        .list_object_versions()
        .bucket(&bucket.name)
        .prefix(KEY)
        .max_keys(VERSIONS);
    let listed = listed.send().await.map_err(|error| unreadable(&error))?;
    let older = listed
        .versions()
        .iter()
        .filter(|one| one.key() == Some(KEY) && one.is_latest() != Some(true));
    for version in older.filter_map(|one| one.version_id()) {
        let builder = bucket
            .client
            .get_object()
            .bucket(&bucket.name)
            .key(KEY)
            .version_id(version);
        let answer = builder.send().await.map_err(|error| unreadable(&error))?;
        if let Ok(settings) =
            Settings::parse(&self::text(answer.body).await?, now, &controls::ids())
        {
            return Ok(with_state(settings, Some(wrong)));
        }
    }
    Ok(with_state(
        Settings::at(now),
        Some(format!(
            "{wrong} (and no earlier version can: the defaults are used)"
        )),
    ))
}

async fn text(body: aws_sdk_s3::primitives::ByteStream) -> Result<String, Failure> {
    let bytes = body
        .collect()
        .await
        .map_err(|error| Failure::Settings(error.to_string()))?;
    // What is no UTF-8 is no YAML either, and is reported as such.
    Ok(String::from_utf8_lossy(&bytes.into_bytes()).into_owned())
}

fn unreadable(error: &(dyn std::error::Error + 'static)) -> Failure {
    let text = DisplayErrorContext(error).to_string();
    Failure::Settings(text.chars().take(300).collect())
}
