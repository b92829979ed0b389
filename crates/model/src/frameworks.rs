//! Which requirement of which framework a control answers: ids only, from `frameworks.tsv`.

/// A framework, and the ids of its requirements that a control answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framework {
    /// Its short name and version, as `CIS-7.0`.
    pub name: &'static str,
    /// The ids, separated by commas as they stand in the file.
    pub requirements: &'static str,
}

impl Framework {
    /// The ids one by one.
    pub fn ids(self) -> impl Iterator<Item = &'static str> {
        self.requirements.split(',').filter(|id| !id.is_empty())
    }
}

/// One line a control: its id, then the requirements under each framework of the first line.
const TABLE: &str = include_str!("../frameworks.tsv");

/// What a control answers; empty for a control that the table does not know.
#[must_use]
pub(crate) fn frameworks(control: &str) -> Vec<Framework> {
    let mut lines = TABLE.lines();
    let names = lines.next().unwrap_or_default().split('\t').skip(1);
    let line = lines.find(|line| line.split('\t').next() == Some(control));
    let cells = line.unwrap_or_default().split('\t').skip(1);
    let joined = names
        .zip(cells)
        .filter(|(_, requirements)| !requirements.is_empty());
    joined
        .map(|(name, requirements)| Framework { name, requirements })
        .collect()
}
