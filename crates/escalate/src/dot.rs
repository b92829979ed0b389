//! The paths as a graph for Graphviz.

use super::{Escalations, Step};
use std::collections::BTreeMap;
use std::fmt::Write;

impl Escalations {
    /// The graph of who becomes whom on the paths found, in the DOT language: administrators are
    /// boxes, an edge is a step, one that rests on an assumption is dashed.
    #[must_use]
    pub fn to_dot(&self) -> String {
        let mut edges: BTreeMap<(&str, &str), (Vec<&str>, bool)> = BTreeMap::new();
        for path in &self.paths {
            for step in &path.steps {
                let to = if path.to == path.from && is_last(step, &path.steps) {
                    &step.from
                } else {
                    &step.to
                };
                let (labels, certain) = edges.entry((&step.from, to)).or_default();
                if !labels.contains(&step.via.as_str()) {
                    labels.push(&step.via);
                }
                *certain |= path.assuming.is_none() || !is_last(step, &path.steps);
            }
        }
        let mut dot = String::from("digraph escalation {\n  rankdir=LR;\n");
        for administrator in &self.administrators {
            let _ = writeln!(dot, "  {} [shape=box];", quoted(administrator));
        }
        for ((from, to), (labels, certain)) in edges {
            let style = if certain { "" } else { ", style=dashed" };
            let label = quoted(&labels.join(", "));
            let _ = writeln!(
                dot,
                "  {} -> {} [label={label}{style}];",
                quoted(from),
                quoted(to)
            );
        }
        dot.push_str("}\n");
        dot
    }
}

fn is_last(step: &Step, steps: &[Step]) -> bool {
    steps.last().is_some_and(|last| std::ptr::eq(last, step))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
