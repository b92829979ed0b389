//! Who but the owner has access, and the request that proves it: the policy engine's answers in
//! the words of findings.
use model::Settings;
use policy::{Exposure, Glob, Opening, Origin, Policy, Question, Request, Trusted, Verdict};
use serde_json::{Value as Json, json};

/// Who must not be let in, and to what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closed {
    pub to: Stranger,
    /// IAM actions, as patterns.
    pub actions: &'static [&'static str],
    /// The same in a few words, after "allows somebody to".
    pub deed: &'static str,
}

/// Who must not be let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stranger {
    /// Anybody at all: without an account, or with any. Whoever comes from addresses that the
    /// policy means in particular is somebody, as S3's own meaning of public has it.
    Anyone,
    /// Whomever neither the settings trust nor the account's own organisation has.
    Untrusted,
    /// Any other account, trusted or not.
    OtherAccount,
}

impl Closed {
    pub(crate) fn globs(&self) -> Vec<Glob> {
        let globs = self.actions.iter().map(|action| Glob::action(action));
        globs.collect()
    }

    /// Whoever need not be kept out: the owner by its canonical user id, and whom the settings
    /// trust.
    pub(crate) fn trusted(
        &self,
        settings: &Settings,
        owner: Option<&str>,
        policy: Option<&Policy>,
    ) -> Trusted {
        let trusted = match self.to {
            Stranger::OtherAccount => Trusted::default(),
            _ => settings.document.trusted.for_policies(),
        };
        self.beside(trusted, owner, policy)
    }

    /// The same of those who are trusted for another reason.
    pub(crate) fn beside(
        &self,
        mut trusted: Trusted,
        owner: Option<&str>,
        policy: Option<&Policy>,
    ) -> Trusted {
        trusted.accounts.extend(owner.map(Into::into));
        if self.to == Stranger::Anyone {
            let meant = policy.map(policy::particular_addresses);
            trusted.ip_ranges.extend(meant.into_iter().flatten());
        }
        trusted
    }

    /// Those let in who must not be; or that this was not settled.
    pub(crate) fn openings(&self, question: &Question<'_>) -> Result<Vec<Opening>, &'static str> {
        let Exposure {
            mut openings,
            doubt,
            ..
        } = policy::expose(question);
        openings.retain(|opening| match self.to {
            Stranger::Anyone => opening.verdict == Verdict::Public,
            _ => opening.verdict >= Verdict::CrossAccount,
        });
        match doubt {
            Some(_) if openings.is_empty() => Err(UNSETTLED),
            _ => Ok(openings),
        }
    }
}

pub(crate) const UNSETTLED: &str = "the policy is too complex to evaluate whom it allows";

/// The most that are listed by name.
const MOST: usize = 4;

/// Those let in, by what of which `place`, to what, and a request that proves it.
pub(crate) fn described(openings: &[Opening], deed: &str, place: &str) -> String {
    let mut who: Vec<String> = Vec::new();
    for opening in openings {
        let name = opening.who.to_string();
        if !who.contains(&name) {
            who.push(name);
        }
    }
    let more = who.len().saturating_sub(MOST);
    who.truncate(MOST);
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let Some(first) = openings.first() else {
        return String::new();
    };
    let by = by(first);
    format!(
        "{by}{place} allows {}{more} to {deed}: `{}`",
        who.join(", "),
        first.witness
    )
}

fn by(opening: &Opening) -> String {
    let sid = opening.sid.as_deref().filter(|sid| !sid.is_empty());
    match (opening.origin, sid) {
        (Origin::Statement(_), Some(sid)) => format!("statement `{sid}`"),
        // It has an id, which whoever asked about it knows.
        (Origin::KeyGrant(_), _) => "KMS grant".to_owned(),
        (origin, _) => origin.to_string(),
    }
}

/// A request that goes through, as evidence.
pub(crate) fn witness(request: &Request) -> Json {
    let context: serde_json::Map<String, Json> = request
        .context
        .iter()
        .map(|(key, values)| (key.to_owned(), json!(values)))
        .collect();
    json!({
        "principal": request.caller.to_string(),
        "action": request.action,
        "resource": request.resource,
        "context": context,
    })
}
