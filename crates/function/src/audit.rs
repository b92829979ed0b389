//! One invocation: what is asked is read, judged, remembered and told.
use std::time::Instant;

use collect::{Ask, Aws, Request, Role, Sweep};
use controls::{Found, Judge};
use lambda_runtime::LambdaEvent;
use ledger::{Baseline, DynamoDb, Held, Plan, Run, Share};
use model::settings::FirstRun;
use model::{Arn, Scope, Settings};
use serde_json::{Value, json};

use crate::Area;
use crate::drain::words;
use crate::failure::Failure;
use crate::metrics::Counts;
use crate::own::{Bucket, Own};
use crate::send::send;
use crate::slow;
use crate::tell::{Causes, Words};
use crate::trigger::{Task, Trigger};

/// What to look at, in whose account, as which run.
#[derive(Clone, Debug)]
pub struct Order {
    pub scope: Scope,
    /// Only these controls, of the area's.
    pub controls: Option<Vec<String>>,
    pub regions: Option<Vec<Box<str>>>,
    pub role: Option<Role>,
    pub account: Option<String>,
    pub run: String,
    pub sole: bool,
    /// Whether what would be closed waits for a second read.
    pub hold: bool,
    /// Which share of a slow job it is.
    pub share: Option<Share>,
    pub causes: Causes,
    /// Whether settings that were read a moment ago will do.
    pub hurry: bool,
}

/// What became of an order.
#[derive(Clone, Debug)]
pub struct Done {
    pub account: String,
    pub counts: Counts,
    /// What is to be read again before it is closed.
    pub held: Held,
}

pub async fn run(own: &Own, area: Area, event: LambdaEvent<Value>) -> Result<Value, Failure> {
    let order = match event.payload.try_into()? {
        Trigger::Batch(records) => {
            return crate::batch::run(own, area, records, &event.context.request_id).await;
        }
        Trigger::Sweep(task) if slow::is_slow(&task) => {
            let done = slow::run(own, area, task).await?;
            return Ok(json!(done));
        }
        Trigger::Sweep(task) => sweep(area, task)?,
        Trigger::Resources(arns) => {
            let here = own.account(None).await?;
            let role = crate::batch::role(&here.account().id);
            named(arns, role, event.context.request_id)
        }
    };
    let Done {
        account, counts, ..
    } = carry_out(own, area, &order).await?;
    Ok(json!({"run": order.run, "account": account, "area": area.name, "counts": counts}))
}

/// Does what is ordered.
pub async fn carry_out(own: &Own, area: Area, order: &Order) -> Result<Done, Failure> {
    let began = Instant::now();
    let aws = own.account(order.role.clone()).await?;
    let here = &aws.account().id;
    if let Some(asked) = order.account.as_ref().filter(|asked| **asked != **here) {
        let told = format!("the task is about account `{asked}`, the credentials are of `{here}`");
        return Err(Failure::Misdirected(told));
    }
    let (counts, held) = audit(own, area, order, &aws).await?;
    let took = began.elapsed();
    tracing::info!(run = order.run, account = %here, area = area.name, counts = %json!(counts), ms = took.as_millis(), "audited");
    counts.emit(area.name, aws.now(), took);
    let account = here.to_string();
    Ok(Done {
        account,
        counts,
        held,
    })
}

/// The order that a task of a sweep is.
pub fn sweep(area: Area, task: Task) -> Result<Order, Failure> {
    if task.area != area.name {
        let told = format!(
            "the task is about area `{}`, this function about `{}`",
            task.area, area.name
        );
        return Err(Failure::Misdirected(told));
    }
    let Task {
        account,
        regions,
        run,
        role,
        external_id,
        controls,
        sole,
        ..
    } = task;
    Ok(Order {
        scope: Scope::Everything,
        controls,
        regions: Some(regions).filter(|regions| !regions.is_empty()),
        role: role
            .map(|arn| Role { arn, external_id })
            .or_else(|| crate::batch::role(&account)),
        account: Some(account),
        run,
        sole,
        hold: false,
        share: None,
        causes: Causes::new(),
        hurry: false,
    })
}

fn named(arns: Vec<Arn>, role: Option<Role>, run: String) -> Order {
    Order {
        scope: Scope::Resources(arns),
        controls: None,
        regions: None,
        role,
        account: None,
        run,
        sole: false,
        hold: false,
        share: None,
        causes: Causes::new(),
        hurry: false,
    }
}

/// A run: what it reads, judges by, remembers and tells with.
struct Auditing<'a> {
    judge: Judge,
    run: Run<'a, DynamoDb, Words>,
    words: &'a Words,
    store: &'a DynamoDb,
    topics: notify::Topics,
    bucket: Option<Bucket>,
    counts: Counts,
}

