//! Whether policies allow any action beyond a list of harmless ones.
use std::collections::BTreeSet;

use policy::catalogue::{self, ActionPattern};
use policy::{Effect, Selector, Statement};

use crate::about::answer::{Answer, any};
use crate::about::granted::{ACTION, Granted, SERVICE};

/// The first action that is allowed and not harmless, by which statement. The harmless ones are
/// patterns in lower case.
pub(crate) fn beyond(granted: &Granted, harmless: &[&str]) -> Answer {
    let is_harmless = |action: &str| {
        let action = action.to_ascii_lowercase();
        harmless.iter().any(|pattern| model::glob(pattern, &action))
    };
    let allows = granted.statements(Effect::Allow);
    let actions: BTreeSet<String> = allows.flat_map(|(_, one)| examples(one)).collect();
    let actions = actions.iter().filter(|action| !is_harmless(action));
    any(actions.map(|action| {
        granted
            .may(action)
            .because(|by| format!("`{action}` ({by})"))
    }))
}

/// Every action of the catalogue that a statement can be about; of a pattern that covers none,
/// since AWS added a service since, one that the catalogue does not know.
fn examples(statement: &Statement) -> Vec<String> {
    let Selector::Only(patterns) = &statement.action else {
        let all = catalogue::actions().map(full_name);
        return all.chain([format!("{SERVICE}:{ACTION}")]).collect();
    };
    let of_one = |text: &String| {
        if !text.contains(['*', '?']) {
            return vec![text.clone()];
        }
        let pattern = ActionPattern::new(text);
        let covered = pattern.actions().map(|all| all.map(full_name).collect());
        let unknown = text.replace('*', "ZzAny").replace('?', "Z");
        covered.unwrap_or_else(|_| vec![unknown])
    };
    patterns.iter().flat_map(of_one).collect()
}

fn full_name(action: catalogue::Action) -> String {
    format!("{}:{}", action.service().prefix(), action.name())
}
