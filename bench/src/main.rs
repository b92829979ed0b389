//! What a sweep costs. Starts a function's real binary against a small AWS of its own that
//! answers every call after 30 ms and counts it, hands it one task, and prints a table row.
//!
//! Usage: `bench BINARY [SIZE ...]`: so many buckets for `audit-s3`, so many users, groups and roles
//! for `audit-iam`. `make bench` calls it with the release build.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]
mod answers;
mod http;
mod iam;
mod process;

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use answers::Aws;
use anyhow::{Context, Result};

/// A bucket's versioning was changed.
const EVENT: &str = include_str!("../../events/s3.json");

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let binary = arguments.next().context("usage: bench BINARY [SIZE ...]")?;
    let area = binary.rsplit_once("audit-").map(|(_, area)| area);
    let area = area.context("name a binary `audit-s3` or `audit-iam`")?;
    let of = if area == "iam" {
        "principals"
    } else {
        "buckets"
    };
    let sizes: Vec<usize> = arguments
        .map(|size| size.parse())
        .collect::<Result<_, _>>()?;
    startup(&binary).await?;
    if area == "s3" {
        latency(&binary).await?;
    }
    println!(
        "\n| {of} | wall s | CPU s | peak RSS MiB | calls of the account | for each | calls of the table | calls of SNS |\n|---|---|---|---|---|---|---|---|"
    );
    for size in sizes {
        sweep(&binary, area, size).await?;
    }
    Ok(())
}

/// From the start of the process to its first question for work; the best of ten.
async fn startup(binary: &str) -> Result<()> {
    let mut best = (Duration::MAX, 0);
    for _ in 0..10 {
        let aws = Arc::new(Aws::new(0, &[]));
        let server = answers::serve(&aws).await?;
        let began = Instant::now();
        let function = process::Function::start(binary, server.port)?;
        aws.work_requested().await;
        let took = began.elapsed();
        if took < best.0 {
            best = (took, function.resident("VmRSS")?);
        }
    }
    println!(
        "start to first /next: {:.1} ms, RSS {:.1} MiB",
        best.0.as_secs_f64() * 1e3,
        mib(best.1)
    );
    Ok(())
}

/// From an event's arrival to what it led to being published, and to the answer: of a function
/// that just started, and of one that has worked before.
async fn latency(binary: &str) -> Result<()> {
    let event = serde_json::to_string(
        &serde_json::json!({"Records": [{"messageId": "1", "body": EVENT.replace("acme-ledger", "bucket-00000")}]}),
    )?;
    let aws = Arc::new(Aws::new(1, &[&event, &event]));
    let server = answers::serve(&aws).await?;
    let _function = process::Function::start(binary, server.port)?;
    let mut before = 0;
    for which in ["the first event", "the next one"] {
        aws.work_requested().await;
        let began = Instant::now();
        let answer = aws.answered().await;
        let took = began.elapsed();
        let published = aws
            .published_after(began)
            .context("nothing was published")?;
        anyhow::ensure!(answer.contains(r#""batchItemFailures":[]"#), answer);
        let calls = aws.calls();
        let all = [&calls.account, &calls.table, &calls.topics].map(|count| count.load(Relaxed));
        let all: usize = all.iter().sum();
        println!(
            "{which}: published after {:.0} ms, answered after {:.0} ms, {} calls",
            published.as_secs_f64() * 1e3,
            took.as_secs_f64() * 1e3,
            all - before
        );
        before = all;
    }
    Ok(())
}

async fn sweep(binary: &str, area: &str, size: usize) -> Result<()> {
    let task = format!(r#"{{"account":"123456789012","area":"{area}","run":"bench"}}"#);
    let aws = Arc::new(Aws::new(size, &[&task]));
    let server = answers::serve(&aws).await?;
    let function = process::Function::start(binary, server.port)?;
    aws.work_requested().await;
    let began = Instant::now();
    let answer = aws.answered().await;
    let wall = began.elapsed().as_secs_f64();
    let summary: serde_json::Value = serde_json::from_str(&answer)?;
    summary
        .pointer("/counts/published")
        .with_context(|| answer.clone())?;
    let calls = aws.calls();
    let [account, table, topics] =
        [&calls.account, &calls.table, &calls.topics].map(|count| count.load(Relaxed));
    #[expect(clippy::cast_precision_loss, reason = "a table is rounded anyway")]
    let each = account as f64 / size.max(1) as f64;
    println!(
        "| {size} | {wall:.2} | {:.2} | {:.1} | {account} | {each:.2} | {table} | {topics} |",
        function.cpu_seconds()?,
        mib(function.resident("VmHWM")?),
    );
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a table is rounded anyway")]
fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}
