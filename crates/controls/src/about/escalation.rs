//! Who can become an administrator of an account: worked out once, however many principals ask.
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use escalate::{
    Account, Attached, Boundary, Details, Escalations, Group, Inline, InstanceProfile, Managed,
    Path, PolicyVersion, Role, Tag, User, escalate,
};
use model::iam::{
    self, Directory, Grant, Membership, Organization, OrganizationPolicy, PolicyText, PolicyType,
    Principal, PrincipalKind,
};
use model::{AccountRef, Gap, Resource};
use policy::Written;

use crate::about::administrator::administrator;
use crate::about::granted::read;

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

/// The account as the engine takes it.
fn described(
    principals: &[Principal],
    account: &AccountRef,
    levels: &[Vec<PolicyText>],
) -> Account {
    let mut details = Details::default();
    let mut managed: BTreeMap<&str, Option<&PolicyText>> = BTreeMap::new();
    for one in principals {
        for grant in &one.policies {
            if let Some(arn) = &grant.arn {
                managed.insert(arn, grant.document.as_ref());
            }
        }
        if let Some(boundary) = &one.boundary {
            managed.insert(&boundary.arn, boundary.document.as_ref());
        }
        enter(&mut details, one);
    }
    let documents = managed
        .into_iter()
        .filter_map(|(arn, text)| in_force(arn, text));
    details.policies = documents.collect();
    let level = |level: &Vec<PolicyText>| level.iter().map(written).collect();
    Account {
        id: account.id.to_string(),
        details,
        compute: Vec::new(),
        service_control: levels.iter().map(level).collect(),
    }
}

fn enter(details: &mut Details, one: &Principal) {
    let own = one.policies.iter().filter(|grant| grant.group.is_none());
    let inline = own
        .clone()
        .filter(|grant| grant.arn.is_none())
        .filter_map(inline);
    let attached = own
        .filter_map(|grant| grant.arn.clone())
        .map(|policy_arn| Attached { policy_arn });
    let (inline, attached_managed_policies) = (inline.collect(), attached.collect());
    let permissions_boundary = one.boundary.as_ref().map(|boundary| Boundary {
        permissions_boundary_arn: boundary.arn.clone(),
    });
    let tag = |(key, value): (&String, &String)| Tag {
        key: key.clone(),
        value: value.clone(),
    };
    let tags = Some(one.tags.iter().map(tag).collect());
    let arn = one.arn.clone();
    match one.kind {
        PrincipalKind::User => details.user_detail_list.push(User {
            arn,
            user_policy_list: inline,
            group_list: one.groups.clone(),
            attached_managed_policies,
            permissions_boundary,
            tags,
        }),
        PrincipalKind::Group => details.group_detail_list.push(Group {
            arn,
            group_name: None,
            group_policy_list: inline,
            attached_managed_policies,
        }),
        PrincipalKind::Role => details.role_detail_list.push(Role {
            assume_role_policy_document: one.trust.as_ref().map(written),
            role_policy_list: inline,
            attached_managed_policies,
            permissions_boundary,
            instance_profile_list: Some(profiles(one)),
            tags,
            arn,
        }),
    }
}

fn inline(grant: &Grant) -> Option<Inline> {
    Some(Inline {
        policy_name: Some(grant.name.clone()),
        policy_document: written(grant.document.as_ref()?),
    })
}

fn profiles(role: &Principal) -> Vec<InstanceProfile> {
    let name = role.arn.rsplit('/').next().unwrap_or_default();
    let arn = role.arn.replace(":role/", ":instance-profile/");
    let profile = InstanceProfile {
        instance_profile_name: name.into(),
        arn,
    };
    if role.on_instances {
        vec![profile]
    } else {
        Vec::new()
    }
}

/// A managed policy's document; one that AWS did not tell is left out, as unknown.
fn in_force(arn: &str, text: Option<&PolicyText>) -> Option<Managed> {
    let document = match text {
        Some(text) => written(text),
        None if arn.ends_with(":iam::aws:policy/AdministratorAccess") => {
            Written::Read(administrator().ok()?.0.clone())
        }
        None => return None,
    };
    let version = PolicyVersion {
        version_id: Some("v1".into()),
        is_default_version: true,
        document,
    };
    Some(Managed {
        arn: arn.into(),
        default_version_id: Some("v1".into()),
        policy_version_list: vec![version],
    })
}

fn written(text: &PolicyText) -> Written {
    match read(text) {
        Ok(read) => Written::Read(read.0.clone()),
        Err(reason) => Written::Unreadable(reason.word().into()),
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
