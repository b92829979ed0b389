//! Whom the key policy and the grants of a KMS key let use it.
//!
//! Two doors are looked at one by one, so that grants that could not be read hide nothing that the
//! key policy proves, and never make a pass. A denial in the key policy binds what grants allow (KMS
//! Developer Guide, "Grants in AWS KMS"), so that a grant to a stranger takes both.
use std::sync::Arc;

use model::iam::{Organization, OrganizationAccounts, PolicyText};
use model::kms::{Grant, Key, KeyGrants, KeyPolicy};
use model::{Fact, Gap, Judged, Need, Reason, Resource, Settings, Verdict, any_broken, broken};
use policy::{Document, KeyGrant, Opening, Origin, Policy, Question, Trusted};

use crate::about::bucket_exposure::denials;
use crate::about::exposure::{Closed, Stranger, described, witness};
use crate::about::trust;
use crate::about::verdicts::not_applicable;

/// What judging needs.
pub(crate) const NEEDS: [Need; 2] = [KeyGrants::NEED, KeyPolicy::NEED];

/// What judging needs where the account's own organisation is no stranger.
pub(crate) const ORGANISED_NEEDS: [Need; 4] = [
    KeyGrants::NEED,
    KeyPolicy::NEED,
    Organization::NEED,
    OrganizationAccounts::NEED,
];

/// Broken if a stranger can use the key.
pub(crate) fn judge(key: Resource<Key>, settings: &Settings, closed: &Closed) -> Judged {
    if let Ok(None) = key.see::<KeyPolicy>() {
        return not_applicable("the KMS key is managed by AWS");
    }
    let question = KeyQuestion {
        key,
        settings,
        closed,
    };
    any_broken([question.by_policy(), question.by_grants()])
}

/// How many grants are asked about at once.
const AT_ONCE: usize = 50;

#[derive(Clone, Copy)]
struct KeyQuestion<'a> {
    key: Resource<'a, Key>,
    settings: &'a Settings,
    closed: &'a Closed,
}

impl KeyQuestion<'_> {
    fn by_policy(self) -> Judged {
        let Some(read) = self.policy()? else {
            return Ok(Verdict::Holds);
        };
        let openings = self.open::<KeyPolicy>(&read.1, &[])?;
        Ok(self.verdict(&openings, " of the key policy"))
    }

    /// Keys that many volumes or databases use have hundreds of grants: no more are asked about at
    /// once than can be settled.
    fn by_grants(self) -> Judged {
        let grants = self.key.see::<KeyGrants>()?.as_deref().unwrap_or_default();
        let rights: Vec<_> = grants.iter().flat_map(rights).collect();
        any_broken(rights.chunks(AT_ONCE).map(|some| self.by_rights(some)))
    }

    fn by_rights(self, of: &[(&str, KeyGrant)]) -> Judged {
        let read = self.policy();
        let policy = read.as_ref().ok().and_then(|read| read.as_deref());
        let denials = policy.map(|(document, _)| denials(document));
        let rights: Vec<_> = of.iter().map(|(_, right)| right.clone()).collect();
        let openings = self.open::<KeyGrants>(&denials.unwrap_or_default(), &rights)?;
        let id = openings.first().and_then(|first| match first.origin {
            Origin::KeyGrant(index) => of.get(index).map(|(id, _)| *id),
            _ => None,
        });
        if let Some(gap) = read.err().filter(|_| !openings.is_empty()) {
            return Err(gap);
        }
        Ok(self.verdict(&openings, &format!(" (`{}`)", id.unwrap_or_default())))
    }

    /// The key policy as written, and the same ready to be asked.
    fn policy(self) -> Result<Option<Arc<(Document, Policy)>>, Gap> {
        let policy = self.key.see::<KeyPolicy>()?.as_ref();
        let read = policy.map(PolicyText::read).transpose();
        read.map_err(|why| self.key.gap::<KeyPolicy>(Reason::failed(why)))
    }

    /// Who is let in; of `F` is the gap where that was not settled.
    fn open<F: Fact<Of = Key>>(
        self,
        policy: &Policy,
        grants: &[KeyGrant],
    ) -> Result<Vec<Opening>, Gap> {
        let trusted = self.closed.trusted(self.settings, None, Some(policy));
        let openings = self.let_in::<F>(policy, grants, &trusted)?;
        if self.closed.to != Stranger::Untrusted || openings.is_empty() {
            return Ok(openings);
        }
        let account = self.key.parent().parent();
        let (organized, unknown) = trust::trusted(account, self.settings);
        let trusted = self.closed.beside(organized, None, Some(policy));
        let openings = self.let_in::<F>(policy, grants, &trusted)?;
        let unsettled = trust::may_all_be_organised(account, &openings);
        match unknown.filter(|_| unsettled && !openings.is_empty()) {
            Some(gap) => Err(gap),
            None => Ok(openings),
        }
    }

    fn let_in<F: Fact<Of = Key>>(
        self,
        policy: &Policy,
        grants: &[KeyGrant],
        trusted: &Trusted,
    ) -> Result<Vec<Opening>, Gap> {
        let globs = self.closed.globs();
        let question = Question {
            service: Some("kms"),
            resource: Some(self.key.id()),
            actions: Some(&globs),
            key_grants: grants,
            ..Question::new(&self.key.account().id, policy, trusted)
        };
        let openings = self.closed.openings(&question);
        openings.map_err(|why| self.key.gap::<F>(Reason::failed(why)))
    }

    fn verdict(self, openings: &[Opening], place: &str) -> Verdict {
        let Some(first) = openings.first() else {
            return Verdict::Holds;
        };
        self.key.witness(witness(&first.witness));
        broken(described(openings, self.closed.deed, place))
    }
}

/// What a grant allows: its operations, and to whoever may retire it just that.
fn rights(grant: &Grant) -> impl Iterator<Item = (&str, KeyGrant)> {
    let retiring = grant.retiring_principal.iter().map(|who| KeyGrant {
        grantee_principal: who.clone(),
        operations: vec!["RetireGrant".into()],
        constraints: None,
    });
    let rights = std::iter::once(grant.grant.clone()).chain(retiring);
    rights.map(|right| (&*grant.id, right))
}
