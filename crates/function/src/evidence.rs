//! Evidence that is too large for a message goes to the deployment's own bucket.
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_sdk_s3::primitives::ByteStream;
use model::{Finding, Outcome};
use notify::Stored;

use crate::own::Bucket;

/// Where the large evidence of this run lies, by finding.
#[derive(Debug, Default)]
pub struct Large(Mutex<HashMap<String, Stored>>);

/// Beside its evidence, a message holds less than this.
const ROOM: usize = notify::LARGEST - 16 * 1024;

impl Large {
    /// Stores the evidence of those findings that are too large. What cannot be stored is cut
    /// from its message, with a note: it never keeps a message from being published.
    pub async fn store<'a>(
        &self,
        bucket: Option<&Bucket>,
        findings: impl Iterator<Item = &'a Finding>,
    ) {
        let Some(bucket) = bucket else { return };
        for finding in findings {
            let (Outcome::Fail { evidence, .. } | Outcome::Excepted { evidence, .. }) =
                &finding.outcome
            else {
                continue;
            };
            let bytes = notify::evidence_size(evidence);
            if bytes > ROOM {
                let id = finding.id();
                let key = format!(
                    "evidence/{id}/{}.json",
                    finding.observed_at.as_millisecond()
                );
                let body = serde_json::to_vec(evidence).unwrap_or_default();
                self.put(
                    bucket,
                    id,
                    Stored {
                        bucket: bucket.name.clone(),
                        key,
                        bytes,
                    },
                    body,
                )
                .await;
            }
        }
    }

    async fn put(&self, bucket: &Bucket, id: String, stored: Stored, body: Vec<u8>) {
        let builder = bucket
            .client
            .put_object()
            .bucket(&bucket.name)
            .key(&stored.key);
        let sent = builder
            .content_type("application/json")
            .body(ByteStream::from(body))
            .send()
            .await;
        match sent {
            Ok(_) => {
                let mut stored_ids = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                stored_ids.insert(id, stored);
            }
            Err(error) => {
                let error = aws_sdk_s3::error::DisplayErrorContext(&error).to_string();
                tracing::warn!(finding = id, error, "large evidence was not stored");
            }
        }
    }

    /// Where a finding's evidence lies, if it was too large.
    pub fn of(&self, id: &str) -> Option<Stored> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned()
    }
}
