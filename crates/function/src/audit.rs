//! One invocation: what is asked is read, judged, remembered and told.
use std::time::Instant;

use collect::{Ask, Aws, Request, Role, Sweep};
use controls::{Found, Judge};
use lambda_runtime::LambdaEvent;
use ledger::{Baseline, DynamoDb, Plan, Run};
use model::settings::FirstRun;
use model::{Arn, Demand, Scope, Settings};
use serde_json::{Value, json};

use crate::Area;
use crate::drain::words;
use crate::failure::Failure;
use crate::metrics::Counts;
use crate::own::{Bucket, Own};
use crate::send::send;
use crate::tell::Words;
use crate::trigger::{Task, Trigger};

/// What to look at, in whose account, as which run.
struct Order {
    scope: Scope,
    regions: Option<Vec<Box<str>>>,
    role: Option<Role>,
    account: Option<String>,
    run: String,
    sole: bool,
}

pub async fn run(own: &Own, area: Area, event: LambdaEvent<Value>) -> Result<Value, Failure> {
    let began = Instant::now();
    let order = order(area, event.payload.try_into()?, event.context.request_id)?;
    let aws = own.account(order.role.clone()).await?;
    let here = &aws.account().id;
    if let Some(asked) = order.account.as_ref().filter(|asked| **asked != **here) {
        let told = format!("the task is about account `{asked}`, the credentials are of `{here}`");
        return Err(Failure::Misdirected(told));
    }
    let counts = audit(own, area, &order, &aws).await?;
    let took = began.elapsed();
    tracing::info!(run = order.run, account = %here, area = area.name, counts = %json!(counts), ms = took.as_millis(), "audited");
    counts.emit(area.name, aws.now(), took);
    Ok(json!({"run": order.run, "account": here, "area": area.name, "counts": counts}))
}

fn order(area: Area, trigger: Trigger, request: String) -> Result<Order, Failure> {
    let task = match trigger {
        Trigger::Sweep(task) => task,
        Trigger::Resources(arns) => return Ok(named(arns, request)),
    };
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
        sole,
        ..
    } = task;
    Ok(Order {
        scope: Scope::Everything,
        regions: Some(regions).filter(|regions| !regions.is_empty()),
        role: role.map(|arn| Role { arn, external_id }),
        account: Some(account),
        run,
        sole,
    })
}

fn named(arns: Vec<Arn>, run: String) -> Order {
    Order {
        scope: Scope::Resources(arns),
        regions: None,
        role: None,
        account: None,
        run,
        sole: false,
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

async fn audit(own: &Own, area: Area, order: &Order, aws: &Aws) -> Result<Counts, Failure> {
    let (settings, _) = own.settings(aws.now()).await?;
    let on = |control: &&'static dyn Demand| match &settings.document.areas {
        Some(on) => on.iter().any(|on| on == control.area()),
        None => true,
    };
    let mut controls = controls::run_by(area.name);
    controls.retain(on);
    if controls.is_empty() {
        tracing::info!(area = area.name, "the settings leave this area out");
        return Ok(Counts::default());
    }
    let controls = controls::admitted(&controls, &order.scope);
    let regions = order.regions.clone().or_else(|| chosen(&settings));
    let request = request(&controls, order, regions.clone(), &settings);
    let mut sweep = Sweep::new(aws, area.readers, request)?;
    let (store, words) = (own.ledger().await?, words(&settings, &order.run));
    let plan = Plan {
        account: aws.account().clone(),
        area: area.name.into(),
        run: order.run.clone(),
        started: aws.now(),
        scope: order.scope.clone(),
        regions: regions.clone(),
        controls: controls.clone(),
        catalogue: controls::catalogue_ids(),
        renamed: controls::RENAMED.to_vec(),
        baseline: baseline(&settings),
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
    if order.scope == Scope::Everything && regions.is_none() {
        let own = auditing
            .judge
            .exceptions(aws.account(), aws.now(), order.sole);
        auditing.enter(own).await?;
    }
    auditing.counts.reads = sweep.progress().reads().0;
    auditing.end(&sweep.finish()).await
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

    async fn end(mut self, snapshot: &model::Snapshot) -> Result<Counts, Failure> {
        self.run.end(snapshot).await?;
        self.send().await?;
        self.counts.transitions.clone_from(self.run.counts());
        self.counts.gone = snapshot.all_gone().count();
        Ok(self.counts)
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
