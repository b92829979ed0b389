//! What can be asked on the command line.
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use model::{Arn, Severity, Timestamp};

const STATUS: &str = "Exit status:\n  0  clean\n  1  findings at or above --fail-on\n  \
    2  could not run: credentials, settings, arguments\n  \
    3  nothing found, but not everything could be assessed";

/// Audits the half of the cloud that its customer answers for.
#[derive(Debug, Parser)]
#[command(name = "bailiwick", version, after_help = STATUS)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Reads an account and judges it
    Audit(Audit),
    /// Judges a saved snapshot again, with no AWS at all
    Replay(Replay),
    /// Says all there is to know about one control
    Explain {
        /// Its id, as `s3.versioning`
        control: String,
    },
    /// Lists the controls, id first
    Controls,
    /// Prints the IAM policy that an audit needs, and no more
    Permissions {
        /// An area, as `s3` (repeat for more); all where absent
        #[arg(long)]
        area: Vec<String>,
        /// A control (repeat for more)
        #[arg(long)]
        control: Vec<String>,
    },
    /// Prints the EventBridge pattern of the events that an area is judged again for
    Events {
        /// The area, as `s3`
        #[arg(long)]
        area: String,
    },
    /// Asks the policy engine, with no AWS at all
    Policy(crate::policy::args::Policy),
    /// Reads a ledger: what is broken, or what was closed since a day
    Findings(Findings),
}

#[derive(Debug, Args)]
#[command(after_help = STATUS)]
pub struct Audit {
    /// A profile of the shared AWS configuration
    #[arg(long)]
    pub profile: Option<String>,
    /// A Region to look at (repeat for more); account-wide settings always are
    #[arg(long, conflicts_with = "all_regions")]
    pub region: Vec<String>,
    /// Every Region, whatever the settings file says (the default without one)
    #[arg(long)]
    pub all_regions: bool,
    /// A resource to look at instead of the whole account (repeat for more)
    #[arg(long, value_name = "ARN")]
    pub resource: Vec<Arn>,
    /// A role to assume first
    #[arg(long, value_name = "ARN")]
    pub role: Option<Arn>,
    /// The external id that the role asks for
    #[arg(long, requires = "role", value_name = "ID")]
    pub external_id: Option<String>,
    /// Saves what was read, for `replay` and as evidence
    #[arg(long, value_name = "FILE")]
    pub snapshot: Option<PathBuf>,
    /// Remembers the findings in this file, and tells what is news since the last time
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub struct Findings {
    /// A file that `audit --ledger` keeps
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "table",
        conflicts_with = "table"
    )]
    pub ledger: Option<PathBuf>,
    /// The table of a deployment
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// A profile of the shared AWS configuration, for the table
    #[arg(long)]
    pub profile: Option<String>,
    /// The Region of the table
    #[arg(long)]
    pub region: Option<String>,
    /// Of one account
    #[arg(long, value_name = "NUMBER")]
    pub account: Option<String>,
    /// Of one area
    #[arg(long)]
    pub area: Option<String>,
    /// Of the controls that match this pattern
    #[arg(long, value_name = "PATTERN")]
    pub control: Option<String>,
    /// Of one team of the settings' routing
    #[arg(long, requires = "config")]
    pub team: Option<String>,
    /// The settings file (YAML)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What was closed since then (a time, a day, or as `14d`), not what is open
    #[arg(long, value_name = "SINCE")]
    pub closed_since: Option<String>,
    /// A table for people or one JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = STATUS)]
pub struct Replay {
    /// A file that `audit --snapshot` saved
    #[arg(value_name = "SNAPSHOT")]
    pub file: PathBuf,
    #[command(flatten)]
    pub judging: Judging,
}

/// What to judge by, and how to tell it.
#[derive(Debug, Args)]
pub struct Judging {
    /// An area, as `s3` (repeat for more)
    #[arg(long)]
    pub area: Vec<String>,
    /// A control, as `s3.versioning` (repeat for more)
    #[arg(long)]
    pub control: Vec<String>,
    /// The settings file (YAML)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A table for people or one JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Tells what passes too
    #[arg(long)]
    pub include_passing: bool,
    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Low, value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// The time to judge by, as 2026-03-01T12:00:00Z (now, or the snapshot's own)
    #[arg(long, value_name = "RFC3339")]
    pub now: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FailOn {
    Low,
    Medium,
    High,
    Critical,
}

impl From<FailOn> for Severity {
    fn from(least: FailOn) -> Self {
        match least {
            FailOn::Low => Self::Low,
            FailOn::Medium => Self::Medium,
            FailOn::High => Self::High,
            FailOn::Critical => Self::Critical,
        }
    }
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
