//! Arguments of `fix`, `undo` and `fixes`.
use std::path::PathBuf;

use clap::Args;
use model::Arn;

use super::{Account, Format};

/// Where fixes are recorded.
#[derive(Debug, Args)]
pub struct Where {
    /// A file on this machine; `audit --ledger` and `fix --apply` create it
    #[arg(long, value_name = "FILE", conflicts_with = "table")]
    pub ledger: Option<PathBuf>,
    /// The DynamoDB table of a deployment
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// A profile of the shared AWS configuration, for the table
    #[arg(long, requires = "table", value_name = "PROFILE")]
    pub table_profile: Option<String>,
    /// The Region of the table
    #[arg(long, requires = "table", value_name = "REGION", value_parser = super::account::region)]
    pub table_region: Option<String>,
}

const FIX_STATUS: &str = "Exit status:\n  0  nothing is left to fix, and everything was assessed\n  \
    1  something is left to fix\n  \
    2  could not run: credentials, settings, arguments, a resource that does not exist\n  \
    3  nothing is left to fix in what could be assessed, but not everything could";

#[derive(Debug, Args)]
#[command(after_help = FIX_STATUS)]
pub struct Fix {
    #[command(flatten)]
    pub account: Account,
    /// An area, such as `s3` (can be repeated)
    #[arg(long)]
    pub area: Vec<String>,
    /// A control, such as `s3.versioning` (can be repeated)
    #[arg(long)]
    pub control: Vec<String>,
    /// A resource instead of the whole account (can be repeated)
    #[arg(long, value_name = "ARN")]
    pub resource: Vec<Arn>,
    /// The settings file (YAML): its exceptions apply
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Makes the changes, asking before each
    #[arg(long)]
    pub apply: bool,
    /// Does not ask, for scripts
    #[arg(long, requires = "apply")]
    pub yes: bool,
    #[command(flatten)]
    pub kept: Where,
}

#[derive(Debug, Args)]
pub struct Undo {
    /// The id of the fix, as `bailiwick fixes` lists it
    pub fix: String,
    /// Does not ask, for scripts
    #[arg(long)]
    pub yes: bool,
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
    /// Fixes since then: a time, a day, or a duration such as `14d` [default: 14d]
    #[arg(long, allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Lists what would have been fixed where the mode is `observe`
    #[arg(long)]
    pub observed: bool,
    /// Only fixes in this account
    #[arg(long, value_name = "ID")]
    pub of_account: Option<String>,
    /// Approves a fix that is waiting for it, after showing the change
    #[arg(long, value_name = "FIX", conflicts_with_all = ["stop", "resume"])]
    pub approve: Option<String>,
    /// Approves without asking
    #[arg(long, requires = "approve")]
    pub yes: bool,
    /// Stops all fixes from now on, for this reason
    #[arg(long, value_name = "WHY", conflicts_with = "resume")]
    pub stop: Option<String>,
    /// Allows fixes again
    #[arg(long)]
    pub resume: bool,
    /// A table for people, or one JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
