//! Whom the roles trust, told once for each trust policy.

use super::action::Actions;
use super::census::{Census, Content};
use super::technique::services;
use policy::Budget;
use policy::Caller;
use policy::Effect;
use policy::Policies;
use policy::Possibility;
use policy::parts::{Circumstances, Wish, possible_under};
use policy::parts::{Clause, Named};
use std::collections::{BTreeMap, BTreeSet};

/// Whom a trust policy lets in.
#[derive(Debug, Default)]
pub(super) struct Trust {
    /// Services that run code with the role.
    pub(super) services: BTreeSet<&'static str>,
    /// Services that it names and of which no technique is known.
    pub(super) strange: BTreeSet<String>,
    /// Principals of the account by index that it names.
    pub(super) named: BTreeSet<usize>,
    /// Whether it lets in others of the account, who are allowed by their own policies.
    pub(super) delegates: Delegates,
    /// Whether it may let in others who need no permission of their own.
    pub(super) open: bool,
    /// SAML providers by ARN.
    pub(super) providers: BTreeSet<String>,
    /// Amazon Cognito's identity pools and Amazon EKS's clusters, where it names them: providers whose
    /// users and pods are chosen in the service.
    pools: BTreeSet<&'static str>,
    /// Whether it may mean something else for another caller.
    pub(super) personal: bool,
}

/// The provider that identity pools sign in with.
/// AWS: Cognito Developer Guide, "Role trust and permissions".
const COGNITO: &str = "cognito-identity.amazonaws.com";

/// How the providers are called that pods of Amazon EKS sign in with.
/// AWS: EKS User Guide, "IAM roles for service accounts".
const CLUSTERS: &str = "oidc.eks";

/// Whether a trust policy leaves it to the account's own policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Delegates {
    #[default]
    Never,
    /// Under conditions.
    Sometimes,
    Always,
}

/// The trust of each role, by the index of the trust policy's content.
pub(super) fn trusts(census: &Census, budget: &Budget) -> BTreeMap<usize, Trust> {
    let mut trusts = BTreeMap::new();
    let sessions = by_name(census);
    for node in &census.nodes {
        let Some(index) = node.trust else { continue };
        let Some(content) = census.contents.get(index) else {
            continue;
        };
        trusts.entry(index).or_insert_with(|| {
            let mut trust = Trust {
                personal: content.personal,
                ..Trust::default()
            };
            trust.take_in(census, content, &sessions);
            if always_delegates(census, content) {
                trust.delegates = Delegates::Always;
            }
            trust.try_services(census, content, &node.arn, budget);
            let pools = std::mem::take(&mut trust.pools);
            trust.services.extend(pools);
            trust
        });
    }
    trusts
}

/// Roles by name, as sessions show it.
fn by_name(census: &Census) -> BTreeMap<&str, usize> {
    let roles = census
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.is_role());
    roles
        .filter_map(|(index, node)| Some((node.arn.rsplit('/').next()?, index)))
        .collect()
}

impl Trust {
    fn take_in(&mut self, census: &Census, content: &Content, sessions: &BTreeMap<&str, usize>) {
        let assume = Actions::of(&[
            "sts:AssumeRole",
            "sts:AssumeRoleWithSAML",
            "sts:AssumeRoleWithWebIdentity",
        ]);
        let allows = content
            .clauses()
            .filter(|(clause, actions)| is_allow(clause) && actions.meets(assume));
        for principals in allows.filter_map(|(clause, _)| clause.principals.as_ref()) {
            self.open |= principals.except;
            for named in &principals.named {
                self.name(census, named, sessions);
            }
        }
    }

    fn name(&mut self, census: &Census, named: &Named, sessions: &BTreeMap<&str, usize>) {
        match named {
            Named::Everyone => self.open = true,
            Named::Account(account) if *account == census.account => {
                self.delegates = Delegates::Sometimes;
            }
            Named::Arn(arn) => {
                let session = arn
                    .split_once(":assumed-role/")
                    .and_then(|(_, rest)| rest.split('/').next());
                let role = session.and_then(|name| sessions.get(name));
                self.named.extend(census.by_arn.get(arn).or(role));
            }
            Named::Service(name)
                if name != "*" && !services().any(|service| is_same(service, name)) =>
            {
                self.strange.insert(name.clone());
            }
            // Whose pool may assume the role its conditions say; the roles of a pool can be set.
            Named::Provider(name) if name == COGNITO => {
                self.pools.insert(COGNITO);
            }
            Named::Provider(arn) if arn.contains(":oidc-provider/oidc.eks.") => {
                self.pools.insert(CLUSTERS);
            }
            Named::Provider(arn) if arn.contains(":saml-provider/") => {
                self.providers.insert(arn.clone());
            }
            _ => {}
        }
    }

    fn try_services(&mut self, census: &Census, content: &Content, role: &str, budget: &Budget) {
        let named = named_services(content);
        if named.is_empty() {
            return;
        }
        let all: BTreeSet<&str> = services()
            .filter(|service| named.iter().any(|name| may_be(service, name)))
            .collect();
        let policies = Policies {
            resource: Some(&content.policy),
            ..Policies::default()
        };
        let source = ("aws:sourceaccount".to_owned(), Some(census.account.clone()));
        let under = Circumstances {
            fixed: vec![source],
            not_before: None,
        };
        let trusted = all.into_iter().filter(|service| {
            [(*service).to_owned(), format!("{service}.cn")]
                .into_iter()
                .any(|name| {
                    let caller = Caller::Service(name);
                    let owner = Some(census.account.as_str());
                    let wish = Wish {
                        caller: &caller,
                        action: "sts:AssumeRole",
                        resource: role,
                        owner,
                        whole: false,
                    };
                    matches!(
                        possible_under(&wish, &policies, &under, budget),
                        Possibility::By(_)
                    )
                })
        });
        self.services = trusted.collect();
    }
}

/// The services that a trust policy names where it allows; `*`, where it may mean any.
fn named_services(content: &Content) -> BTreeSet<&str> {
    let allows = content.clauses().filter(|(clause, _)| is_allow(clause));
    let mut names = BTreeSet::new();
    for principals in allows.filter_map(|(clause, _)| clause.principals.as_ref()) {
        names.extend(principals.except.then_some("*"));
        names.extend(principals.named.iter().filter_map(|named| match named {
            Named::Service(name) => Some(name.as_str()),
            Named::Everyone => Some("*"),
            _ => None,
        }));
    }
    names
}

/// Whether a name of a trust policy may be that of a service.
fn may_be(service: &str, name: &str) -> bool {
    name == "*" || is_same(service, name)
}

/// Whether a trust policy leaves it to the account who assumes the role, without any condition.
fn always_delegates(census: &Census, content: &Content) -> bool {
    let assume = Actions::one("sts:AssumeRole");
    let delegates = |clause: &Clause| {
        let own =
            |named: &Named| matches!(named, Named::Account(account) if *account == census.account);
        let principals = clause.principals.as_ref();
        clause.checks.is_empty()
            && clause.resources.is_none()
            && principals
                .is_some_and(|principals| !principals.except && principals.named.iter().any(own))
    };
    let about = || {
        content
            .clauses()
            .filter(|(_, actions)| actions.includes(assume))
    };
    about().all(|(clause, _)| is_allow(clause)) && about().any(|(clause, _)| delegates(clause))
}

fn is_allow(clause: &Clause) -> bool {
    clause.effect == Effect::Allow
}

/// Whether two names are of one service; in China some end in `.cn`.
fn is_same(service: &str, name: &str) -> bool {
    service == name || name.strip_suffix(".cn") == Some(service)
}
