//! The regular expressions of filter patterns: letters, digits and some symbols; `^ $ ? [] {} | \ * + .`,
//! and no parentheses (CloudWatch Logs User Guide, "Supported regular expressions (regex) syntax").
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::{Chars, FromStr};

/// A regular expression: any of its branches is found anywhere in a text.
pub(crate) struct Regex(Vec<Branch>);

#[derive(Default)]
struct Branch {
    /// `^`
    begins: bool,
    /// `$`
    ends: bool,
    items: Vec<Item>,
}

/// A set of characters, so many times.
struct Item {
    set: Set,
    least: usize,
    most: usize,
}

#[derive(Default)]
struct Set {
    negated: bool,
    ranges: Vec<(char, char)>,
}

/// How often at most a repetition is counted: no longer than any text.
const MOST: usize = usize::MAX;

/// Characters that stand for themselves, beside letters and digits.
const PLAIN: &str = ":_#=@/;,- ";

impl Set {
    fn of(ranges: &[(char, char)]) -> Self {
        let (negated, ranges) = (false, ranges.to_vec());
        Self { negated, ranges }
    }

    fn has(&self, one: char) -> bool {
        let within = |(first, last): &(char, char)| (*first..=*last).contains(&one);
        self.ranges.iter().any(within) != self.negated
    }
}

impl FromStr for Regex {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut branches, mut branch) = (Vec::new(), Branch::default());
        let mut chars = text.chars().peekable();
        while let Some(one) = chars.next() {
            if branch.ends && one != '|' {
                return Err("`$` stands before the end".into());
            }
            match one {
                '|' => branches.push(std::mem::take(&mut branch)),
                '^' if branch.items.is_empty() && !branch.begins => branch.begins = true,
                '$' => branch.ends = true,
                _ => {
                    let set = set(one, &mut chars)?;
                    let (least, most) = times(&mut chars)?;
                    branch.items.push(Item { set, least, most });
                }
            }
        }
        branches.push(branch);
        Ok(Self(branches))
    }
}

fn set(first: char, rest: &mut Peekable<Chars>) -> Result<Set, String> {
    match first {
        '.' => Ok(Set {
            negated: true,
            ranges: vec![('\n', '\n')],
        }),
        '[' => class(rest),
        '\\' => escaped(rest.next()),
        _ if first.is_ascii_alphanumeric() || PLAIN.contains(first) => {
            Ok(Set::of(&[(first, first)]))
        }
        _ => Err(format!("`{first}` is not supported there")),
    }
}

fn escaped(one: Option<char>) -> Result<Set, String> {
    let (negated, ranges): (bool, &[(char, char)]) = match one {
        Some('d') => (false, &[('0', '9')]),
        Some('D') => (true, &[('0', '9')]),
        Some('s') => (false, SPACES),
        Some('S') => (true, SPACES),
        Some('w') => (false, WORD),
        Some('W') => (true, WORD),
        Some(one) if one.is_ascii_punctuation() => return Ok(Set::of(&[(one, one)])),
        _ => return Err("a backslash stands before no known character".into()),
    };
    let ranges = ranges.to_vec();
    Ok(Set { negated, ranges })
}

const SPACES: &[(char, char)] = &[('\t', '\r'), (' ', ' ')];
const WORD: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

/// The rest of a class in brackets.
fn class(rest: &mut Peekable<Chars>) -> Result<Set, String> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        match rest.next() {
            Some(']') if !ranges.is_empty() => return Ok(Set { negated, ranges }),
            Some('\\') => match escaped(rest.next())? {
                Set {
                    negated: false,
                    ranges: more,
                } => ranges.extend(more),
                _ => return Err("a class holds a negated one".into()),
            },
            Some(first) if first.is_ascii() && first != '[' && first != ']' => {
                let mut ahead = rest.clone();
                let last = match (ahead.next(), ahead.next()) {
                    (Some('-'), Some(last)) if last != ']' => {
                        *rest = ahead;
                        last
                    }
                    _ => first,
                };
                if last < first || last == '\\' {
                    return Err("a class has an odd range".into());
                }
                ranges.push((first, last));
            }
            _ => return Err("a class is not closed".into()),
        }
    }
}

/// How often what stands before may be repeated.
fn times(rest: &mut Peekable<Chars>) -> Result<(usize, usize), String> {
    let (least, most) = match rest.peek() {
        Some('?') => (0, 1),
        Some('*') => (0, MOST),
        Some('+') => (1, MOST),
        Some('{') => return counted(rest),
        _ => return Ok((1, 1)),
    };
    rest.next();
    once(rest).map(|()| (least, most))
}

fn counted(rest: &mut Peekable<Chars>) -> Result<(usize, usize), String> {
    rest.next();
    let mut inner = String::new();
    while let Some(one) = rest.next_if(|one| *one != '}') {
        inner.push(one);
    }
    let odd = |_| format!("`{{{inner}}}` is no number of times");
    if rest.next().is_none() {
        return Err("a brace is not closed".into());
    }
    once(rest)?;
    let number = |text: &str| text.trim().parse().map_err(odd);
    match inner.split_once(',') {
        None => number(&inner).map(|times| (times, times)),
        Some((least, most)) if most.trim().is_empty() => Ok((number(least)?, MOST)),
        Some((least, most)) => Ok((number(least)?, number(most)?)),
    }
}

/// Two repetitions in a row, lazy ones among them, are not documented.
fn once(rest: &mut Peekable<Chars>) -> Result<(), String> {
    match rest.peek() {
        Some('?' | '*' | '+' | '{') => Err("a repetition is repeated".into()),
        _ => Ok(()),
    }
}

impl Regex {
    pub fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        self.0.iter().any(|branch| branch.matches(&text))
    }
}

impl Branch {
    /// Follows all ways at once: where each item may end, from where the one before may.
    fn matches(&self, text: &[char]) -> bool {
        let last = if self.begins { 0 } else { text.len() };
        let starts: BTreeSet<usize> = (0..=last).collect();
        let reached = self
            .items
            .iter()
            .fold(starts, |from, item| item.reach(text, &from));
        match self.ends {
            true => reached.contains(&text.len()),
            false => !reached.is_empty(),
        }
    }
}

impl Item {
    fn reach(&self, text: &[char], from: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        for start in from {
            let run = text.iter().skip(*start).take(self.most);
            let run = run.take_while(|one| self.set.has(**one)).count();
            reached.extend((self.least..=run).map(|times| start + times));
        }
        reached
    }
}
