//! Whom a role's trust policy lets in, asked of the policy engine.
//!
//! Whether a condition keeps strangers out is asked with a stranger: an account, a resource, a
//! workflow that no policy names. What lets that one in lets in all; what pins a claim to an
//! organisation, a repository or a namespace does not.
use std::sync::Arc;

use model::iam::{Made, Organization, OrganizationAccounts, PolicyText, Role, Trust};
use model::{Account, AccountRef, Gap, Reason, Resource, Settings};
use policy::{
    Budget, Caller, Document, Effect, Exposure, Glob, Opening, Outsider, Policies, Policy,
    Possibility, Principal, Question, Selector, Statement, Trusted, expose, possible,
};

use serde_json::json;

use crate::about::answer::{Answer, called, statements};
use crate::about::granted::read;

/// Why a control makes no sense for a role that [`trusts`] leaves out.
pub(crate) const SERVICE_LINKED: &str = "only its AWS service can assume the role";
/// A certificate's name that no policy names.
const UNNAMED: &str = "zz-any-certificate*";
/// An account that no policy names.
const STRANGER: &str = "999999999999";

/// A role's trust policy.
pub(crate) struct Trusts {
    account: AccountRef,
    role: String,
    read: Arc<(Document, Policy)>,
}

/// The trust policy of a role; `None` of a service-linked role, which is its service's matter.
pub(crate) fn trusts(role: Resource<'_, Role>) -> Result<Option<Trusts>, Gap> {
    if Role::made(role.id()) == Made::ForService {
        return Ok(None);
    }
    let trusts = Trusts::of(role.account(), role.id(), role.see::<Trust>()?);
    trusts.map(Some).map_err(|reason| role.gap::<Trust>(reason))
}

/// Those who are trusted beside the account: by the settings, and as far as it can be read its
/// organisation; and the gap where it cannot.
pub(crate) fn trusted(
    account: Resource<'_, Account>,
    settings: &Settings,
) -> (Trusted, Option<Gap>) {
    let mut trusted = settings.document.trusted.for_policies();
    let gap = match account.see::<Organization>() {
        Ok(Some(organisation)) => {
            trusted.organisations.push(organisation.id.clone());
            trusted.accounts.push(organisation.management.clone());
            match account.see::<OrganizationAccounts>() {
                Ok(all) => {
                    trusted.accounts.extend(all.iter().flatten().cloned());
                    None
                }
                Err(gap) => Some(gap),
            }
        }
        Ok(None) => None,
        Err(gap) => Some(gap),
    };
    (trusted, gap)
}

/// Whether each may be of the account's own organisation, of which not all is known: its accounts,
/// or not even which it is.
pub(crate) fn may_all_be_organised<'o>(
    account: Resource<'_, Account>,
    openings: impl IntoIterator<Item = &'o Opening>,
) -> bool {
    let organization_known = account.see::<Organization>().is_ok();
    let may_be = |opening: &Opening| match &opening.who {
        _ if opening.verdict == policy::Verdict::Public => false,
        Outsider::Account(_) | Outsider::Principal(_) | Outsider::Service(_) => true,
        Outsider::Whose { key, .. } if key.starts_with("aws:principalorg") => !organization_known,
        Outsider::Whose { key, .. } => key.starts_with("aws:principal"),
        _ => false,
    };
    openings.into_iter().all(may_be)
}

impl Trusts {
    /// The trust policy of a role of this ARN.
    pub(crate) fn of(account: &AccountRef, role: &str, text: &PolicyText) -> Result<Self, Reason> {
        Ok(Self {
            account: account.clone(),
            role: role.into(),
            read: read(text)?,
        })
    }

