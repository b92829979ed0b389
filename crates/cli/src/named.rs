//! Resources that were named on the command line: each must exist.
use std::collections::BTreeSet;

use anyhow::{Result, bail};
use model::{Arn, Finding, Snapshot, Status};

/// The named resources, and which of them were judged.
#[derive(Debug)]
pub struct Named {
    all: Vec<Arn>,
    judged: BTreeSet<Box<str>>,
    /// Whether something could not be read: then a resource that was not judged may exist.
    unread: bool,
}

impl Named {
    pub fn new(all: &[Arn]) -> Self {
        Self {
            all: all.to_vec(),
            judged: BTreeSet::new(),
            unread: false,
        }
    }

    /// Enters what a finding is about.
    pub fn judged(&mut self, finding: &Finding) {
        if self.all.is_empty() {
            return;
        }
        self.unread |= finding.outcome.status() == Status::NotAssessed;
        self.judged.insert(finding.resource.clone());
    }

    /// Fails with the names of those that do not exist.
    pub fn all_exist(&self, snapshot: &Snapshot) -> Result<()> {
        let gone: BTreeSet<&str> = snapshot.all_gone().map(|(_, id, _)| id).collect();
        let missing = |arn: &&Arn| {
            let judged = self.judged.iter().any(|one| is_same(arn, one));
            gone.contains(arn.as_str()) || (!judged && !self.unread)
        };
        let missing: Vec<_> = self
            .all
            .iter()
            .filter(missing)
            .map(|arn| format!("`{arn}`"))
            .collect();
        match &*missing {
            [] => Ok(()),
            [one] => bail!(
                "{one} does not exist, or not in the Regions that were looked at: check its name"
            ),
            more => bail!(
                "{} do not exist, or not in the Regions that were looked at: check their names",
                more.join(" and ")
            ),
        }
    }
}

/// Whether a finding is about what was named: users and roles may be named without their path.
fn is_same(named: &Arn, judged: &str) -> bool {
    let Ok(judged) = judged.parse::<Arn>() else {
        return false;
    };
    let ends = |arn: &Arn| {
        let mut parts = arn.resource().split('/');
        (
            parts.next().map(Into::into),
            parts.next_back().map(Into::into),
        )
    };
    let (kind, name): (Option<String>, Option<String>) = ends(named);
    let pathless = named.resource().matches('/').count() == 1;
    let same_place = (named.service(), named.account()) == (judged.service(), judged.account());
    *named == judged || (pathless && same_place && (kind, name) == ends(&judged))
}
