//! News in words, for people: what, where, since when, why it matters, how to fix it, and how to
//! except it. No evidence: it may be read on a telephone, by anybody it was forwarded to.
use std::fmt::Write;

use model::{Cause, Message, Severity, Transition};

use crate::{About, Coverage, NOTICES, ReportedFinding};

/// SNS takes subjects of at most 100 characters of plain ASCII (API reference of Publish).
const SUBJECT: usize = 100;

/// One finding that people are to know of.
#[must_use]
pub fn finding(reported: &ReportedFinding<'_>, about: &About) -> Message {
    let title = reported
        .demand
        .map_or(reported.control, |demand| demand.title());
    let what = match reported.transition {
        Transition::Reopened => "again: ",
        Transition::ExceptionExpired => "no longer excepted: ",
        _ => "",
    };
    let name = short(reported.resource);
    let subject = format!(
        "{}: {what}{name} ({}): {title}",
        reported.severity.word().to_uppercase(),
        reported.account.id
    );
    let mut text = format!(
        "{title}.\n\nThat is not so for\n\n    {}\n",
        reported.resource
    );
    let place = if reported.region == model::Finding::GLOBAL {
        String::new()
    } else {
        format!(" in {}", reported.region)
    };
    let _ = writeln!(
        text,
        "    account {}{place}\n    since {:.0}\n",
        reported.account.id, reported.opened_at
    );
    let _ = writeln!(text, "because {}.\n", reported.because);
    if let Some(cause) = reported.cause {
        let _ = writeln!(text, "CloudTrail says\n    {}\n", said(cause));
    }
    if let Some(demand) = reported.demand {
        let _ = writeln!(text, "Why it matters\n    {}\n", demand.why());
    }
    if let Some(fix) = reported.fix() {
        let _ = writeln!(text, "To fix it\n    {fix}\n");
    }
    let _ = writeln!(
        text,
        "To live with it, add to the exceptions of the settings\n{}",
        exception(reported)
    );
    let _ = write!(
        text,
        "{}, {}, finding {}, run {}",
        reported.control,
        reported.severity.word(),
        reported.id,
        about.run
    );
    message(
        reported.message_id(),
        &subject,
        text,
        reported.severity.word(),
        reported.account.id.as_ref(),
    )
}

/// Who is said to have caused it.
fn said(cause: &Cause) -> String {
    let who = cause.principal.as_deref().unwrap_or("somebody");
    let from = cause.source_address.as_ref();
    let from = from.map_or_else(String::new, |address| format!(" from {address}"));
    format!(
        "{who} called {}{from} at {} (event {})",
        cause.event, cause.event_time, cause.event_id
    )
}

/// The lines of settings that except a finding.
fn exception(reported: &ReportedFinding<'_>) -> String {
    format!(
        "    - control: {}\n      resource: {}\n      account: \"{}\"\n      reason: WHY\n      owner: WHO\n      until: YYYY-MM-DD\n",
        reported.control, reported.resource, reported.account.id
    )
}

/// Sight of an account that was lost or restored.
#[must_use]
pub fn coverage(lost: &Coverage<'_>, about: &About) -> Message {
    let Coverage {
        account,
        permission,
        reason,
        ..
    } = *lost;
    let controls: Vec<_> = lost.controls.iter().map(String::as_str).collect();
    let (subject, text) = match lost.transition {
        Transition::CoverageRestored => (
            format!("Sight restored: {permission} in {}", account.id),
            format!(
                "{permission} can be read again in account {}.\n",
                account.id
            ),
        ),
        _ => (
            format!("Sight lost: {permission} in {}", account.id),
            format!(
                "{permission} is {reason} in account {}, since {:.0}. {} resources are not assessed any more, by controls of a \
                 severity up to {}.\n\nControls that need it:\n    {}\n\nSome of the resources:\n    {}\n\n\
                 What these controls found before is kept as it was: not seen is not resolved.\nTo restore sight, allow {permission} to \
                 the audit role of that account.\n",
                account.id,
                lost.since,
                lost.resources,
                lost.severity.word(),
                controls.join("\n    "),
                lost.places
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join("\n    "),
            ),
        ),
    };
    let text = format!("{text}\nrun {}", about.run);
    message(
        lost.message_id(),
        &subject,
        text,
        lost.severity.word(),
        &account.id,
    )
}

/// The findings of a first run, together.
#[must_use]
pub fn digest(
    account: &str,
    area: &str,
    open: &[(Severity, usize)],
    worst: &[String],
    about: &About,
) -> Message {
    let all: usize = open.iter().map(|(_, number)| number).sum();
    let by_severity = open
        .iter()
        .rev()
        .map(|(severity, number)| format!("{number} {}", severity.word()));
    let by_severity = by_severity.collect::<Vec<_>>().join(", ");
    let subject = format!("First look at {area} of {account}: {all} findings ({by_severity})");
    let text = format!(
        "This was the first look at {area} of account {account}. It found {all} findings: {by_severity}.\n\n\
         From now on, changes are published one by one. The most severe of the present findings:\n\n{}\n\n\
         `bailiwick findings` lists all of them.\n\nrun {}",
        worst.join("\n"),
        about.run
    );
    let severity = open.last().map_or("low", |(severity, _)| severity.word());
    message(
        format!("digest-{account}-{area}-{}", about.run),
        &subject,
        text,
        severity,
        account,
    )
}

/// A message of the outbox that could not be read: it is kept in the ledger and not sent.
#[must_use]
pub fn unreadable(partition: &str, place: &str) -> Message {
    let text = format!(
        "A message in the ledger's outbox could not be read, so it was not sent. It was moved from\n\n    \
         partition {partition}\n    sort key {place}\n\nto the partition audit#unreadable of the same table. Other messages \
         are not affected.\n\nThe next sweep reports findings that are open. To find what was not reported, compare the item with \
         `bailiwick findings`."
    );
    message(
        format!(
            "unreadable-{}",
            model::short_hash(&format!("{partition}#{place}"))
        ),
        "A message could not be read and was not sent",
        text,
        Severity::High.word(),
        "all",
    )
}

pub(crate) fn message(
    id: String,
    subject: &str,
    body: String,
    severity: &str,
    account: &str,
) -> Message {
    let plain = subject
        .chars()
        .map(|c| if c.is_ascii_graphic() { c } else { ' ' });
    Message {
        id,
        to: NOTICES.into(),
        subject: Some(plain.take(SUBJECT).collect()),
        body,
        attributes: vec![
            ("severity".into(), severity.into()),
            ("account".into(), account.into()),
        ],
    }
}

/// `bucket` of `arn:aws:s3:::bucket`.
fn short(arn: &str) -> &str {
    arn.splitn(6, ':').nth(5).unwrap_or(arn)
}
