//! The verdict on a policy by itself, and on what a principal's policies allow together.
use model::iam::{self, Grant, Made, PolicyDocument, PolicyUse, Role};
use model::{AccountRef, Gap, Judged, Reason, Resource, Verdict};

use crate::about::answer::Answer;
use crate::about::granted::{Granted, read};
use crate::about::verdicts::not_applicable;

/// Judges a policy by itself, whoever has it. One that is not attached grants nothing yet:
/// `iam.policy-unattached-admin` alone is about those, at a severity of its own.
pub(crate) fn judge_policy(
    policy: Resource<'_, iam::Policy>,
    ask: impl FnOnce(&Granted) -> Answer,
) -> Judged {
    if policy.see::<PolicyUse>()?.is_idle() {
        return not_applicable("the policy is not attached: see `iam.policy-unattached-admin`");
    }
    judge_document(policy, ask)
}

/// The same, also where nobody has it yet.
pub(crate) fn judge_document(
    policy: Resource<'_, iam::Policy>,
    ask: impl FnOnce(&Granted) -> Answer,
) -> Judged {
    let uses = policy.see::<PolicyUse>()?;
    if let Some(holder) = &uses.inline
        && Role::made(&holder.principal) == Made::ForService
    {
        return not_applicable("the policy belongs to a service-linked role");
    }
    if !uses.any() && !uses.bounds.is_empty() {
        return not_applicable("the policy is a permissions boundary and grants nothing");
    }
    let gap = |reason| policy.gap::<PolicyDocument>(reason);
    let read = read(policy.see::<PolicyDocument>()?).map_err(gap)?;
    let holder = uses.inline.as_ref().map(|holder| &*holder.principal);
    let granted = Granted::new(policy.account(), holder, vec![(String::new(), read)]);
    ask(&granted).judged(gap)
}

/// Judges whether a principal's policies together make it an administrator.
pub(crate) fn judge_holder(
    (account, holder): (&AccountRef, &str),
    grants: &[Grant],
    boundary: Option<&iam::Boundary>,
    gap: impl Fn(Reason) -> Gap,
) -> Judged {
    let (granted, partly) = Granted::of(account, holder, grants, boundary).map_err(&gap)?;
    let everything = granted.everything();
    let everything = everything.because(|by| format!("{by} allows all actions on all resources"));
    match everything.judged(&gap)? {
        Verdict::Holds if partly => Err(gap(Reason::failed(
            "IAM returned no document of a managed policy",
        ))),
        judged => Ok(judged),
    }
}
