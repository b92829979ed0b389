//! What holds of fixes however runs race: a before-image before every write, and no fix twice.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
use std::time::Duration;

use ledger::{
    File, Fix, FixState, Fixes, Hint, Item, Key, Lease, Step, Stop, Store, Task, When, Written,
};
use model::{Change, Message, Timestamp};
use serde_json::json;

const ACCOUNT: &str = "111122223333";
const MINUTE: Duration = Duration::from_mins(1);

fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    Timestamp::from_second(start.as_second() + minute * 60).unwrap()
}

fn change() -> Change {
    Change {
        kind: "s3.bucket".into(),
        resource: "arn:aws:s3:::logs".into(),
        fact: "s3.bucket.versioning".into(),
        from: json!("never"),
        to: json!("enabled"),
    }
}

fn fix(minute: i64) -> Fix {
    Fix {
        id: Fix::name(ACCOUNT, at(minute), &change()),
        control: "s3.versioning".into(),
        account: ACCOUNT.into(),
        partition: "aws".into(),
        region: "eu-west-1".into(),
        resource: "arn:aws:s3:::logs".into(),
        part: None,
        change: change(),
        command: "aws s3api ...".into(),
        residue: None,
        mode: "act".into(),
        state: FixState::Begun,
        why: None,
        by: "arn:aws:sts::111122223333:assumed-role/fixer/x".into(),
        approved_by: None,
        undone_by: None,
        after: None,
        planned_at: at(minute),
        changed_at: at(minute),
    }
}

async fn lease(fixes: &Fixes<'_, File>, minute: i64) -> Option<Lease> {
    let resource = &change().resource;
    fixes
        .lease(ACCOUNT, resource, "run", at(minute), 2 * MINUTE)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_resource_is_worked_at_by_one_at_a_time() {
    let store = File::in_memory().unwrap();
    let fixes = Fixes::new(&store);
    let first = lease(&fixes, 0).await.unwrap();
    assert!(lease(&fixes, 1).await.is_none(), "it is taken");
    fixes.release(first, at(1)).await.unwrap();
    let second = lease(&fixes, 1).await.unwrap();
    assert!(
        lease(&fixes, 4).await.is_some(),
        "whoever died is not waited for"
    );
    let standing = fixes.standing(ACCOUNT, &change()).await.unwrap();
    let begun = fixes
        .begin(&fix(4), &standing, &second, at(4))
        .await
        .unwrap();
    assert_eq!(begun, Written::Raced, "whoever was slow writes nothing");
    assert_eq!(fixes.get(&fix(4).id).await.unwrap(), None);
}

#[tokio::test]
async fn the_image_the_count_and_the_task_are_written_together() {
    let store = File::in_memory().unwrap();
    let fixes = Fixes::new(&store);
    let lease = lease(&fixes, 0).await.unwrap();
    let standing = fixes.standing(ACCOUNT, &change()).await.unwrap();
    let begun = fixes
        .begin(&fix(0), &standing, &lease, at(0))
        .await
        .unwrap();
    assert_eq!(begun, Written::Yes);
    let kept = fixes.get(&fix(0).id).await.unwrap().unwrap();
    assert_eq!(kept.change.from, json!("never"));
    let after = fixes.standing(ACCOUNT, &change()).await.unwrap();
    assert_eq!(after.field.value.fixes[0].fix, fix(0).id);
    assert_eq!(after.spent.value.fixes[0].at, at(0));
    assert_eq!(due(&fixes, 0).await, [Task::Begun(fix(0).id)]);
    let again = fixes
        .begin(&fix(0), &standing, &lease, at(0))
        .await
        .unwrap();
    assert_eq!(again, Written::Raced, "by what was read before");
}

#[tokio::test]
async fn a_stop_holds_up_what_was_about_to_begin() {
    let store = File::in_memory().unwrap();
    let fixes = Fixes::new(&store);
    let lease = lease(&fixes, 0).await.unwrap();
    let standing = fixes.standing(ACCOUNT, &change()).await.unwrap();
    assert_eq!(standing.stop, None);
    let stop = Stop {
        since: at(0),
        by: "ann".into(),
        why: "an incident".into(),
    };
    fixes.stop(Some(&stop)).await.unwrap();
    let begun = fixes
        .begin(&fix(0), &standing, &lease, at(0))
        .await
        .unwrap();
    assert_eq!(begun, Written::Raced);
    assert_eq!(
        fixes.standing(ACCOUNT, &change()).await.unwrap().stop,
        Some(stop)
    );
    fixes.stop(None).await.unwrap();
    assert_eq!(fixes.stopped().await.unwrap(), None);
    let begun = fixes
        .begin(&fix(0), &standing, &lease, at(0))
        .await
        .unwrap();
    assert_eq!(begun, Written::Yes);
}

#[tokio::test]
async fn a_hold_is_written_beside_what_others_write() {
    let store = File::in_memory().unwrap();
    let fixes = Fixes::new(&store);
    let message = Message {
        id: "1".into(),
        to: "notices".into(),
        subject: None,
        body: "stopped".into(),
        attributes: vec![],
    };
    let pending = fixes
        .hold(ACCOUNT, &change(), at(60), "undone", (at(0), vec![message]))
        .await
        .unwrap();
    assert_eq!(pending.len(), 1);
    let standing = fixes.standing(ACCOUNT, &change()).await.unwrap();
    assert_eq!(standing.field.value.held_until, Some(at(60)));
    let all = ledger::outbox::all(&store).await.unwrap();
    assert_eq!(all, pending);
}

#[tokio::test]
async fn fixes_are_listed_by_account_and_time() {
    let store = File::in_memory().unwrap();
    let fixes = &Fixes::new(&store);
    let other = Fix {
        id: Fix::name("444455556666", at(1), &change()),
        account: "444455556666".into(),
        ..fix(1)
    };
    for one in [fix(2), fix(0), other] {
        fixes.note(&one, vec![]).await.unwrap();
    }
    let listed = |account: Option<&'static str>, since| async move {
        let stored = fixes.since(account, since).await.unwrap().fixes;
        stored.iter().map(|fix| fix.planned_at).collect::<Vec<_>>()
    };
    assert_eq!(listed(None, at(0)).await, [at(0), at(1), at(2)]);
    assert_eq!(listed(Some(ACCOUNT), at(1)).await, [at(2)]);
    assert_eq!(fixes.get("nonsense").await.unwrap(), None);
}

