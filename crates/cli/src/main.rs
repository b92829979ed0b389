//! `bailiwick`: the audits from a laptop, with the caller's own credentials and no deployment.
//!
//! Exit status: 0 clean, 1 findings at or above `--fail-on`, 2 could not run, 3 ran and found
//! nothing broken but could not assess everything.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line prints"
)]
mod args;
mod audit;
mod catalogue;
mod findings;
mod fix;
mod fixes;
mod output;
mod policy;
mod remember;
mod replay;
mod select;
mod snapshot;
mod store;
mod undo;

use std::process::ExitCode;

use args::{Arguments, Command};
use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    let ran = match Arguments::parse().command {
        Command::Audit(audit) => audit::run(&audit).await,
        Command::Permissions {
            area,
            control,
            function,
            fixes,
        } => permissions(&area, &control, function.as_deref(), fixes.as_deref()),
        Command::Events { area, service } => select::swept_by(&area).map(|controls| {
            println!("{:#}", events::pattern(&controls, service.as_deref()));
            0
        }),
        Command::Findings(asked) => findings::run(&asked).await,
        Command::Policy(asked) => policy::run(&asked).await,
        Command::Fix(asked) => fix::run(&asked).await,
        Command::Undo(asked) => undo::run(&asked).await,
        Command::Fixes(asked) => fixes::run(&asked).await,
        Command::Replay(replay) => replay::run(&replay),
        Command::Explain { control } => select::one(&control).map(|control| {
            print!("{}", report::explain(control));
            0
        }),
        Command::Controls { framework, format } => catalogue::run(framework.as_deref(), format),
    };
    told(ran)
}

fn permissions(
    area: &[String],
    control: &[String],
    function: Option<&str>,
    fixes: Option<&str>,
) -> anyhow::Result<u8> {
    let policy = match fixes {
        Some(family) => select::fixing(family)?,
        None => select::policy(&select::for_role(area, control, function)?),
    };
    println!("{policy}");
    Ok(0)
}

fn told(ran: anyhow::Result<u8>) -> ExitCode {
    match ran {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("bailiwick: {error:#}");
            ExitCode::from(2)
        }
    }
}
