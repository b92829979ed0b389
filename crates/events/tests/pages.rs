//! docs/events.md is what the table says. `UPDATE=1 cargo test -p events` writes it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use events::{About, Event, Row, groups, look, table};
use model::{AccountRef, Arn, Cause, Demand, Timestamp};

const PAGE: &str = "../../docs/events.md";
const HEAD: &str = "# Events

The API calls that CloudTrail records and Bailiwick reacts to. *At once* lists the controls that are judged again on the resource that the
event names; *reads* is the number of its facts that this takes, apart from finding the resource and the account's own settings. *By sweep*
lists the controls that are judged again on every resource that the event may affect: one sweep by these controls for a burst of events.

Made from `crates/events/src`, as are the event patterns of `template.yaml` (`bailiwick events`).

| event | about | reads | at once | by sweep |
|---|---|---|---|---|
";

#[test]
fn the_page_is_what_the_table_says() {
    let mut page = HEAD.to_owned();
    for row in table() {
        let _ = writeln!(page, "{}", line(row));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(there, page, "run `UPDATE=1 cargo test -p events`");
}

fn line(row: &'static Row) -> String {
    let all = controls::all();
    let look = look(&[event(row)], &all);
    let about = match row.about {
        About::Account => "account",
        About::Resource { kind, .. } | About::Arn { kind, .. } => kind.id,
    };
    let direct: Vec<_> = groups(&look.assessments).into_keys().flatten().collect();
    let judged = all
        .iter()
        .filter(|control| direct.contains(&Demand::id(**control)));
    let reads: BTreeSet<_> = judged
        .flat_map(|control| control.needs())
        .filter(|need| !need.reads.is_empty() && need.kind.id == about)
        .map(|need| need.id)
        .collect();
    let listed = |ids: Vec<&str>| match ids.is_empty() {
        true => "-".to_owned(),
        false => ids.join(", "),
    };
    let by = if row.is_by_root() {
        " by root on itself"
    } else {
        ""
    };
    format!(
        "| `{}:{}`{by} | {about} | {} | {} | {} |",
        row.service,
        row.name,
        reads.len(),
        listed(direct),
        listed(look.sweep.into_iter().collect())
    )
}

fn event(row: &'static Row) -> Event {
    let account = AccountRef::new("aws", "123456789012");
    let resource: Arn = match row.about {
        About::Account => account.arn().parse().unwrap(),
        About::Resource { arn, .. } => arn(&account, "us-east-1", "name").parse().unwrap(),
        About::Arn { .. } => "arn:aws:iam::123456789012:policy/name".parse().unwrap(),
    };
    let cause: Cause = serde_json::from_value(serde_json::json!({
        "told_by": "cloudtrail", "event": row.name, "event_id": "1", "event_time": "2026-11-01T00:00:00Z"
    }))
    .unwrap();
    Event {
        row,
        account,
        resource,
        cause,
        happened_at: Timestamp::UNIX_EPOCH,
    }
}
