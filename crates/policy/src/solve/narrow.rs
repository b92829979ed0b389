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
pub(super) fn narrow(
    constraints: &mut [Constraint<'_>],
    budget: &mut Budget,
) -> Result<(), Exhausted> {
    if constraints
        .iter()
        .all(|constraint| !constraint.wanted || constraint.globs.len() <= SHORT)
    {
        return Ok(());
    }
    let mut excluded = Excluded::default();
    for constraint in constraints.iter().filter(|constraint| !constraint.wanted) {
        budget.spend(constraint.globs.len() as u64 / 8)?;
        constraint.globs.iter().for_each(|glob| excluded.add(glob));
    }
    let wanted = constraints.iter().filter(|constraint| constraint.wanted);
    let short: Vec<Vec<&Glob>> = wanted
        .map(|constraint| constraint.globs.clone())
        .filter(|globs| globs.len() <= SHORT)
        .collect();
    for constraint in constraints
        .iter_mut()
        .filter(|constraint| constraint.wanted)
    {
        budget.spend(constraint.globs.len() as u64 * (1 + excluded.others.len() as u64) / 4)?;
        let meets = |glob: &Glob| {
            short
                .iter()
                .all(|list| list.iter().any(|other| !other.evidently_misses(glob)))
        };
        constraint
            .globs
            .retain(|glob| !excluded.covers(glob) && meets(glob));
    }
    Ok(())
}

impl<'a> Excluded<'a> {
    fn add(&mut self, glob: &'a Glob) {
        match (
            glob.as_exact().filter(|_| !glob.ignores_case()),
            glob.written_account(),
        ) {
            (Some(text), _) => {
                self.exact.insert(text);
            }
            (None, Some(account)) => self.by_account.entry(account).or_default().push(glob),
            (None, None) => self.others.push(glob),
        }
    }

    fn covers(&self, glob: &Glob) -> bool {
        if glob
            .as_exact()
            .is_some_and(|text| !glob.ignores_case() && self.exact.contains(text))
        {
            return true;
        }
        let of_account = glob
            .written_account()
            .and_then(|account| self.by_account.get(&account));
        let mut possible = of_account.into_iter().flatten().chain(&self.others);
        possible.any(|outer| outer.evidently_covers(glob))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

#[cfg(test)]
mod properties_of_lists {
    use super::*;
    use crate::glob::{example, slow};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// Patterns of each way of reading colons and case, out of few words, so that they meet often.
    fn pattern() -> impl Strategy<Value = Glob> {
        let of: Vec<fn(&str) -> Glob> = vec![
            Glob::text,
            Glob::arn,
            Glob::resource,
            Glob::exact,
            Glob::action,
            |text| Glob::arn(text).ignoring_case(),
        ];
        let arns = vec![
            "arn:aws:iam::1:",
            "ARN:aws:iam::1:",
            "arn:aws:iam::2:",
            "arn:*:iam::*:",
            "arn:*:*:*:1:",
            "role/",
            "Role/",
            "a",
            "*",
            "?",
            "",
        ];
        let letters = vec!["a", "A", "b", "k", "\u{212a}", "*", "?", ":", "1", ""];
        let words = prop_oneof![vec(select(arns), 1..4), vec(select(letters), 0..5)];
        (select(of), words).prop_map(|(glob, words)| glob(&words.concat()))
    }

    fn patterns(most: usize) -> impl Strategy<Value = Vec<Glob>> {
        vec(pattern(), 0..most)
    }

    /// Wanted and excluded lists, long and short, in any order.
    fn lists() -> impl Strategy<Value = Vec<(Vec<Glob>, bool)>> {
        let list = prop_oneof![2 => patterns(4), 1 => patterns(12), 1 => patterns(24)];
        vec((list, prop::bool::weighted(0.6)), 1..4)
    }

    fn constraints(lists: &[(Vec<Glob>, bool)]) -> Vec<Constraint<'_>> {
        lists
            .iter()
            .map(|list| Constraint {
                globs: list.0.iter().collect(),
                wanted: list.1,
            })
            .collect()
    }

    proptest! {
        #![proptest_config(properties::config(2_000))]

        #[test]
        fn what_a_glance_says_is_so(one in pattern(), other in pattern()) {
            if one.evidently_covers(&other) {
                let beyond = [Constraint::one_of([&other]), Constraint::none_of([&one])];
                prop_assert_ne!(slow::exists(&beyond), Some(true), "{:?} covers {:?}", one, other);
            }
            if one.evidently_misses(&other) {
                let both = [Constraint::one_of([&one]), Constraint::one_of([&other])];
                prop_assert_ne!(slow::exists(&both), Some(true), "{:?} misses {:?}", one, other);
            }
            if let Some(account) = one.fixed_account() {
                let elsewhere = Glob::arn(&format!("*:*:*:*:{account}:*"));
                let beyond = [Constraint::one_of([&one]), Constraint::none_of([&elsewhere])];
                prop_assert_ne!(slow::exists(&beyond), Some(true), "{:?} is of account {}", one, account);
            }
        }

        #[test]
        fn one_text_is_matched_as_the_twin_matches_it(one in pattern(), text in "[aAbBkK\u{212a}:/1]{0,6}|(arn|ARN):aws:iam::[12]:(role/)?a?") {
            prop_assert_eq!(one.matches(&text), slow::matches(&one, &text), "{:?}", one);
        }
    }

    proptest! {
        #![proptest_config(properties::config(2_000))]

        #[test]
        fn shorter_lists_leave_as_much(lists in lists()) {
            let mut constraints = constraints(&lists);
            let twin = slow::exists(&constraints);
            let budget = &mut Budget::default();
            let before = example(&constraints, budget);
            if let (Ok(before), Some(twin)) = (&before, twin) {
                prop_assert_eq!(before.is_some(), twin, "the search says {:?}", before);
            }
            narrow(&mut constraints, budget).unwrap();
            if let (Ok(after), Some(twin)) = (example(&constraints, budget), twin) {
                prop_assert_eq!(after.is_some(), twin, "the search says {:?} after narrowing", after);
            }
        }

        #[test]
        fn two_patterns_meet_where_the_twin_says(one in pattern(), other in pattern()) {
            let both = [Constraint::one_of([&one]), Constraint::one_of([&other])];
            if let (Ok(meet), Some(twin)) = (one.intersects(&other, &mut Budget::default()), slow::exists(&both)) {
                prop_assert_eq!(meet, twin);
            }
            let beyond = [Constraint::one_of([&other]), Constraint::none_of([&one])];
            let covers = crate::glob::includes(std::slice::from_ref(&one), std::slice::from_ref(&other), &mut Budget::default());
            if let (Ok(covers), Some(twin)) = (covers, slow::exists(&beyond)) {
                prop_assert_eq!(covers, !twin);
            }
        }
    }
}
