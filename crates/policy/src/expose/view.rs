//! Statements as one sort of caller sees them: which can apply at all, and what they then demand
//! of action, resource, circumstances, and of the caller where it is not one in particular.

use super::key::{self, Of};
use crate::caller::Caller;
use crate::compiled::{Check, Clause, Named, Operand, Principals, Reach, Resources};
use crate::document::Effect;
use crate::glob::{Colons, Glob, Pattern, Token};
use crate::operator::Test;
use crate::request::{Facts, Request};
use crate::solve::{Literal, Predicate, Quantifier, Var};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A sort of caller.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Who {
    /// This very caller.
    One(Caller),
    /// Any role, user, ... of any account.
    Any(Kind),
}

/// The kinds of principal an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Role,
    User,
    Root,
    FederatedUser,
}

/// A sort of caller, with the keys whose value is fixed in advance.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) who: Who,
    /// A request by such a caller; of [`Who::Any`], by one of them.
    pub(super) template: Request,
    /// Keys whose value (or absence) the template settles.
    bound: BTreeSet<String>,
    /// Whether policy variables may have any value, each time another: Allows reach further then
    /// and Denies less far than they do for any single request.
    generous: bool,
}

/// A statement cannot apply to the caller.
pub(super) struct Never;

/// What one element of a statement demands: nothing, or a literal; or it can never hold.
type Demand<'p> = Result<Option<Literal<'p>>, Never>;

impl Kind {
    pub(super) const ALL: [Kind; 4] = [Kind::Role, Kind::User, Kind::Root, Kind::FederatedUser];

    /// An ARN of this kind.
    pub(super) fn arn(self, account: &str) -> String {
        match self {
            Kind::Role => format!("arn:aws:iam::{account}:role/outsider"),
            Kind::User => format!("arn:aws:iam::{account}:user/outsider"),
            Kind::Root => format!("arn:aws:iam::{account}:root"),
            Kind::FederatedUser => format!("arn:aws:sts::{account}:federated-user/outsider"),
        }
    }

