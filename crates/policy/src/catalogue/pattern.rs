//! Patterns of actions, such as `s3:Get*`.

use std::ops::Range;

use super::action::{self, Action};
use super::format::{Part, SERVICES};
use super::service::Service;
use super::unknown::Unknown;
use crate::glob::Glob;

/// A pattern of actions as policies write it: `*` is any run of characters, `?` any one, and upper
/// and lower case are alike.
///
/// A pattern without a colon is held against `service:Name` as a whole, so that `*` is everything.
/// AWS refuses other such patterns; this is the reading that leaves no exposure unsaid.
#[derive(Clone, Debug)]
pub struct ActionPattern<'a> {
    text: &'a str,
    /// Held against names in lower case.
    whole: Glob,
    /// How many characters it takes at least: a hostile pattern costs its length once.
    least: usize,
    service: Option<Glob>,
    /// What a name begins with, in lower case.
    prefix: String,
    /// Whether a name may go on from there as it likes.
    open: bool,
}

impl<'a> ActionPattern<'a> {
    /// Reads a pattern; any text is one.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let lower = text.to_ascii_lowercase();
        let parts = match lower.split_once(':') {
            None if !lower.is_empty() && lower.trim_matches('*').is_empty() => Some(("*", "*")),
            parts => parts,
        };
        let name = parts.map_or("", |(_, name)| name);
        let wild = name.find(['*', '?']).unwrap_or(name.len());
        let (prefix, after) = name.split_at_checked(wild).unwrap_or_default();
        let whole = Glob::text(&lower);
        Self {
            text,
            least: whole.least(),
            whole,
            service: parts.map(|(service, _)| Glob::text(service)),
            prefix: prefix.to_owned(),
            open: !after.is_empty() && after.bytes().all(|byte| byte == b'*'),
        }
    }

    /// Whether the pattern covers that action.
    #[must_use]
    pub fn covers(&self, action: Action) -> bool {
        let mut text = format!("{}:", action.service().prefix());
        action.name().push_lower(&mut text);
        self.matches(&text)
    }

    fn matches(&self, text: &str) -> bool {
        self.least <= text.len() && self.whole.matches(text)
    }

    /// The known actions that the pattern covers, at least one, in the order of their numbers.
    ///
    /// AWS may have others by now: for a pattern with a `*` or `?` this is what is covered for
    /// certain, not all that is.
    pub fn actions(&self) -> Result<Matching<'_>, Unknown<'a>> {
        let mut matching = Matching {
            pattern: self,
            first: None,
            services: 0..SERVICES.len(),
            service: Service(0),
            actions: 0..0,
            text: String::new(),
            prefix: 0,
        };
        matching.first = matching.next();
        match matching.first {
            Some(_) => Ok(matching),
            None => Err(self.unknown()),
        }
    }

    fn unknown(&self) -> Unknown<'a> {
        let has_service = (0..SERVICES.len()).any(|index| self.covers_service(Service(index)));
        match self.text.split_once(':') {
            Some((service, _)) if !has_service => Unknown::Service(service),
            _ => Unknown::Pattern(self.text),
        }
    }

    fn covers_service(&self, service: Service) -> bool {
        self.service
            .as_ref()
            .is_none_or(|glob| glob.matches(service.prefix()))
    }

    /// The actions of that service whose names begin as the pattern's does.
    fn candidates(&self, service: Service) -> Range<u16> {
        let list = service.list(Part::Actions);
        let beginning = |item| action::name(item).order_of_beginning(&self.prefix);
        list.partition(|item| beginning(item).is_lt())
            ..list.partition(|item| beginning(item).is_le())
    }
}

/// The actions that a pattern covers.
#[derive(Clone, Debug)]
pub struct Matching<'a> {
    pattern: &'a ActionPattern<'a>,
    first: Option<Action>,
    services: Range<u16>,
    service: Service,
    actions: Range<u16>,
    /// `service:` and the name at hand, in lower case.
    text: String,
    prefix: usize,
}

