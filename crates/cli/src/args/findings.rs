//! Arguments of `findings`.
use std::path::PathBuf;

use clap::Args;

use super::Format;

const STATUS: &str = "Exit status:\n  0  no open finding is listed\n  1  open findings are listed\n  \
    2  could not run: credentials, settings, arguments, ledger";

#[derive(Debug, Args)]
#[command(after_help = STATUS)]
pub struct Findings {
    /// A file that `audit --ledger` created
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "table",
        conflicts_with = "table"
    )]
    pub ledger: Option<PathBuf>,
    /// The DynamoDB table of a deployment
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// A profile of the shared AWS configuration, for the table
    #[arg(long)]
    pub profile: Option<String>,
    /// The Region of the table
    #[arg(long, value_parser = super::account::region)]
    pub region: Option<String>,
    /// Only findings of this account
    #[arg(long, value_name = "ID")]
    pub account: Option<String>,
    /// Only findings of this area
    #[arg(long)]
    pub area: Option<String>,
    /// Only findings of the controls that match this pattern, such as `s3.*`
    #[arg(long, value_name = "PATTERN")]
    pub control: Option<String>,
    /// Only findings that the settings route to this team
    #[arg(long, requires = "config")]
    pub team: Option<String>,
    /// The settings file (YAML)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Lists what was closed since then (a time, a day, or `14d`) instead of what is open
    #[arg(long, value_name = "SINCE", allow_hyphen_values = true)]
    pub closed_since: Option<String>,
    /// A table for people, or one JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