#[tokio::test]
async fn tasks_come_when_they_are_due() {
    let store = File::in_memory().unwrap();
    let fixes = Fixes::new(&store);
    let again = Task::Again(Hint {
        control: "s3.versioning".into(),
        account: ACCOUNT.into(),
        resource: "arn:aws:s3:::logs".into(),
        part: None,
    });
    fixes.remember(&again, at(5)).await.unwrap();
    let approved = Task::Approved("x".into());
    fixes.remember(&approved, at(1)).await.unwrap();
    assert_eq!(due(&fixes, 4).await, std::slice::from_ref(&approved));
    assert_eq!(due(&fixes, 5).await.len(), 2);
    fixes.forget(&again).await.unwrap();
    assert_eq!(due(&fixes, 9).await, [approved]);
}

async fn due(fixes: &Fixes<'_, File>, minute: i64) -> Vec<Task> {
    let due = fixes.due(at(minute)).await.unwrap().tasks;
    due.into_iter().map(|due| due.task).collect()
}

/// A task that is put off knows since when it waits; whoever read it before deletes nothing.
#[tokio::test]
async fn a_task_stays_until_whoever_read_it_is_done() {
    let store = File::in_memory().unwrap();
    let fixes = Fixes::new(&store);
    let task = Task::Approved("x".into());
    fixes.remember(&task, at(0)).await.unwrap();
    let before = fixes.due(at(0)).await.unwrap().tasks.remove(0);
    let put_off = fixes.put_off(&task, at(3), "a stop", at(1)).await.unwrap();
    assert_eq!((put_off.since, put_off.tries), (at(0), 1));
    fixes.over(&before).await.unwrap();
    assert_eq!(
        due(&fixes, 3).await,
        std::slice::from_ref(&task),
        "it was put off since"
    );
    let again = fixes.put_off(&task, at(3), "a stop", at(2)).await.unwrap();
    assert_eq!((again.since, again.tries), (at(0), 2));
    fixes.over(&put_off).await.unwrap();
    assert_eq!(due(&fixes, 4).await, [task], "also to the same time");
    fixes.over(&again).await.unwrap();
    assert_eq!(due(&fixes, 4).await, []);
}

/// What did not take place does not count against the hour.
#[tokio::test]
async fn a_fix_that_was_not_made_does_not_count() {
    let store = File::in_memory().unwrap();
    let fixes = Fixes::new(&store);
    let lease = lease(&fixes, 0).await.unwrap();
    let standing = fixes.standing(ACCOUNT, &change()).await.unwrap();
    fixes
        .begin(&fix(0), &standing, &lease, at(0))
        .await
        .unwrap();
    fixes.strike(&fix(0), at(1)).await.unwrap();
    let standing = fixes.standing(ACCOUNT, &change()).await.unwrap();
    assert_eq!(standing.spent.value.fixes, []);
    assert_eq!(standing.field.value.fixes, []);
}

/// One item that cannot be read hides no other one.
#[tokio::test]
async fn what_cannot_be_read_hides_nothing() {
    let store = File::in_memory().unwrap();
    let fixes = Fixes::new(&store);
    let mut steps = Vec::new();
    for (partition, place) in [
        ("fix#tasks", "approved#odd"),
        (&*format!("fix#fixes#{ACCOUNT}"), "odd"),
    ] {
        let key = Key {
            partition: partition.into(),
            place: place.into(),
        };
        let item = Item {
            key,
            observed_at: 0,
            expires: None,
            data: "{}".into(),
        };
        steps.push(Step::Put(item, When::Always));
    }
    store.commit(&steps).await.unwrap();
    fixes.note(&fix(0), vec![]).await.unwrap();
    fixes
        .remember(&Task::Approved("x".into()), at(0))
        .await
        .unwrap();
    let due = fixes.due(at(0)).await.unwrap();
    assert_eq!((due.tasks.len(), due.unreadable.len()), (1, 1));
    let listed = fixes.since(None, at(0)).await.unwrap();
    assert_eq!((listed.fixes.len(), listed.unreadable.len()), (1, 1));
}

/// An approval is written with its task, once, and only over what was read.
#[tokio::test]
async fn an_approval_and_its_task_are_written_together() {
    let store = File::in_memory().unwrap();
    let fixes = Fixes::new(&store);
    let waiting = Fix {
        state: FixState::ApprovalRequested,
        ..fix(0)
    };
    fixes.note(&waiting, vec![]).await.unwrap();
    assert_eq!(
        fixes.approve(&waiting, "ann", at(0)).await.unwrap(),
        Written::Yes
    );
    assert_eq!(due(&fixes, 0).await, [Task::Approved(waiting.id.clone())]);
    let kept = fixes.get(&waiting.id).await.unwrap().unwrap();
    assert_eq!(
        (kept.state, kept.approved_by.as_deref()),
        (FixState::Approved, Some("ann"))
    );
    assert_eq!(
        fixes.approve(&waiting, "bob", at(1)).await.unwrap(),
        Written::Raced
    );
}
