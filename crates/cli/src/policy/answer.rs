//! Answers for people, about documents in files.
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use policy::{
    Budget, Caller, Comparison, Decision, Diagnostic, Document, DocumentKind, Policies, Policy,
    Question, Request, Severity, Trusted, Verdict,
};

use super::args::{Exposure, Simulate};
use super::lines::check;

/// Whether the request is allowed.
pub fn simulate(args: &Simulate) -> Result<u8> {
    let all = |files: &[PathBuf]| {
        files
            .iter()
            .map(|file| load(file))
            .collect::<Result<Vec<_>>>()
    };
    let one = |file: &Option<PathBuf>| file.as_deref().map(load).transpose();
    let request = request(args)?;
    let identity = of_identities(&args.policy)?;
    let resource = args
        .resource_policy
        .as_deref()
        .map(of_resource)
        .transpose()?;
    let (boundary, endpoint) = (one(&args.boundary)?, one(&args.endpoint_policy)?);
    let (session, scp, rcp) = (
        all(&args.session_policy)?,
        guards(&args.scp)?,
        guards(&args.rcp)?,
    );
    let policies = Policies {
        identity: identity.iter().collect(),
        resource: resource.as_ref(),
        boundaries: boundary.iter().collect(),
        session: session.iter().collect(),
        service_control: scp.iter().map(|level| vec![level]).collect(),
        resource_control: rcp.iter().map(|level| vec![level]).collect(),
        endpoint: endpoint.iter().collect(),
        ..Policies::default()
    };
    let decision: Decision = policy::authorize(&request, &policies);
    say(&decision)?;
    Ok(u8::from(!decision.is_allowed()))
}

fn of_identities(files: &[PathBuf]) -> Result<Vec<Policy>> {
    let one = |file: &PathBuf| {
        let document = parse(file)?;
        check::names_nobody(&document, &file.display().to_string()).map_err(anyhow::Error::msg)?;
        Ok(Policy::new(&document))
    };
    files.iter().map(one).collect()
}

fn of_resource(file: &Path) -> Result<Policy> {
    let document = parse(file)?;
    check::names_principals(&document, &file.display().to_string()).map_err(anyhow::Error::msg)?;
    Ok(Policy::new(&document))
}

/// Policies that limit: one that AWS would refuse limits nothing.
fn guards(files: &[PathBuf]) -> Result<Vec<Policy>> {
    let one = |file: &PathBuf| {
        let document = parse(file)?;
        check::operators(&document, &file.display().to_string()).map_err(anyhow::Error::msg)?;
        Ok(Policy::new(&document))
    };
    files.iter().map(one).collect()
}

fn request(args: &Simulate) -> Result<Request> {
    let mut context = policy::Context::default();
    for pair in &args.context {
        let (key, value) = pair
            .split_once('=')
            .with_context(|| format!("`{pair}` is no context key: write KEY=VALUE"))?;
        let mut values = context.get(key).map(<[_]>::to_vec).unwrap_or_default();
        values.push(value.into());
        context.set(key, values);
    }
    let action = args.action.as_deref().unwrap_or_default();
    check::action(action).map_err(anyhow::Error::msg)?;
    if let Some(account) = &args.resource_account {
        check::owner(&args.resource, account).map_err(anyhow::Error::msg)?;
    }
    Ok(Request {
        caller: Caller::parse(args.principal.as_deref().unwrap_or("*")),
        action: args.action.clone().unwrap_or_default(),
        resource: args.resource.clone(),
        resource_account: args.resource_account.clone(),
        context,
    })
}

/// Whom the policy lets in, each with statement and proof.
pub fn exposure(file: &Path, args: &Exposure) -> Result<u8> {
    let account = args.account.as_deref().unwrap_or_default();
    if !policy::is_account_id(account) {
        bail!("`{account}` is no account id: write its twelve digits");
    }
    if let Some(service) = &args.service {
        check::service(service).map_err(anyhow::Error::msg)?;
    }
    if let Some(resource) = &args.resource {
        check::owner(resource, account).map_err(anyhow::Error::msg)?;
    }
    let document = parse(file)?;
    check::names_principals(&document, &file.display().to_string()).map_err(anyhow::Error::msg)?;
    let policy = Policy::new(&document);
    let trusted = Trusted {
        accounts: args.trusted_account.clone(),
        organisations: args.trusted_organisation.clone(),
        organisational_units: args.trusted_organisational_unit.clone(),
        vpcs: args.trusted_vpc.clone(),
        vpc_endpoints: args.trusted_vpc_endpoint.clone(),
        ip_ranges: args.trusted_ip_range.clone(),
    };
    let exposure = policy::expose(&Question {
        organisation: args.organisation.as_deref(),
        service: args.service.as_deref(),
        resource: args.resource.as_deref(),
        ..Question::new(account, &policy, &trusted)
    });
    say(&exposure)?;
    Ok(match exposure.verdict {
        Verdict::Private | Verdict::Trusted => 0,
        Verdict::CrossAccount | Verdict::Public => 1,
        Verdict::Undecided => 3,
    })
}

/// What each allows beyond the other.
pub fn compare(a: &Path, b: &Path) -> Result<u8> {
    let (one, other) = (load(a)?, load(b)?);
    let budget = Budget::default();
    let (more, less) = (
        policy::compare(&one, &other, &budget),
        policy::compare(&other, &one, &budget),
    );
    let line = |file: &Path, answer: &Comparison| format!("{} {answer}", file.display());
    say(&format!("{}\n{}", line(a, &more), line(b, &less)))?;
    let of = |wanted: fn(&Comparison) -> bool| wanted(&more) || wanted(&less);
    Ok(
        if of(|answer| matches!(answer, Comparison::Something { .. })) {
            1
        } else if of(|answer| *answer == Comparison::Undecided) {
            3
        } else {
            0
        },
    )
}

/// What is wrong with the document.
pub fn lint(file: &Path, kind: Option<DocumentKind>) -> Result<u8> {
    let remarks = policy::lint(&read(file)?, kind);
    for remark in &remarks {
        say(&format!("{}:{}", file.display(), rendered(remark)))?;
    }
    Ok(u8::from(
        remarks
            .iter()
            .any(|remark| remark.severity > Severity::Note),
    ))
}

fn rendered(remark: &Diagnostic) -> String {
    let rendered = remark.to_string();
    let place = format!("{}:{}: ", remark.line, remark.column);
    let (place, what) = match rendered.strip_prefix(&place) {
        Some(what) => (place.as_str(), what),
        None => (" ", rendered.as_str()),
    };
    format!("{place}{}: {what}", remark.severity.as_str())
}

fn load(file: &Path) -> Result<Policy> {
    Ok(Policy::new(&parse(file)?))
}

fn parse(file: &Path) -> Result<Document> {
    let name = file.display();
    let parsed = Document::parse(&read(file)?);
    Ok(parsed
        .with_context(|| format!("`{name}` is not a policy"))?
        .document)
}

pub fn read(file: &Path) -> Result<String> {
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin()
            .read_to_string(&mut text)
            .context("standard input cannot be read: pass UTF-8 text")?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("`{}` cannot be read", file.display()))
}

pub fn say(answer: &impl std::fmt::Display) -> Result<()> {
    crate::output::line(answer).map(drop)
}
