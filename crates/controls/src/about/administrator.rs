//! Full access: whether policies allow every action on every resource.
use policy::{Document, Effect, Selector, catalogue};

use crate::about::answer::Answer;
use crate::about::granted::{Granted, SERVICE};

impl Granted {
    /// Whether every action is allowed on every resource: of services that do not exist yet, and
    /// of all that do. What a Deny takes back of single services does not count, or one harmless
    /// denial would hide an administrator.
    pub(crate) fn everything(&self) -> Answer {
        let answer = self.every_action(SERVICE, &self.arn(SERVICE, "*", "zz-any/zz-any"));
        if !matches!(answer, Answer::Yes(_)) || self.documents().any(says_everything) {
            return answer;
        }
        let allowing = self.allowing();
        let of = |service: catalogue::Service| {
            let prefix = service.prefix();
            allowing.every_action(prefix, &self.arn(prefix, "*", "zz-any/zz-any"))
        };
        let lacking = catalogue::services()
            .map(of)
            .find(|of| !matches!(of, Answer::Yes(_)));
        lacking.unwrap_or(answer)
    }
}

/// Whether a statement allows `*` on `*` in these words.
fn says_everything(document: &Document) -> bool {
    let all = |selector: &Selector<String>| matches!(selector, Selector::Only(list) if list.iter().any(|one| one == "*"));
    let allows = document
        .statements
        .iter()
        .filter(|one| one.effect == Effect::Allow);
    allows.into_iter().any(|one| {
        all(&one.action) && one.resource.as_ref().is_some_and(all) && one.conditions.is_empty()
    })
}
