//! A batch of a queue: CloudTrail's events, what is to be read again, and sweeps.
//!
//! Everything about one account is folded, so that a burst of events on one bucket costs the
//! reads of one. What fails, or what there is no time for, is reported by its item, and the rest
//! goes through.
use std::collections::{BTreeMap, BTreeSet};

use controls::Controls;
use events::{Assessments, Decoded, Event, groups};
use futures::StreamExt;
use ledger::queued;
use model::{Arn, Scope};
use serde_json::Value;

use crate::Auditor;
use crate::audit::{Done, persist};
use crate::confirm::{Confirm, Message};
use crate::failure::Failure;
use crate::order::{Order, audit_role, partition, sweep};
use crate::own::Own;
use crate::queue::confirm_after;
use crate::slow;
use crate::trigger::{Record, Task};
use crate::until::Until;
use crate::work::{Failed, Work, Wrong};

/// A sweep that events ask for waits so long, in seconds: those of a burst get one.
const SWEEP_AFTER: i32 = 60;
/// A sweep that was put off may begin so long, in seconds, before its time: clocks differ.
const EARLY: i32 = 10;
/// So many accounts, and runs of each, are under way at the same time.
const AT_ONCE: usize = 4;
/// So many resources are looked at in one run.
const TOGETHER: usize = 50;
/// A message, read.
enum Item {
    Event(Box<Event>),
    Confirm(String, Assessments),
    Sweep(Task),
    Irrelevant(&'static str),
}

pub async fn run(
    own: &Own,
    auditor: Auditor,
    records: Vec<Record>,
    request: &str,
    until: Until,
) -> Result<Value, Failure> {
    let controls = controls::swept_by(auditor.home);
    let mut accounts: BTreeMap<String, Work> = BTreeMap::new();
    let mut failed = Failed::default();
    for Record { message_id, body } in records {
        match read(&body, &controls) {
            Err(why) => {
                let begin: String = body.chars().take(300).collect();
                failed.add(
                    [message_id],
                    &format!("{why}; the message begins `{begin}`"),
                );
            }
            Ok(Item::Irrelevant(why)) => tracing::debug!(message_id, why, "left alone"),
            Ok(Item::Sweep(task)) => {
                if let Err(error) = swept(own, auditor, task, until).await {
                    failed.add([message_id], &error.to_string());
                }
            }
            Ok(Item::Event(event)) => {
                let work = accounts.entry(event.account.id.to_string()).or_default();
                let about = work.messages.entry(message_id).or_default();
                about.insert(event.resource.clone());
                work.events.push(*event);
            }
            Ok(Item::Confirm(account, assessments)) => {
                let work = accounts.entry(account).or_default();
                let about = work.messages.entry(message_id).or_default();
                about.extend(assessments.keys().cloned());
                for (resource, causes) in assessments {
                    work.confirm.entry(resource).or_default().extend(causes);
                }
            }
        }
    }
    let looks = accounts.into_iter().map(|(account, work)| async move {
        let wrong = look(own, auditor, &account, &work, request, until).await;
        (work, wrong)
    });
    let mut looks = futures::stream::iter(looks).buffer_unordered(AT_ONCE);
    while let Some((work, wrong)) = looks.next().await {
        for wrong in wrong {
            failed.add(work.again(&wrong), &wrong.why.to_string());
        }
    }
    Ok(failed.answer())
}

fn read(body: &str, controls: &Controls) -> Result<Item, String> {
    let message: Value = serde_json::from_str(body).map_err(|error| format!("no JSON: {error}"))?;
    let said = |error: serde_json::Error| error.to_string();
    if message.get("confirm").is_some() {
        let message: Message = serde_json::from_value(message).map_err(said)?;
        let confirm = Confirm::from(message);
        return Ok(Item::Confirm(
            confirm.account.clone(),
            confirm.assessments(controls)?,
        ));
    }
    if message.get("area").is_some() {
        return Ok(Item::Sweep(serde_json::from_value(message).map_err(said)?));
    }
    match events::decode(body, partition()) {
        Ok(Decoded::Event(event)) => Ok(Item::Event(event)),
        Ok(Decoded::Irrelevant(why)) => Ok(Item::Irrelevant(why)),
        Err(refused) => Err(refused.to_string()),
    }
}

async fn swept(own: &Own, auditor: Auditor, task: Task, until: Until) -> Result<(), Failure> {
    if slow::is_slow(&task) {
        slow::run(own, auditor, task).await?;
        return Ok(());
    }
    let order = sweep(auditor, task)?.within(until);
    persist(own, auditor, &order).await?;
    Ok(())
}

/// Reads and judges what events and earlier reads of one account ask for.
async fn look(
    own: &Own,
    auditor: Auditor,
    account: &str,
    work: &Work,
    request: &str,
    until: Until,
) -> Vec<Wrong> {
    let look = events::look(&work.events, &controls::swept_by(auditor.home));
    let news = orders(account, &look.assessments, true, request);
    let confirm = orders(account, &work.confirm, false, request);
    let assessments = &look.assessments;
    let runs = news.into_iter().chain(confirm).map(|order| async move {
        let run = async {
            let Done { account, held, .. } = persist(own, auditor, &order).await?;
            for message in Message::of(&account, &held, assessments) {
                own.send_later(&message, confirm_after()).await?;
            }
            Ok(())
        };
        let why = until.ended(run).await.err()?;
        let about = match order.scope {
            Scope::Resources(arns) => Some(arns),
            Scope::Everything => None,
        };
        Some(Wrong { about, why })
    });
    let runs = futures::stream::iter(runs).buffer_unordered(AT_ONCE);
    let runs = runs.filter_map(std::future::ready).collect::<Vec<_>>();
    let sweep = async {
        match look.sweep.is_empty() {
            true => Ok(()),
            false => request_sweep(own, auditor, account, look.sweep, request).await,
        }
    };
    let (mut wrong, swept) = tokio::join!(runs, until.ended(sweep));
    wrong.extend(swept.err().map(|why| Wrong { about: None, why }));
    wrong
}

/// An order for each group of resources that the same controls judge, and for so many of them as
/// are well done in a few seconds.
fn orders(account: &str, assessments: &Assessments, hold: bool, request: &str) -> Vec<Order> {
    let causes: BTreeMap<_, _> = assessments
        .iter()
        .map(|(resource, causes)| {
            let causes = causes
                .iter()
                .map(|(id, cause)| ((*id).into(), cause.clone()));
            (resource.to_string(), causes.collect())
        })
        .collect();
    let order = |controls: &[&str], resources: &[Arn]| Order {
        scope: Scope::Resources(resources.to_vec()),
        controls: Some(controls.iter().map(|id| (*id).to_owned()).collect()),
        regions: None,
        role: audit_role(account),
        account: Some(account.to_owned()),
        run: request.to_owned(),
        sole: false,
        hold,
        share: None,
        causes: causes.clone(),
        hurry: true,
        until: None,
    };
    let mut orders = Vec::new();
    for (controls, resources) in groups(assessments) {
        let some = resources.chunks(TOGETHER);
        orders.extend(some.map(|resources| order(&controls, resources)));
    }
    orders
}

/// Puts a sweep into its queue, unless one for the same controls waits there already.
async fn request_sweep(
    own: &Own,
    auditor: Auditor,
    account: &str,
    controls: BTreeSet<&'static str>,
    request: &str,
) -> Result<(), Failure> {
    let controls: Vec<String> = controls.into_iter().map(str::to_owned).collect();
    let (store, work) = (own.ledger().await?, controls.join(" "));
    let now = Own::now().as_millisecond();
    let after = SWEEP_AFTER.min(confirm_after());
    // One that was asked for since then has not begun yet, and will see what these events did.
    let lately = now - i64::from(after - EARLY) * 1000;
    if lately < now && queued::since(&store, account, auditor.home.word(), &work, lately).await? {
        return Ok(());
    }
    let task = Task {
        account: account.to_owned(),
        area: auditor.home.word().to_owned(),
        controls: Some(controls),
        regions: None,
        run: request.to_owned(),
        role: audit_role(account).map(|role| role.arn),
        external_id: None,
        sole: false,
        after: None,
        round: 0,
    };
    own.sweep_later(&task, after).await?;
    queued::note(&store, account, auditor.home.word(), &work, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use events::Assessments;
    use model::Cause;

    use super::{Item, orders, read};
    use crate::confirm::Message;

    const EVENT: &str = r#"{
        "source": "aws.s3",
        "detail-type": "AWS API Call via CloudTrail",
        "account": "111122223333",
        "detail": {
            "eventSource": "s3.amazonaws.com",
            "eventName": "PutBucketPolicy",
            "eventTime": "2026-11-02T10:36:31Z",
            "awsRegion": "eu-west-1",
            "requestParameters": {"bucketName": "acme-ledger"}
        }
    }"#;

    /// Messages that a function sends to itself ask for one more read and for no further message:
    /// what is read again is not held back again, so that it is published or left.
    #[test]
    fn what_is_read_again_is_not_queued_once_more() {
        let controls = controls::all();
        let Ok(Item::Event(event)) = read(EVENT, &controls) else {
            panic!("an event")
        };
        let resource = event.resource.to_string();
        let look = events::look(&[*event], &controls);
        assert!(
            orders("1", &look.assessments, true, "r")
                .iter()
                .all(|order| order.hold)
        );
        let held = BTreeMap::from([(resource, ["s3.tls-only".to_owned()].into())]);
        let message = Message::of("111122223333", &held, &look.assessments).remove(0);
        let Ok(Item::Confirm(account, assessments)) =
            read(&serde_json::to_string(&message).unwrap(), &controls)
        else {
            panic!("a confirmation")
        };
        let again = orders(&account, &assessments, false, "r");
        assert!(!again.is_empty() && again.iter().all(|order| !order.hold));
    }

    /// Nothing is held back unless the caller says so.
    #[test]
    fn a_sweep_holds_nothing_back() {
        let assessments: Assessments = BTreeMap::<_, BTreeMap<&'static str, Cause>>::new();
        assert!(orders("1", &assessments, false, "r").is_empty());
        let task = r#"{"account": "111122223333", "area": "s3", "run": "r"}"#;
        let Ok(Item::Sweep(task)) = read(task, &controls::all()) else {
            panic!("a task")
        };
        let auditor = crate::Auditor {
            home: model::Home::S3,
            readers: collect::homes::S3,
        };
        assert!(!super::sweep(auditor, task).unwrap().hold);
    }
}
