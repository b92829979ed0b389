//! Set algebra on patterns: is there a text that matches these and not those, and which?
//!
//! The automata of all patterns run side by side over one text, breadth first, so that the text
//! found is a shortest one. Intersection, inclusion and emptiness are this one question.

use super::automaton::{Automaton, States, is_dead};
use super::{Glob, Token};
use crate::budget::{Budget, Exhausted};
use std::collections::{BTreeSet, HashSet, VecDeque};

/// "Matches one of these", or "matches none of these".
#[derive(Clone, Debug)]
pub(crate) struct Constraint<'a> {
    pub(crate) globs: Vec<&'a Glob>,
    pub(crate) wanted: bool,
}

impl<'a> Constraint<'a> {
    pub(crate) fn one_of(globs: impl IntoIterator<Item = &'a Glob>) -> Self {
        Constraint {
            globs: globs.into_iter().collect(),
            wanted: true,
        }
    }

    pub(crate) fn none_of(globs: impl IntoIterator<Item = &'a Glob>) -> Self {
        Constraint {
            globs: globs.into_iter().collect(),
            wanted: false,
        }
    }

    pub(crate) fn holds(&self, text: &str) -> bool {
        self.globs.iter().any(|glob| glob.matches(text)) == self.wanted
    }
}

/// A shortest text that satisfies every constraint, or `None` where there is no such text.
pub(crate) fn example(
    constraints: &[Constraint<'_>],
    budget: &mut Budget,
) -> Result<Option<String>, Exhausted> {
    if let Some(candidates) = exact_candidates(constraints) {
        let fits = |text: &String| constraints.iter().all(|constraint| constraint.holds(text));
        return Ok(candidates.into_iter().find(fits));
    }
    let mut search = Search::new(constraints);
    search.run(budget)
}

/// Where one constraint lists only exact texts, they are the only candidates; without regard to
/// case only if case matters to no other constraint either.
pub(crate) fn exact_candidates(constraints: &[Constraint<'_>]) -> Option<Vec<String>> {
    let caseless = || {
        constraints
            .iter()
            .flat_map(|constraint| &constraint.globs)
            .all(|glob| glob.is_caseless())
    };
    let exact = |glob: &&Glob| {
        glob.as_exact()
            .filter(|_| !glob.ignores_case() || caseless())
            .map(str::to_owned)
    };
    let mut lists = constraints.iter().filter(|constraint| constraint.wanted);
    lists.find_map(|list| list.globs.iter().map(exact).collect())
}

struct Search<'a> {
    groups: Vec<Group<'a>>,
    /// Every configuration reached: where it came from and by which character.
    reached: Vec<(usize, char)>,
    seen: HashSet<Configuration>,
}

struct Group<'a> {
    automata: Vec<Automaton<'a>>,
    wanted: bool,
}

/// The states of every automaton, group by group.
type Configuration = Vec<States>;

/// What a configuration can still come to.
enum Outlook {
    Met,
    Open,
    Hopeless,
}

impl<'a> Search<'a> {
    fn new(constraints: &[Constraint<'a>]) -> Self {
        let group = |constraint: &Constraint<'a>| Group {
            automata: constraint
                .globs
                .iter()
                .map(|glob| Automaton::new(glob))
                .collect(),
            wanted: constraint.wanted,
        };
        Search {
            groups: constraints.iter().map(group).collect(),
            reached: Vec::new(),
            seen: HashSet::new(),
        }
    }

    fn run(&mut self, budget: &mut Budget) -> Result<Option<String>, Exhausted> {
        let start: Configuration = self.automata().map(Automaton::start).collect();
        match self.outlook(&start) {
            Outlook::Met => return Ok(Some(String::new())),
            Outlook::Hopeless => return Ok(None),
            Outlook::Open => {}
        }
        let mut queue = VecDeque::from([(usize::MAX, start)]);
        while let Some((index, configuration)) = queue.pop_front() {
            for c in self.alphabet(&configuration) {
                budget.spend(1 + size(&configuration))?;
                let stepped = self.step(&configuration, c);
                match self.outlook(&stepped) {
                    Outlook::Met => return Ok(Some(self.text(index, c))),
                    Outlook::Open => self.queue((index, c), stepped, &mut queue),
                    Outlook::Hopeless => {}
                }
            }
        }
        Ok(None)
    }

    fn queue(
        &mut self,
        from: (usize, char),
        configuration: Configuration,
        queue: &mut VecDeque<(usize, Configuration)>,
    ) {
        if self.seen.insert(configuration.clone()) {
            queue.push_back((self.reached.len(), configuration));
            self.reached.push(from);
        }
    }

