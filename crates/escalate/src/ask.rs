//! What doing something takes: an action on a resource, under what is known of the circumstances.

use super::census::Census;
use super::class::{TAGS_OF_CALLER, tag_keys};
use super::engine::{Engine, Subject};
use policy::Policy;
use policy::catalogue;
use std::collections::BTreeSet;
use std::rc::Rc;

/// One question.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) action: &'static str,
    /// The ARN, or a pattern of ARNs of which one will do.
    pub(super) resource: String,
    /// The action takes no resource.
    pub(super) whole: bool,
    /// Keys with their value, or their absence.
    pub(super) fixed: Vec<(String, Option<String>)>,
    /// The content that is the trust policy of the role asked for.
    pub(super) trust: Option<usize>,
    /// A trust policy that is not there yet.
    pub(super) made_trust: Option<&'static Policy>,
    /// The principal asked for.
    pub(super) target: Option<usize>,
}

/// A resource that must be this one.
#[derive(Clone, Debug)]
pub(super) struct Pin {
    pub(super) resource_type: &'static str,
    pub(super) pattern: Rc<str>,
}

impl Ask {
    pub(super) fn new(action: &'static str, resource: &str) -> Self {
        Ask {
            action,
            resource: resource.to_owned(),
            whole: false,
            fixed: Vec::new(),
            trust: None,
            made_trust: None,
            target: None,
        }
    }

    /// An action on a principal.
    pub(super) fn on(action: &'static str, census: &Census, target: usize) -> Self {
        let arn = census.node(target).map_or("", |node| &node.arn);
        Ask {
            target: Some(target),
            ..Ask::new(action, arn)
        }
    }

    /// With a key of a known value.
    pub(super) fn with(mut self, key: &str, value: Option<&str>) -> Self {
        self.fixed.push((key.to_owned(), value.map(str::to_owned)));
        self
    }
}

/// The resources that an action needs, as the catalogue has it.
#[derive(Debug)]
pub(super) struct Demand {
    /// Each must be allowed.
    all: Vec<(String, Vec<String>)>,
    /// One must be allowed, where there is one.
    any: Vec<(String, Vec<String>)>,
    /// The catalogue does not know: any resource will do.
    unknown: bool,
}

/// Services whose resource types are each marked as needed where a request names one of them.
const EITHER: [&str; 1] = ["bedrock-agentcore"];

impl Demand {
    pub(super) fn new(action: &str, census: &Census) -> Self {
        let mut demand = Demand {
            all: Vec::new(),
            any: Vec::new(),
            unknown: false,
        };
        let Ok(listed) = catalogue::action(action) else {
            demand.unknown = true;
            return demand;
        };
        let either = EITHER.contains(&listed.service().prefix());
        for used in listed.resource_types() {
            let name = used.resource_type().name().to_string();
            let forms = used.resource_type().arns();
            let arns = forms
                .map(|form| pattern(&form.to_string(), &name, census))
                .collect();
            let list = if used.is_required() && !either {
                &mut demand.all
            } else {
                &mut demand.any
            };
            list.push((name, arns));
        }
        demand
    }

    pub(super) fn asks(&self, action: &'static str, pin: Option<&Pin>) -> Vec<Vec<Ask>> {
        let of = |arns: &Vec<String>| -> Vec<Ask> {
            arns.iter().map(|arn| Ask::new(action, arn)).collect()
        };
        let pinned = |name: &String| pin.filter(|pin| pin.resource_type == name.as_str());
        let mut asks: Vec<Vec<Ask>> = Vec::new();
        for (name, arns) in &self.all {
            asks.push(
                pinned(name).map_or_else(|| of(arns), |pin| vec![Ask::new(action, &pin.pattern)]),
            );
        }
        let named = self.any.iter().find_map(|(name, _)| pinned(name));
        match named {
            Some(pin) => asks.push(vec![Ask::new(action, &pin.pattern)]),
            None if self.all.is_empty() && !self.any.is_empty() => {
                asks.push(self.any.iter().flat_map(|(_, arns)| of(arns)).collect());
            }
            None => {}
        }
        if asks.is_empty() {
            asks.push(vec![Ask {
                whole: !self.unknown,
                ..Ask::new(action, "*")
            }]);
        }
        asks
    }
}

/// The pattern of ARNs of a form that may be asked for here: in this account, but for what AWS or
/// others share.
fn pattern(form: &str, resource_type: &str, census: &Census) -> String {
    let shared = resource_type == "document";
    let mut pattern = String::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        pattern.push_str(before);
        pattern.push_str(match name {
            "Partition" => &census.partition,
            "Account" if !shared => &census.account,
            _ => "*",
        });
        rest = after;
    }
    pattern.push_str(rest);
    pattern
}

impl Engine<'_> {
    /// The tags that statements speak of, as far as they are known and the caller cannot change
    /// them.
    pub(super) fn tags(&self, subject: Subject, ask: &Ask) -> Vec<(String, Option<String>)> {
        let keys = self.tag_keys(subject, ask);
        let Some(caller) = self.caller_keys(subject).filter(|_| !keys.is_empty()) else {
            return Vec::new();
        };
        let target = ask.target.and_then(|target| self.census.node(target));
        // Who may tag others may give them the tags it needs.
        let theirs = target
            .and_then(|target| target.tags.as_ref())
            .filter(|_| !caller.retags);
        let mut fixed = Vec::new();
        for key in keys {
            let name = key.split_once('/').map_or("", |(_, name)| name);
            let value =
                theirs.and_then(|tags| tags.iter().find(|tag| tag.key.eq_ignore_ascii_case(name)));
            if key.starts_with(TAGS_OF_CALLER) {
                if caller.determines(&key) {
                    fixed.push((key.clone(), caller.value(&key)));
                }
            } else if theirs.is_some() {
                fixed.push((key, value.map(|tag| tag.value.clone())));
            }
        }
        fixed
    }

    fn tag_keys(&self, subject: Subject, ask: &Ask) -> BTreeSet<String> {
        let own = self
            .class(subject)
            .into_iter()
            .flat_map(|class| class.tag_keys.iter().cloned());
        let trust = ask.trust.and_then(|trust| self.census.contents.get(trust));
        let trust = trust
            .into_iter()
            .flat_map(|content| content.policy.clauses())
            .flat_map(tag_keys);
        let concerns = |key: &String| key.starts_with(TAGS_OF_CALLER) || ask.target.is_some();
        own.chain(trust).filter(concerns).collect()
    }
}