    /// All ARNs of this kind, in every partition.
    fn all(self) -> Vec<Glob> {
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

impl View {
    /// The requests of a sort of caller for resources of `owner`. `fixed` gives keys their value
    /// in advance, or their absence.
    pub(super) fn new(who: Who, owner: &str, fixed: &[(String, Option<String>)]) -> Self {
        let caller = match &who {
            Who::One(caller) => caller.clone(),
            Who::Any(kind) => Caller::parse(&kind.arn("000000000000")),
        };
        let values = fixed
            .iter()
            .filter_map(|(key, value)| Some((key, value.clone()?)));
        let template = Request {
            caller,
            action: String::new(),
            resource: "*".into(),
            resource_account: Some(owner.into()),
            context: values.collect(),
        };
        View {
            who,
            template,
            bound: fixed.iter().map(|(key, _)| key.clone()).collect(),
            generous: false,
        }
    }

    /// The same callers, with policy variables that may have any value.
    pub(super) fn generous(mut self) -> Self {
        self.generous = true;
        self
    }

    /// What the dimensions themselves demand.
    pub(super) fn domain(&self) -> Vec<Literal<'static>> {
        match &self.who {
            Who::One(_) => Vec::new(),
            Who::Any(kind) => vec![Literal::one_of(Var::Caller, kind.all())],
        }
    }

    /// What a statement demands.
    pub(super) fn clause<'p>(&self, clause: &'p Clause) -> Result<Vec<Literal<'p>>, Never> {
        let mut literals = Vec::new();
        if let Some(principals) = &clause.principals {
            literals.extend(self.principals(principals, clause.effect)?);
        }
        let actions = clause.actions.listed();
        literals.extend(selection(
            Var::Action,
            Cow::Borrowed(actions),
            clause.actions.is_except(),
        )?);
        if let Some(resources) = &clause.resources {
            let globs = self.resources(resources, clause.effect);
            literals.extend(selection(Var::Resource, globs, resources.except)?);
        }
        for check in &clause.checks {
            if self.generous && check.has_variables() {
                if clause.effect == Effect::Deny {
                    return Err(Never);
                }
                continue;
            }
            literals.extend(self.check(check)?);
        }
        Ok(literals)
    }

    fn resources<'p>(&self, resources: &'p Resources, effect: Effect) -> Cow<'p, [Glob]> {
        let widest = (effect == Effect::Allow) != resources.except;
        if self.generous && widest && !resources.varying.is_empty() {
            let varying = resources.varying.iter().map(Pattern::widest);
            return Cow::Owned(resources.globs.iter().cloned().chain(varying).collect());
        }
        if self.generous {
            return Cow::Borrowed(&resources.globs);
        }
        resources.resolve(Facts::new(&self.template))
    }

    fn principals(&self, principals: &Principals, effect: Effect) -> Demand<'static> {
        let deny = effect == Effect::Deny;
        if let Who::One(caller) = &self.who {
            let reached = principals.reach(caller, deny) != Reach::None;
            return if reached { Ok(None) } else { Err(Never) };
        }
        let mut globs = Vec::new();
        for named in &principals.named {
            match named {
                Named::Everyone => {
                    return if principals.except {
                        Err(Never)
                    } else {
                        Ok(None)
                    };
                }
                // As an exception the account stands for its root user alone.
                Named::Account(account) if principals.except => {
                    globs.push(Glob::exact(&Kind::Root.arn(account)));
                }
                Named::Account(account) => globs.push(super::trust::of_account(account)),
                Named::Arn(arn) => globs.push(Glob::exact(arn)),
                Named::Wildcard(glob) if !deny => globs.push(glob.clone()),
                _ => {}
            }
        }
        if principals.except {
            Ok(Some(Literal::none_of(Var::Caller, globs)))
        } else {
            demand(globs)
        }
    }

    /// What a condition demands.
    pub(super) fn check<'p>(&self, check: &'p Check) -> Demand<'p> {
        let facts = Facts::new(&self.template);
        match self.standing(&check.key) {
            Standing::Settled if check.holds(facts) => Ok(None),
            Standing::Settled => Err(Never),
            Standing::Caller(part) => caller_literal(check, part, facts),
            Standing::Open => key_literal(check, facts),
        }
    }

    /// Whether the value of a key is settled by who the caller is.
    fn standing(&self, name: &str) -> Standing {
        if self.bound.contains(name) {
            return Standing::Settled;
        }
        let any = matches!(self.who, Who::Any(_));
        match name {
            "aws:principalarn" if any => Standing::Caller(Part::Whole),
            "aws:principalaccount" | "kms:calleraccount" if any => Standing::Caller(Part::Account),
            "aws:userid" if self.who == Who::Any(Kind::Root) => Standing::Caller(Part::Account),
            "aws:username" if self.who == Who::Any(Kind::User) => Standing::Caller(Part::Name),
            _ if Facts::new(&self.template).values(name).is_some()
                && name != "aws:viaawsservice" =>
            {
                Standing::Settled
            }
            _ if self.can_have(name) => Standing::Open,
            _ => Standing::Settled,
        }
    }

    /// Whether a request of this caller can have the key at all.
    pub(super) fn can_have(&self, name: &str) -> bool {
        let caller = &self.template.caller;
        match key::facts(name).of {
            Of::Everyone => !key::IDENTITY.contains(&name),
            Of::Signed if name == "aws:username" => matches!(caller, Caller::User(_)),
            Of::Signed => caller.account().is_some(),
            Of::Network => !matches!(caller, Caller::Service(_)),
            Of::Service => matches!(caller, Caller::Service(_)),
        }
    }
}

enum Standing {
    /// By the template.
    Settled,
    /// It is a part of the caller's ARN.
    Caller(Part),
    /// By nothing yet.
    Open,
}

/// The part of a caller's ARN that a key shows.
#[derive(Clone, Copy)]
enum Part {
    Whole,
    Account,
    Name,
}

