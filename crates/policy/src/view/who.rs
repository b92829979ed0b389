//! Sorts of caller.

use crate::caller::Caller;
use crate::glob::{Colons, Glob, Token};

/// A sort of caller.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Who {
    /// This very caller.
    One(Caller),
    /// Any role, user, ... of any account.
    Any(Kind),
}

/// The kinds of principal an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Role,
    User,
    Root,
    FederatedUser,
}

impl Kind {
    pub(crate) const ALL: [Kind; 4] = [Kind::Role, Kind::User, Kind::Root, Kind::FederatedUser];

    /// An ARN of this kind.
    pub(crate) fn arn(self, account: &str) -> String {
        match self {
            Kind::Role => format!("arn:aws:iam::{account}:role/outsider"),
            Kind::User => format!("arn:aws:iam::{account}:user/outsider"),
            Kind::Root => format!("arn:aws:iam::{account}:root"),
            Kind::FederatedUser => format!("arn:aws:sts::{account}:federated-user/outsider"),
        }
    }

    /// All ARNs of this kind, in every partition.
    pub(crate) fn all(self) -> Vec<Glob> {
        let of = |partition: &str| {
            let (service, rest) = match self {
                Kind::Role => ("iam", ":role/"),
                Kind::User => ("iam", ":user/"),
                Kind::Root => ("iam", ":root"),
                Kind::FederatedUser => ("sts", ":federated-user/"),
            };
            let mut tokens: Vec<Token> = format!("arn:{partition}:{service}::")
                .chars()
                .map(Token::Char)
                .collect();
            tokens.extend([Token::Digit; 12]);
            tokens.extend(rest.chars().map(Token::Char));
            if rest.ends_with('/') {
                tokens.extend([Token::One, Token::Many]);
            }
            Glob::from_tokens(tokens, Colons::Plain)
        };
        ["aws", "aws-us-gov", "aws-cn"]
            .into_iter()
            .map(of)
            .collect()
    }
}

/// Any ARN of an account.
pub(crate) fn of_account(account: &str) -> Glob {
    let mut tokens: Vec<Token> = "arn:".chars().map(Token::Char).collect();
    for _ in 0..3 {
        tokens.extend([Token::ManyWithin, Token::Char(':')]);
    }
    tokens.extend(account.chars().map(Token::Char));
    tokens.extend([Token::Char(':'), Token::Many]);
    Glob::from_tokens(tokens, Colons::Plain)
}
