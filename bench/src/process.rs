//! A function's process, and what the kernel says it used.
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::process::{Child, Command};

/// A running function; it ends with this value.
pub struct Function(Child);

impl Function {
    /// Starts a function that asks this port for work and for AWS.
    pub fn start(binary: &str, port: u16) -> Result<Self> {
        let here = format!("http://127.0.0.1:{port}");
        let mut command = Command::new(binary);
        command.env_clear().envs([
            ("AWS_ACCESS_KEY_ID", "bench"),
            ("AWS_SECRET_ACCESS_KEY", "bench"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL", &here),
            ("AWS_LAMBDA_RUNTIME_API", &here),
            ("AWS_LAMBDA_FUNCTION_NAME", "bench"),
            ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            ("AUDIT_ROLE_NAME", "bailiwick-audit-s3"),
            ("BUCKET", "settings"),
            ("LEDGER_TABLE", "ledger"),
            ("QUEUE_URL", &here),
            (
                "FINDINGS_TOPIC_ARN",
                "arn:aws:sns:us-east-1:123456789012:findings",
            ),
            (
                "NOTICES_TOPIC_ARN",
                "arn:aws:sns:us-east-1:123456789012:notices",
            ),
        ]);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .kill_on_drop(true);
        let started = command.spawn().with_context(|| format!("`{binary}`"))?;
        Ok(Self(started))
    }

    /// A line of the kernel's own account of the process, in KiB.
    pub fn resident(&self, line: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()?))?;
        let line = status
            .lines()
            .find_map(|one| one.strip_prefix(line)?.split_whitespace().nth(1));
        line.context("no such line")?.parse().context("no number")
    }

    /// User and system time so far.
    pub fn cpu_seconds(&self) -> Result<f64> {
        const TICKS_A_SECOND: f64 = 100.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id()?))?;
        // The name may hold spaces; the numbers follow its closing bracket.
        let numbers = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace();
        let ticks = numbers
            .skip(11)
            .take(2)
            .map(|ticks| ticks.parse::<f64>().unwrap_or_default());
        Ok(ticks.sum::<f64>() / TICKS_A_SECOND)
    }

    fn id(&self) -> Result<u32> {
        self.0.id().context("the function ended by itself")
    }
}
