//! A report as it grows: kept for a table, put on disk for JSON.
use std::io::IsTerminal;

use anyhow::{Context, Result};
use model::{Demand, Finding};
use report::{Keep, Report, Style};

use super::{line, text};
use crate::args::{Format, Judging};
use crate::spool::Spool;

/// Which findings the chosen format shows.
pub fn keep(judging: &Judging) -> Keep {
    Keep {
        passing: judging.include_passing,
        evidence: true,
    }
}

/// What a run finds, on its way to standard output.
pub struct Sink {
    pub report: Report,
    /// JSON results, which are many: they lie on disk until all are there to be put in order.
    spool: Option<Spool<report::Order>>,
}

impl Sink {
    pub fn new(report: Report, judging: &Judging) -> Result<Self> {
        let json = judging.format == Format::Json;
        let spool = json.then(Spool::new).transpose();
        let spool = spool.context("a temporary file for the results cannot be created")?;
        Ok(Self { report, spool })
    }

    pub fn add(&mut self, control: &'static dyn Demand, finding: Finding) -> Result<()> {
        let Some(spool) = &mut self.spool else {
            self.report.add(control, finding);
            return Ok(());
        };
        if self.report.count(control, &finding) {
            let result = report::json_result(control, &finding);
            spool
                .add(report::order(control, &finding), &result)
                .context("a temporary file for the results cannot be written")?;
        }
        Ok(())
    }

    /// Prints the report; returns the exit status.
    pub fn print(self, judging: &Judging) -> Result<u8> {
        let status = self.report.exit_status(judging.fail_on.into());
        if let Some(spool) = self.spool {
            let (head, tail) = report::json_around(&self.report);
            text(&head)?;
            let mut first = true;
            spool.each(|result| {
                let comma = if std::mem::take(&mut first) { "" } else { "," };
                text(&format_args!(
                    "{comma}\n    {}",
                    result.replace('\n', "\n    ")
                ))
                .map(drop)
            })?;
            let end = if first { "" } else { "\n  " };
            line(&format_args!("{end}{tail}"))?;
        } else {
            let out = std::io::stdout();
            let style = style(out.is_terminal());
            text(&report::table(&self.report.finish(), style))?;
        }
        Ok(status)
    }
}

fn style(terminal: bool) -> Style {
    let colour = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let width = match terminal {
        true => console::Term::stdout().size().1.into(),
        false => 160,
    };
    Style { colour, width }
}
