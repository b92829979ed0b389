//! `bailiwick fixes`: what was fixed, what would have been, what waits; and the switch that stops.
use std::collections::BTreeMap;
use std::io::IsTerminal;

use anyhow::{Context, Result, bail};
use ledger::{Access, Fix, FixState, Fixes as Book, Listed, Stop, Store, Written};
use model::Timestamp;
use remedy::diff;

use crate::args::{Fixes, Format};
use crate::{findings, fix, output, select, store};

/// Returns the exit status.
pub async fn run(args: &Fixes) -> Result<u8> {
    let now = Timestamp::now();
    args.of_account
        .as_deref()
        .map_or(Ok(()), select::check_account)?;
    if args
        .stop
        .as_deref()
        .is_some_and(|why| why.trim().is_empty())
    {
        bail!("say after --stop why every fix is to stop: people read it");
    }
    let changes = args.stop.is_some() || args.resume || args.approve.is_some();
    let access = if changes { Access::Write } else { Access::Read };
    let store = store::open(&args.kept, access).await?;
    let book = Book::new(&store);
    if let Some(why) = &args.stop {
        let by = caller(args).await?;
        let since = now;
        let why = why.clone();
        book.stop(Some(&Stop { since, by, why })).await?;
        return output::line(&"stopped: nothing is fixed until `bailiwick fixes --resume`");
    }
    if args.resume {
        book.stop(None).await?;
        return output::line(&"resumed: the settings decide again what is fixed");
    }
    if let Some(id) = &args.approve {
        return approve(args, &book, id, now).await;
    }
    if let Some(stop) = book.stopped().await? {
        let Stop { since, by, why } = stop;
        output::note(&format_args!(
            "every fix is stopped since {since:.0} by {by}: {why}\n"
        ));
    }
    let since = findings::since(args.since.as_deref().unwrap_or("14d"), now)?;
    let Listed {
        mut fixes,
        unreadable,
    } = book.since(args.of_account.as_deref(), since).await?;
    for key in &unreadable {
        output::note(&format_args!(
            "a fix cannot be read: correct or delete item `{}` of `{}`",
            key.place, key.partition
        ));
    }
    fixes.retain(|fix| (fix.state == FixState::Observed) == args.observed);
    if args.format == Format::Json {
        let all = serde_json::json!({"fixes": fixes});
        return output::line(&format_args!("{all:#}"));
    }
    match args.observed {
        true => observed(&fixes)?,
        false => fixes.iter().try_for_each(line)?,
    }
    output::line(&format_args!("{} fixes", fixes.len()))
}

async fn caller(args: &Fixes) -> Result<String> {
    Ok(fix::connect(&args.account).await?.caller().to_owned())
}

/// Lets the machine make a change that waits; everything else is guarded as ever.
async fn approve<S: Store>(
    args: &Fixes,
    book: &Book<'_, S>,
    id: &str,
    now: Timestamp,
) -> Result<u8> {
    let kept = book.get(id).await?;
    let kept = kept.with_context(|| format!("there is no fix `{id}` here"))?;
    if kept.state != FixState::ApprovalRequested {
        bail!(
            "fix `{id}` is {}: only one that waits can be approved",
            kept.state.word()
        );
    }
    let Fix {
        control,
        resource,
        command,
        change,
        ..
    } = &kept;
    output::line(&format_args!("{control}  {resource}\n"))?;
    for line in diff(&change.from, &change.to).lines() {
        output::line(&format_args!("    {line}"))?;
    }
    output::line(&format_args!("\n  $ {command}\n"))?;
    // The fixer makes its own plan, and this change only if it is that one: a script is not asked.
    let at_terminal = std::io::stdin().is_terminal();
    if at_terminal && !args.yes && !fix::confirms("let the fixer make this change?")? {
        output::line(&"not approved: it waits as before")?;
        return Ok(1);
    }
    let by = caller(args).await?;
    if book.approve(&kept, &by, now).await? == Written::Raced {
        bail!("fix `{id}` was changed by somebody else just now: look again");
    }
    output::line(&"approved: the fixer makes the change within a minute, if nothing changed since")
}

fn line(fix: &Fix) -> Result<()> {
    let Fix {
        id,
        state,
        control,
        resource,
        mode,
        ..
    } = fix;
    let when = format!("{:.0}", fix.changed_at);
    let who = fix
        .undone_by
        .as_ref()
        .or(fix.approved_by.as_ref())
        .unwrap_or(&fix.by);
    output::line(&format_args!(
        "{id}  {:8}  {when}  {mode:7}  {control}  {resource}  {who}",
        state.word()
    ))?;
    if let Some(why) = &fix.why {
        output::line(&format_args!("    {why}"))?;
    }
    Ok(())
}

/// What would have been done, by control.
fn observed(fixes: &[Fix]) -> Result<()> {
    let mut by_control: BTreeMap<&str, BTreeMap<&str, Vec<&Fix>>> = BTreeMap::new();
    for fix in fixes {
        let of = by_control.entry(&fix.control).or_default();
        of.entry(&fix.resource).or_default().push(fix);
    }
    for (control, resources) in by_control {
        output::line(&format_args!("{control}: {} resources", resources.len()))?;
        for (resource, fixes) in resources {
            let last = fixes
                .last()
                .and_then(|fix| fix.why.as_deref())
                .unwrap_or_default();
            output::line(&format_args!(
                "    {} times  {resource}  {last}",
                fixes.len()
            ))?;
        }
    }
    Ok(())
}
