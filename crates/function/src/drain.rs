//! The function that sends what others left in the outbox, every minute; and that says so when
//! the newest settings cannot be used.
use std::time::{Duration, Instant};

use controls::Judge;
use lambda_runtime::LambdaEvent;
use ledger::{DynamoDb, Key, Plan, Run, Unreadable, outbox};
use model::own::{SettingsState, State};
use model::{Account, Kind, Observed, Scope, Settings, Snapshot};
use notify::About;
use serde_json::{Value, json};

use crate::compose::{Causes, Composer};
use crate::evidence::Large;
use crate::failure::Failure;
use crate::own::Own;
use crate::send::send;
use crate::until::Until;

/// Younger messages are left to the run that made them.
const YOUNG: Duration = Duration::from_secs(30);
/// So many of each shard are sent at once.
const AT_ONCE: usize = 100;

pub async fn run(own: &Own, event: LambdaEvent<Value>) -> Result<Value, Failure> {
    let began = Instant::now();
    let until = Until::of(event.context.deadline, Own::now());
    let (store, topics) = (own.ledger().await?, own.topics().await?);
    let (mut sent, mut left, mut aside) = (0, 0, 0);
    let mut round = outbox::Round::default();
    loop {
        let before =
            Own::now().as_millisecond() - i64::try_from(YOUNG.as_millis()).unwrap_or_default();
        let batch = round.next(&store, before, AT_ONCE).await?;
        let all_sent = batch.is_empty();
        aside += set_aside(&store, &batch.unreadable).await?;
        let (taken, not) = send(&store, &topics, batch.messages).await?;
        sent += taken;
        left += not;
        // What is left is the next invocation's.
        if all_sent || until.is_over() {
            break;
        }
    }
    let oldest = outbox::oldest(&store).await?;
    let age = oldest.map_or(0, |since| Own::now().as_millisecond() - since);
    crate::metrics::drained(Own::now(), [sent, left, aside], age);
    tracing::info!(
        sent,
        left,
        aside,
        age,
        ms = began.elapsed().as_millis(),
        "drained"
    );
    // Last: settings that cannot be read do not delay messages.
    let checked = check_settings(own).await?;
    Ok(json!({"sent": sent, "left": left, "settings": checked.error}))
}

/// Moves messages that cannot be read out of the way, and puts a notice of each into the outbox.
async fn set_aside(store: &DynamoDb, unreadable: &[Unreadable]) -> Result<usize, Failure> {
    for one in unreadable {
        let Key { partition, place } = &one.key;
        tracing::error!(
            partition,
            place,
            "a message cannot be read: it is set aside"
        );
        let notice = notify::notice::unreadable(partition, place);
        outbox::set_aside(store, one, notice, Own::now()).await?;
    }
    Ok(unreadable.len())
}

/// Judges the newest settings like anything else, so that it is published once that they cannot be
/// used, and once that they can.
async fn check_settings(own: &Own) -> Result<State, Failure> {
    let now = Own::now();
    let (settings, state) = own.settings(now).await?;
    let mut checked = own.checked.lock().await;
    if checked.as_ref() == Some(&state) {
        return Ok(state);
    }
    let aws = own.account(None).await?;
    let controls: Vec<_> = controls::own()
        .into_iter()
        .filter(|control| control.kind().id == Account::ID)
        .collect();
    let mut snapshot = Snapshot::new(aws.account().clone(), now);
    let root = snapshot.root();
    snapshot.put::<SettingsState>(root, now, Observed::Seen(state.clone()));
    let composer = composer(&settings, &format!("settings-{}", now.as_second()));
    let plan = Plan {
        account: aws.account().clone(),
        area: "settings".into(),
        run: composer.about.run.clone(),
        started: now,
        scope: Scope::Everything,
        regions: None,
        controls: controls.clone(),
        catalogue: controls::catalogue_ids(),
        renamed: controls::RENAMED.to_vec(),
        acts: controls::ACTS,
        baseline: ledger::Baseline::Each,
        hold: false,
        share: None,
        partial: false,
    };
    let store = own.ledger().await?;
    let mut run = Run::begin(&store, &composer, plan).await?;
    let mut judge = Judge::new(controls, settings);
    run.observe(judge.piece(&snapshot, Account::INFO, &(0..1)))
        .await?;
    run.end(&snapshot).await?;
    send(&store, &own.topics().await?, run.take_pending()).await?;
    *checked = Some(state.clone());
    Ok(state)
}

/// The words of one run.
pub fn composer(settings: &Settings, run: &str) -> Composer {
    Composer {
        about: About {
            run: run.into(),
            version: env!("CARGO_PKG_VERSION"),
            settings: settings.hash().into(),
        },
        settings: settings.clone(),
        causes: Causes::new(),
        large: Large::default(),
    }
}
