//! The command line: commands, options and their help.
pub mod account;
mod audit;
mod findings;
mod remedy;

use clap::{Parser, Subcommand, ValueEnum};

pub use account::Account;
pub use audit::{Audit, Judging, Replay};
pub use findings::Findings;
pub use remedy::{Fix, Fixes, Undo, Where};

const STATUS: &str = "Exit status:\n  0  no findings, and everything was assessed\n  \
    1  findings at or above --fail-on\n  \
    2  could not run: credentials, settings, arguments, a resource that does not exist, a full disk\n  \
    3  no findings, but not everything could be assessed";

/// Audits how an AWS account is configured, and fixes what you choose
#[derive(Debug, Parser)]
#[command(name = "bailiwick", version, after_help = STATUS)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Reads an account and assesses it
    Audit(Audit),
    /// Assesses a saved snapshot again, without AWS
    Replay(Replay),
    /// Explains one control: what it requires, why, what it reads, how to fix it
    Explain {
        /// The id of the control, such as `s3.versioning`
        control: String,
    },
    /// Lists the controls, or the requirements of a framework with the controls that cover them
    Controls {
        /// A framework, such as `CIS-7.0`: what is covered, what is not, and why
        #[arg(long, value_name = "NAME")]
        framework: Option<String>,
        /// A table for people, or one JSON object for programs
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Prints the IAM policy that an audit needs, and nothing more
    Permissions {
        /// An area, such as `s3` (can be repeated) [default: all areas]
        #[arg(long)]
        area: Vec<String>,
        /// A control (can be repeated)
        #[arg(long)]
        control: Vec<String>,
        /// Everything that the function of this area runs, including controls of other areas
        #[arg(long, value_name = "AREA", conflicts_with_all = ["area", "control"])]
        function: Option<String>,
        /// The policy of the role that fixes resources of a service family, such as `s3`: what it reads, what the
        /// fixer may write by itself, and what it may write only after a person approved it
        #[arg(long, value_name = "FAMILY", conflicts_with_all = ["area", "control", "function"])]
        fixes: Option<String>,
    },
    /// Prints the roster of functions and services as JSON, for scripts
    #[command(hide = true)]
    Roster,
    /// Prints the EventBridge patterns of the events after which controls are assessed again, one for each service
    Events {
        /// The controls that the function of this area runs, such as `s3` [default: all controls]
        #[arg(long)]
        area: Option<String>,
        /// Only the pattern of this service, such as `iam`
        #[arg(long)]
        service: Option<String>,
    },
    /// Answers questions about IAM policies, without AWS
    Policy(crate::policy::args::Policy),
    /// Lists findings of a ledger: what is open, or what was closed since a day
    Findings(Findings),
    /// Shows the changes that fix findings, and makes those that you confirm
    Fix(Fix),
    /// Takes a fix back, under your own credentials
    Undo(Undo),
    /// Lists fixes, approves one, or stops all of them
    Fixes(Fixes),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn arguments_fit_together() {
        Arguments::command().debug_assert();
    }
}
