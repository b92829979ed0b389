//! `bailiwick`: the audits from a laptop, with the caller's own credentials and no deployment.
//!
//! Exit status: 0 clean, 1 findings at or above `--fail-on`, 2 could not run, 3 ran and found
//! nothing broken but could not assess everything; 128 and the signal's number after a signal.
mod args;
mod audit;
mod catalogue;
mod findings;
mod fix;
mod fixes;
mod interrupt;
mod named;
mod output;
mod policy;
mod remember;
mod replay;
mod roster;
mod select;
mod snapshot;
mod spool;
mod store;
mod undo;

use std::process::ExitCode;

use anyhow::{Context, Result};
use args::{Arguments, Command};
use clap::Parser;

/// As in the deployed functions.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(output::usage(&error)),
    };
    let status = run(arguments.command).unwrap_or_else(|error| {
        output::failed(&error);
        2
    });
    ExitCode::from(status)
}

fn run(command: Command) -> Result<u8> {
    interrupt::watch();
    // One thread makes thousands of calls a second, and keeps memory in one place.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.context("the runtime does not start")?;
    let ran = runtime.block_on(Box::pin(carry_out(command)));
    // What still waits for somebody, as a read of standard input, does not keep the process.
    runtime.shutdown_background();
    ran
}

async fn carry_out(command: Command) -> Result<u8> {
    match command {
        Command::Audit(audit) => audit::run(&audit).await,
        Command::Permissions {
            area,
            control,
            function,
            fixes,
        } => permissions(&area, &control, function.as_deref(), fixes.as_deref()),
        Command::Events { area, service } => patterns(area.as_deref(), service.as_deref()),
        Command::Findings(arguments) => findings::run(&arguments).await,
        Command::Policy(arguments) => policy::run(&arguments).await,
        Command::Fix(arguments) => fix::run(&arguments).await,
        Command::Undo(arguments) => undo::run(&arguments).await,
        Command::Fixes(arguments) => fixes::run(&arguments).await,
        Command::Roster => output::text(&roster::json()),
        Command::Replay(replay) => replay::run(&replay),
        Command::Explain { control } => output::text(&report::explain(select::one(&control)?)),
        Command::Controls { framework, format } => catalogue::run(framework.as_deref(), format),
    }
}

fn permissions(
    area: &[String],
    control: &[String],
    function: Option<&str>,
    fixes: Option<&str>,
) -> Result<u8> {
    let policy = match fixes {
        Some(family) => select::fixing(family)?,
        None => select::policy(&select::for_role(area, control, function)?),
    };
    output::line(&policy)
}

fn patterns(area: Option<&str>, service: Option<&str>) -> Result<u8> {
    let controls = area.map_or_else(|| Ok(controls::all()), select::swept_by)?;
    let patterns = events::patterns(&controls)?;
    let Some(service) = service else {
        return output::line(&serde_json::to_string_pretty(&patterns)?);
    };
    let pattern = patterns.get(service).with_context(|| {
        let services: Vec<_> = patterns.keys().copied().collect();
        format!(
            "no control is assessed again after events of `{service}`: the services are {}",
            services.join(", ")
        )
    })?;
    output::line(&format_args!("{pattern:#}"))
}
