//! Sends operations of `calls` and prints what was read: for `e2e/test_calls.py`, which compares it
//! with what boto3 reads. On standard input a list of names and arguments, as
//! `[["ec2.DescribeVolumes", {"MaxResults": 5}]]`; on standard output a list of results.
use std::io::{Read, Write};

use aws_config::BehaviorVersion;
use calls::every;
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let requests: Vec<(String, Value)> = serde_json::from_str(&text)?;
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let operations = every();
    let mut results = Vec::new();
    for (name, arguments) in requests {
        let operation = operations.iter().find(|one| one.name == name);
        let sent = match operation {
            Some(operation) => operation.send(&config, &arguments).await,
            None => None,
        };
        results.push(match sent {
            Some(Ok(response)) => json!({"read": response}),
            Some(Err(error)) => json!({"error": format!("{error:?}")}),
            None => json!({"error": "no such operation, or other arguments"}),
        });
    }
    writeln!(std::io::stdout(), "{}", Value::Array(results))
}
