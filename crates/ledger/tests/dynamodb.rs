//! The suite over DynamoDB, in an emulated AWS of its own.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#[path = "common/mod.rs"]
mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};

/// A page of a Query is 1 MB at most (DynamoDB's guide).
const PAGED: usize = 150;
/// The emulator takes 10 ms for each.
const FINDINGS: usize = 200;

/// An emulated AWS that ends with this value, or with this process.
struct Emulator {
    process: Child,
    url: String,
}

impl Emulator {
    fn start() -> Self {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let python = top.join(".venv/bin/python");
        assert!(
            python.exists(),
            "{} is not there; run `make venv`",
            python.display()
        );
        let mut command = Command::new(python);
        command
            .args(["-m", "emulator", "--attached"])
            .current_dir(top.join("tests"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut url = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut url).unwrap();
        assert!(
            url.starts_with("http://"),
            "the emulator did not start: `{url}`"
        );
        Self {
            process,
            url: url.trim().into(),
        }
    }

    fn client(&self) -> Client {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .endpoint_url(&self.url);
        Client::from_conf(config.build())
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // Its input ends, and so does it.
        drop(self.process.stdin.take());
        self.process.wait().ok();
    }
}

/// The table as template.yaml makes it.
async fn table(client: &Client) {
    let mut table = client
        .create_table()
        .table_name("ledger")
        .billing_mode(BillingMode::PayPerRequest);
    for (name, kind) in [("pk", KeyType::Hash), ("sk", KeyType::Range)] {
        let attribute = AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::S);
        let key = KeySchemaElement::builder()
            .attribute_name(name)
            .key_type(kind);
        table = table
            .attribute_definitions(attribute.build().unwrap())
            .key_schema(key.build().unwrap());
    }
    table.send().await.unwrap();
}

#[tokio::test]
async fn in_a_table() {
    let emulator = Emulator::start();
    let client = emulator.client();
    table(&client).await;
    common::suite::all(
        &ledger::DynamoDb::new(client, "ledger".into()),
        PAGED,
        FINDINGS,
    )
    .await;
}
