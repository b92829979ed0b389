//! One invocation: its payload says which work it starts.
use lambda_runtime::LambdaEvent;
use serde_json::{Value, json};

use crate::Auditor;
use crate::audit::{Done, carry_out};
use crate::batch;
use crate::failure::Failure;
use crate::order::{audit_role, named, sweep};
use crate::own::Own;
use crate::slow;
use crate::trigger::Trigger;
use crate::until::Until;

pub async fn run(own: &Own, auditor: Auditor, event: LambdaEvent<Value>) -> Result<Value, Failure> {
    let order = match event.payload.try_into()? {
        Trigger::Batch(records) => {
            let until = Until::of(event.context.deadline, Own::now());
            return batch::run(own, auditor, records, &event.context.request_id, until).await;
        }
        Trigger::Sweep(task) if slow::is_slow(&task) => {
            let done = slow::run(own, auditor, task).await?;
            return Ok(json!(done));
        }
        Trigger::Sweep(task) => {
            sweep(auditor, task)?.within(Until::of(event.context.deadline, Own::now()))
        }
        Trigger::Resources(arns) => {
            let here = own.account(None).await?;
            let role = audit_role(&here.account().id);
            named(arns, role, event.context.request_id)
        }
    };
    let Done {
        account, counts, ..
    } = carry_out(own, auditor, &order).await?;
    Ok(json!({"run": order.run, "account": account, "area": auditor.home.word(), "counts": counts}))
}
