//! Whether the machine may act: everything that is known goes in, a decision comes out.
//!
//! Each guard fails closed: what it cannot know is a reason not to act.
#[cfg(test)]
mod tests;

use std::time::Duration;

use ledger::{HOUR, Standing};
use model::settings::Mode;
use model::{Applicability, Settings, Timestamp, Undo};

use crate::{Created, KEEP, Looked, Planned, Tagged};

/// What is known before a fix.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The settings in force.
    pub settings: &'a Settings,
    /// Why the newest settings cannot be used, where they cannot.
    pub stale: Option<&'a str>,
    /// The resource as it is now.
    pub looked: &'a Looked,
    /// What would be done.
    pub planned: &'a Planned,
    /// What the ledger says.
    pub standing: &'a Standing,
    /// The message says that the machine itself made the change.
    pub own: bool,
    /// Who made the change, where the message says so.
    pub reverter: Option<&'a str>,
    /// A person approved this fix.
    pub approved: bool,
    /// The time.
    pub now: Timestamp,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The change is to be made.
    Act,
    /// It is to be published and to wait for approval; why.
    RequestApproval(String),
    /// It is to be remembered as what would have been done; what that is.
    Observe(String),
    /// It is to be published as a patch for others to make; why.
    PublishPatch(String),
    /// Nothing, for good; why.
    Leave(String),
    /// Nothing yet: what is in the way may be over any time; why.
    Wait(String),
    /// It is to be looked at again then; why.
    Later(Timestamp, String),
    /// Nothing for a day, and people are to know who takes fixes back.
    Fought(String),
}

/// The guard of what is not turned on.
pub(crate) const OFF: &str = "off";

use Decision::{Act, Fought, Later, Leave, Observe, PublishPatch, RequestApproval, Wait};

/// Fixes of one field within the hour after which the machine stops fixing it.
pub const ROUNDS: usize = 2;
/// What its owner keeps is looked at again after so long: the tag may be gone.
const A_DAY: Duration = Duration::from_hours(24);
/// A time that lies further ahead than this says that a clock is wrong.
const AHEAD: i64 = 60_000;

/// A guard: its name in metrics, and what it decides where it holds.
type Guard = (&'static str, fn(&Case<'_>) -> Option<Decision>);

const GUARDS: [Guard; 13] = [
    ("settings", stale),
    ("stop", stopped),
    ("clock", clock),
    ("tags", tagged),
    ("new", fresh),
    ("code", elsewhere),
    ("person", person),
    ("key", foreign),
    ("own", own),
    ("hold", held),
    ("fight", fought),
    ("cooldown", cooldown),
    ("cap", cap),
];

/// Decides. The first guard that holds says why.
#[must_use]
pub fn decide(case: &Case<'_>) -> Decision {
    decide_by(case).1
}

/// The same, with the name of the guard that held it up.
#[must_use]
pub fn decide_by(case: &Case<'_>) -> (Option<&'static str>, Decision) {
    let allowed = mode(case);
    match (allowed, case.approved) {
        (Mode::Off, _) => return (Some(OFF), Wait("the settings turn fixes off".into())),
        (Mode::Observe, true) => {
            let why = "the settings only allow observing";
            return (Some(OFF), Wait(why.into()));
        }
        _ => {}
    }
    let mut guards = GUARDS.into_iter();
    let held = guards.find_map(|(name, guard)| Some((name, guard(case)?)));
    let (by, decision) = match held {
        Some((name, decision)) => (Some(name), decision),
        None => (None, free(case, allowed)),
    };
    (by, as_allowed(decision, allowed))
}

/// In `observe`, what would have happened.
fn as_allowed(decision: Decision, allowed: Mode) -> Decision {
    match decision {
        Leave(_) => decision,
        Wait(why) if allowed == Mode::Observe => Leave(why),
        Act if allowed == Mode::Observe => Observe("it would have been done".into()),
        RequestApproval(why) if allowed == Mode::Observe => {
            Observe(format!("it would have waited for approval: {why}"))
        }
        PublishPatch(why) | Fought(why) if allowed == Mode::Observe => {
            Observe(format!("it would have been published: {why}"))
        }
        Later(_, why) if allowed == Mode::Observe => {
            Observe(format!("it would have waited: {why}"))
        }
        other => other,
    }
}

fn mode(case: &Case<'_>) -> Mode {
    let rules = &case.settings.document.remediation;
    let finding = &case.looked.finding;
    rules.allows(finding.control, &finding.account.id).mode
}

/// What would say that everything is stopped cannot be trusted.
fn stale(case: &Case<'_>) -> Option<Decision> {
    let why = case.stale?;
    Some(Wait(format!("the newest settings cannot be used: {why}")))
}

/// Everything is stopped.
fn stopped(case: &Case<'_>) -> Option<Decision> {
    if case.settings.document.remediation.stop {
        return Some(Wait("the settings stop every fix".into()));
    }
    let stop = case.standing.stop.as_ref()?;
    let why = format!("everything is stopped by {}: {}", stop.by, stop.why);
    Some(Wait(why))
}

/// What is known of earlier fixes cannot have happened yet.
fn clock(case: &Case<'_>) -> Option<Decision> {
    let field = &case.standing.field.value;
    let recorded = field.fixes.iter().map(|past| past.at);
    let recorded = recorded
        .chain(case.standing.spent.value.fixes.iter().map(|past| past.at))
        .chain([case.looked.finding.observed_at]);
    let latest = recorded.max()?;
    let ahead = latest.as_millisecond() - case.now.as_millisecond();
    (ahead > AHEAD).then(|| {
        Wait(format!(
            "a clock is wrong: {latest} lies ahead of {}",
            case.now
        ))
    })
}

