//! Answers that many facts are drawn from: requested once in a run, by the first fact that needs them.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::Timestamp;

use crate::Aws;
use crate::fault::Answer;
use crate::reader::Dated;

/// One sort of answer, by what it is about: a Region, a user, or nothing in particular.
pub(crate) struct Shared<T>(Arc<Mutex<HashMap<Box<str>, Slot<T>>>>);

/// Held during the request: others that need the same response wait for it.
type Slot<T> = Arc<futures::lock::Mutex<Option<Dated<Arc<T>>>>>;

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}
impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: Send + Sync + 'static> Shared<T> {
    /// The answer about something, asked for if nobody did before.
    pub async fn get<F>(aws: &Aws, about: &str, fetch: impl FnOnce() -> F + Send) -> Dated<Arc<T>>
    where
        F: Future<Output = Answer<T>> + Send,
    {
        let slot = aws.once::<Self>().slot(about);
        let mut kept = slot.lock().await;
        if let Some(kept) = &*kept {
            return kept.clone();
        }
        let at = aws.now();
        let answer = fetch().await.map(Arc::new);
        kept.insert(Dated { at, answer }).clone()
    }

    /// When the answer was asked for, if somebody did.
    #[cfg_attr(
        not(feature = "iam"),
        expect(dead_code, reason = "asked by some services alone")
    )]
    pub fn began(aws: &Aws, about: &str) -> Option<Timestamp> {
        let slot = aws.once::<Self>().slot(about);
        let kept = slot.try_lock()?;
        kept.as_ref().map(|kept| kept.at)
    }

    fn slot(&self, about: &str) -> Slot<T> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(about.into()).or_default())
    }
}

impl<T> Dated<T> {
    /// The answer, for a fact that is as old as the oldest of what it is drawn from.
    pub fn of(self, began: &mut Timestamp) -> Answer<T> {
        *began = (*began).min(self.at);
        self.answer
    }
}

impl<T> Dated<Arc<T>> {
    /// What is drawn from the answer for one fact.
    pub fn draw<V>(self, how: impl FnOnce(&T) -> Answer<V>) -> Dated<V> {
        let answer = self.answer.and_then(|value| how(&value));
        Dated {
            at: self.at,
            answer,
        }
    }
}
