//! The engine's own parts, for crates that put questions of their own to it (`escalate` does):
//! statements made ready to be asked, what they demand as one caller sees them, and the search
//! for a request that meets demands. They follow the engine as it changes; what only reads
//! policies has no need of them.

pub use crate::compiled::{Check, Clause, Named, Operand, Principals, Resources};
pub use crate::evaluate::refusal;
pub use crate::glob::Pattern;
pub use crate::possible::{Circumstances, Plain, Wish, possible_under};
pub use crate::request::Facts;
pub use crate::solve::{Literal, Problem, Var};
pub use crate::view::{Reading, View, Who};