/// Its owner keeps the machine away, or may do so.
fn tagged(case: &Case<'_>) -> Option<Decision> {
    match &case.looked.tags {
        Tagged::Unread(why) => Some(Wait(format!("its tags could not be read: {why}"))),
        Tagged::Seen(_) if case.looked.is_kept() => {
            let tomorrow = case.now.checked_add(A_DAY).ok()?;
            Some(Later(tomorrow, format!("it has the tag `{KEEP}`")))
        }
        Tagged::Seen(_) | Tagged::Never => None,
    }
}

/// It was just made: whoever made it may still be about to tag it.
fn fresh(case: &Case<'_>) -> Option<Decision> {
    let minutes = i64::from(case.settings.document.remediation.grace_minutes.value);
    let over = match &case.looked.created {
        Created::At(at) => at.as_millisecond().checked_add(minutes * 60_000)?,
        Created::Never => return None,
        Created::Unread(_) if minutes == 0 => return None,
        Created::Unread(why) => {
            return Some(Wait(format!(
                "when it was created could not be read: {why}"
            )));
        }
    };
    let over = Timestamp::from_millisecond(over).ok()?;
    (over > case.now && minutes > 0)
        .then(|| Later(over, "it is new, and its owner may still tag it".into()))
}

/// It is to be changed where it is described.
fn elsewhere(case: &Case<'_>) -> Option<Decision> {
    let Tagged::Seen(tags) = &case.looked.tags else {
        return None;
    };
    let rules = &case.settings.document.remediation;
    let (key, value) = rules.described_elsewhere(tags)?;
    let why = format!("it is described elsewhere: tag `{key}` is `{value}`");
    Some(PublishPatch(why))
}

/// It is a person's to do.
fn person(case: &Case<'_>) -> Option<Decision> {
    match (case.planned.applicability, case.planned.undo) {
        (Applicability::Manual, _) => Some(PublishPatch("a person alone is to decide this".into())),
        (_, Undo::None) => Some(PublishPatch("it could not be undone".into())),
        _ if case.planned.writer.is_none() => Some(PublishPatch("nothing writes this fact".into())),
        _ => None,
    }
}

/// It would be encrypted with a key of another account, whose owner could lock everybody out.
fn foreign(case: &Case<'_>) -> Option<Decision> {
    let account = &case.looked.finding.account.id;
    let key = apply::foreign_key(&case.planned.change.to, account)?;
    Some(PublishPatch(format!(
        "the key `{key}` is of another account"
    )))
}

/// The machine's own change is looked at, not fixed.
fn own(case: &Case<'_>) -> Option<Decision> {
    case.own
        .then(|| Leave("the machine itself made the change that is reported".into()))
}

/// A tag or an undo keeps the machine away for a while.
fn held(case: &Case<'_>) -> Option<Decision> {
    let field = &case.standing.field.value;
    let until = field.held_until.filter(|until| *until > case.now)?;
    let because = field.held_because.as_deref().unwrap_or_default();
    Some(Leave(format!(
        "it is left alone until {until:.0}: {because}"
    )))
}

/// The fixes of the field within the last hour.
fn recent<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a ledger::Past> + use<'a> {
    let since = case.now.as_millisecond() - HOUR;
    let fixes = case.standing.field.value.fixes.iter();
    fixes.filter(move |past| past.at.as_millisecond() > since)
}

/// It was fixed twice within the hour and is broken again.
fn fought(case: &Case<'_>) -> Option<Decision> {
    (recent(case).count() >= ROUNDS).then(|| {
        let who = case.reverter.unwrap_or("somebody whom no event named");
        Fought(format!(
            "fixed {ROUNDS} times within the hour, and taken back by {who}"
        ))
    })
}

fn cooldown(case: &Case<'_>) -> Option<Decision> {
    let minutes = i64::from(case.settings.document.remediation.cooldown_minutes.value);
    let mine = recent(case).filter(|past| past.control == case.looked.finding.control);
    let last = mine.map(|past| past.at).max()?;
    let over = Timestamp::from_millisecond(last.as_millisecond() + minutes * 60_000).ok()?;
    (over > case.now).then(|| Later(over, format!("it was fixed at {last:.0}")))
}

fn cap(case: &Case<'_>) -> Option<Decision> {
    let cap = usize::from(case.settings.document.remediation.hourly_cap.value);
    let since = case.now.as_millisecond() - HOUR;
    let spent = case.standing.spent.value.fixes.iter().map(|past| past.at);
    let spent: Vec<_> = spent.filter(|at| at.as_millisecond() > since).collect();
    let first = spent.iter().min()?;
    let over = Timestamp::from_millisecond(first.as_millisecond() + HOUR).ok()?;
    (spent.len() >= cap).then(|| Later(over, format!("the account had {cap} fixes this hour")))
}

/// No guard stops it.
fn free(case: &Case<'_>, allowed: Mode) -> Decision {
    if case.approved {
        return Act;
    }
    if allowed == Mode::Ask {
        return RequestApproval("the settings say so".into());
    }
    let rules = &case.settings.document.remediation;
    let finding = &case.looked.finding;
    let by_name = rules.allows(finding.control, &finding.account.id).by_name;
    let rewrites = |writer: &apply::Writer| writer.reach == apply::Reach::Rewrites;
    match (case.planned.applicability, case.planned.writer) {
        (_, Some(writer)) if rewrites(writer) => RequestApproval(
            "it rewrites a whole document, which the machine never does without approval".into(),
        ),
        (Applicability::Review, _) if !by_name => RequestApproval(
            "it can break what relies on the present state, and no rule names its control in full"
                .into(),
        ),
        _ => Act,
    }
}
