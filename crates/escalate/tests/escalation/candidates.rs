//! Every action of the catalogue that may start code or change identity is covered by a technique,
//! or somebody looked at it and said why it is harmless, or why it stays open.
//!
//! The rule is [`Classes::asks_for`]. A newer catalogue that brings a service or an action that the
//! rule picks fails here, with the list of what to look at.

use policy::catalogue::{self, AccessLevel, Action};
use std::collections::{BTreeMap, BTreeSet};

const TECHNIQUES: &str = include_str!("../../data/techniques.tsv");
const CANDIDATES: &str = include_str!("../../data/candidates.tsv");
const ROLE_ACTIONS: &str = include_str!("../../data/role_actions.tsv");
const SERVICES: &str = include_str!("../../data/catalogue_services.tsv");

/// How the names begin of actions that start something.
const STARTS: [&str; 7] = [
    "Connect", "Execute", "Invoke", "Launch", "Run", "Send", "Start",
];
const SUBMITS: &str = "Submit";

/// How the names begin of actions that make or change something.
#[rustfmt::skip]
const MAKES: [&str; 29] = [
    "Activate", "Add", "Admin", "Associate", "Attach", "Batch", "Continue", "Create", "Deploy", "Enable", "Import",
    "Modify", "Open", "Patch", "Post", "Provision", "Put", "Redrive", "Register", "Replace", "Request", "Restore",
    "Resume", "Retry", "Rollback", "Set", "Test", "Update", "PATCH",
];
const METHODS: [&str; 2] = ["POST", "PUT"];

/// What the names hold of actions that hand out credentials, at any access level.
const CREDENTIALS: [&str; 8] = [
    "AccessKey",
    "Assume",
    "Credential",
    "Federat",
    "Presigned",
    "SignedUrl",
    "StreamingURL",
    "Token",
];
const NOT_HANDED_OUT: [&str; 4] = ["Delete", "Describe", "List", "Revoke"];

fn cells(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let rows = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| row.split('\t').collect())
}

fn begins(name: &str, with: &[&str]) -> bool {
    with.iter().any(|begin| name.starts_with(begin))
}

struct Classes {
    /// The class of each service.
    classes: BTreeMap<&'static str, &'static str>,
    /// The actions whose request names a role.
    roles: BTreeSet<String>,
}

impl Classes {
    fn read() -> Self {
        let mut classes = BTreeMap::new();
        for row in cells(SERVICES) {
            for service in row[2].split(' ') {
                assert_eq!(classes.insert(service, row[1]), None, "{service} twice");
            }
        }
        let of_service = |row: Vec<&'static str>| {
            let actions = row[1].split(' ');
            actions
                .map(|action| format!("{}:{action}", row[0]))
                .collect::<Vec<_>>()
        };
        Classes {
            classes,
            roles: cells(ROLE_ACTIONS).flat_map(of_service).collect(),
        }
    }

    /// Whether an action may start code or change identity, so that somebody has to look at it.
    fn asks_for(&self, action: Action) -> bool {
        let (level, name) = (action.access_level(), action.name().to_string());
        let changes = matches!(
            level,
            AccessLevel::Write | AccessLevel::PermissionsManagement
        );
        let starts = begins(&name, &STARTS) || name.starts_with(SUBMITS);
        let makes = begins(&name, &MAKES) || begins(&name, &METHODS);
        let hands_out =
            CREDENTIALS.iter().any(|word| name.contains(word)) && !begins(&name, &NOT_HANDED_OUT);
        let class = self.classes.get(action.service().prefix()).copied();
        level == AccessLevel::PermissionsManagement
            || hands_out
            || (changes && starts)
            || (changes && class == Some("identity"))
            || (changes && makes && class == Some("code"))
            || self.roles.contains(&action.to_string())
    }

    fn candidates(&self) -> BTreeSet<String> {
        let actions = catalogue::actions().filter(|action| self.asks_for(*action));
        actions.map(|action| action.to_string()).collect()
    }
}

