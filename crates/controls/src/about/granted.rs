//! What policies let their holder do, asked of the policy engine.
//!
//! Whether something is allowed of *every* key, role or action is asked of one that no policy
//! names, since it does not exist. What lets that one through lets through all that there are and
//! all that are to come; what only names some, one by one, by tag or by alias, does not. A Deny
//! that takes back what is allowed counts, and a condition counts where nobody can meet it.
use std::sync::Arc;

use model::iam::{self, Grant, PolicyText};
use model::{AccountRef, Reason};
use policy::{
    Budget, Caller, Document, Effect, Policies, Policy, PolicyKind, Possibility, Request,
    Statement, authorize, possible,
};
use serde_json::json;

use crate::about::answer::{Answer, any, called, statements};

/// An action of a service that no policy names.
pub(crate) const ACTION: &str = "ZzAnyAction";
/// A service that no policy names.
pub(crate) const SERVICE: &str = "zz-any-service";

/// Policies that somebody holds together.
pub(crate) struct Granted {
    account: AccountRef,
    callers: Vec<Caller>,
    held: Vec<Held>,
    boundary: Option<Arc<(Document, Policy)>>,
}

struct Held {
    name: String,
    read: Arc<(Document, Policy)>,
}

/// The document, ready to be asked.
pub(crate) fn read(text: &PolicyText) -> Result<Arc<(Document, Policy)>, Reason> {
    let unread = |error| Reason::failed(format!("the document is not a valid policy: {error}"));
    text.read().map_err(unread)
}

/// What `AdministratorAccess` says.
pub(crate) const ADMINISTRATOR_ACCESS: &str =
    r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;

/// The same, read.
pub(crate) fn administrator() -> Result<Arc<(Document, Policy)>, Reason> {
    read(&PolicyText::new(ADMINISTRATOR_ACCESS))
}

impl Granted {
    /// What these policies, each with its name, grant a holder; to a user and to a role where it
    /// is not told who that is.
    pub(crate) fn new(
        account: &AccountRef,
        holder: Option<&str>,
        policies: Vec<(String, Arc<(Document, Policy)>)>,
    ) -> Self {
        let (partition, id) = (&account.partition, &account.id);
        let example = |kind| format!("arn:{partition}:iam::{id}:{kind}/example");
        let holder = holder.filter(|arn| !arn.contains(":group/"));
        let callers = match holder {
            Some(holder) => vec![Caller::parse(holder)],
            None => vec![
                Caller::parse(&example("user")),
                Caller::parse(&example("role")),
            ],
        };
        let held: Vec<Held> = policies
            .into_iter()
            .map(|(name, read)| Held { name, read })
            .collect();
        Self {
            account: account.clone(),
            callers,
            held,
            boundary: None,
        }
    }

    /// What a principal's policies grant it within its boundary; and whether AWS left out a
    /// document, so that there may be more to it.
    pub(crate) fn of(
        account: &AccountRef,
        holder: &str,
        grants: &[Grant],
        boundary: Option<&iam::Boundary>,
    ) -> Result<(Self, bool), Reason> {
        let mut policies = Vec::new();
        let mut partly = false;
        for grant in grants {
            match &grant.document {
                Some(text) => policies.push((grant.name.clone(), read(text)?)),
                None if grant.is_aws("AdministratorAccess") => {
                    policies.push((grant.name.clone(), administrator()?));
                }
                None => partly = true,
            }
        }
        let mut granted = Self::new(account, Some(holder), policies);
        match boundary.map(|boundary| &boundary.document) {
            Some(Some(text)) => granted.boundary = Some(read(text)?),
            Some(None) => {
                return Err(Reason::failed(
                    "IAM returned no document of the permissions boundary",
                ));
            }
            None => {}
        }
        Ok((granted, partly))
    }

    /// Whose policies they are.
    pub(crate) fn account(&self) -> &AccountRef {
        &self.account
    }

