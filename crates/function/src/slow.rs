//! Slow controls: a job of its own, some resources at a time.
//!
//! What AWS works on for seconds, for each resource anew, no sweep waits for. A schedule of its
//! own names the control in a task; each task judges the next [`SHARE`] resources, in the order of
//! their ids, and puts the task for those after them into the queue. So a job may take hours, and
//! what fails is tried again from where it was, not from the beginning.
//!
//! That is a loop of messages, the only one that a function makes: Lambda would end it after some
//! 16 rounds (Lambda Developer Guide, "Use Lambda recursive loop detection"), so the template says
//! `RecursiveLoop: Allow`, and the bound is here, see [`MOST_ROUNDS`].
use std::collections::BTreeSet;

use collect::{Aws, KindNeeds, Request, Sweep};
use controls::Controls;
use ledger::Share;
use model::{Arn, Scope};
use serde_json::{Value, json};

use crate::Auditor;
use crate::audit::{Done, persist};
use crate::failure::Failure;
use crate::order::{Order, sweep};
use crate::own::Own;
use crate::trigger::Task;

/// How many resources one task judges: where each takes IAM the half minute that is waited for at
/// most, four at once, this is twelve of a function's fifteen minutes.
const SHARE: usize = 100;

/// A job has at most so many tasks. IAM has at most 5,000 users and, where raised to the limit,
/// 10,000 roles in an account (IAM User Guide, "IAM and AWS STS quotas"): 150 shares, and as many
/// again for what is made meanwhile.
const MOST_ROUNDS: u16 = 300;

/// Whether a task names controls that are slow.
pub fn is_slow(task: &Task) -> bool {
    let mut named = task.controls.iter().flatten();
    named.any(|id| controls::find(id).is_some_and(controls::is_slow))
}

/// Judges the next resources, and asks for those after them.
pub async fn run(own: &Own, auditor: Auditor, task: Task) -> Result<Value, Failure> {
    let order = sweep(auditor, task.clone())?;
    let mut controls = controls::run_by(auditor.home);
    controls.retain(|control| {
        let ids = order.controls.iter().flatten();
        ids.into_iter().any(|id| id == control.id())
    });
    if let Some(quick) = controls.iter().find(|one| !controls::is_slow(**one)) {
        let message = format!("`{}` is not slow: give it a task of its own", quick.id());
        return Err(Failure::Misdirected(message));
    }
    let aws = own.account(order.role.clone()).await?;
    let all = listed(&aws, auditor, &controls).await?;
    let after = task.after.as_deref().unwrap_or_default();
    let mut left = all.into_iter().filter(|id| id.as_str() > after);
    let share: Vec<String> = left.by_ref().take(SHARE).collect();
    let Some(last) = share.last().cloned() else {
        return Ok(json!({"run": task.run, "resources": 0}));
    };
    let more = left.next().is_some();
    let arns = share.iter().filter_map(|id| id.parse::<Arn>().ok());
    let order = Order {
        scope: Scope::Resources(arns.collect()),
        share: Some(if more { Share::Part } else { Share::Last }),
        ..order
    };
    let Done { counts, .. } = persist(own, auditor, &order).await?;
    if more {
        own.sweep_later(&following(task, last)?, 0).await?;
    }
    Ok(json!({"run": order.run, "resources": share.len(), "more": more, "counts": counts}))
}

/// The task for the resources after `last`; a failure where there were too many tasks, so that the
/// message ends among the dead letters and somebody is alarmed.
fn following(task: Task, last: String) -> Result<Task, Failure> {
    let (round, after) = (task.round.saturating_add(1), Some(last));
    if round >= MOST_ROUNDS {
        return Err(Failure::Endless(MOST_ROUNDS));
    }
    Ok(Task {
        after,
        round,
        ..task
    })
}

/// The ids of all that the controls are about.
async fn listed(
    aws: &Aws,
    auditor: Auditor,
    controls: &Controls,
) -> Result<BTreeSet<String>, Failure> {
    let wanted = controls.iter().map(|control| KindNeeds {
        kind: control.kind(),
        needs: &[],
    });
    let request = Request::new(wanted, Scope::Everything, None);
    let mut sweep = Sweep::new(aws, auditor.readers, request)?;
    while sweep.next().await.is_some() {}
    let snapshot = sweep.finish();
    let mut ids = BTreeSet::new();
    for kind in controls.iter().map(|control| control.kind()) {
        if let Some((gap, ..)) = snapshot.unlisted(kind).first() {
            return Err(Failure::Listing(gap.to_string()));
        }
        let rows = 0..snapshot.count(kind);
        ids.extend(rows.map(|row| snapshot.id_at(kind, row).to_owned()));
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::{MOST_ROUNDS, following};
    use crate::failure::Failure;
    use crate::trigger::{Task, Trigger};

    const TASK: &str = r#"{"account": "111122223333", "area": "iam", "run": "r"}"#;

    /// The task as it goes through the queue, where the function finds it again.
    fn sent(task: &Task) -> Task {
        let payload = serde_json::to_value(task).unwrap();
        match payload.try_into() {
            Ok(Trigger::Sweep(task)) => task,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_job_ends_by_itself() {
        let mut task: Task = serde_json::from_str(TASK).unwrap();
        for round in 1..MOST_ROUNDS {
            task = sent(&following(task, format!("id-{round}")).unwrap());
            assert_eq!(task.round, round);
        }
        let refused = following(task, "id".into());
        assert!(matches!(refused, Err(Failure::Endless(MOST_ROUNDS))));
    }
}
