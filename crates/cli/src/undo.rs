//! `bailiwick undo`: takes a fix back, under the caller's own credentials.
use std::io::IsTerminal;

use anyhow::{Context, Result, bail};
use apply::How;
use ledger::{Access, Fix, FixState, Fixes};
use model::{Settings, Timestamp};
use remedy::{Work, undo_diff};

use crate::args::Undo;
use crate::{fix, interrupt, output, select, store};

/// Returns the exit status: 1 if nothing was undone because somebody said no.
pub async fn run(args: &Undo) -> Result<u8> {
    let now = Timestamp::now();
    let settings = match &args.config {
        Some(file) => select::settings_of(file, now)?,
        None => Settings::at(now),
    };
    let store = store::open(&args.kept, Access::Write).await?;
    let kept = Fixes::new(&store).get(&args.fix).await?;
    let kept = kept.with_context(|| {
        format!(
            "there is no fix `{}` here; `bailiwick fixes` lists them",
            args.fix
        )
    })?;
    // What the ledger says is believed as far as it fits together, and shown before it is done.
    remedy::check(&kept)?;
    let aws = fix::connect(&args.account).await?;
    let work = Work {
        aws: &aws,
        store: &store,
        settings: &settings,
        by: aws.caller(),
        run: &format!("cli-{}", now.as_second()),
        version: env!("CARGO_PKG_VERSION"),
        how: How::PERSON,
        writes_as: None,
    };
    let kept = match kept.state {
        FixState::Begun => {
            let (settled, pending) = remedy::settle(&work, kept).await?;
            store.published(pending).await?;
            remedy::check(&settled)?;
            settled
        }
        _ => kept,
    };
    shown(&kept)?;
    if !args.yes && !confirmed()? {
        output::line(&"nothing was undone")?;
        return Ok(1);
    }
    let taken_back = async {
        let (undone, pending) = remedy::undo(&work, kept).await?;
        store.published(pending).await?;
        anyhow::Ok(undone)
    };
    let undone = interrupt::whole(taken_back).await?;
    output::line(&format_args!("undone: {}", undone.resource))?;
    if let Some(stays) = &undone.residue {
        output::line(&format_args!("what stays: {stays}"))?;
    }
    let days = settings.document.remediation.undo_hold_days.value;
    output::line(&format_args!(
        "the fixer leaves the resource alone for {days} days"
    ))
}

/// Prints what an undo would change, and where.
fn shown(fix: &Fix) -> Result<()> {
    output::line(&format_args!(
        "fix {} for {} ({})\n  resource  {}\n  account   {}\n  setting   {}\n\nThe undo makes this change:\n",
        fix.id,
        fix.control,
        fix.state.word(),
        fix.change.resource,
        fix.account,
        fix.change.fact
    ))?;
    for line in undo_diff(fix).lines() {
        output::line(&format_args!("    {line}"))?;
    }
    output::line(&"").map(|_| ())
}

/// Asks at the terminal; where nobody can be asked, that is an error.
fn confirmed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!(
            "standard input is not a terminal, and nothing was changed: add --yes to undo without a question"
        );
    }
    fix::confirms("undo this fix?")
}