    fn automata(&self) -> impl Iterator<Item = &Automaton<'a>> {
        self.groups.iter().flat_map(|group| &group.automata)
    }

    fn step(&mut self, configuration: &Configuration, c: char) -> Configuration {
        let automata = self.groups.iter_mut().flat_map(|group| &mut group.automata);
        automata
            .zip(configuration)
            .map(|(automaton, states)| automaton.step(states, c))
            .collect()
    }

    fn outlook(&self, configuration: &Configuration) -> Outlook {
        let mut states = configuration.iter();
        let mut met = true;
        for group in &self.groups {
            let (mut accepting, mut alive, mut settled) = (false, false, false);
            for (automaton, states) in group.automata.iter().zip(states.by_ref()) {
                accepting |= automaton.is_accepting(states);
                alive |= !is_dead(states);
                settled |= automaton.is_settled(states);
            }
            if (group.wanted && !alive) || (!group.wanted && settled) {
                return Outlook::Hopeless;
            }
            met &= accepting == group.wanted;
        }
        if met { Outlook::Met } else { Outlook::Open }
    }

    /// The characters worth trying: those that some pattern waits for, and one or two that none
    /// does, since all such behave alike.
    fn alphabet(&self, configuration: &Configuration) -> Vec<char> {
        let mut named = BTreeSet::new();
        let mut of_any_case = BTreeSet::new();
        let mut digits = false;
        for (automaton, states) in self.automata().zip(configuration) {
            for token in automaton.live(states) {
                match token {
                    Token::Char(c) if automaton.ignores_case() => {
                        of_any_case.insert(c);
                    }
                    Token::Char(c) => {
                        named.insert(c);
                    }
                    Token::OneWithin | Token::ManyWithin => {
                        named.insert(':');
                    }
                    Token::Digit => digits = true,
                    Token::One | Token::Many => {}
                }
            }
        }
        // Of the cases of a letter, those that a pattern with regard to case waits for are named
        // already; one that none of these waits for stands for the rest.
        let free = of_any_case
            .iter()
            .filter_map(|c| cases(*c).find(|case| !named.contains(case)));
        let free: Vec<char> = free.collect();
        let mut alphabet: Vec<char> = Vec::new();
        let taken = |c: &char| named.contains(c) || of_any_case.contains(c);
        alphabet.extend(others().find(|c| !taken(c)));
        alphabet.extend(('0'..='9').filter(|_| digits).find(|c| !taken(c)));
        named.extend(free);
        alphabet.extend(named);
        alphabet
    }

    fn text(&self, index: usize, last: char) -> String {
        let mut characters = vec![last];
        let mut at = index;
        while let Some((before, c)) = self.reached.get(at) {
            characters.push(*c);
            at = *before;
        }
        characters.iter().rev().collect()
    }
}

fn size(configuration: &Configuration) -> u64 {
    configuration.iter().map(|states| states.len() as u64).sum()
}

/// Characters to stand for "any other", the plainest first. Lower case only, so that a pattern
/// that ignores case treats them as itself does; endless, so that one is always free.
fn others() -> impl Iterator<Item = char> {
    "xeaiou"
        .chars()
        .chain('a'..='z')
        .chain('\u{3b1}'..='\u{ffff}')
        .filter(|c| super::lower(*c) == *c)
}

/// The characters that a pattern without regard to case takes for `c`, itself in lower case: `c`
/// first, then its upper case, then what else [`super::lower`] makes `c`.
pub(super) fn cases(c: char) -> impl Iterator<Item = char> {
    let upper = c
        .to_uppercase()
        .next()
        .filter(|upper| *upper != c && super::lower(*upper) == c);
    let more = OTHER_CASES
        .chars()
        .filter(move |other| super::lower(*other) == c);
    std::iter::once(c).chain(upper).chain(more)
}

/// Characters whose lower case has another upper case: title case, and letters that Unicode keeps
/// beside the ordinary ones.
const OTHER_CASES: &str = "\
    \u{1c5}\u{1c8}\u{1cb}\u{1f2}\u{3f4}\u{1e9e}\u{1f88}\u{1f89}\u{1f8a}\u{1f8b}\u{1f8c}\u{1f8d}\
    \u{1f8e}\u{1f8f}\u{1f98}\u{1f99}\u{1f9a}\u{1f9b}\u{1f9c}\u{1f9d}\u{1f9e}\u{1f9f}\u{1fa8}\u{1fa9}\
    \u{1faa}\u{1fab}\u{1fac}\u{1fad}\u{1fae}\u{1faf}\u{1fbc}\u{1fcc}\u{1ffc}\u{2126}\u{212a}\u{212b}";
