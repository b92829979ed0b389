//! `bailiwick controls`: what there is to judge by, and what of a framework that answers.
use anyhow::{Context, Result};
use model::{Demand, Framework};
use serde_json::json;

use crate::args::Format;
use crate::output;

/// Returns the exit status.
pub fn run(framework: Option<&str>, format: Format) -> Result<u8> {
    let controls = controls::catalogue();
    let printed = match (framework, format) {
        (None, Format::Table) => output::text(&report::list(&controls))?,
        (None, Format::Json) => output::line(&format_args!(
            "{:#}",
            json!({ "controls": listed(&controls) })
        ))?,
        (Some(name), format) => {
            let names: Vec<_> = Framework::names().collect();
            let framework = report::framework(name).with_context(|| {
                format!(
                    "there is no one framework `{name}`; name one of {}",
                    names.join(", ")
                )
            })?;
            let answered = report::requirements(framework, &controls);
            match format {
                Format::Table => output::text(&answered.table())?,
                Format::Json => output::line(&format_args!("{:#}", json!(answered)))?,
            }
        }
    };
    Ok(printed)
}

fn listed(controls: &[&'static dyn Demand]) -> Vec<serde_json::Value> {
    let one = |control: &&'static dyn Demand| {
        let frameworks = control.frameworks().into_iter();
        let frameworks: serde_json::Map<_, _> = frameworks
            .map(|one| (one.name.to_owned(), json!(one.ids().collect::<Vec<_>>())))
            .collect();
        json!({
            "id": control.id(),
            "severity": control.severity(),
            "title": control.title(),
            "kind": control.kind().id,
            "frameworks": frameworks,
        })
    };
    controls.iter().map(one).collect()
}
