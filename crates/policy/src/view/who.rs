//! Sorts of caller.

use crate::arn::Arn;
use crate::caller::Caller;
use crate::glob::{Colons, Glob, Token};
use crate::solve::{Literal, Var};
use std::sync::LazyLock;

/// A sort of caller.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// This very caller.
    One(Caller),
    /// Any role, user, ... of any account.
    Any(Kind),
}

/// The kinds of principal an account has. What a search varies is the ARN that the policy language
/// knows the principal by ([`Kind::known_as`]): of a session that is its role's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Role,
    User,
    /// A session of a role, under a name that no policy speaks of. Sessions that a policy names
    /// are callers of their own.
    Session,
    Root,
    FederatedUser,
}

/// The session name that no policy speaks of.
const SESSION: &str = "outsider";

static ROLES: LazyLock<Vec<Glob>> = LazyLock::new(|| Kind::Role.arns(&[Token::Digit; 12]));
static USERS: LazyLock<Vec<Glob>> = LazyLock::new(|| Kind::User.arns(&[Token::Digit; 12]));
static ROOTS: LazyLock<Vec<Glob>> = LazyLock::new(|| Kind::Root.arns(&[Token::Digit; 12]));
static FEDERATED_USERS: LazyLock<Vec<Glob>> =
    LazyLock::new(|| Kind::FederatedUser.arns(&[Token::Digit; 12]));
static NAMELESS: LazyLock<Vec<Glob>> = LazyLock::new(|| vec![Glob::text("*/")]);
static WITH_PATH: LazyLock<Glob> = LazyLock::new(|| Glob::text("*/*/*"));

impl Kind {
    pub const ALL: [Kind; 5] = [
        Kind::Role,
        Kind::User,
        Kind::Session,
        Kind::Root,
        Kind::FederatedUser,
    ];

    /// The ARN that an example of this kind is known by.
    pub fn known_as(self, account: &str) -> String {
        match self {
            Kind::Role | Kind::Session => format!("arn:aws:iam::{account}:role/outsider"),
            Kind::User => format!("arn:aws:iam::{account}:user/outsider"),
            Kind::Root => format!("arn:aws:iam::{account}:root"),
            Kind::FederatedUser => format!("arn:aws:sts::{account}:federated-user/outsider"),
        }
    }

    /// The caller of this kind that is known by an ARN.
    pub fn caller(self, known_as: &str) -> Caller {
        let session = Arn::parse(known_as)
            .filter(|_| self == Kind::Session)
            .and_then(|arn| {
                let name = arn.resource.strip_prefix("role/")?;
                Some(format!(
                    "arn:{}:sts::{}:assumed-role/{name}/{SESSION}",
                    arn.partition, arn.account
                ))
            });
        Caller::parse(session.as_deref().unwrap_or(known_as))
    }

    /// What callers of this kind in an account are known by, in any partition.
    pub fn of_account(self, account: &str) -> Vec<Glob> {
        self.arns(&account.chars().map(Token::Char).collect::<Vec<_>>())
    }

    /// What callers in accounts of such ids are known by.
    pub fn arns(self, account: &[Token]) -> Vec<Glob> {
        self.patterns(account, &[Token::Many])
    }

    /// What callers of such names are known by.
    pub fn with_name(self, name: &[Token]) -> Vec<Glob> {
        self.patterns(&[Token::Digit; 12], name)
    }

    fn patterns(self, account: &[Token], name: &[Token]) -> Vec<Glob> {
        let (service, rest) = match self {
            Kind::Role | Kind::Session => ("iam", ":role/"),
            Kind::User => ("iam", ":user/"),
            Kind::Root => ("iam", ":root"),
            Kind::FederatedUser => ("sts", ":federated-user/"),
        };
        let of = |partition: &str| {
            let mut tokens: Vec<Token> = format!("arn:{partition}:{service}::")
                .chars()
                .map(Token::Char)
                .collect();
            tokens.extend(account);
            tokens.extend(rest.chars().map(Token::Char));
            if rest.ends_with('/') {
                tokens.extend(name);
            }
            Glob::from_tokens(tokens, Colons::Plain)
        };
        ["aws", "aws-us-gov", "aws-cn"]
            .into_iter()
            .map(of)
            .collect()
    }

    /// Only callers whose name has no path.
    pub fn without_path() -> Literal<'static> {
        Literal::none_of(Var::Caller, std::slice::from_ref(&*WITH_PATH))
    }

    /// All that callers of this kind may be known by.
    pub fn domain(self) -> Vec<Literal<'static>> {
        let all: &'static [Glob] = match self {
            Kind::Role | Kind::Session => &ROLES,
            Kind::User => &USERS,
            Kind::Root => &ROOTS,
            Kind::FederatedUser => &FEDERATED_USERS,
        };
        let nameless: &'static [Glob] = &NAMELESS;
        let mut literals = vec![
            Literal::one_of(Var::Caller, all),
            Literal::none_of(Var::Caller, nameless),
        ];
        if self == Kind::Session {
            // A session's ARN does not tell the path of its role.
            literals.push(Kind::without_path());
        }
        literals
    }

    /// What callers that a policy names by this ARN are known by, where they are of this kind.
    pub fn named(self, arn: &str) -> Option<Glob> {
        if self != Kind::Session {
            return Some(Glob::exact(arn));
        }
        let parts = Arn::parse(arn).filter(|parts| parts.service == "iam")?;
        let name = parts.resource.strip_prefix("role/")?.rsplit('/').next()?;
        Some(Glob::exact(&format!(
            "arn:{}:iam::{}:role/{name}",
            parts.partition, parts.account
        )))
    }
}

/// Any ARN of an account.
pub fn of_account(account: &str) -> Glob {
    let mut tokens: Vec<Token> = "arn:".chars().map(Token::Char).collect();
    for _ in 0..3 {
        tokens.extend([Token::ManyWithin, Token::Char(':')]);
    }
    tokens.extend(account.chars().map(Token::Char));
    tokens.extend([Token::Char(':'), Token::Many]);
    Glob::from_tokens(tokens, Colons::Plain)
}
