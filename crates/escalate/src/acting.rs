//! How one principal comes to act as another.

use super::action::Actions;
use super::ask::{Ask, Pin};
use super::census::{Census, Node};
use super::class::{Glance, Wanted};
use super::compute::Kind;
use super::engine::{Engine, Subject};
use super::quick::Map;
use super::rise::EVERYONE;
use super::technique::{Technique, Way, techniques};
use super::trust::{Delegates, Trust};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::LazyLock;

/// A way to act as a principal.
#[derive(Clone, Debug)]
pub(super) struct Move {
    /// The id of the known path, or a name of its own.
    pub(super) id: &'static str,
    /// What is done, in the words of a sentence that begins with who does it.
    pub(super) how: String,
    pub(super) asks: Vec<Ask>,
}

/// What is known beside the policies: whom roles trust, and what runs with them.
pub(super) struct Surroundings {
    pub(super) trusts: BTreeMap<usize, Trust>,
    /// What runs with a role, by the role.
    running: HashMap<usize, Vec<usize>>,
    /// The techniques that a class (or a principal of it) has what it takes for, but for the role.
    feasible: Map<(usize, usize), Rc<[&'static Technique]>>,
}

/// The ways to act as a user.
#[rustfmt::skip]
const AS_USER: [(&str, &str, &str); 3] = [
    ("iam-002", "iam:CreateAccessKey", "creates an access key of"),
    ("iam-004", "iam:CreateLoginProfile", "gives a console password to"),
    ("iam-006", "iam:UpdateLoginProfile", "changes the console password of"),
];

impl Surroundings {
    pub(super) fn new(engine: &Engine<'_>) -> Self {
        let census = engine.census;
        let mut running: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, thing) in census.running.iter().enumerate() {
            if let Some(role) = thing.role {
                running.entry(role).or_default().push(index);
            }
        }
        let trusts = super::trust::trusts(census, &engine.budget);
        Surroundings {
            trusts,
            running,
            feasible: Map::default(),
        }
    }

    /// Whom a role trusts.
    pub(super) fn trust(&self, node: &Node) -> Option<&Trust> {
        self.trusts.get(&node.trust?)
    }

    /// The techniques that a subject has what it takes for, but for the role: what is not allowed
    /// on anything is not allowed on what is there.
    fn feasible(&mut self, engine: &mut Engine<'_>, subject: Subject) -> Rc<[&'static Technique]> {
        let key = (subject.class, engine.who(subject));
        if let Some(known) = self.feasible.get(&key) {
            return known.clone();
        }
        let may = |(technique, taken): &(&'static Technique, Actions)| {
            let all = engine.has_all(subject, *taken)
                && technique
                    .needs
                    .iter()
                    .all(|action| engine.may(subject, action, None));
            all.then_some(*technique)
        };
        let feasible: Rc<[&'static Technique]> = TAKEN.iter().filter_map(may).collect();
        self.feasible.insert(key, feasible.clone());
        feasible
    }
}

/// Techniques with the actions that each takes.
static TAKEN: LazyLock<Vec<(&'static Technique, Actions)>> = LazyLock::new(|| {
    let passes = |technique: &Technique| {
        if technique.way.passes() {
            *PASS
        } else {
            Actions::default()
        }
    };
    techniques()
        .map(|technique| {
            (
                technique,
                Actions::of(technique.needs).or(passes(technique)),
            )
        })
        .collect()
});

static ASSUME: LazyLock<Actions> = LazyLock::new(|| Actions::of(&["sts:AssumeRole"]));
static LET_IN: LazyLock<Actions> = LazyLock::new(|| Actions::of(&["iam:UpdateAssumeRolePolicy"]));
static PASS: LazyLock<Actions> = LazyLock::new(|| Actions::of(&["iam:PassRole"]));

/// The actions of [`AS_USER`], one by one.
static BITS: LazyLock<[Actions; 3]> =
    LazyLock::new(|| AS_USER.map(|(_, action, _)| Actions::one(action)));

/// The actions of which some lead to users.
pub(super) static INTO_USERS: LazyLock<Actions> =
    LazyLock::new(|| Actions::of(&AS_USER.map(|(_, action, _)| action)));

/// The actions of which some lead to roles.
pub(super) static INTO_ROLES: LazyLock<Actions> = LazyLock::new(|| {
    let direct = Actions::of(&[
        "sts:AssumeRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateSAMLProvider",
    ]);
    TAKEN
        .iter()
        .map(|(_, taken)| *taken)
        .fold(direct, Actions::or)
});

