//! Whether a principal can give itself everything, and by which changes.

use super::action::Actions;
use super::ask::Ask;
use super::change::{Change, Effect, State};
use super::class::Class;
use super::engine::{Engine, Subject};
use super::standing::Standing;
use policy::Document;
use policy::Glob;
use policy::Policy;
use policy::parts::Clause;
use std::sync::LazyLock;

/// More changes than this are not tried: a grant, and ridding itself of what is in its way.
const MOST_CHANGES: usize = 8;

impl Engine<'_> {
    /// The changes by which a principal in a state makes itself an administrator; none, where it
    /// is one.
    pub(super) fn rise(&mut self, from: &State) -> Option<Vec<Change>> {
        let mut state = from.clone();
        let mut changes = Vec::new();
        while changes.len() < MOST_CHANGES {
            let subject = self.subject(&state)?;
            let change = match self.standing(subject) {
                Standing::Administrator => return Some(changes),
                Standing::Blocked { contents, boundary } => {
                    let free = if boundary {
                        self.unbind(subject, &state)
                    } else {
                        None
                    };
                    let mut contents = contents.into_iter();
                    free.or_else(|| contents.find_map(|content| self.rid(subject, &state, content)))
                }
                Standing::Limited => self.grant(subject, &state),
            };
            let change = change.or_else(|| self.creation(subject))?;
            if matches!(change.effect, Effect::Create) {
                changes.push(change);
                return Some(changes);
            }
            state = state.after(self.census, &change.effect);
            changes.push(change);
        }
        None
    }

    /// Makes a new administrator to act as.
    fn creation(&mut self, subject: Subject) -> Option<Change> {
        self.new_role(subject)
            .or_else(|| self.new_user(subject))
            .or_else(|| self.permission_set(subject))
    }

    fn new_role(&mut self, subject: Subject) -> Option<Change> {
        if !self.has_any(subject, Actions::one("iam:CreateRole")) {
            return None;
        }
        for arn in self.new_names(subject, "role") {
            let create = Ask::new("iam:CreateRole", &arn).with("iam:permissionsboundary", None);
            let assume = Ask {
                made_trust: Some(&EVERYONE),
                ..Ask::new("sts:AssumeRole", &arn)
            };
            for (give, id) in [
                ("iam:PutRolePolicy", "iam-new-role"),
                ("iam:AttachRolePolicy", "iam-new-role"),
            ] {
                let give = self.giving(give, &arn);
                let asks = vec![create.clone(), give, assume.clone()];
                if self.can_all(subject, &asks) {
                    let how = format!(
                        "creates a role such as `{arn}` that may do everything, and assumes it"
                    );
                    return Some(Change {
                        id,
                        how,
                        asks,
                        effect: Effect::Create,
                    });
                }
            }
        }
        None
    }

    fn new_user(&mut self, subject: Subject) -> Option<Change> {
        if !self.has_any(subject, Actions::one("iam:CreateUser")) {
            return None;
        }
        for arn in self.new_names(subject, "user") {
            let create = Ask::new("iam:CreateUser", &arn).with("iam:permissionsboundary", None);
            for enter in ["iam:CreateAccessKey", "iam:CreateLoginProfile"] {
                for give in ["iam:PutUserPolicy", "iam:AttachUserPolicy"] {
                    let asks = vec![
                        create.clone(),
                        self.giving(give, &arn),
                        Ask::new(enter, &arn),
                    ];
                    if self.can_all(subject, &asks) {
                        let how = format!(
                            "creates a user such as `{arn}` that may do everything, and signs in as it"
                        );
                        return Some(Change {
                            id: "iam-new-user",
                            how,
                            asks,
                            effect: Effect::Create,
                        });
                    }
                }
            }
        }
        None
    }

    fn giving(&self, action: &'static str, arn: &str) -> Ask {
        let ask = Ask::new(action, arn).with("iam:permissionsboundary", None);
        if !action.starts_with("iam:Attach") {
            return ask;
        }
        let full = format!(
            "arn:{}:iam::aws:policy/AdministratorAccess",
            self.census.partition
        );
        ask.with("iam:policyarn", Some(&full))
    }

    /// Names that a new principal may have to have, as the subject's permissions put it.
    fn new_names(&self, subject: Subject, kind: &str) -> Vec<String> {
        let begin = format!(
            "arn:{}:iam::{}:{kind}/",
            self.census.partition, self.census.account
        );
        let mut names = vec![format!("{begin}new")];
        let allows = |clause: &&Clause| clause.effect == policy::Effect::Allow;
        let clauses = self
            .class(subject)
            .into_iter()
            .flat_map(Class::clauses)
            .filter(allows);
        let globs = clauses
            .filter_map(|clause| clause.resources.as_ref())
            .flat_map(|resources| &resources.globs);
        names.extend(
            globs
                .map(|glob: &Glob| with_account(glob, &self.census.account))
                .filter(|arn| arn.starts_with(&begin)),
        );
        names.retain(|arn| !self.census.by_arn.contains_key(arn));
        names.dedup();
        names.truncate(8);
        names
    }
}

/// An ARN that a pattern matches, of an account.
fn with_account(glob: &Glob, account: &str) -> String {
    let example = glob.example("new");
    example.replacen(":new:", &format!(":{account}:"), 1)
}

/// A trust policy that lets in everybody.
pub(super) static EVERYONE: LazyLock<Policy> = LazyLock::new(|| {
    let text = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}"#;
    Policy::new(
        &Document::parse(text)
            .map(|parsed| parsed.document)
            .unwrap_or_default(),
    )
});
