//! One documented JSON object: `run`, `coverage`, `results` (docs/output.md).
use model::{Evidence, Finding, Gap, Outcome, Severity, Status, Timestamp};
use serde::Serialize;

use crate::{Coverage, Missed, Report, Row, Run};

#[derive(Serialize)]
struct Document<'a> {
    run: RunJson<'a>,
    coverage: CoverageJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    news: Option<&'a [String]>,
    results: Vec<ResultJson<'a>>,
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
    let Report {
        run,
        coverage,
        rows,
        ..
    } = report;
    let document = Document {
        run: RunJson {
            account: &run.account.id,
            partition: &run.account.partition,
            run,
        },
        coverage: CoverageJson {
            missed: coverage.missed(),
            coverage,
        },
        news: report.news.as_deref(),
        results: rows.iter().map(result).collect(),
    };
    // Every type here is strings, numbers and JSON: writing it cannot fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn result(Row { control, finding }: &Row) -> ResultJson<'_> {
    let (because, exception, evidence, gap) = match &finding.outcome {
        Outcome::Pass(evidence) => (None, None, Some(evidence), None),
        Outcome::Fail { because, evidence } => (Some(&**because), None, Some(evidence), None),
        Outcome::Excepted {
            because,
            evidence,
            by,
        } => (Some(&**because), Some(&**by), Some(evidence), None),
        Outcome::NotApplicable(because) => (Some(*because), None, None, None),
        Outcome::NotAssessed(gap) => (None, None, None, Some(told(gap))),
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

fn told(gap: &Gap) -> GapJson<'_> {
    GapJson {
        reason: gap.reason.word(),
        message: gap.to_string(),
        need: gap.need,
        resource: &gap.resource,
        permissions: gap.permissions,
    }
}
