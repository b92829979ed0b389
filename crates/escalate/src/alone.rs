//! Whether one policy carries an escalation by itself, given an account that has what it takes.

use super::account::{
    Account, Attached, Compute, Details, Group, Inline, InstanceProfile, Managed, PolicyVersion,
    Role, User,
};
use super::compute::kinds;
use super::technique::services;
use super::{Path, STEPS, search};
use policy::Budget;
use policy::Glob;
use policy::Policy;
use policy::Written;
use policy::parts::Clause;
use policy::{Document, Effect, Principal, Selector, Statement};
use std::collections::BTreeSet;

/// How many names of a kind are tried, of those that a policy's patterns stand for.
const MOST_NAMES: usize = 4;

/// The known escalations that a principal with just this policy has: of a user, and of a role.
///
/// What surrounds it is generous: there are administrators to act as, roles that trust every
/// service and the account, things of every kind that run with them, groups and older policy
/// versions that allow everything. But no service was given a role whose users or code the policy
/// could choose; and a role, user, group or policy that the policy names in full is not taken for
/// such a one, nor for the principal's own, since the policy does not tell what that one may do. A
/// policy that allows everything escalates nothing.
///
/// `arn` is that of a managed policy, `account` the policy's.
#[must_use]
pub fn escalates_alone(document: &Document, arn: Option<&str>, account: &str) -> Vec<Path> {
    let partition = arn.and_then(|arn| arn.split(':').nth(1)).unwrap_or("aws");
    let stage = Stage {
        policy: Policy::new(document),
        begin: format!("arn:{partition}:iam::{account}:"),
    };
    let account = stage.account(document, arn, account);
    let escalations = search(&account, &Budget::steps(STEPS), false);
    let holders = stage.names("user").into_iter().chain(stage.names("role"));
    let holders: BTreeSet<String> = holders.map(|name| format!("{name}holder")).collect();
    let certain = |path: &Path| path.assuming.is_none() && holders.contains(&path.from);
    let mut paths: Vec<Path> = escalations.paths.into_iter().filter(certain).collect();
    paths.sort_by_key(|path| path.steps.len());
    let mut seen = BTreeSet::new();
    paths.retain(|path| seen.insert(path.from.contains(":user/")));
    paths
}

struct Stage {
    policy: Policy,
    /// How ARNs of the account begin.
    begin: String,
}

impl Stage {
    /// ARNs of a kind but for their end: any, and those that the policy's patterns stand for.
    fn names(&self, kind: &str) -> Vec<String> {
        let begin = format!("{}{kind}/", self.begin);
        let mut names = vec![begin.clone()];
        let allows = |clause: &&Clause| clause.effect == Effect::Allow;
        let resources = self
            .policy
            .clauses()
            .iter()
            .filter(allows)
            .filter_map(|clause| clause.resources.as_ref());
        for glob in resources.flat_map(|resources| &resources.globs) {
            let example = self.example(glob);
            // The name ends in what stands for the last wildcard; others name somebody in full.
            let stem = example
                .as_deref()
                .and_then(|example| example.strip_suffix("holder"));
            names.extend(
                stem.filter(|stem| stem.starts_with(&begin))
                    .map(str::to_owned),
            );
        }
        names.dedup();
        names.truncate(MOST_NAMES);
        names
    }

    fn example(&self, glob: &Glob) -> Option<String> {
        let example = glob.example("holder");
        let (_, rest) = example.split_once(":iam::")?;
        let (_, resource) = rest.split_once(':')?;
        Some(format!("{}{resource}", self.begin))
    }

