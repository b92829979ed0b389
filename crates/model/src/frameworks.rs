//! Which requirement of which framework a control answers, built or planned: ids only, from
//! `frameworks.tsv`.

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

    /// The names of all frameworks that the table knows.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let names = TABLE.lines().next().unwrap_or_default();
        names.split('\t').skip(1)
    }

    /// Each requirement of a framework with each control that answers it, whether that control is
    /// built or planned, in the order of the table.
    #[must_use]
    pub fn answers(name: &str) -> Vec<(&'static str, &'static str)> {
        let Some(column) = Self::names().position(|one| one == name) else {
            return Vec::new();
        };
        let answered = TABLE.lines().skip(1).flat_map(|line| {
            let mut cells = line.split('\t');
            let control = cells.next().unwrap_or_default();
            let requirements = cells.nth(column).unwrap_or_default();
            let framework = Framework {
                name: "",
                requirements,
            };
            framework.ids().map(move |id| (id, control))
        });
        answered.collect()
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
