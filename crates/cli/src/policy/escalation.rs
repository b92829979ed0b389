//! `bailiwick policy escalation --file`: who can become an administrator, in words.
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use escalate::{Account, Details, Escalations, escalate};
use policy::Arn;

use super::answer::{read, say};
use super::args::Drawn;
use super::lines::{check, whole};

/// How many principals are described in words; the others are counted.
const MOST: usize = 200;

/// Judges the account that a file describes. The exit status is 1 where a principal can become an
/// administrator, 3 where that is undecided for a principal.
pub fn file(file: &Path, format: Drawn) -> Result<u8> {
    let name = file.display();
    let details: Details = serde_json::from_str(&read(file)?)
        .map_err(|error| anyhow::Error::msg(check::plain(&error.to_string())))
        .with_context(|| {
            format!("`{name}` is not what `aws iam get-account-authorization-details` prints")
        })?;
    whole(&details).map_err(anyhow::Error::msg)?;
    let account = Account {
        id: account_of(&details).unwrap_or_default(),
        details,
        ..Account::default()
    };
    let escalations = escalate(&account);
    match format {
        Drawn::Json => say(&serde_json::to_string_pretty(&escalations)?)?,
        Drawn::Dot => say(&escalations.to_dot())?,
        Drawn::Words => say(&words(&escalations))?,
    }
    Ok(
        match (
            escalations.paths.is_empty(),
            escalations.undecided.is_empty(),
        ) {
            (false, _) => 1,
            (true, false) => 3,
            (true, true) => 0,
        },
    )
}

fn account_of(details: &Details) -> Option<String> {
    let users = details.user_detail_list.iter().map(|user| &user.arn);
    let roles = details.role_detail_list.iter().map(|role| &role.arn);
    let groups = details.group_detail_list.iter().map(|group| &group.arn);
    let mut arns = users.chain(roles).chain(groups);
    arns.find_map(|arn| Some(Arn::parse(arn)?.account.to_owned()))
}

fn words(escalations: &Escalations) -> String {
    let mut lines = vec![format!(
        "{} administrators",
        escalations.administrators.len()
    )];
    lines.extend(
        escalations
            .administrators
            .iter()
            .take(MOST)
            .map(|arn| format!("  {arn}")),
    );
    lines.push(format!(
        "{} principals can become an administrator",
        escalations.paths.len()
    ));
    for path in escalations.paths.iter().take(MOST) {
        lines.push(format!("  {}", path.from));
        let steps = path.steps.iter();
        lines.extend(steps.map(|step| {
            format!(
                "    {} ({}): {}",
                step.how,
                step.via,
                step.permissions.join(", ")
            )
        }));
        lines.extend(
            path.assuming
                .iter()
                .map(|what| format!("    provided that {what}")),
        );
    }
    if escalations.paths.len() > MOST {
        let mut ways: BTreeMap<&str, usize> = BTreeMap::new();
        for path in escalations.paths.iter().skip(MOST) {
            let first = path.steps.first().map_or("", |step| step.via.as_str());
            *ways.entry(first).or_default() += 1;
        }
        let ways: Vec<String> = ways
            .iter()
            .map(|(way, count)| format!("{count} begin with {way}"))
            .collect();
        lines.push(format!(
            "  and {} more: {}",
            escalations.paths.len() - MOST,
            ways.join(", ")
        ));
    }
    for open in &escalations.undecided {
        lines.push(format!(
            "not settled: {}: {}",
            open.principal,
            open.because.join("; ")
        ));
    }
    lines.join("\n")
}