impl Matching<'_> {
    fn enter(&mut self, service: Service) {
        self.service = service;
        self.actions = self.pattern.candidates(service);
        self.text.clear();
        self.text.push_str(service.prefix());
        self.text.push(':');
        self.prefix = self.text.len();
    }

    fn covers(&mut self, action: Action) -> bool {
        if self.pattern.open {
            return true;
        }
        self.text.truncate(self.prefix);
        action.name().push_lower(&mut self.text);
        self.pattern.matches(&self.text)
    }
}

impl Iterator for Matching<'_> {
    type Item = Action;

    fn next(&mut self) -> Option<Action> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            while let Some(index) = self.actions.next() {
                let service = self.service;
                let action = Action { service, index };
                if self.covers(action) {
                    return Some(action);
                }
            }
            let service = Service(self.services.next()?);
            if self.pattern.covers_service(service) {
                self.enter(service);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{ACTIONS, action, actions, condition_key, resource_types_of_arn, service};
    use super::ActionPattern;

    fn covered(pattern: &str) -> Vec<String> {
        let pattern = ActionPattern::new(pattern);
        let actions = pattern.actions().into_iter().flatten();
        actions.map(|action| action.to_string()).collect()
    }

    #[test]
    fn patterns_cover_actions() {
        assert_eq!(covered("s3:GETbucketacl"), ["s3:GetBucketAcl"]);
        assert_eq!(
            covered("iam:*teloginprofile"),
            [
                "iam:CreateLoginProfile",
                "iam:DeleteLoginProfile",
                "iam:UpdateLoginProfile"
            ]
        );
        assert_eq!(covered("s3:Get?bject"), ["s3:GetObject"]);
        assert_eq!(covered("?3:GetBucketAc?"), ["s3:GetBucketAcl"]);
        for all in ["*", "*:*", "**", "*:**"] {
            assert_eq!(
                ActionPattern::new(all).actions().unwrap().count(),
                ACTIONS,
                "{all}"
            );
        }
        let pattern = ActionPattern::new("S3:*");
        assert!(
            pattern
                .actions()
                .unwrap()
                .eq(service("s3").unwrap().actions())
        );
    }

    #[test]
    fn hostile_patterns_are_answered() {
        for piece in ["*a", "?*", "a", "*:"] {
            let pattern = format!("*:{}", piece.repeat(10_000));
            assert!(ActionPattern::new(&pattern).actions().is_err());
        }
        let retried = format!("*:{}*zz", "*e".repeat(9));
        assert!(ActionPattern::new(&retried).actions().is_err());
    }

    /// The obvious matcher.
    fn covers(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            ([b'*', rest @ ..], []) => covers(rest, text),
            ([b'*', rest @ ..], [_, after @ ..]) => covers(rest, text) || covers(pattern, after),
            ([one, rest @ ..], [first, after @ ..]) => {
                (*one == b'?' || one.eq_ignore_ascii_case(first)) && covers(rest, after)
            }
            _ => false,
        }
    }

    mod properties_of_patterns {
        use super::*;

        proptest! {
            #![proptest_config(properties::config(96))]

            #[test]
            fn patterns_cover_what_the_obvious_filter_does(
                service in "(s3|iam|EC2|s[*]|[*]|k?s|s[*]s|[*]3|)",
                colon in "[:*]",
                name in "(Get|Put|LIST|[*]|[?]|e|Bucket|Object|t){0,5}",
            ) {
                let text = format!("{service}{colon}{name}");
                let pattern = ActionPattern::new(&text);
                let slow = actions()
                    .filter(|action| covers(text.as_bytes(), action.to_string().as_bytes()));
                let slow: Vec<_> = slow.collect();
                let fast: Vec<_> = pattern.actions().into_iter().flatten().collect();
                prop_assert_eq!(pattern.actions().is_err(), fast.is_empty());
                prop_assert!(fast.iter().all(|action| pattern.covers(*action)));
                prop_assert_eq!(fast, slow);
            }

            #[test]
            fn no_text_makes_a_lookup_panic(text in "[a-z3*?:${}<>./ÿ]{0,12}|\\PC*") {
                let _ = action(&text);
                let _ = condition_key(&text);
                let _ = resource_types_of_arn(&text).map(Iterator::count);
                let _ = ActionPattern::new(&text).actions().map(Iterator::count);
            }
        }
    }
}
