//! How one principal comes to act as another.

mod running;

use super::action::Actions;
use super::ask::Ask;
use super::census::{Census, Node};
use super::class::{Glance, Wanted};
use super::engine::{Engine, Subject};
use super::quick::Map;
use super::rise::EVERYONE;
use super::technique::Technique;
use super::trust::{Delegates, Trust};
use running::TAKEN;
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
}

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
}