    /// Whether a certificate of the trust anchor that no policy names can assume the role.
    ///
    /// Roles Anywhere passes the anchor as `aws:SourceArn` and the certificate's subject, issuer and
    /// names as principal tags (IAM Roles Anywhere User Guide, "Trust model").
    pub(crate) fn by_any_certificate(&self, anchor: &str) -> Answer {
        let deny = |condition| json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition});
        let mut document = self.read.0.clone();
        let conditions = document.statements.iter_mut();
        let mut named = Vec::new();
        for condition in conditions.flat_map(|one| &mut one.conditions) {
            let key = condition.key.to_ascii_lowercase();
            if !key.contains("tag/x509") && key != "sts:sourceidentity" {
                continue;
            }
            // The engine gives services no principal tags: this one has those of the certificate.
            condition.key = key.replace("aws:principaltag/", "zz:certificate/");
            let key = &condition.key;
            named.push(deny(
                json!({"StringNotLike": {(key): UNNAMED}, "Null": {(key): "false"}}),
            ));
        }
        let anchor = [
            deny(json!({"ArnNotEquals": {"aws:SourceArn": anchor}})),
            deny(json!({"StringNotEquals": {"aws:SourceAccount": self.account.id}})),
        ];
        named.extend(anchor);
        let trusts = Self {
            read: Arc::new((document.clone(), Policy::new(&document))),
            account: self.account.clone(),
            role: self.role.clone(),
        };
        let service = Caller::Service("rolesanywhere.amazonaws.com".into());
        trusts.lets_in(&service, "sts:AssumeRole", &statements(&json!(named)))
    }

    /// Who but the account's own can become the role, unless a statement of the guard denies it.
    pub(crate) fn openings(&self, trusted: &Trusted, guard: Option<Statement>) -> Exposure {
        let mut document = self.read.0.clone();
        document.statements.extend(guard);
        let policy = Policy::new(&document);
        let become_it = [Glob::action("sts:AssumeRole*")];
        let question = Question {
            service: Some("sts"),
            actions: Some(&become_it),
            ..Question::new(&self.account.id, &policy, trusted)
        };
        expose(&question)
    }

    /// Whether a service can become the role for an account, a resource and an organisation that
    /// nobody named.
    pub(crate) fn for_a_stranger(&self, service: &str) -> Answer {
        let deny = |condition| json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition});
        let paths = json!({"aws:SourceOrgPaths": "o-zzzzzzzzzz/*"});
        let guard = statements(&json!([
            deny(json!({"StringNotEquals": {"aws:SourceAccount": STRANGER}})),
            deny(json!({"StringNotEquals": {"aws:SourceOwner": STRANGER}})),
            deny(json!({"StringNotEquals": {"aws:SourceOrgID": "o-zzzzzzzzzz"}})),
            deny(json!({"ForAllValues:StringNotLike": paths})),
            deny(json!({"ArnNotLike": {"aws:SourceArn": format!("arn:*:*:*:{STRANGER}:*")}})),
        ]));
        let service = Caller::Service(service.to_ascii_lowercase());
        self.lets_in(&service, "sts:AssumeRole", &guard)
    }

    /// Whether a service, or somebody who signs in with a provider, can become the role, unless
    /// the guard denies it.
    pub(crate) fn lets_in(&self, caller: &Caller, action: &str, guard: &Policy) -> Answer {
        // Such a caller has no policies of its own, so that only what the guard denies counts.
        let policies = Policies {
            resource: Some(&self.read.1),
            identity: vec![guard],
            ..Policies::default()
        };
        match possible(
            caller,
            action,
            &self.role,
            None,
            &policies,
            &Budget::default(),
        ) {
            Possibility::By(request) => Answer::Yes(request.to_string()),
            Possibility::Never => Answer::No,
            Possibility::Undecided => Answer::Undecided,
        }
    }

    /// Whose role it is.
    pub(crate) fn account(&self) -> &AccountRef {
        &self.account
    }

    /// The principals that Allow statements name.
    pub(crate) fn principals(&self) -> impl Iterator<Item = &Principal> {
        principals(&self.read.0)
    }

    /// Every condition of the document: key and values.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = (&str, &[String])> {
        let statements = self.read.0.statements.iter();
        let conditions = statements.flat_map(|one| &one.conditions);
        conditions.map(|one| (&*one.key, &*one.values))
    }
}

fn principals(document: &Document) -> impl Iterator<Item = &Principal> {
    let allows = document
        .statements
        .iter()
        .filter(|one| one.effect == Effect::Allow);
    let named = allows.filter_map(|one| one.principal.as_ref());
    named.flat_map(Selector::listed)
}

/// Whom a trust policy names, in a few words; nothing where it is no policy.
pub(crate) fn names(text: &PolicyText) -> String {
    let Ok(read) = read(text) else {
        return String::new();
    };
    let mut names: Vec<_> = principals(&read.0)
        .map(|one| format!("`{}`", one.value()))
        .collect();
    names.dedup();
    let more = names.len().saturating_sub(3);
    names.truncate(3);
    let rest = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    names.join(", ") + &rest
}

/// A statement that denies whoever brings an external id that was agreed on. A made-up one is let
/// pass: a policy that takes it takes any.
pub(crate) fn without_external_id() -> Option<Statement> {
    let key = "sts:ExternalId";
    let agreed = json!({"Null": {(key): "false"}, "StringNotEquals": {(key): "zz-any-id"}});
    let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "sts:*", "Condition": agreed});
    let text = json!({"Version": "2012-10-17", "Statement": deny}).to_string();
    Document::parse(&text).ok()?.document.statements.pop()
}

/// An opening in words: whom, and by which statement.
pub(crate) fn described(opening: &Opening) -> String {
    let index = match opening.origin {
        policy::Origin::Statement(index) => index,
        _ => 0,
    };
    let statement = called(opening.sid.as_deref(), index);
    format!("{statement} allows {}", opening.who)
}

/// Whether an opening is for those who sign in with an identity provider.
pub(crate) fn by_provider(opening: &Opening) -> bool {
    matches!(opening.who, Outsider::Provider(_))
}
