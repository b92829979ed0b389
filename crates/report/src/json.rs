//! One documented JSON object: `run`, `coverage`, `results` (docs/output.md).
use model::{Demand, Evidence, Finding, Gap, Outcome, Severity, Status, Timestamp};
use serde::Serialize;

use crate::{Coverage, Missed, Old, Report, Run};

#[derive(Serialize)]
struct Document<'a> {
    run: RunJson<'a>,
    coverage: CoverageJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    news: Option<&'a [String]>,
    /// Printed one by one.
    results: [(); 0],
}

#[derive(Serialize)]
struct RunJson<'a> {
    #[serde(flatten)]
    run: &'a Run,
    account: &'a str,
    partition: &'a str,
}

#[derive(Serialize)]
struct CoverageJson<'a> {
    #[serde(flatten)]
    coverage: &'a Coverage,
    missed: Vec<&'a Missed>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    old: Vec<&'a Old>,
}

#[derive(Serialize)]
struct ResultJson<'a> {
    id: String,
    control: &'a str,
    status: Status,
    severity: Severity,
    account: &'a str,
    region: &'a str,
    resource: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'a Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<GapJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
    observed_at: Timestamp,
}

#[derive(Serialize)]
struct GapJson<'a> {
    reason: &'static str,
    message: String,
    need: &'a str,
    resource: &'a str,
    permissions: &'a [&'static str],
}

/// The report as one JSON object, ended by a line break.
#[must_use]
pub fn json(report: &Report) -> String {
    let (head, tail) = json_around(report);
    let results = report.rows.iter();
    let results = results.map(|row| json_result(row.control, &row.finding).replace('\n', "\n    "));
    let results: Vec<_> = results.map(|one| format!("\n    {one}")).collect();
    let end = if results.is_empty() { "" } else { "\n  " };
    format!("{head}{}{end}{tail}\n", results.join(","))
}

/// What stands before the first result and after the last, for whoever prints results one by one:
/// each on a line of its own and four spaces further in, with commas between them.
#[must_use]
pub fn json_around(report: &Report) -> (String, &'static str) {
    let Report { run, coverage, .. } = report;
    let document = Document {
        run: RunJson {
            account: &run.account.id,
            partition: &run.account.partition,
            run,
        },
        coverage: CoverageJson {
            missed: coverage.missed(),
            old: coverage.old(),
            coverage,
        },
        news: report.news.as_deref(),
        results: [],
    };
    let mut text = pretty(&document);
    text.truncate(text.len().saturating_sub(TAIL.len()));
    (text, TAIL)
}

/// How the document ends, after the results.
const TAIL: &str = "]\n}";

/// One result as JSON.
#[must_use]
pub fn json_result(control: &dyn Demand, finding: &Finding) -> String {
    pretty(&result(control, finding))
}

fn pretty(value: &impl Serialize) -> String {
    // Every type here is strings, numbers and JSON: writing it cannot fail.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn result<'a>(control: &'a dyn Demand, finding: &'a Finding) -> ResultJson<'a> {
    let (because, exception, evidence, gap) = match &finding.outcome {
        Outcome::Pass(evidence) => (None, None, Some(evidence), None),
        Outcome::Fail { because, evidence } => (Some(&**because), None, Some(evidence), None),
        Outcome::Excepted {
            because,
            evidence,
            by,
        } => (Some(&**because), Some(&**by), Some(evidence), None),
        Outcome::NotApplicable(because) => (Some(*because), None, None, None),
        Outcome::NotAssessed(gap) => (None, None, None, Some(gap_json(gap))),
    };
    let Finding {
        account,
        region,
        resource,
        part,
        observed_at,
        ..
    } = finding;
    let status = finding.outcome.status();
    ResultJson {
        id: finding.id(),
        control: finding.control,
        status,
        severity: control.severity(),
        account: &account.id,
        region,
        resource,
        part: part.as_deref(),
        title: control.title(),
        because,
        exception,
        evidence,
        gap,
        fix: (status == Status::Fail).then(|| control.fix_for(finding)),
        observed_at: *observed_at,
    }
}

fn gap_json(gap: &Gap) -> GapJson<'_> {
    GapJson {
        reason: gap.reason.word(),
        message: gap.to_string(),
        need: gap.need,
        resource: &gap.resource,
        permissions: gap.permissions,
    }
}