async fn audit(own: &Own, area: Area, order: &Order, aws: &Aws) -> Result<(Counts, Held), Failure> {
    let now = aws.now();
    let (settings, _) = match order.hurry {
        true => own.recent_settings(now).await?,
        false => own.settings(now).await?,
    };
    let mut controls = match order.controls {
        Some(_) => controls::run_by(area.name),
        None => controls::swept_by(area.name),
    };
    if let Some(on) = &settings.document.areas {
        controls.retain(|control| on.iter().any(|on| on == control.area()));
    }
    if controls.is_empty() {
        tracing::info!(area = area.name, "the settings leave this area out");
        return Ok((Counts::default(), Held::new()));
    }
    let mut controls = controls::admitted(&controls, &order.scope);
    if let Some(only) = &order.controls {
        controls.retain(|control| only.iter().any(|id| id == control.id()));
    }
    let regions = order.regions.clone().or_else(|| chosen(&settings));
    let request = request(&controls, order, regions.clone(), &settings);
    let mut sweep = Sweep::new(aws, area.readers, request)?;
    let (store, mut words) = (own.ledger().await?, words(&settings, &order.run));
    words.causes.clone_from(&order.causes);
    let complete =
        order.scope == Scope::Everything && regions.is_none() && order.controls.is_none();
    let mut remembered = controls.clone();
    if complete {
        remembered.extend(controls::about_exceptions());
    }
    let plan = Plan {
        account: aws.account().clone(),
        area: area.name.into(),
        run: order.run.clone(),
        started: aws.now(),
        scope: order.scope.clone(),
        regions,
        controls: remembered,
        catalogue: controls::catalogue_ids(),
        renamed: controls::RENAMED.to_vec(),
        baseline: baseline(&settings),
        hold: order.hold,
        share: order.share,
    };
    let mut auditing = Auditing {
        judge: Judge::new(controls, settings),
        run: Run::begin(&store, &words, plan).await?,
        words: &words,
        store: &store,
        topics: own.topics().await?,
        bucket: own.bucket().await?,
        counts: Counts::default(),
    };
    while let Some(piece) = sweep.next().await {
        let found = auditing
            .judge
            .piece(sweep.snapshot(), piece.kind, &piece.rows);
        auditing.enter(found).await?;
    }
    auditing
        .enter(auditing.judge.unlisted(sweep.snapshot()))
        .await?;
    auditing.counts.reads = sweep.progress().reads().0;
    let mut snapshot = sweep.finish();
    if complete {
        let own = auditing
            .judge
            .exceptions(&mut snapshot, aws.now(), order.sole);
        auditing.enter(own).await?;
    }
    auditing.end(&snapshot).await
}

impl Auditing<'_> {
    async fn enter(&mut self, found: Vec<Found>) -> Result<(), Failure> {
        for (_, finding) in &found {
            self.counts.add(&finding.outcome);
        }
        let findings = found.iter().map(|(_, finding)| finding);
        self.words.large.store(self.bucket.as_ref(), findings).await;
        self.run.observe(found).await?;
        self.send().await
    }

    async fn send(&mut self) -> Result<(), Failure> {
        let (taken, left) = send(self.store, &self.topics, self.run.take_pending()).await?;
        self.counts.published += taken;
        self.counts.left += left;
        Ok(())
    }

    async fn end(mut self, snapshot: &model::Snapshot) -> Result<(Counts, Held), Failure> {
        self.run.end(snapshot).await?;
        self.send().await?;
        self.counts.transitions.clone_from(self.run.counts());
        self.counts.gone = snapshot.all_gone().count();
        Ok((self.counts, self.run.held().clone()))
    }
}

fn request(
    controls: &controls::Controls,
    order: &Order,
    regions: Option<Vec<Box<str>>>,
    settings: &Settings,
) -> Request {
    let asks = controls.iter().map(|control| Ask {
        kind: control.kind(),
        needs: control.needs(),
    });
    Request::new(asks, order.scope.clone(), regions).with_tags(settings.uses_tags())
}

fn chosen(settings: &Settings) -> Option<Vec<Box<str>>> {
    let regions = settings.document.regions.as_ref()?;
    Some(
        regions
            .iter()
            .map(|region| region.as_str().into())
            .collect(),
    )
}

fn baseline(settings: &Settings) -> Baseline {
    match settings.document.baseline {
        FirstRun::Digest => Baseline::Digest,
        FirstRun::Each => Baseline::Each,
    }
}