    /// The documents.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.held.iter().map(|held| &held.read.0)
    }

    /// The statements of one effect, each with its place among all.
    pub(crate) fn statements(&self, effect: Effect) -> impl Iterator<Item = (usize, &Statement)> {
        let all = self.documents().flat_map(|document| &document.statements);
        all.enumerate().filter(move |(_, one)| one.effect == effect)
    }

    /// What one Allow statement alone grants, less what is denied.
    pub(crate) fn only(&self, index: usize) -> Self {
        let mut place = 0;
        let kept = |held: &Held| {
            let mut document = held.read.0.clone();
            document.statements.retain(|one| {
                place += 1;
                one.effect == Effect::Deny || place == index + 1
            });
            let policy = Policy::new(&document);
            (held.name.clone(), Arc::new((document, policy)))
        };
        let kept = self.held.iter().map(kept).collect();
        let holder = self.callers.first().filter(|_| self.callers.len() == 1);
        let holder = holder.map(ToString::to_string);
        Self::new(&self.account, holder.as_deref(), kept)
    }

    /// What these policies allow, to whomever and whatever they deny.
    pub(crate) fn allowing(&self) -> Self {
        let allowed = |held: &Held| (held.name.clone(), allowing(&held.read.0));
        Self::new(&self.account, None, self.held.iter().map(allowed).collect())
    }

    /// An ARN of this account: `*` for any Region.
    pub(crate) fn arn(&self, service: &str, region: &str, resource: &str) -> String {
        let AccountRef { id, partition } = &self.account;
        format!("arn:{partition}:{service}:{region}:{id}:{resource}")
    }

    /// Whether every action of a service is allowed, on some resource of the pattern.
    pub(crate) fn every_action(&self, service: &str, resource: &str) -> Answer {
        self.allows(&format!("{service}:{ACTION}"), resource, None)
    }

    /// Whether an action is allowed on some resource of the pattern, under some circumstances; by
    /// which statement. What the guard denies does not count.
    pub(crate) fn allows(&self, action: &str, resource: &str, guard: Option<&Policy>) -> Answer {
        let unnamed = self.unnamed(resource);
        self.ask(action, resource, [&unnamed].into_iter().chain(guard))
    }

    /// Whether an action is allowed on any resource at all, also on one that a policy names.
    pub(crate) fn may(&self, action: &str) -> Answer {
        self.ask(action, "*", [].into_iter())
    }

    fn ask<'g>(
        &'g self,
        action: &str,
        resource: &str,
        guards: impl Iterator<Item = &'g Policy>,
    ) -> Answer {
        let held = self.held.iter().map(|held| &held.read.1);
        if !held.clone().any(|policy| policy.may_allow(action)) {
            return Answer::No;
        }
        let delegates = self.delegates();
        let policies = Policies {
            identity: held.chain(guards).collect(),
            resource: Some(&delegates),
            boundaries: self.boundary.iter().map(|read| &read.1).collect(),
            ..Policies::default()
        };
        any(self.callers.iter().map(|caller| {
            match possible(
                caller,
                action,
                resource,
                None,
                &policies,
                &Budget::default(),
            ) {
                Possibility::By(request) => Answer::Yes(self.cite(&request, &policies)),
                Possibility::Never => Answer::No,
                Possibility::Undecided => Answer::Undecided,
            }
        }))
    }

    /// What must not be relied on: a resource that no policy names has no tags and no alias, and
    /// its name holds no colon, so that a Region's `*` stays one.
    fn unnamed(&self, resource: &str) -> Policy {
        let keys = self.documents().flat_map(naming_keys);
        let mut denials: Vec<_> = keys.map(|key| deny_with(&key)).collect();
        if resource != "*" {
            let colons = "arn:*:*:*:*:*:*";
            denials.push(json!({"Effect": "Deny", "Action": "*", "Resource": colons}));
        }
        statements(&denials.into())
    }

    /// The resource's own policy, which leaves all to the account: as keys' and roles' mostly do.
    fn delegates(&self) -> Policy {
        let account = json!({"AWS": &*self.account.id});
        statements(
            &json!({"Effect": "Allow", "Principal": account, "Action": "*", "Resource": "*"}),
        )
    }

    /// The statement that allows a request.
    fn cite(&self, request: &Request, policies: &Policies<'_>) -> String {
        let decision = authorize(request, policies);
        let mut reasons = decision.because.iter();
        let Some(reason) = reasons.find(|reason| reason.kind == Some(PolicyKind::Identity)) else {
            return "it".into();
        };
        let statement = called(reason.sid.as_deref(), reason.statement.unwrap_or_default());
        let held = reason.policy.and_then(|index| self.held.get(index));
        match held.map(|held| &*held.name) {
            None | Some("") => statement,
            Some(name) => format!("{statement} of `{name}`"),
        }
    }
}

/// What the document allows, whatever it denies.
fn allowing(document: &Document) -> Arc<(Document, Policy)> {
    let mut document = document.clone();
    document
        .statements
        .retain(|one| one.effect == Effect::Allow);
    let policy = Policy::new(&document);
    Arc::new((document, policy))
}

/// The condition keys by which a document names resources, in lower case: tags that they have or
/// are about to get, and aliases.
fn naming_keys(document: &Document) -> Vec<String> {
    const PARTS: [&str; 5] = [
        ":resourcetag/",
        ":requesttag/",
        "aws:tagkeys",
        "kms:resourcealiases",
        "kms:requestalias",
    ];
    let conditions = document.statements.iter().flat_map(|one| &one.conditions);
    let keys = conditions.map(|condition| condition.key.to_ascii_lowercase());
    keys.filter(|key| PARTS.iter().any(|part| key.contains(part)))
        .collect()
}

/// Denies requests that have the key.
fn deny_with(key: &str) -> serde_json::Value {
    let condition = json!({"Null": {(key): "false"}});
    json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition})
}
