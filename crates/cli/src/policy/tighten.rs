//! `bailiwick policy tighten`: what remains of policies without what was not used.
use std::path::Path;

use anyhow::{Context, Result, bail};
use collect::{Aws, Clock, KindNeeds, Options, Request, Role, Sweep};
use model::iam::{
    ActionAccess, Entity, EntityPolicies, Grant, LastAccessed, ServiceAccess, ServiceUse,
};
use model::{Arn, Fact, Kind, Need, Scope, Timestamp, View, mask};
use policy::{Document, Usage};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{read, say};
use super::args::Tighten;
use crate::output;

const NEEDS: &[Need] = &[EntityPolicies::NEED, ServiceUse::NEED];

/// The document without what was not used on standard output; what went, as a diff, on standard
/// error.
pub fn file(file: &Path, used: &Path, args: &Tighten) -> Result<u8> {
    let name = file.display();
    let document = Document::parse(&read(file)?)
        .with_context(|| format!("`{name}` is no policy"))?
        .document;
    let usage = usage(&read(used)?, since(args)).with_context(|| {
        format!(
            "`{}` does not say what was used: write `{{\"s3\": {{\"used\": true}}}}`, or what \
             `aws iam get-service-last-accessed-details` prints",
            used.display()
        )
    })?;
    let tightened = policy::tighten(&document, &usage);
    output::note(&tightened);
    say(&policy::print::pretty(&tightened.document))?;
    Ok(u8::from(!tightened.removed.is_empty()))
}

/// Every policy of a user or a role without what it did not use: one JSON object on standard
/// output; what went, as diffs, on standard error.
pub async fn principal(arn: &Arn, args: &Tighten) -> Result<u8> {
    let (grants, accessed) = fetch(arn, args).await?;
    let usage = accessed.usage(since(args));
    let mut policies = Vec::new();
    let mut smaller = false;
    for grant in &grants {
        let (document, changed) = narrowed(grant, &usage)?;
        smaller |= changed;
        policies.push(json!({
            "policy": grant.name,
            "arn": grant.arn,
            "group": grant.group,
            "document": document,
        }));
    }
    say(&format!(
        "{:#}",
        json!({"principal": arn, "policies": policies})
    ))?;
    Ok(u8::from(smaller))
}

/// What remains of one policy, as a diff; and whether that is less. What AWS did not report is
/// null.
fn narrowed(grant: &Grant, usage: &Usage) -> Result<(Value, bool)> {
    let name = &grant.name;
    let group = grant.group.as_ref();
    let shared = group.map(|group| format!(" (of group `{group}`: others have it too)"));
    let shared = shared.unwrap_or_default();
    let Some(text) = &grant.document else {
        output::note(&format_args!(
            "`{name}`{shared}: AWS does not return its document"
        ));
        return Ok((Value::Null, false));
    };
    let read = text.read();
    let read = read.map_err(|error| anyhow::anyhow!("`{name}` is no policy: {error}"))?;
    let tightened = policy::tighten(&read.0, usage);
    output::note(&format_args!("`{name}`{shared}\n{tightened}"));
    if text.as_str().contains(mask::MASK) {
        output::note(&format_args!(
            "`{name}` holds a secret that was masked: put it in place of `{}...` before you use the document",
            mask::MASK
        ));
    }
    Ok((json!(tightened.document), !tightened.removed.is_empty()))
}

async fn fetch(arn: &Arn, args: &Tighten) -> Result<(Vec<Grant>, LastAccessed)> {
    let account = &args.account;
    let role = account.role.clone().map(|arn| Role {
        arn,
        external_id: account.external_id.clone(),
    });
    let aws = Aws::connect(Options {
        profile: account.profile.clone(),
        region: account.region.clone(),
        role,
        clock: args.now.map_or(Clock::System, Clock::Fixed),
        ..Options::default()
    })
    .await?;
    let about = KindNeeds {
        kind: Entity::INFO,
        needs: NEEDS,
    };
    let request = Request::new([about], Scope::Resources(vec![arn.clone()]), None);
    let mut sweep = Sweep::new(
        &aws,
        &[collect::account::READERS, collect::iam::READERS],
        request,
    )?;
    while let Some(piece) = sweep.next().await {
        if piece.kind.id != Entity::ID || piece.rows.is_empty() {
            continue;
        }
        let view = View::new(sweep.snapshot(), Entity::INFO, NEEDS);
        let entity = view.resource(sweep.snapshot().row_at::<Entity>(piece.rows.start));
        let accessed = entity.see::<ServiceUse>().cloned();
        let grants = entity.see::<EntityPolicies>().cloned();
        let unread = |gap: model::Gap| anyhow::anyhow!("{gap}");
        return Ok((grants.map_err(unread)?, accessed.map_err(unread)?));
    }
    let snapshot = sweep.finish();
    if let Some((gap, ..)) = snapshot.unlisted(Entity::INFO).first() {
        bail!("{gap}");
    }
    bail!("there is no user or role `{arn}`; name it with its path")
}

fn since(args: &Tighten) -> Timestamp {
    LastAccessed::unused_since(args.now.unwrap_or_else(Timestamp::now), args.days)
}

/// What a file says was used, in either form.
fn usage(text: &str, since: Timestamp) -> Result<Usage> {
    let json: Value = serde_json::from_str(text)?;
    if json.get("ServicesLastAccessed").is_none() {
        return Ok(serde_json::from_value(json)?);
    }
    let printed: Printed = serde_json::from_value(json)?;
    if printed.is_truncated {
        bail!("it is cut off: ask for all of it, without --max-items");
    }
    let services = printed
        .services_last_accessed
        .into_iter()
        .map(|one| ServiceAccess {
            service: one.service_namespace,
            last: one.last_authenticated,
            actions: one.tracked_actions_last_accessed,
        });
    let services = services.collect();
    Ok(LastAccessed { services }.usage(since))
}

/// What the AWS CLI prints.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Printed {
    services_last_accessed: Vec<PrintedService>,
    #[serde(default)]
    is_truncated: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PrintedService {
    service_namespace: String,
    last_authenticated: Option<Timestamp>,
    #[serde(default, deserialize_with = "actions")]
    tracked_actions_last_accessed: Vec<ActionAccess>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PrintedAction {
    action_name: String,
    last_accessed_time: Option<Timestamp>,
}

fn actions<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<ActionAccess>, D::Error> {
    let printed = Vec::<PrintedAction>::deserialize(from)?;
    let one = |printed: PrintedAction| ActionAccess {
        action: printed.action_name,
        last: printed.last_accessed_time,
    };
    Ok(printed.into_iter().map(one).collect())
}
