//! The questions that the policy engine answers.
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use model::{Arn, Timestamp};
use policy::DocumentKind;

const LINES: &str = "Without a file: one JSON object a line on standard input, one a line on standard output, in the same \
    order (docs/output.md).\n\nExit status:\n  0  every line was answered; allowed, private or trusted, equivalent, no remarks, all used\n  \
    1  of one document: denied, open to strangers, different, remarks, something to remove\n  2  a line or an argument could not be read\n  \
    3  of one document: undecided";

#[derive(Debug, Args)]
pub struct Policy {
    #[command(subcommand)]
    pub command: PolicyCommand,
}

#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Is this request allowed, and why?
    Simulate(Simulate),
    /// How far does this policy open a resource? With a request that proves it
    Exposure(Exposure),
    /// What does each of two policies allow beyond the other?
    Compare(Compare),
    /// Who can become an administrator of an account, and how?
    Escalation(Escalation),
    /// What is wrong with this document, where, and what to do about it?
    Lint(Lint),
    /// What remains of a policy without what was not used?
    Tighten(Tighten),
}

#[derive(Debug, Args)]
#[command(after_help = LINES)]
pub struct Simulate {
    /// An identity policy of the caller (`-` for standard input; repeat for more)
    #[arg(long, value_name = "FILE", requires = "principal")]
    pub policy: Vec<PathBuf>,
    /// The policy of the resource
    #[arg(long, value_name = "FILE", requires = "principal")]
    pub resource_policy: Option<PathBuf>,
    /// The permissions boundary of the caller
    #[arg(long, value_name = "FILE", requires = "principal")]
    pub boundary: Option<PathBuf>,
    /// A session policy (repeat for more)
    #[arg(long, value_name = "FILE", requires = "principal")]
    pub session_policy: Vec<PathBuf>,
    /// The service control policy of a level, the root's first (repeat for more levels)
    #[arg(long, value_name = "FILE", requires = "principal")]
    pub scp: Vec<PathBuf>,
    /// The resource control policy of a level, the root's first (repeat for more levels)
    #[arg(long, value_name = "FILE", requires = "principal")]
    pub rcp: Vec<PathBuf>,
    /// The policy of the VPC endpoint that the request passes
    #[arg(long, value_name = "FILE", requires = "principal")]
    pub endpoint_policy: Option<PathBuf>,
    /// Who makes the request: an ARN, a service, `*` for anyone without credentials
    #[arg(long, value_name = "ARN", requires = "action")]
    pub principal: Option<String>,
    /// The action, as `s3:GetObject`
    #[arg(long, requires = "principal")]
    pub action: Option<String>,
    /// The resource
    #[arg(long, value_name = "ARN", default_value = "*")]
    pub resource: String,
    /// The account that owns the resource, where its ARN does not say so
    #[arg(long, value_name = "ACCOUNT", requires = "principal")]
    pub resource_account: Option<String>,
    /// A context key, as `aws:SourceIp=203.0.113.7` (repeat for more, and for more values)
    #[arg(long, value_name = "KEY=VALUE", requires = "principal")]
    pub context: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = LINES)]
pub struct Exposure {
    /// The policy of the resource (`-` for standard input)
    #[arg(long, value_name = "FILE", requires = "account")]
    pub policy: Option<PathBuf>,
    /// The account that owns the resource
    #[arg(long, value_name = "ACCOUNT", requires = "policy")]
    pub account: Option<String>,
    /// The organisation that the account belongs to
    #[arg(long, value_name = "ID", requires = "policy")]
    pub organisation: Option<String>,
    /// The service of the resource, as `s3`
    #[arg(long, requires = "policy")]
    pub service: Option<String>,
    /// The resource
    #[arg(long, value_name = "ARN", requires = "policy")]
    pub resource: Option<String>,
    /// An account that is trusted (repeat for more, as with the others)
    #[arg(long, value_name = "ACCOUNT", requires = "policy")]
    pub trusted_account: Vec<String>,
    /// An organisation that is trusted
    #[arg(long, value_name = "ID", requires = "policy")]
    pub trusted_organisation: Vec<String>,
    /// An organisational unit that is trusted, by its path
    #[arg(long, value_name = "PATH", requires = "policy")]
    pub trusted_organisational_unit: Vec<String>,
    /// A VPC that is trusted
    #[arg(long, value_name = "ID", requires = "policy")]
    pub trusted_vpc: Vec<String>,
    /// A VPC endpoint that is trusted
    #[arg(long, value_name = "ID", requires = "policy")]
    pub trusted_vpc_endpoint: Vec<String>,
    /// A range of addresses that is trusted
    #[arg(long, value_name = "CIDR", requires = "policy")]
    pub trusted_ip_range: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = LINES)]
pub struct Compare {
    /// The one policy
    #[arg(value_name = "A", requires = "b")]
    pub a: Option<PathBuf>,
    /// The other
    #[arg(value_name = "B")]
    pub b: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = LINES)]
pub struct Escalation {
    /// What `aws iam get-account-authorization-details` prints (`-` for standard input)
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Words (of a file, unless another form is asked for), JSON, or the paths as a graph in the
    /// DOT language
    #[arg(long, value_enum)]
    pub format: Option<Drawn>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Drawn {
    Words,
    Json,
    Dot,
}

#[derive(Debug, Args)]
#[command(after_help = LINES)]
pub struct Lint {
    /// The document (`-` for standard input)
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// What the document is for (a guess where it is left out)
    #[arg(long, requires = "policy", value_parser = kind)]
    pub kind: Option<DocumentKind>,
}

#[derive(Debug, Args)]
#[command(after_help = LINES)]
pub struct Tighten {
    /// The identity policy (`-` for standard input)
    #[arg(long, value_name = "FILE", requires = "used")]
    pub policy: Option<PathBuf>,
    /// What was used: what `aws iam get-service-last-accessed-details` prints, or `{service:
    /// {"used": true, "actions": {name: true}}}` with what AWS tracks
    #[arg(long, value_name = "FILE", requires = "policy")]
    pub used: Option<PathBuf>,
    /// A user or role instead: IAM is asked for its policies and for what it used
    #[arg(long, value_name = "ARN", conflicts_with = "policy")]
    pub principal: Option<Arn>,
    /// What was not used for more days than that is not used
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=400))]
    pub days: i64,
    /// The time to judge by, as 2026-03-01T12:00:00Z (now where absent)
    #[arg(long, value_name = "RFC3339")]
    pub now: Option<Timestamp>,
    #[command(flatten)]
    pub account: crate::args::account::Account,
}

fn kind(written: &str) -> Result<DocumentKind, String> {
    DocumentKind::parse(written).ok_or_else(|| {
        let kinds = DocumentKind::ALL.map(DocumentKind::as_str).join(", ");
        format!("write one of {kinds}, or scp, rcp, s3 for short")
    })
}
