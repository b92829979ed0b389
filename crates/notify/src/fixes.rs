//! Messages about fixes, to people and programs.
use std::fmt::Write;

use model::{Message, Severity, Timestamp};
use serde::Serialize;

use crate::notice::message;

/// The fix that a transition rests on, as a message about the finding describes it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Remediation<'a> {
    /// The fix's id.
    pub fix: &'a str,
    /// Who fixed, or took back: an ARN.
    pub by: &'a str,
    /// Who had approved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<&'a str>,
    /// What was done, as a command of the AWS CLI.
    pub command: &'a str,
    /// What undoing leaves behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residue: Option<&'a str>,
}

/// What happened to a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// It was done and read again.
    Fixed,
    /// It waits for approval.
    ApprovalRequested,
    /// It is for others to do; why.
    Patch,
    /// It was not done; why.
    Failed,
    /// Whether it was done is not known; why.
    Unknown,
    /// Somebody keeps taking it back: the machine stopped; who it is.
    Fought,
    /// It was taken back.
    Undone,
}

/// A fix, as a message to people describes it.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'a> {
    /// What happened.
    pub happened: Happened,
    /// The fix's id.
    pub fix: &'a str,
    /// The control's id and title.
    pub control: (&'a str, &'a str),
    /// How bad the finding is.
    pub severity: Severity,
    /// Whose resource it is.
    pub account: &'a str,
    /// Its ARN.
    pub resource: &'a str,
    /// What was seen, in words.
    pub because: &'a str,
    /// The call, as a command of the AWS CLI.
    pub command: &'a str,
    /// What changes, a line each.
    pub diff: &'a str,
    /// Why it was not done; who fights it; who did it.
    pub why: &'a str,
    /// What undoing leaves behind.
    pub residue: Option<&'a str>,
}

/// The message to people about a fix.
#[must_use]
pub fn notice(fix_notice: &Notice<'_>) -> Message {
    let Notice {
        fix,
        control: (control, title),
        resource,
        why,
        ..
    } = *fix_notice;
    let name = resource.splitn(6, ':').nth(5).unwrap_or(resource);
    let (head, what) = words(fix_notice);
    let subject = format!("{head}: {name} ({}): {title}", fix_notice.account);
    let mut text = format!(
        "{what}\n\n    {resource}\n    account {}\n\n",
        fix_notice.account
    );
    if !fix_notice.because.is_empty() {
        let _ = writeln!(text, "because {}.\n", fix_notice.because);
    }
    if !why.is_empty() {
        let _ = writeln!(text, "{why}\n");
    }
    let _ = writeln!(text, "What changes\n{}\n", indented(fix_notice.diff));
    let _ = writeln!(text, "The call\n    {}\n", fix_notice.command);
    let _ = writeln!(text, "{}\n", next(fix_notice));
    let _ = write!(text, "{control}, {}, fix {fix}", fix_notice.severity.word());
    let id = format!("{fix}-{}", head.to_lowercase().replace(' ', "-"));
    let severity = match fix_notice.happened {
        // Whoever fights the machine may be an attacker.
        Happened::Fought => Severity::High.max(fix_notice.severity),
        _ => fix_notice.severity,
    };
    message(id, &subject, text, severity.word(), fix_notice.account)
}

/// The message to people about findings that were handed to the fixer and waited in vain: control and
/// resource of each.
#[must_use]
pub fn lapsed(account: &str, why: &str, findings: &[(&str, &str)], now: Timestamp) -> Message {
    let count = findings.len();
    let lines = findings.iter().take(LISTED);
    let lines: Vec<_> = lines
        .map(|(control, resource)| format!("    {control}  {resource}"))
        .collect();
    let more = match count.saturating_sub(LISTED) {
        0 => String::new(),
        more => format!("\n    and {more} more"),
    };
    let text = format!(
        "{count} findings of account {account} waited for an automatic fix for too long and are not fixed any more: \
         {why}.\n\n{}{more}\n\nThe findings are open as before. Fix them by hand, or with\n    bailiwick fix --resource ARN",
        lines.join("\n")
    );
    let id = format!(
        "{account}-{}-lapsed-{}",
        now.as_millisecond(),
        model::short_hash(why)
    );
    let subject = format!("NOT FIXED: {count} findings of {account} waited too long");
    message(id, &subject, text, Severity::Medium.word(), account)
}

