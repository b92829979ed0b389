//! Long lists of patterns made shorter before the automata run over them: what is asked for and
//! excluded in the same breath need not be looked at again.

use crate::budget::{Budget, Exhausted};
use crate::glob::{Constraint, Glob};
use std::collections::{HashMap, HashSet};

/// Shorter lists cost nothing as they are.
const SHORT: usize = 8;

/// What no value may match, by what it is found by.
#[derive(Default)]
struct Excluded<'a> {
    exact: HashSet<&'a str>,
    by_account: HashMap<String, Vec<&'a Glob>>,
    others: Vec<&'a Glob>,
}

/// Drops those wanted patterns all of whose texts are excluded by some other pattern, and those
/// that have nothing in common with what else is wanted.
pub(super) fn narrow(constraints: &mut [Constraint<'_>], budget: &mut Budget) -> Result<(), Exhausted> {
    if constraints.iter().all(|constraint| !constraint.wanted || constraint.globs.len() <= SHORT) {
        return Ok(());
    }
    let mut excluded = Excluded::default();
    for constraint in constraints.iter().filter(|constraint| !constraint.wanted) {
        budget.spend(constraint.globs.len() as u64 / 8)?;
        constraint.globs.iter().for_each(|glob| excluded.add(glob));
    }
    let wanted = constraints.iter().filter(|constraint| constraint.wanted);
    let short: Vec<Vec<&Glob>> =
        wanted.map(|constraint| constraint.globs.clone()).filter(|globs| globs.len() <= SHORT).collect();
    for constraint in constraints.iter_mut().filter(|constraint| constraint.wanted) {
        budget.spend(constraint.globs.len() as u64 * (1 + excluded.others.len() as u64) / 4)?;
        let meets =
            |glob: &Glob| short.iter().all(|list| list.iter().any(|other| !other.evidently_misses(glob)));
        constraint.globs.retain(|glob| !excluded.covers(glob) && meets(glob));
    }
    Ok(())
}

impl<'a> Excluded<'a> {
    fn add(&mut self, glob: &'a Glob) {
        match (glob.as_exact().filter(|_| !glob.ignores_case()), glob.fixed_account()) {
            (Some(text), _) => {
                self.exact.insert(text);
            }
            (None, Some(account)) => self.by_account.entry(account).or_default().push(glob),
            (None, None) => self.others.push(glob),
        }
    }

    fn covers(&self, glob: &Glob) -> bool {
        if glob.as_exact().is_some_and(|text| !glob.ignores_case() && self.exact.contains(text)) {
            return true;
        }
        let of_account = glob.fixed_account().and_then(|account| self.by_account.get(&account));
        let mut possible = of_account.into_iter().flatten().chain(&self.others);
        possible.any(|outer| outer.evidently_covers(glob))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glob::example;
    use proptest::prelude::*;

    /// Patterns of each way of reading colons, out of few words, so that they meet often.
    fn pattern() -> impl Strategy<Value = Glob> {
        let of: Vec<fn(&str) -> Glob> = vec![Glob::text, Glob::arn, Glob::resource, Glob::action];
        let words = vec!["arn:aws:iam::1:", "arn:*:iam::*:", "role/", "user/", "a", "A", "*", "?", ":", ""];
        let text = proptest::collection::vec(proptest::sample::select(words), 1..4);
        (proptest::sample::select(of), text).prop_map(|(glob, words)| glob(&words.concat()))
    }

    fn patterns(most: usize) -> impl Strategy<Value = Vec<Glob>> {
        proptest::collection::vec(pattern(), 1..most)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn what_a_glance_says_the_automata_say(one in pattern(), other in pattern()) {
            let budget = &mut Budget::default();
            if one.evidently_covers(&other) {
                prop_assert!(crate::glob::includes(std::slice::from_ref(&one), std::slice::from_ref(&other), budget).unwrap());
            }
            if one.evidently_misses(&other) {
                prop_assert!(!one.intersects(&other, budget).unwrap());
            }
        }

        #[test]
        fn shorter_lists_leave_as_much(wanted in patterns(24), also in patterns(4), not in patterns(12)) {
            let mut constraints =
                [Constraint::one_of(&wanted), Constraint::one_of(&also), Constraint::none_of(&not)];
            let before = example(&constraints, &mut Budget::default()).unwrap();
            narrow(&mut constraints, &mut Budget::default()).unwrap();
            let after = example(&constraints, &mut Budget::default()).unwrap();
            prop_assert_eq!(before.is_some(), after.is_some(), "{:?} {:?}", before, after);
        }
    }

    #[test]
    fn accounts_are_told_apart_at_a_glance() {
        let wanted = Glob::arn("arn:aws:iam::111122223333:role/*");
        assert!(Glob::arn("arn:*:*:*:111122223333:*").evidently_covers(&wanted));
        assert!(!Glob::arn("arn:*:*:*:111122223334:*").evidently_covers(&wanted));
        assert!(Glob::arn("arn:*:iam::*:user/*").evidently_misses(&wanted));
        assert!(!Glob::arn("arn:*:iam::*:role/*").evidently_misses(&wanted));
        assert!(Glob::text("a?c").evidently_covers(&Glob::text("abc")));
        assert!(!Glob::text("a?c").evidently_covers(&Glob::text("a*c")));
    }
}
