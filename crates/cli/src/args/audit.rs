//! Arguments of `audit` and `replay`.
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use model::{Arn, Severity, Timestamp};

use super::{Format, STATUS};

#[derive(Debug, Args)]
#[command(after_help = STATUS)]
pub struct Audit {
    /// A profile of the shared AWS configuration
    #[arg(long)]
    pub profile: Option<String>,
    /// A Region to read (can be repeated); account-wide settings are always read
    #[arg(long, conflicts_with = "all_regions")]
    pub region: Vec<String>,
    /// All enabled Regions, whatever the settings file says (the default without one)
    #[arg(long)]
    pub all_regions: bool,
    /// A resource to assess instead of the whole account (can be repeated)
    #[arg(long, value_name = "ARN")]
    pub resource: Vec<Arn>,
    /// An IAM role to assume first
    #[arg(long, value_name = "ARN", value_parser = super::account::role)]
    pub role: Option<Arn>,
    /// The external ID that the role's trust policy requires
    #[arg(long, requires = "role", value_name = "ID")]
    pub external_id: Option<String>,
    /// Saves what was read, for `replay` and as evidence
    #[arg(long, value_name = "FILE")]
    pub snapshot: Option<PathBuf>,
    /// Keeps the findings in this file, and shows what changed since the last run
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
#[command(after_help = STATUS)]
pub struct Replay {
    /// A file that `audit --snapshot` saved
    #[arg(value_name = "SNAPSHOT")]
    pub file: PathBuf,
    /// Assesses a snapshot even if it was edited after it was saved
    #[arg(long)]
    pub edited: bool,
    #[command(flatten)]
    pub judging: Judging,
}

/// What to assess, and how to show it.
#[derive(Debug, Args)]
pub struct Judging {
    /// An area, such as `s3` (can be repeated)
    #[arg(long)]
    pub area: Vec<String>,
    /// A control, such as `s3.versioning` (can be repeated)
    #[arg(long)]
    pub control: Vec<String>,
    /// The settings file (YAML)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A table for people, or one JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Shows checks that passed, too
    #[arg(long)]
    pub include_passing: bool,
    /// The lowest severity of a finding that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Low, value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// The time to assess at, such as 2026-03-01T12:00:00Z [default: now, or the time of the snapshot]
    #[arg(long, value_name = "RFC3339")]
    pub now: Option<Timestamp>,
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
