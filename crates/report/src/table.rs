//! The report for a terminal: the worst first, each control once, its resources below.
use std::fmt::Write;

use model::{Demand, Outcome, Severity, Sight, Status};

use crate::coverage::count;
use crate::{Report, Row};

/// The terminal's properties.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether it supports colors.
    pub colour: bool,
    /// How many characters fit on a line.
    pub width: usize,
}

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
    fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }
    fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }
    fn severity(self, severity: Severity) -> String {
        let code = match severity {
            Severity::Critical => "1;37;41",
            Severity::High => "1;31",
            Severity::Medium => "33",
            Severity::Low => "36",
        };
        self.paint(code, &format!("{:8}", severity.word()))
    }
}

/// The report as text, ended by a line break.
#[must_use]
pub fn table(report: &Report, style: Style) -> String {
    let mut text = String::new();
    let rows = |status| {
        report
            .rows
            .iter()
            .filter(move |row| row.finding.outcome.status() == status)
    };
    section(&mut text, style, &rows(Status::Fail).collect::<Vec<_>>());
    for (status, heading) in [
        (Status::Excepted, "Excepted by the settings"),
        (Status::NotApplicable, "Not applicable"),
        (Status::Pass, "Passed"),
    ] {
        let rows: Vec<_> = rows(status).collect();
        // What does not apply is listed only with everything.
        let listed = status != Status::NotApplicable || report.keep.passing;
        if listed && !rows.is_empty() {
            let _ = writeln!(text, "{}\n", style.bold(heading));
            section(&mut text, style, &rows);
        }
    }
    missed(&mut text, style, report);
    old(&mut text, style, report);
    news(&mut text, style, report);
    text + &summary(report, style)
}

/// Rows of one status, grouped by control as they are sorted.
fn section(text: &mut String, style: Style, rows: &[&Row]) {
    for group in rows.chunk_by(|a, b| a.control.id() == b.control.id()) {
        let Some(first) = group.first() else { continue };
        heading(text, style, first.control, group.len());
        let regions = group
            .iter()
            .map(|row| row.finding.region.len())
            .max()
            .unwrap_or_default();
        let names = group
            .iter()
            .map(|row| name(row).len())
            .max()
            .unwrap_or_default()
            .min(48);
        for row in group {
            line(text, style, row, regions, names);
        }
        if first.finding.outcome.status() == Status::Fail {
            let which = if group.len() == 1 {
                "fix:"
            } else {
                "fix, for the first:"
            };
            let command = first.fix();
            let _ = writeln!(text, "  {} {command}", style.dim(which));
        }
        text.push('\n');
    }
}

fn heading(text: &mut String, style: Style, control: &dyn Demand, resources: usize) {
    let severity = style.severity(control.severity());
    let id = style.bold(control.id());
    let _ = writeln!(text, "{severity}  {id}  {} ({resources})", control.title());
}

fn line(text: &mut String, style: Style, row: &Row, regions: usize, names: usize) {
    let text_of_row = format!(
        "  {:regions$}  {:names$}  {}",
        row.finding.region,
        name(row),
        because(&row.finding.outcome)
    );
    let room = style.width.saturating_sub(text_of_row.chars().count() + 2);
    let proof = proof(&row.finding.outcome, room);
    let _ = writeln!(text, "{}{}", text_of_row.trim_end(), style.dim(&proof));
}

/// The resource in a few letters: what its ARN says beyond account and Region.
fn name(row: &Row) -> String {
    let resource = &*row.finding.resource;
    let short = resource.splitn(6, ':').nth(5).unwrap_or(resource);
    let short = if short == "root" {
        "(the account)"
    } else {
        short
    };
    match &row.finding.part {
        Some(part) => format!("{short} {part}"),
        None => short.to_owned(),
    }
}

fn because(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Pass(_) => String::new(),
        Outcome::Fail { because, .. } => because.clone(),
        Outcome::Excepted { because, by, .. } => format!("{because}; excepted: {by}"),
        Outcome::NotApplicable(because) => (*because).to_owned(),
        Outcome::NotAssessed(gap) => gap.to_string(),
    }
}