/// The rows, one for each action.
fn judged() -> BTreeMap<String, (&'static str, &'static str)> {
    let mut judged = BTreeMap::new();
    for row in cells(CANDIDATES) {
        let [checked, service, verdict, because, actions] = row[..] else {
            panic!("{row:?}");
        };
        assert!(checked.len() == 10 && !because.is_empty(), "{row:?}");
        assert!(
            matches!(verdict, "covered" | "harmless" | "open"),
            "{row:?}"
        );
        for action in actions.split(' ') {
            let action = format!("{service}:{action}");
            assert!(
                judged.insert(action, (verdict, because)).is_none(),
                "{row:?} twice"
            );
        }
    }
    judged
}

/// The actions that each technique takes.
fn techniques() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let rows = cells(TECHNIQUES).map(|row| {
        let passes = matches!(row[1], "pass" | "beside").then_some("iam:PassRole");
        (
            row[0],
            passes.into_iter().chain(row[4].split(' ')).collect(),
        )
    });
    rows.collect()
}

#[test]
fn every_service_of_the_catalogue_has_a_class() {
    let classes = Classes::read();
    let listed: BTreeSet<&str> = classes.classes.keys().copied().collect();
    let all: BTreeSet<&str> = catalogue::services()
        .map(catalogue::Service::prefix)
        .collect();
    let new: Vec<_> = all.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&all).collect();
    assert!(
        new.is_empty(),
        "look at these services and give each a class: {new:?}"
    );
    assert!(gone.is_empty(), "no longer in the catalogue: {gone:?}");
    for class in classes.classes.values() {
        assert!(
            matches!(*class, "identity" | "code" | "role" | "none"),
            "{class}"
        );
    }
    for action in &classes.roles {
        assert!(
            catalogue::action(action).is_ok(),
            "{action} is not in the catalogue"
        );
        let service = action.split(':').next().unwrap();
        assert_ne!(classes.classes[service], "none", "{action} names a role");
    }
}

#[test]
fn every_candidate_was_looked_at() {
    let (candidates, judged) = (Classes::read().candidates(), judged());
    let new: Vec<_> = candidates
        .iter()
        .filter(|action| !judged.contains_key(*action))
        .collect();
    assert!(new.is_empty(), "look at {} actions: {new:#?}", new.len());
    let gone: Vec<_> = judged
        .keys()
        .filter(|action| !candidates.contains(*action))
        .collect();
    assert!(gone.is_empty(), "no candidates (any more): {gone:#?}");
}

#[test]
fn a_row_is_covered_where_a_technique_takes_the_action_and_only_there() {
    let techniques = techniques();
    let taken: BTreeSet<&str> = techniques.values().flatten().copied().collect();
    for (action, (verdict, because)) in judged() {
        match verdict {
            "covered" => {
                let taken = techniques
                    .get(because)
                    .is_some_and(|all| all.contains(action.as_str()));
                assert!(taken, "{action}: no technique `{because}` takes it");
            }
            _ => assert!(
                !taken.contains(action.as_str()),
                "{action} is {verdict}, and a technique takes it"
            ),
        }
    }
}

/// What no rule of names finds is a candidate by what the request names.
#[test]
fn a_new_action_is_a_candidate_by_its_name() {
    let classes = Classes::read();
    for (name, asks) in [
        ("lambda:UpdateFunctionCode", true),
        ("lambda:ListFunctions", false),
        ("iam:UpdateUser", true),
        ("iam:GetUser", false),
        ("s3:PutBucketPolicy", true),
        ("s3:PutObject", false),
        ("comprehend:StartEntitiesDetectionJob", true),
        ("redshift:GetClusterCredentials", true),
        ("transfer:CreateUser", true),
    ] {
        assert_eq!(
            classes.asks_for(catalogue::action(name).unwrap()),
            asks,
            "{name}"
        );
    }
}
