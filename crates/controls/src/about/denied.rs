//! Whether a bucket's policy denies every request of some sort, whoever makes it.
use model::iam::PolicyText;
use model::s3::{Bucket, BucketPolicy};
use model::{Gap, Reason, Resource};
use policy::{
    Context, Effect, Policy, Possibility, Principal, Question, Request, Selector, Statement,
    Trusted, undenied,
};

use crate::about::exposure::{UNSETTLED, witness};

/// A sort of requests.
#[derive(Clone, Debug)]
pub(crate) struct Denied {
    /// IAM actions, as patterns.
    pub actions: &'static [&'static str],
    /// What follows the bucket's ARN: nothing, or `/*`.
    pub places: &'static [&'static str],
    /// What all of them have in common.
    pub given: Context,
}

/// A request of the sort that the policy does not deny; `None` if it denies all of them.
pub(crate) fn all_denied(
    bucket: Resource<Bucket>,
    policy: &PolicyText,
    denied: &Denied,
) -> Result<Option<Request>, Gap> {
    let gap = |why: &str| bucket.gap::<BucketPolicy>(Reason::failed(why));
    let mut document = policy.read().map_err(|why| gap(&why))?.0.clone();
    document.statements.retain(|one| one.effect == Effect::Deny);
    let at = |place: &&str| format!("{}{place}", bucket.id());
    document.statements.push(Statement {
        sid: None,
        effect: Effect::Allow,
        principal: Some(Selector::Only(vec![Principal::Everyone])),
        action: Selector::Only(denied.actions.iter().map(|one| (*one).to_owned()).collect()),
        resource: Some(Selector::Only(denied.places.iter().map(at).collect())),
        conditions: Vec::new(),
    });
    let policy = Policy::new(&document).given(&denied.given);
    let nobody = Trusted::default();
    let question = Question {
        service: Some("s3"),
        resource: Some(bucket.id()),
        ..Question::new(&bucket.account().id, &policy, &nobody)
    };
    let request = match undenied(&question) {
        Possibility::Never => return Ok(None),
        Possibility::Undecided => return Err(gap(UNSETTLED)),
        Possibility::By(request) => request,
    };
    let mut request = *request;
    for (key, values) in denied.given.iter() {
        request.context.set(key, values.to_vec());
    }
    bucket.witness(witness(&request));
    Ok(Some(request))
}