fn demand<'p>(globs: Vec<Glob>) -> Demand<'p> {
    if globs.is_empty() {
        Err(Never)
    } else {
        Ok(Some(Literal::one_of(Var::Caller, globs)))
    }
}

/// `Action`, `Resource` and their `Not` forms.
fn selection(var: Var, globs: Cow<'_, [Glob]>, except: bool) -> Demand<'_> {
    match (globs.iter().any(Glob::is_everything), except) {
        (true, false) => Ok(None),
        (true, true) => Err(Never),
        (false, false) => Ok(Some(Literal::one_of(var, globs))),
        // A `Not` form needs something to be there: action and resource always are.
        (false, true) => Ok(Some(Literal {
            absent: false,
            ..Literal::none_of(var, globs)
        })),
    }
}

/// A condition on a key that shows part of the caller's ARN, as a demand on the ARN.
fn caller_literal<'p>(check: &Check, part: Part, facts: Facts<'_>) -> Demand<'p> {
    let operands = check.resolve(facts);
    if check.operator.test == Test::Null {
        return if operands.contains(&Operand::Bool(false)) {
            Ok(None)
        } else {
            Err(Never)
        };
    }
    let globs: Vec<Glob> = operands
        .iter()
        .filter_map(Operand::as_glob)
        .map(|glob| around(glob, part))
        .collect();
    let literal = Literal::one_of(Var::Caller, globs);
    Ok(Some(Literal {
        wanted: !check.operator.negated,
        ..literal
    }))
}

/// The ARNs whose part matches.
fn around(glob: &Glob, part: Part) -> Glob {
    let within = |token: &Token| match token {
        Token::Many => Token::ManyWithin,
        Token::One => Token::OneWithin,
        token => *token,
    };
    let text = |text: &'static str| text.chars().map(Token::Char);
    let mut tokens: Vec<Token> = Vec::new();
    match part {
        Part::Whole => return glob.clone(),
        Part::Account => {
            tokens.extend(text("arn:").chain([
                Token::ManyWithin,
                Token::Char(':'),
                Token::ManyWithin,
            ]));
            tokens.extend(text("::").chain(glob.tokens().iter().map(within)));
            tokens.extend([Token::Char(':'), Token::Many]);
        }
        Part::Name => {
            // Users without a path; one witness among them is as good as any.
            tokens.extend(
                text("arn:")
                    .chain([Token::ManyWithin])
                    .chain(text(":iam::")),
            );
            tokens.extend([Token::ManyWithin].into_iter().chain(text(":user/")));
            tokens.extend(glob.tokens());
        }
    }
    let around = Glob::from_tokens(tokens, Colons::Plain);
    if glob.ignores_case() {
        around.ignoring_case()
    } else {
        around
    }
}

/// A condition on any other key.
fn key_literal<'p>(check: &'p Check, facts: Facts<'_>) -> Demand<'p> {
    let var = Var::Key(check.key.as_str().into());
    let key = key::facts(&check.key);
    let operands = check.resolve(facts);
    match check.operator.test {
        Test::Unknown => return Err(Never),
        Test::Null => {
            let absent = operands.contains(&Operand::Bool(true)) && !key.always;
            return match (absent, operands.contains(&Operand::Bool(false))) {
                (true, true) => Ok(None),
                (false, false) => Err(Never),
                (false, true) if key.always => Ok(None),
                (absent, _) => Ok(Some(Literal::present(var, !absent))),
            };
        }
        _ => {}
    }
    let set_operator = check.operator.qualifier.is_some();
    Ok(Some(Literal {
        var,
        absent: check.holds_absent(),
        quantifier: if check.wants_every() {
            Quantifier::Every
        } else {
            Quantifier::Some
        },
        test: Predicate::Operands(check.operator.test, operands),
        wanted: !check.operator.negated,
        several: key::may_be_several(&check.key, set_operator),
    }))
}
