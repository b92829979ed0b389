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
    /// Lists the controls, id first; or a framework's requirements, with what answers them
    Controls {
        /// A framework, as `CIS-7.0`: what of it is covered, what is not, and why
        #[arg(long, value_name = "NAME")]
        framework: Option<String>,
        /// A table for people or one JSON object for programs
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Prints the IAM policy that an audit needs, and no more
    Permissions {
        /// An area, as `s3` (repeat for more); all where absent
        #[arg(long)]
        area: Vec<String>,
        /// A control (repeat for more)
        #[arg(long)]
        control: Vec<String>,
        /// What the function of an area runs, controls of other areas included
        #[arg(long, value_name = "AREA", conflicts_with_all = ["area", "control"])]
        function: Option<String>,
        /// What the role needs that fixes in a family of services, as `s3`: first what it reads, then what a machine
        /// may write unasked, then what only where a person approved it
        #[arg(long, value_name = "FAMILY", conflicts_with_all = ["area", "control", "function"])]
        fixes: Option<String>,
    },
    /// Prints EventBridge patterns of the events that controls are judged again for, one a service
    Events {
        /// The controls that the function of this area runs, as `s3`; all where absent
        #[arg(long)]
        area: Option<String>,
        /// The pattern of this service alone, as `iam`
        #[arg(long)]
        service: Option<String>,
    },
    /// Asks the policy engine, with no AWS at all
    Policy(crate::policy::args::Policy),
    /// Reads a ledger: what is broken, or what was closed since a day
    Findings(Findings),
    /// Plans the changes that would heal, and makes those that you want
    Fix(Fix),
    /// Takes a fix back, under your own credentials
    Undo(Undo),
    /// Lists fixes; approves one; stops all
    Fixes(Fixes),
}

/// With whose credentials.
#[derive(Debug, Args)]
pub struct Account {
    /// A profile of the shared AWS configuration
    #[arg(long)]
    pub profile: Option<String>,
    /// The Region to begin in
    #[arg(long)]
    pub region: Option<String>,
    /// A role to assume first
    #[arg(long, value_name = "ARN")]
    pub role: Option<Arn>,
    /// The external id that the role asks for
    #[arg(long, requires = "role", value_name = "ID")]
    pub external_id: Option<String>,
}

/// Where before-images are kept.
#[derive(Debug, Args)]
pub struct Where {
    /// A file of this machine, as `audit --ledger` keeps
    #[arg(long, value_name = "FILE", conflicts_with = "table")]
    pub ledger: Option<PathBuf>,
    /// The table of a deployment
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// A profile of the shared AWS configuration, for the table
    #[arg(long, requires = "table", value_name = "PROFILE")]
    pub table_profile: Option<String>,
    /// The Region of the table
    #[arg(long, requires = "table", value_name = "REGION")]
    pub table_region: Option<String>,
}

const FIX_STATUS: &str = "Exit status:\n  0  nothing is left to fix\n  \
    1  something is left to fix\n  2  could not run: credentials, settings, arguments";

#[derive(Debug, Args)]
#[command(after_help = FIX_STATUS)]
pub struct Fix {
    #[command(flatten)]
    pub account: Account,
    /// An area, as `s3` (repeat for more)
    #[arg(long)]
    pub area: Vec<String>,
    /// A control, as `s3.versioning` (repeat for more)
    #[arg(long)]
    pub control: Vec<String>,
    /// A resource instead of the whole account (repeat for more)
    #[arg(long, value_name = "ARN")]
    pub resource: Vec<Arn>,
    /// The settings file (YAML): its exceptions hold
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Makes the changes, asking for each
    #[arg(long)]
    pub apply: bool,
    /// Asks nothing, for scripts
    #[arg(long, requires = "apply")]
    pub yes: bool,
    #[command(flatten)]
    pub kept: Where,
}

#[derive(Debug, Args)]
pub struct Undo {
    /// The fix's id, as `bailiwick fixes` lists it
    pub fix: String,
    #[command(flatten)]
    pub account: Account,
    /// The settings file (YAML)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub kept: Where,
}

#[derive(Debug, Args)]
pub struct Fixes {
    #[command(flatten)]
    pub account: Account,
    #[command(flatten)]
    pub kept: Where,
    /// Since then: a time, a day, or as `14d`, which it is where absent
    #[arg(long)]
    pub since: Option<String>,
    /// What would have been done, where the mode is `observe`
    #[arg(long)]
    pub observed: bool,
    /// Of one account
    #[arg(long, value_name = "NUMBER")]
    pub of_account: Option<String>,
    /// Lets the machine make a change that waits
    #[arg(long, value_name = "FIX", conflicts_with_all = ["stop", "resume"])]
    pub approve: Option<String>,
    /// Stops every fix from now on
    #[arg(long, value_name = "WHY", conflicts_with = "resume")]
    pub stop: Option<String>,
    /// Lets fixes go on
    #[arg(long)]
    pub resume: bool,
    /// A table for people or one JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
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