/// The facts as read, as far as they fit on the line.
fn proof(outcome: &Outcome, room: usize) -> String {
    let (Outcome::Pass(evidence)
    | Outcome::Fail { evidence, .. }
    | Outcome::Excepted { evidence, .. }) = outcome
    else {
        return String::new();
    };
    let seen = evidence.0.iter().map(|Sight { fact, value, .. }| {
        let fact = fact.rsplit('.').next().unwrap_or_default();
        format!("{fact} = {value}")
    });
    let seen = seen.collect::<Vec<_>>().join(", ");
    match seen.chars().count() {
        0 => String::new(),
        long if long + 2 <= room => format!("  [{seen}]"),
        _ if room < 24 => String::new(),
        _ => format!(
            "  [{}...]",
            seen.chars()
                .take(room.saturating_sub(5))
                .collect::<String>()
        ),
    }
}

fn missed(text: &mut String, style: Style, report: &Report) {
    let missed = report.coverage.missed();
    if missed.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "{}",
        style.bold("Not assessed, since it could not be read")
    );
    for one in missed {
        let _ = writeln!(text, "  {}", one.words());
    }
    text.push('\n');
}

fn old(text: &mut String, style: Style, report: &Report) {
    let old = report.coverage.old();
    if old.is_empty() {
        return;
    }
    let heading = "Based on data that is older than this run";
    let _ = writeln!(text, "{}", style.bold(heading));
    for one in old {
        let _ = writeln!(text, "  {}", one.words());
    }
    text.push('\n');
}

fn news(text: &mut String, style: Style, report: &Report) {
    let Some(news) = &report.news else { return };
    let heading = if news.is_empty() {
        "No changes since the last run"
    } else {
        "Changes since the last run"
    };
    let _ = writeln!(text, "{}", style.bold(heading));
    for one in news {
        let _ = writeln!(text, "  {one}");
    }
    text.push('\n');
}

/// The totals, in two lines.
fn summary(report: &Report, style: Style) -> String {
    let coverage = &report.coverage;
    let failing = Severity::ALL.into_iter().filter_map(|severity| {
        let number = coverage.failing.get(&severity)?;
        Some(format!("{number} {}", severity.word()))
    });
    let failing = failing.collect::<Vec<_>>().join(", ");
    let failed = coverage.with_status(Status::Fail);
    let all = coverage.assessed + coverage.not_assessed;
    let findings = match (failed, coverage.assessed, all) {
        (0, _, 0) => "there was nothing to check".to_owned(),
        (0, 0, _) => "nothing could be assessed".to_owned(),
        (0, ..) if coverage.not_assessed > 0 => "no findings in what could be assessed".to_owned(),
        (0, ..) => "no findings".to_owned(),
        _ => format!("{} ({failing})", count(failed, "finding")),
    };
    let others = [Status::Excepted, Status::NotApplicable, Status::Pass]
        .map(|status| (status, coverage.with_status(status)));
    let others = others
        .iter()
        .filter(|(_, number)| *number > 0)
        .map(|(status, number)| format!("{number} {}", status.word()));
    let others: String = others.fold(String::new(), |all, one| all + ", " + &one);
    let run = &report.run;
    let assessed = match coverage.not_assessed {
        0 if all == 0 => "no resource that the selected controls are about".to_owned(),
        0 => format!("all of {} assessed", count(all, "check")),
        not_assessed => format!(
            "{} of {} assessed, {not_assessed} not assessed",
            coverage.assessed,
            count(all, "check")
        ),
    };
    let left_out = match &*run.left_out {
        [] => String::new(),
        ids => format!(
            "Not run: {}, since AWS takes seconds for each resource; to run it, name the control with \
             --control and the resources with --resource\n",
            ids.join(", ")
        ),
    };
    let off = match run.regions_off.len() {
        0 => String::new(),
        off => format!(
            "; not read: {} disabled for the account",
            count(off, "Region")
        ),
    };
    format!(
        "{}\nCoverage: {assessed}{off}\n{left_out}",
        style.bold(&format!(
            "Account {} ({}), {}: {findings}{others}",
            run.account.id, run.account.partition, run.at
        )),
    )
}