impl Engine<'_> {
    /// A way for a subject to act as another principal.
    pub(super) fn becoming(
        &mut self,
        around: &mut Surroundings,
        subject: Subject,
        to: usize,
    ) -> Option<Move> {
        let census = self.census;
        let node = census.node(to)?;
        if subject.node == to || node.is_service_linked() {
            return None;
        }
        if node.is_role() {
            return self
                .assuming(around, subject, to)
                .or_else(|| self.letting_in(subject, to))
                .or_else(|| self.running_as(around, subject, to))
                .or_else(|| self.federating(around, subject, to));
        }
        if !self.has_any(subject, *INTO_USERS) {
            return None;
        }
        AS_USER
            .iter()
            .zip(*BITS)
            .find_map(|((id, action, how), bit)| {
                if !self.sees(subject, bit, action, node) {
                    return None;
                }
                let asks = vec![Ask::on(action, census, to)];
                let how = || format!("{how} `{}`", Census::short(&node.arn));
                self.can_all(subject, &asks).then(|| Move {
                    id,
                    how: how(),
                    asks,
                })
            })
    }

    /// The role trusts the subject.
    fn assuming(&mut self, around: &Surroundings, subject: Subject, to: usize) -> Option<Move> {
        let node = self.census.node(to)?;
        let trust = around.trust(node)?;
        let named = trust.open || trust.named.contains(&subject.node);
        let allowed = || {
            trust.delegates > Delegates::Never
                && self.sees(subject, *ASSUME, "sts:AssumeRole", node)
        };
        if !(named || allowed()) {
            return None;
        }
        let ask = Ask {
            trust: node.trust,
            ..Ask::on("sts:AssumeRole", self.census, to)
        };
        let how = || format!("assumes `{}`", Census::short(&node.arn));
        let wanted = Wanted::on(*ASSUME, "sts:AssumeRole", node);
        let plain =
            trust.delegates == Delegates::Always && self.glance(subject, wanted) == Glance::Yes;
        (plain || self.can(subject, &ask)).then(|| Move {
            id: "sts-001",
            how: how(),
            asks: vec![ask],
        })
    }

    /// The subject makes the role trust it.
    fn letting_in(&mut self, subject: Subject, to: usize) -> Option<Move> {
        let node = self.census.node(to)?;
        if !self.sees(subject, *LET_IN, "iam:UpdateAssumeRolePolicy", node) {
            return None;
        }
        let change = Ask::on("iam:UpdateAssumeRolePolicy", self.census, to);
        if !self.can(subject, &change) {
            return None;
        }
        // A trust policy that names the caller needs no permission beside it, within an account.
        let assume = Ask {
            made_trust: Some(&EVERYONE),
            ..Ask::on("sts:AssumeRole", self.census, to)
        };
        let how = || {
            format!(
                "makes `{}` trust it, and assumes it",
                Census::short(&node.arn)
            )
        };
        self.can(subject, &assume).then(|| Move {
            id: "iam-012",
            how: how(),
            asks: vec![change, assume],
        })
    }

    /// The subject takes over the identity provider that the role trusts.
    fn federating(&mut self, around: &Surroundings, subject: Subject, to: usize) -> Option<Move> {
        let node = self.census.node(to)?;
        let providers = &around.trust(node)?.providers;
        providers.iter().find_map(|provider| {
            let asks = vec![Ask::new("iam:UpdateSAMLProvider", provider)];
            let short = Census::short(&node.arn);
            let how = || format!("gives `{provider}` keys of its own, and signs in as `{short}`");
            self.can_all(subject, &asks).then(|| Move {
                id: "iam-saml-provider",
                how: how(),
                asks,
            })
        })
    }

    /// The subject has code of its choice run with the role.
    fn running_as(
        &mut self,
        around: &mut Surroundings,
        subject: Subject,
        to: usize,
    ) -> Option<Move> {
        let feasible = around.feasible(self, subject);
        if feasible.is_empty() {
            return None;
        }
        let passes = self.sees(subject, *PASS, "iam:PassRole", self.census.node(to)?);
        let mut feasible = feasible
            .iter()
            .filter(|technique| passes || !technique.way.passes());
        feasible.find_map(|technique| self.runs(around, technique, subject, to))
    }

    fn runs(
        &mut self,
        around: &Surroundings,
        technique: &'static Technique,
        subject: Subject,
        to: usize,
    ) -> Option<Move> {
        let node = self.census.node(to)?;
        let mut asks = Vec::new();
        if let Some(service) = technique.way.service() {
            let trust = around.trust(node)?;
            let trusted = service
                .trusted
                .iter()
                .any(|name| trust.services.contains(name));
            if !trusted || (service.profile && !node.in_profile) {
                return None;
            }
            if technique.way.passes() {
                asks.push(self.passing(subject, to, service.passed_to)?);
            }
        }
        let pins = match technique.way {
            Way::Pass(_) | Way::Choose(_) => vec![None],
            Way::PassBeside(_, kinds) => self.pins(0..self.census.running.len(), kinds),
            Way::Run(kinds) => self.pins(around.running.get(&to)?.iter().copied(), kinds),
        };
        let pin = pins.into_iter().find(|pin| {
            technique
                .needs
                .iter()
                .all(|action| self.may(subject, action, pin.as_ref()))
        })?;
        for action in technique.needs {
            let needed = self.asks(action, pin.as_ref());
            for either in needed {
                asks.extend(either.into_iter().find(|ask| self.can(subject, ask)));
            }
        }
        let how = technique
            .does
            .replace("{}", &format!("`{}`", Census::short(&node.arn)));
        Some(Move {
            id: technique.id,
            how,
            asks,
        })
    }

    /// Passing a role to one of these services.
    fn passing(&mut self, subject: Subject, role: usize, services: &[&str]) -> Option<Ask> {
        let china = self.census.partition == "aws-cn";
        let suffixes: &[&str] = if china { &["", ".cn"] } else { &[""] };
        let names = services
            .iter()
            .flat_map(|name| suffixes.iter().map(move |suffix| format!("{name}{suffix}")));
        let plain = Ask::on("iam:PassRole", self.census, role);
        names
            .map(|name| plain.clone().with("iam:passedtoservice", Some(&name)))
            .find(|ask| self.can(subject, ask))
    }

    /// What of these kinds is among the things that run.
    fn pins(&self, among: impl Iterator<Item = usize>, kinds: &[Kind]) -> Vec<Option<Pin>> {
        let things = among.filter_map(|index| self.census.running.get(index));
        let pin = |pattern: &str, kind: Kind| Pin {
            resource_type: kind.resource_type(),
            pattern: pattern.into(),
        };
        let of_kind = things.filter_map(|thing| {
            let kind = thing.kind.filter(|kind| kinds.contains(kind))?;
            Some(Some(pin(&thing.pattern, kind)))
        });
        of_kind.collect()
    }
}
