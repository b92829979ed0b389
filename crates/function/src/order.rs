//! What an invocation is to do.
use collect::Role;
use controls::Controls;
use ledger::Share;
use model::{Arn, Home, Scope};

use crate::Auditor;
use crate::compose::Causes;
use crate::failure::Failure;
use crate::trigger::Task;
use crate::until::Until;

/// What to look at, in whose account, as which run.
#[derive(Clone, Debug)]
pub struct Order {
    pub scope: Scope,
    /// Only these controls, of the function's; all but the slow ones where absent.
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
    /// When its reads end, whatever is left: a sweep that Lambda ends would be for nothing.
    pub until: Option<Until>,
}

impl Order {
    /// The same, to end its reads in time.
    pub fn within(self, until: Until) -> Self {
        let until = Some(until);
        Self { until, ..self }
    }
}

impl Order {
    /// The function's controls that are to judge.
    pub fn controls_of(&self, home: Home) -> Controls {
        let Some(only) = &self.controls else {
            return controls::swept_by(home);
        };
        let mut controls = controls::run_by(home);
        controls.retain(|control| only.iter().any(|id| id == control.id()));
        controls
    }
}

/// The order that a task of a sweep is.
pub fn sweep(auditor: Auditor, task: Task) -> Result<Order, Failure> {
    if task.area != auditor.home.word() {
        let message = format!(
            "the task is about area `{}`, this function about `{}`",
            task.area,
            auditor.home.word()
        );
        return Err(Failure::Misdirected(message));
    }
    if let Some(regions) = &task.regions {
        model::check_regions(regions)
            .map_err(|why| Failure::Misdirected(format!("the task's `regions`: {why}")))?;
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
        regions,
        role: role
            .map(|arn| Role { arn, external_id })
            .or_else(|| audit_role(&account)),
        account: Some(account),
        run,
        sole,
        hold: false,
        share: None,
        causes: Causes::new(),
        hurry: false,
        until: None,
    })
}

/// The order to look at resources of the function's own account.
pub fn named(arns: Vec<Arn>, role: Option<Role>, run: String) -> Order {
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
        until: None,
    }
}

/// The role to assume in an account, where the deployment says so.
pub fn audit_role(account: &str) -> Option<Role> {
    let name = std::env::var("AUDIT_ROLE_NAME").ok()?;
    let arn = format!("arn:{}:iam::{account}:role/{name}", partition());
    let arn = arn.parse().ok()?;
    Some(Role {
        arn,
        external_id: None,
    })
}

/// The partition of the Region that the function runs in.
pub fn partition() -> &'static str {
    let region = std::env::var("AWS_REGION").unwrap_or_default();
    match region.as_str() {
        region if region.starts_with("cn-") => "aws-cn",
        region if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}
