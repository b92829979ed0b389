//! Who can become an administrator of an account: worked out once, however many principals ask.
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use escalate::{Escalations, Path, escalate};
use model::iam::{
    self, Directory, Membership, Organization, OrganizationPolicy, PolicyText, PolicyType,
};
use model::{AccountRef, Gap, Resource};

use crate::about::escalation_input::described;

/// What becomes of an account's principals.
#[derive(Default)]
pub(crate) struct Outcomes {
    administrators: Vec<String>,
    paths: HashMap<String, Path>,
    /// Of whom something could not be settled, and why.
    open: HashMap<String, String>,
    account: String,
}

/// The outcomes under each set of service control policies.
#[derive(Default)]
struct Worked(Mutex<BTreeMap<String, Arc<Outcomes>>>);

/// What becomes of one principal.
pub(crate) enum Fate<'k> {
    Administrator,
    Becomes(&'k Path),
    Open(&'k str),
    Harmless,
}

impl Outcomes {
    /// What becomes of the principal of this ARN.
    pub(crate) fn fate(&self, arn: &str) -> Fate<'_> {
        if self.administrators.iter().any(|one| one == arn) {
            return Fate::Administrator;
        }
        if let Some(path) = self.paths.get(arn) {
            return Fate::Becomes(path);
        }
        let open = self.open.get(arn).or_else(|| self.open.get(&self.account));
        open.map_or(Fate::Harmless, |why| Fate::Open(why))
    }
}

/// Who becomes what within these levels of service control policies.
pub(crate) fn outcomes(
    directory: &Directory,
    account: &AccountRef,
    levels: &[Vec<PolicyText>],
) -> Arc<Outcomes> {
    let find = || {
        let escalations = escalate(&described(directory.principals(), account, levels));
        Arc::new(Outcomes::from((escalations, account)))
    };
    let words = |level: &Vec<PolicyText>| {
        let all: Vec<_> = level.iter().map(PolicyText::as_str).collect();
        all.join("\n")
    };
    let key: Vec<_> = levels.iter().map(words).collect();
    let Some(Worked(kept)) = directory.derive(|_| Worked::default()) else {
        return find();
    };
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(kept.entry(key.join("\n\n")).or_insert_with(find))
}

/// The service control policies that bind the account's principals, level by level: none bind the
/// management account, nor one without an organisation.
pub(crate) fn levels(account: Resource<'_, model::Account>) -> Result<Vec<Vec<PolicyText>>, Gap> {
    let managed = |membership: &Membership| *membership.management == *account.account().id;
    match account.see::<Organization>() {
        Ok(Some(membership)) if !managed(membership) => {}
        Ok(_) => return Ok(Vec::new()),
        // Who manages the organisation is not known; where there is none, nobody does.
        Err(gap) => {
            let none = matches!(account.see::<iam::BindingPolicies>(), Ok(None));
            return if none { Ok(Vec::new()) } else { Err(gap) };
        }
    }
    let policies = account.see::<iam::BindingPolicies>()?;
    let mut levels: BTreeMap<&str, Vec<PolicyText>> = BTreeMap::new();
    let control = |one: &&OrganizationPolicy| one.kind == PolicyType::ServiceControl;
    for one in policies.iter().flatten().filter(control) {
        levels
            .entry(&one.target)
            .or_default()
            .push(one.document.clone());
    }
    Ok(levels.into_values().collect())
}

impl From<(Escalations, &AccountRef)> for Outcomes {
    fn from((escalations, account): (Escalations, &AccountRef)) -> Self {
        let paths = escalations
            .paths
            .into_iter()
            .map(|path| (path.from.clone(), path));
        let open = escalations.undecided.into_iter();
        Self {
            administrators: escalations.administrators,
            paths: paths.collect(),
            open: open
                .map(|one| (one.principal, one.because.join("; ")))
                .collect(),
            account: account.id.to_string(),
        }
    }
}

/// The way in words: each step, with the statements that allow it.
pub(crate) fn in_words(path: &Path) -> String {
    let step = |step: &escalate::Step| {
        let cited = step.statements.iter().map(|one| {
            let statement = crate::about::answer::called(one.sid.as_deref(), one.statement);
            format!("{} by {statement} of `{}`", one.allows, one.policy)
        });
        let cited: Vec<_> = cited.collect();
        match cited.is_empty() {
            true => step.how.clone(),
            false => format!("{} ({})", step.how, cited.join(", ")),
        }
    };
    let steps: Vec<_> = path.steps.iter().map(step).collect();
    let assuming = path.assuming.iter().map(|what| format!(", if {what}"));
    steps.join("; then ") + &assuming.collect::<String>()
}
