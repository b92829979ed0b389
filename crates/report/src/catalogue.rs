//! The controls themselves, explained.
use std::fmt::Write;

use model::{Applicability, Demand, Framework, Undo};

/// One line a control, its id first.
#[must_use]
pub fn list(controls: &[&'static dyn Demand]) -> String {
    let width = controls
        .iter()
        .map(|control| control.id().len())
        .max()
        .unwrap_or_default();
    let line = |control: &&dyn Demand| {
        format!(
            "{:width$}  {:8}  {}\n",
            control.id(),
            control.severity().word(),
            control.title()
        )
    };
    controls.iter().map(line).collect()
}

/// All there is to know about one control.
#[must_use]
pub fn explain(control: &dyn Demand) -> String {
    let mut text = String::new();
    let duty = control.responsibility();
    let _ = writeln!(
        text,
        "{} ({})\n{}\n\n{}\n",
        control.id(),
        control.severity().word(),
        control.title(),
        control.why()
    );
    let _ = writeln!(text, "Judged on       {}", control.kind().id);
    let _ = writeln!(text, "Reads           {}", facts(control));
    let _ = writeln!(text, "Permissions     {}", permissions(control).join(", "));
    let _ = writeln!(text, "Fix             {}", control.fix());
    let _ = writeln!(text, "Remedy          {}", remedy(control));
    let shared = if duty.shared {
        "shared"
    } else {
        "the customer's alone"
    };
    let _ = writeln!(
        text,
        "Responsibility  {} ({shared}), layer: {}",
        duty.service,
        duty.layer.word()
    );
    let _ = writeln!(text, "  AWS           {}", duty.aws);
    let _ = writeln!(text, "  Customer      {}", duty.customer);
    for Framework { name, requirements } in control.frameworks() {
        let _ = writeln!(text, "{name:16}{}", requirements.replace(',', ", "));
    }
    text
}

/// The whole catalogue as Markdown.
#[must_use]
pub fn catalogue(controls: &[&'static dyn Demand]) -> String {
    let mut text = String::from(
        "# Controls\n\nMade by `UPDATE=1 cargo test -p report`; do not edit.\n\n| control | severity | demand |\n|---|---|---|\n",
    );
    for control in controls {
        let id = control.id();
        let anchor = id.replace('.', "");
        let _ = writeln!(
            text,
            "| [{id}](#{anchor}) | {} | {} |",
            control.severity().word(),
            control.title()
        );
    }
    for control in controls {
        text += &entry(*control);
    }
    text
}

fn entry(control: &dyn Demand) -> String {
    let duty = control.responsibility();
    let mut text = format!(
        "\n## {}\n\n{}: **{}**.\n\n{}\n\n",
        control.id(),
        control.title(),
        control.severity().word(),
        control.why()
    );
    let _ = writeln!(
        text,
        "- Judged on: `{}`, from {}",
        control.kind().id,
        facts(control)
    );
    let _ = writeln!(
        text,
        "- Permissions: `{}`",
        permissions(control).join("`, `")
    );
    let _ = writeln!(text, "- Remedy: {}", remedy(control));
    let _ = writeln!(
        text,
        "- Responsibility ({}, {}): AWS {}; the customer is to {}",
        duty.service,
        duty.layer.word(),
        duty.aws,
        duty.customer
    );
    let frameworks = control.frameworks();
    if !frameworks.is_empty() {
        let told = frameworks
            .iter()
            .map(|one| format!("{} {}", one.name, one.requirements.replace(',', ", ")));
        let _ = writeln!(
            text,
            "- Frameworks: {}",
            told.collect::<Vec<_>>().join("; ")
        );
    }
    let _ = writeln!(text, "\n```sh\n{}\n```", control.fix());
    text
}

fn facts(control: &dyn Demand) -> String {
    let needs = control.needs().iter().map(|need| format!("`{}`", need.id));
    needs.collect::<Vec<_>>().join(", ")
}

fn permissions(control: &dyn Demand) -> Vec<&'static str> {
    let needs = control
        .needs()
        .iter()
        .copied()
        .chain([control.kind().listing()]);
    let mut actions: Vec<_> = needs
        .flat_map(|need| need.actions().collect::<Vec<_>>())
        .collect();
    actions.sort_unstable();
    actions.dedup();
    actions
}

fn remedy(control: &dyn Demand) -> String {
    let Some((applicability, undo)) = control.remedy() else {
        return "by hand".into();
    };
    let who = match applicability {
        Applicability::Safe => "safe to automate",
        Applicability::Review => "to be reviewed: it can break what relies on the present state",
        Applicability::Manual => "by hand",
    };
    let back = match undo {
        Undo::Exact => "undo restores everything".to_owned(),
        Undo::Residue(stays) => format!("undo leaves: {stays}"),
        Undo::None => "it cannot be undone".to_owned(),
    };
    format!("{who}; {back}")
}
