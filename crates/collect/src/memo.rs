//! What is requested once, however many facts need it.
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use futures::lock::Mutex;

/// Responses by request; a second request for the same waits for the one response.
pub(crate) struct Memo<K, V>(Arc<Mutex<Slots<K, V>>>);

type Slots<K, V> = HashMap<K, Arc<Mutex<Option<V>>>>;

impl<K, V> Clone for Memo<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}
impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    /// The answer known, or the one that `fetch` gives; kept for others if it is worth keeping.
    pub async fn get(&self, key: K, fetch: impl Future<Output = V>, keep: fn(&V) -> bool) -> V {
        let slot = Arc::clone(self.0.lock().await.entry(key).or_default());
        let mut stored = slot.lock().await;
        if let Some(answer) = &*stored {
            return answer.clone();
        }
        let answer = fetch.await;
        if keep(&answer) {
            *stored = Some(answer.clone());
        }
        answer
    }
}
