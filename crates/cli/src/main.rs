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

use anyhow::Context;
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
        Command::Events { area, service } => patterns(area.as_deref(), service.as_deref()),
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

fn patterns(area: Option<&str>, service: Option<&str>) -> anyhow::Result<u8> {
    let controls = area.map_or_else(|| Ok(controls::all()), select::swept_by)?;
    let patterns = events::patterns(&controls)?;
    let printed = match service {
        None => serde_json::to_string_pretty(&patterns)?,
        Some(service) => {
            let pattern = patterns.get(service);
            format!(
                "{:#}",
                pattern.with_context(|| {
                    let services: Vec<_> = patterns.keys().copied().collect();
                    format!(
                        "no control is judged again for events of `{service}`; there are {}",
                        services.join(", ")
                    )
                })?
            )
        }
    };
    println!("{printed}");
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
