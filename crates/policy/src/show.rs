//! Answers for a person to read.

use crate::compare::Comparison;
use crate::expose::{Exposure, Opening, Origin, Verdict};
use crate::request::Request;
use std::fmt;

impl fmt::Display for Exposure {
    /// The verdict in a sentence, then everyone let in, each with statement and proof.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.verdict {
            Verdict::Private => "private: nobody outside the account can do anything",
            Verdict::Trusted => "trusted: everyone let in from outside the account is trusted",
            Verdict::CrossAccount => "cross-account: strangers that the policy names are let in",
            Verdict::Undecided => {
                "undecided: whether strangers are let in was not settled within the budget"
            }
            Verdict::Public => "public: anyone is let in",
        })?;
        for opening in &self.openings {
            write!(f, "\n{opening}")?;
        }
        for deputy in &self.confused_deputies {
            write!(
                f,
                "\nconfused deputy, since nothing asks for whom the service acts:\n{deputy}"
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sid = self.sid.as_deref().filter(|sid| !sid.is_empty());
        write!(f, "  {}", self.origin)?;
        if let Some(sid) = sid {
            write!(f, " `{sid}`")?;
        }
        write!(
            f,
            " lets in {} ({})\n    for example: {}",
            self.who,
            self.verdict.as_str(),
            self.witness
        )
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Statement(index) => write!(f, "statement {index}"),
            Origin::Acl(index) => write!(f, "access control list grant {index}"),
            Origin::KeyGrant(index) => write!(f, "KMS grant {index}"),
        }
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} does {} on {}",
            self.caller, self.action, self.resource
        )?;
        let mut word = " with";
        for (key, values) in self.context.iter() {
            write!(f, "{word} {key} = {}", values.join(" and "))?;
            word = ",";
        }
        Ok(())
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Comparison::Nothing => f.write_str("allows nothing more"),
            Comparison::Something { statement, witness } => {
                write!(
                    f,
                    "allows more by statement {statement}\n    for example: {witness}"
                )
            }
            Comparison::Undecided => f.write_str("undecided: it was not settled within the budget"),
        }
    }
}