/// The message to people about a fix that was approved or begun and whose record cannot be read.
#[must_use]
pub fn lost_fix(fix: &str, why: &str) -> Message {
    let account = fix.split('-').next().unwrap_or_default();
    let text = format!(
        "Fix {fix} was approved or begun, and nothing more can be done about it: {why}.\n\nLook at the resource, if you know it from \
         an earlier message, and at who can write to the ledger."
    );
    let subject = format!("NOT KNOWN: fix {fix}");
    message(
        format!("{fix}-lost"),
        &subject,
        text,
        Severity::High.word(),
        account,
    )
}

/// So many findings are listed in one message.
const LISTED: usize = 50;

fn words(fix_notice: &Notice<'_>) -> (&'static str, String) {
    let title = fix_notice.control.1;
    match fix_notice.happened {
        Happened::Fixed => ("FIXED", format!("Fixed: {title}.")),
        Happened::ApprovalRequested => {
            ("TO APPROVE", format!("A fix waits for approval: {title}."))
        }
        Happened::Patch => (
            "PATCH",
            format!("A fix is planned and not made by itself: {title}."),
        ),
        Happened::Failed => ("NOT FIXED", format!("A fix was not made: {title}.")),
        Happened::Unknown => (
            "NOT KNOWN",
            format!("Whether a fix was made is not known: {title}."),
        ),
        Happened::Fought => (
            "FIGHT",
            format!("Fixes are being taken back, and the machine stopped: {title}."),
        ),
        Happened::Undone => ("UNDONE", format!("A fix was taken back: {title}.")),
    }
}

fn next(fix_notice: &Notice<'_>) -> String {
    let fix = fix_notice.fix;
    let leaves = fix_notice
        .residue
        .map(|stays| format!(" (what stays: {stays})"))
        .unwrap_or_default();
    match fix_notice.happened {
        Happened::Fixed => {
            format!("To take it back{leaves}\n    bailiwick undo {fix} --table TABLE")
        }
        Happened::ApprovalRequested => format!(
            "To have it done{leaves}\n    bailiwick fixes --approve {fix} --table TABLE\nLeft alone, nothing happens."
        ),
        Happened::Patch => "Make the change where the resource is described.".into(),
        Happened::Failed => "The resource was not changed.".into(),
        Happened::Unknown => format!(
            "Look at the resource. If it shows the change, take it back{leaves} with\n    bailiwick undo {fix} --table TABLE"
        ),
        Happened::Fought => {
            "Find out who it is first. The machine leaves this alone for a day.".into()
        }
        Happened::Undone => "The machine leaves it alone for a while: see `undo-hold-days`.".into(),
    }
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| format!("    {line}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Happened, Notice, notice};
    use model::Severity;

    #[test]
    fn each_says_what_happened_and_what_to_do() {
        let example = Notice {
            happened: Happened::Fixed,
            fix: "111122223333-000000000000000-abcdef01",
            control: ("s3.versioning", "Old versions are kept"),
            severity: Severity::Low,
            account: "111122223333",
            resource: "arn:aws:s3:::logs",
            because: "versioning is suspended",
            command: "aws s3api put-bucket-versioning ...",
            diff: "- suspended\n+ enabled",
            why: "",
            residue: Some("old versions"),
        };
        for (happened, subject, severity, says) in [
            (Happened::Fixed, "FIXED: logs", "low", "bailiwick undo 1111"),
            (
                Happened::ApprovalRequested,
                "TO APPROVE: logs",
                "low",
                "--approve 1111",
            ),
            (
                Happened::Patch,
                "PATCH: logs",
                "low",
                "where the resource is described",
            ),
            (
                Happened::Failed,
                "NOT FIXED: logs",
                "low",
                "was not changed",
            ),
            (Happened::Unknown, "NOT KNOWN: logs", "low", "undo 1111"),
            (Happened::Fought, "FIGHT: logs", "high", "who it is"),
            (Happened::Undone, "UNDONE: logs", "low", "undo-hold-days"),
        ] {
            let message = notice(&Notice {
                happened,
                ..example
            });
            assert!(message.subject.unwrap().starts_with(subject));
            assert!(message.body.contains(says), "{}", message.body);
            assert!(message.body.contains("    - suspended\n    + enabled"));
            assert_eq!(message.attributes[0].1, severity);
        }
    }
}
