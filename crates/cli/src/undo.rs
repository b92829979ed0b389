//! `bailiwick undo`: takes a fix back, under the caller's own credentials.
use anyhow::{Context, Result};
use apply::How;
use ledger::{Access, Fixes};
use model::{Settings, Timestamp};
use remedy::{Work, diff};

use crate::args::Undo;
use crate::{fix, interrupt, output, select, store};

/// Returns the exit status.
pub async fn run(asked: &Undo) -> Result<u8> {
    let now = Timestamp::now();
    let settings = match &asked.config {
        Some(file) => select::settings_of(file, now)?,
        None => Settings::at(now),
    };
    let store = store::open(&asked.kept, Access::Write).await?;
    let kept = Fixes::new(&store).get(&asked.fix).await?;
    let kept = kept.with_context(|| {
        format!(
            "there is no fix `{}` here; `bailiwick fixes` lists them",
            asked.fix
        )
    })?;
    let aws = fix::connect(&asked.account).await?;
    let work = Work {
        aws: &aws,
        store: &store,
        settings: &settings,
        by: aws.caller(),
        run: &format!("cli-{}", now.as_second()),
        version: env!("CARGO_PKG_VERSION"),
        how: How::PERSON,
    };
    let from = kept.after.clone().unwrap_or_else(|| kept.change.to.clone());
    let shown = diff(&from, &kept.change.from);
    let taken_back = async {
        let (undone, pending) = remedy::undo(&work, kept).await?;
        store.told(pending).await?;
        anyhow::Ok(undone)
    };
    let undone = interrupt::whole(taken_back).await?;
    output::line(&format_args!("undone: {}\n", undone.resource))?;
    for line in shown.lines() {
        output::line(&format_args!("    {line}"))?;
    }
    if let Some(stays) = &undone.residue {
        output::line(&format_args!("\nwhat stays: {stays}"))?;
    }
    let days = settings.document.remediation.undo_hold_days.value;
    output::line(&format_args!(
        "\nthe fixer leaves the resource alone for {days} days"
    ))
}
