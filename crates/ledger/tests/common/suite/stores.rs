//! What a store does, and that it does not do more of it than is needed.
use std::sync::atomic::Ordering::Relaxed;

use ledger::{Baseline, Filter, Item, Key, Page, Plan, Step, Store, When};

use super::everything;
use crate::common::{Broken, Counting, Whole, World, sweep};

fn item(place: &str, observed_at: i64) -> Item {
    let key = Key {
        partition: "test".into(),
        place: place.into(),
    };
    Item {
        key,
        observed_at,
        expires: Some(4_000_000_000),
        data: format!("{{\"is\":\"{place}\"}}"),
    }
}

/// All or nothing, and only over what is older.
pub async fn transactions(store: &impl Store) {
    let put = |place: &str, at, when| Step::Put(item(place, at), when);
    store
        .commit(&[put("a", 1, When::Older(1)), put("b", 5, When::Always)])
        .await
        .unwrap();
    assert_eq!(
        store.get(&item("a", 1).key).await.unwrap(),
        Some(item("a", 1))
    );
    let refused = store
        .commit(&[
            put("c", 9, When::Always),
            put("b", 5, When::Older(5)),
            put("a", 2, When::Older(2)),
        ])
        .await;
    assert_eq!(refused, Err(ledger::CommitError::Refused(vec![1])));
    assert_eq!(store.get(&item("c", 9).key).await.unwrap(), None);
    assert_eq!(
        store.get(&item("a", 1).key).await.unwrap(),
        Some(item("a", 1))
    );
    let check = |place: &str, at| Step::Check(item(place, 0).key, When::Older(at));
    store
        .commit(&[
            check("nowhere", 0),
            check("b", 6),
            put("a", 3, When::Older(3)),
        ])
        .await
        .unwrap();
    let refused = store
        .commit(&[check("b", 5), put("a", 4, When::Older(4))])
        .await;
    assert_eq!(refused, Err(ledger::CommitError::Refused(vec![0])));
    store
        .commit(&[
            Step::Delete(item("a", 0).key, When::Unchanged(Some(3))),
            Step::Delete(item("nowhere", 0).key, When::Always),
        ])
        .await
        .unwrap();
    let delete = Step::Delete(item("b", 0).key, When::Unchanged(Some(4)));
    let refused = store.commit(&[delete]).await;
    assert_eq!(refused, Err(ledger::CommitError::Refused(vec![0])));
    assert_eq!(store.get(&item("a", 0).key).await.unwrap(), None);
}

/// A partition is read whole, page by page, in order, by the beginning of the place.
pub async fn pages(store: &impl Store, count: usize) {
    let place = |number: usize| format!("many#{number:04}");
    let filler = "x".repeat(9_000);
    for batch in (0..count).collect::<Vec<_>>().chunks(100) {
        let steps = batch.iter().map(|number| {
            let one = item(&place(*number), 1);
            Step::Put(
                Item {
                    data: format!("\"{filler}\""),
                    ..one
                },
                When::Always,
            )
        });
        store.commit(&steps.collect::<Vec<_>>()).await.unwrap();
    }
    let (mut after, mut places, mut pages) = (None, Vec::new(), 0);
    loop {
        let Page { items, next, .. } = store.page("test", "many#", after).await.unwrap();
        places.extend(items.into_iter().map(|item| item.key.place));
        pages += 1;
        if next.is_none() {
            break;
        }
        after = next;
    }
    assert!(pages > 1, "more than one page");
    assert_eq!(places, (0..count).map(place).collect::<Vec<_>>());
}

/// Many findings of one account: pages of a Query, not a read each.
pub async fn many(account: &str, store: &impl Store, count: usize) {
    let names: Vec<&'static str> = (0..count)
        .map(|number| -> &'static str { format!("bucket-{number:05}").leak() })
        .collect();
    let world: World = names.iter().map(|name| (*name, [Whole, Broken])).collect();
    let quiet = |ms| Plan {
        baseline: Baseline::Digest,
        hold: false,
        ..everything(account, ms)
    };
    let store = &Counting::new(store);
    assert_eq!(
        sweep(store, quiet(10), &world).await.unwrap(),
        [format!("digest of {count}")]
    );
    store.forget();
    assert_eq!(sweep(store, quiet(20), &world).await.unwrap(), [""; 0]);
    let filter = Filter {
        account: Some(account.into()),
        ..Filter::default()
    };
    let mut open = 0;
    ledger::findings(store, &filter, |_| open += 1)
        .await
        .unwrap();
    assert_eq!(open, count);
    // The sweep reads them before and after, and the list once more.
    assert_eq!(store.gets.load(Relaxed), 0, "no read of a single item");
    let pages = store.pages.load(Relaxed);
    assert!(pages <= 20 + count / 100, "{pages} pages");
    assert_eq!(store.commits.load(Relaxed), 1, "only that it was complete");
}
