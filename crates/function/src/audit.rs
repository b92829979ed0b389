//! One invocation: what is asked is read, judged and told.
use std::time::Instant;

use collect::{Ask, Aws, Request, Role, Sweep};
use lambda_runtime::LambdaEvent;
use model::{Outcome, Scope, Settings};
use notify::{About, Message, Transition};
use serde_json::{Value, json};

use crate::Error;
use crate::metrics::Counts;
use crate::own::Own;
use crate::trigger::{Task, Trigger};

/// What to look at, in whose account, as which run.
struct Order {
    scope: Scope,
    regions: Option<Vec<Box<str>>>,
    role: Option<Role>,
    account: Option<String>,
    run: String,
}

pub async fn run(own: &Own, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let began = Instant::now();
    let order = order(own, event.payload.try_into()?, event.context.request_id)?;
    let aws = own.account(order.role.clone()).await?;
    let here = &aws.account().id;
    if let Some(asked) = order.account.as_ref().filter(|asked| **asked != **here) {
        return Err(format!(
            "the task is about account `{asked}`, the credentials are of `{here}`"
        )
        .into());
    }
    let counts = audit(own, &order, &aws).await?;
    let took = began.elapsed();
    tracing::info!(run = order.run, account = %here, area = own.area.name, counts = %json!(counts), ms = took.as_millis(), "audited");
    counts.emit(own.area.name, aws.now(), took);
    Ok(json!({"run": order.run, "account": here, "area": own.area.name, "counts": counts}))
}

fn order(own: &Own, trigger: Trigger, request: String) -> Result<Order, Error> {
    let Task {
        account,
        area,
        regions,
        run,
        role,
        external_id,
    } = match trigger {
        Trigger::Sweep(task) => task,
        Trigger::Resources(arns) => {
            return Ok(Order {
                scope: Scope::Resources(arns),
                regions: None,
                role: None,
                account: None,
                run: request,
            });
        }
    };
    if area != own.area.name {
        return Err(format!(
            "the task is about area `{area}`, this function about `{}`",
            own.area.name
        )
        .into());
    }
    Ok(Order {
        scope: Scope::Everything,
        regions: Some(regions).filter(|regions| !regions.is_empty()),
        role: role.map(|arn| Role { arn, external_id }),
        account: Some(account),
        run,
    })
}

async fn audit(own: &Own, order: &Order, aws: &Aws) -> Result<Counts, Error> {
    let settings = Settings::at(aws.now());
    let controls = controls::admitted(&controls::area(own.area.name), &order.scope);
    let asks = controls.iter().map(|control| Ask {
        kind: control.kind(),
        needs: control.needs(),
    });
    let request = Request::new(asks, order.scope.clone(), order.regions.clone());
    let mut sweep = Sweep::new(aws, own.area.readers, request)?;
    let topic = own.findings().await?;
    let about = About {
        run: order.run.clone(),
        version: env!("CARGO_PKG_VERSION"),
        settings: settings.hash().into(),
    };
    let mut counts = Counts::default();
    while let Some(piece) = sweep.next().await {
        let found = controls::judge(
            &controls,
            sweep.snapshot(),
            piece.kind,
            &piece.rows,
            &settings,
        );
        let news = found.iter().filter_map(|(control, finding)| {
            counts.add(&finding.outcome);
            let fails = matches!(finding.outcome, Outcome::Fail { .. });
            fails.then(|| notify::finding(*control, finding, Transition::Opened, &about))
        });
        let news: Vec<Message> = news.collect();
        let told = news.len();
        let taken = topic.publish(news).await.len();
        counts.published += taken;
        if taken < told {
            return Err(format!("SNS did not take {} of {told} messages", told - taken).into());
        }
    }
    for (_, finding) in controls::unlisted(&controls, sweep.snapshot()) {
        counts.add(&finding.outcome);
    }
    counts.reads = sweep.progress().reads().0;
    counts.gone = sweep.finish().all_gone().count();
    Ok(counts)
}