    fn account(&self, document: &Document, arn: Option<&str>, account: &str) -> Account {
        let judged = Inline {
            policy_name: Some("the policy".into()),
            policy_document: document.clone().into(),
        };
        let held: Vec<String> = arn.map_or_else(
            || {
                self.names("policy")
                    .iter()
                    .map(|name| format!("{name}holder"))
                    .collect()
            },
            |arn| vec![arn.to_owned()],
        );
        let attached: Vec<Attached> = held.iter().map(|arn| attached(arn)).collect();
        let inline = if arn.is_some() {
            Vec::new()
        } else {
            vec![judged]
        };
        let policies = held
            .iter()
            .map(|held| versions(held, arn.map(|_| document)))
            .collect();
        let groups: Vec<String> = self.names("group");
        let member_of = groups
            .iter()
            .map(|name| last(name, "holder"))
            .collect::<Vec<_>>();
        let user = |name: String| User {
            arn: format!("{name}holder"),
            user_policy_list: inline.clone(),
            attached_managed_policies: attached.clone(),
            group_list: member_of.clone(),
            ..User::default()
        };
        let role = |name: String| Role {
            arn: format!("{name}holder"),
            role_policy_list: inline.clone(),
            attached_managed_policies: attached.clone(),
            ..Role::default()
        };
        let mut details = Details {
            policies,
            ..Details::default()
        };
        details.user_detail_list = self.names("user").into_iter().map(user).collect();
        details.role_detail_list = self.names("role").into_iter().map(role).collect();
        self.add_administrators(&mut details, account);
        Account {
            id: account.into(),
            compute: self.compute(),
            details,
            service_control: Vec::new(),
        }
    }

    fn add_administrators(&self, details: &mut Details, account: &str) {
        let partition = self.begin.split(':').nth(1).unwrap_or("aws");
        let full = || {
            vec![attached(&format!(
                "arn:{partition}:iam::aws:policy/AdministratorAccess"
            ))]
        };
        let named = |kind: &str| {
            self.names(kind)
                .into_iter()
                .map(|name| format!("{name}administrator"))
        };
        details
            .user_detail_list
            .extend(named("user").map(|arn| User {
                arn,
                attached_managed_policies: full(),
                ..User::default()
            }));
        details
            .role_detail_list
            .extend(named("role").map(|arn| Role {
                arn,
                attached_managed_policies: full(),
                assume_role_policy_document: Some(trusting(account).into()),
                instance_profile_list: Some(vec![InstanceProfile::default()]),
                ..Role::default()
            }));
        let groups = self.names("group").into_iter();
        details.group_detail_list = groups
            .flat_map(|name| {
                let member = Group {
                    arn: format!("{name}holder"),
                    ..Group::default()
                };
                let arn = format!("{name}administrator");
                [
                    member,
                    Group {
                        arn,
                        attached_managed_policies: full(),
                        ..Group::default()
                    },
                ]
            })
            .collect();
    }

    /// Something of every kind, under any name.
    fn compute(&self) -> Vec<Compute> {
        let role = Some(format!("{}role/administrator", self.begin));
        kinds()
            .map(|kind| Compute {
                kind: kind.into(),
                name: String::new(),
                role: role.clone(),
            })
            .collect()
    }
}

fn attached(arn: &str) -> Attached {
    Attached {
        policy_arn: arn.to_owned(),
    }
}

fn last(name: &str, end: &str) -> String {
    format!("{}{end}", name.rsplit('/').next().unwrap_or_default())
}

/// A managed policy in force, with an older version that allows everything.
fn versions(arn: &str, says: Option<&Document>) -> Managed {
    let version = |id: &str, document: Document| PolicyVersion {
        version_id: Some(id.into()),
        is_default_version: id == "v2",
        document: Written::Read(document),
    };
    let everything = Document {
        statements: vec![allow(None, Some("*".into()), "*")],
        ..Document::default()
    };
    let now = says.cloned().unwrap_or_default();
    let policy_version_list = vec![version("v1", everything), version("v2", now)];
    Managed {
        arn: arn.into(),
        default_version_id: Some("v2".into()),
        policy_version_list,
    }
}

/// A trust policy for every service and the account itself.
fn trusting(account: &str) -> Document {
    let mut principals: Vec<Principal> = services()
        .map(|name| Principal::Service(name.into()))
        .collect();
    principals.push(Principal::Aws(account.into()));
    let statement = allow(Some(principals), None, "sts:AssumeRole");
    Document {
        statements: vec![statement],
        ..Document::default()
    }
}

fn allow(principals: Option<Vec<Principal>>, resource: Option<String>, action: &str) -> Statement {
    Statement {
        sid: None,
        effect: Effect::Allow,
        principal: principals.map(Selector::Only),
        action: Selector::Only(vec![action.into()]),
        resource: resource.map(|resource| Selector::Only(vec![resource])),
        conditions: Vec::new(),
    }
}
