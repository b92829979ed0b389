//! `bailiwick fix`: plans the changes that would heal, and makes those that a person wants.
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::IsTerminal;

use anyhow::{Result, bail};
use apply::How;
use collect::{Aws, Clock, KindNeeds, Options, Request, Role, Sweep};
use controls::Judge;
use ledger::{Access, BY_HAND, Fix as Kept, FixState, Fixes};
use model::{Applicability, Outcome, Scope, Settings, Timestamp, mask};
use remedy::{KEEP, Looked, Planned, Tagged, Work, by_hand, look, plan};

use report::Coverage;

use crate::args::{Account, Fix};
use crate::named::Named;
use crate::store::Ledger;
use crate::{interrupt, output, select, store};

/// Something that can be fixed, and what speaks against it.
struct Offer {
    looked: Looked,
    planned: Planned,
    against: Option<String>,
}

/// Returns the exit status: 1 if anything is left to fix.
pub async fn run(args: &Fix) -> Result<u8> {
    let now = Timestamp::now();
    let settings = match &args.config {
        Some(file) => select::settings_of(file, now)?,
        None => Settings::at(now),
    };
    let store = match args.apply {
        true => Some(store::open(&args.kept, Access::Create).await?),
        false => None,
    };
    if args.apply && !args.yes && !std::io::stdin().is_terminal() {
        bail!(
            "standard input is not a terminal: add --yes to make every change without a question"
        );
    }
    let aws = connect(&args.account).await?;
    let run = format!("cli-{}", now.as_second());
    if let Some(store) = &store {
        settle_begun(&work(&aws, store, &settings, &run)).await?;
    }
    let Offers {
        made: offers,
        coverage,
        planless,
    } = offers(args, &aws, &settings).await?;
    let mut offers = VecDeque::from(offers);
    let (mut all, mut left) = (0, 0);
    while let Some(offer) = offers.pop_front() {
        output::line(&shown(&offer))?;
        all += 1;
        let made = match &store {
            Some(store) if wanted(&offer, args.yes)? => {
                let work = work(&aws, store, &settings, &run);
                made(&work, &offer).await?
            }
            _ => false,
        };
        left += usize::from(!made);
        if made && let Some(next) = another_door(&aws, &offer, &settings).await {
            offers.push_front(next);
        }
    }
    let blind = coverage.not_assessed + planless;
    match all {
        0 if blind > 0 => output::line(&"nothing to fix in what could be assessed")?,
        0 => output::line(&"nothing to fix")?,
        all if store.is_none() => output::line(&format_args!(
            "{all} to fix; add --apply and --ledger FILE or --table NAME to do it"
        ))?,
        all => output::line(&format_args!("{} of {all} fixed", all - left))?,
    };
    unseen(&coverage)?;
    Ok(match (left, blind) {
        (0, 0) => 0,
        (0, _) => 3,
        _ => 1,
    })
}

/// Says what could not be read: what is to be fixed there is not known.
fn unseen(coverage: &Coverage) -> Result<()> {
    let missed = coverage.missed();
    if !missed.is_empty() {
        output::line(&"\nNot assessed: something may be left to fix in what could not be read")?;
    }
    for one in missed {
        output::line(&format_args!("  {}", one.words()))?;
    }
    Ok(())
}

fn work<'a>(
    aws: &'a Aws,
    store: &'a Ledger,
    settings: &'a Settings,
    run: &'a str,
) -> Work<'a, Ledger> {
    Work {
        aws,
        store,
        settings,
        by: aws.caller(),
        run,
        version: env!("CARGO_PKG_VERSION"),
        how: How::PERSON,
        writes_as: None,
    }
}

/// Finds out what became of fixes by hand that were begun and cut off.
async fn settle_begun(work: &Work<'_, Ledger>) -> Result<()> {
    let fixes = Fixes::new(work.store);
    let account = &*work.aws.account().id;
    let listed = fixes.since(Some(account), Timestamp::UNIX_EPOCH).await?;
    let begun = listed.fixes.into_iter();
    let begun = begun.filter(|fix| fix.state == FixState::Begun && fix.mode == BY_HAND);
    for fix in begun {
        let (settled, pending) = remedy::settle(work, fix).await?;
        work.store.published(pending).await?;
        output::line(&format_args!(
            "fix {} was interrupted: {}\n",
            settled.id,
            became(&settled).trim()
        ))?;
    }
    Ok(())
}

/// Makes a change that somebody wants; whether it was made.
async fn made(work: &Work<'_, Ledger>, offer: &Offer) -> Result<bool> {
    let change = async {
        let (fix, pending) = by_hand(work, &offer.looked, &offer.planned).await?;
        work.store.published(pending).await?;
        anyhow::Ok(fix)
    };
    let fix = interrupt::whole(change).await?;
    output::line(&format_args!("{}\n", became(&fix)))?;
    Ok(fix.state == FixState::Applied)
}

/// What is still to be done about a resource that was fixed: it may be open in two ways.
async fn another_door(aws: &Aws, done: &Offer, settings: &Settings) -> Option<Offer> {
    let looked = look(aws, &done.looked.hint(), settings).await.ok()?;
    if !matches!(looked.finding.outcome, Outcome::Fail { .. }) {
        return None;
    }
    let next = offer(aws, looked, settings).await.ok().flatten();
    next.filter(|next| next.planned.change.fact != done.planned.change.fact)
}

/// Signs in as whoever calls.
pub async fn connect(account: &Account) -> Result<Aws> {
    let options = Options {
        profile: account.profile.clone(),
        region: account.region.clone(),
        role: account.role.clone().map(|arn| Role {
            arn,
            external_id: account.external_id.clone(),
        }),
        clock: Clock::System,
        ..Options::default()
    };
    Ok(Aws::connect(options).await?)
}

/// What there is to fix, and what could not be judged.
struct Offers {
    made: Vec<Offer>,
    coverage: Coverage,
    /// Failed checks whose fix could not be planned.
    planless: usize,
}

/// Everything that fails and has a remedy.
async fn offers(args: &Fix, aws: &Aws, settings: &Settings) -> Result<Offers> {
    let mut controls = select::named(&args.area, &args.control)?;
    let ids: Vec<_> = controls
        .iter()
        .take(3)
        .map(|control| format!("`{}`", control.id()))
        .collect();
    controls.retain(|control| control.remedy().is_some());
    if controls.is_empty() {
        bail!(
            "Bailiwick has no remedy for {}; `bailiwick explain` says how to fix it yourself",
            ids.join(", ")
        );
    }
    let scope = match &*args.resource {
        [] => Scope::Everything,
        named => Scope::Resources(named.to_vec()),
    };
    let wanted_needs = controls.iter().map(|control| KindNeeds {
        kind: control.kind(),
        needs: control.needs(),
    });
    let request = Request::new(wanted_needs, scope, None).with_tags(true);
    let mut sweep = Sweep::new(aws, remedy::READERS, request)?;
    let mut judge = Judge::new(controls, settings.clone());
    let mut broken = Vec::new();
    let mut coverage = Coverage::default();
    let mut named = Named::new(&args.resource);
    while let Some(piece) = sweep.next().await {
        for (control, finding) in judge.piece(sweep.snapshot(), piece.kind, &piece.rows) {
            coverage.count(control, &finding, settings.now);
            named.judged(&finding);
            if !matches!(finding.outcome, Outcome::Fail { .. }) {
                continue;
            }
            broken.push(Looked::new(sweep.snapshot(), control, finding));
        }
    }
    for (control, finding) in judge.unlisted(sweep.snapshot()) {
        coverage.count(control, &finding, settings.now);
        named.judged(&finding);
    }
    named.all_exist(sweep.snapshot())?;
    let (mut offers, mut planless) = (Vec::new(), 0);
    for looked in broken {
        match offer(aws, looked, settings).await {
            Ok(offer) => offers.extend(offer),
            Err(why) => {
                planless += 1;
                output::line(&format_args!("{why}\n"))?;
            }
        }
    }
    offers.sort_by_key(|offer| std::cmp::Reverse(offer.looked.control.severity()));
    Ok(Offers {
        made: offers,
        coverage,
        planless,
    })
}

/// What can be done about a finding. A list of many may return too little to plan by: then the one is
/// looked at by itself.
async fn offer(aws: &Aws, looked: Looked, settings: &Settings) -> Result<Option<Offer>, String> {
    let (looked, planned) = match plan(&looked, settings) {
        Err(_) => {
            let alone = look(aws, &looked.hint(), settings).await;
            let alone = alone.map_err(|unseen| unseen.to_string());
            let alone = alone.and_then(|alone| {
                let planned = plan(&alone, settings).map_err(|gap| gap.to_string())?;
                Ok((alone, planned))
            });
            match alone {
                Ok((alone, planned)) => (alone, planned),
                Err(why) => {
                    let (control, resource) = (looked.control.id(), &looked.finding.resource);
                    return Err(format!(
                        "cannot plan a fix of {control} for {resource}: {why}"
                    ));
                }
            }
        }
        Ok(planned) => (looked, planned),
    };
    let planned = planned.filter(|_| matches!(looked.finding.outcome, Outcome::Fail { .. }));
    Ok(planned.map(|planned| Offer {
        against: against(&looked, &planned, settings),
        looked,
        planned,
    }))
}

/// What speaks against a change: a person may still want it.
fn against(looked: &Looked, planned: &Planned, settings: &Settings) -> Option<String> {
    let rules = &settings.document.remediation;
    match &looked.tags {
        Tagged::Seen(tags) if tags.contains_key(KEEP) => {
            return Some(format!("it carries the tag `{KEEP}`"));
        }
        Tagged::Seen(tags) => {
            if let Some((key, value)) = rules.described_elsewhere(tags) {
                let advice = "change it there, or it is taken back";
                return Some(format!(
                    "it is described elsewhere (tag `{key}` is `{value}`): {advice}"
                ));
            }
        }
        Tagged::Unread(why) => return Some(format!("its tags could not be read: {why}")),
        Tagged::Never => {}
    }
    let manual = planned.applicability == Applicability::Manual;
    manual.then(|| "it is to be weighed by a person".into())
}

fn shown(offer: &Offer) -> String {
    let Offer {
        looked, planned, ..
    } = offer;
    let Outcome::Fail { because, .. } = &looked.finding.outcome else {
        return String::new();
    };
    let (severity, control) = (looked.control.severity().word(), looked.finding.control);
    let mut text = format!("{severity}  {control}  {}\n", looked.finding.resource);
    let _ = writeln!(text, "  because {because}\n");
    for line in planned.diff().lines() {
        let _ = writeln!(text, "    {line}");
    }
    let _ = writeln!(text, "\n  $ {}", planned.command);
    if planned.command.contains(mask::MASK) {
        let _ = writeln!(
            text,
            "  each {}... stands for a secret that was masked: --apply leaves it as it is; before you run the command \
             yourself, put the secret there",
            mask::MASK
        );
    }
    if planned.applicability != Applicability::Safe {
        let _ = writeln!(text, "  can break what relies on the present state");
    }
    let undo = planned.residue().map_or_else(
        || "undo restores everything".into(),
        |stays| format!("undo leaves: {stays}"),
    );
    let _ = writeln!(text, "  {undo}");
    if let Some(against) = &offer.against {
        let _ = writeln!(text, "  beware: {against}");
    }
    text
}

/// Asks; a script's `--yes` leaves out what something speaks against.
fn wanted(offer: &Offer, yes: bool) -> Result<bool> {
    if offer.planned.writer.is_none() {
        output::line(&"  Bailiwick has no writer for this setting: change it by hand\n")?;
        return Ok(false);
    }
    if yes {
        if offer.against.is_some() {
            output::line(&"  left out: run without --yes to be asked\n")?;
        }
        return Ok(offer.against.is_none());
    }
    confirms("  make this change?")
}

/// Whether somebody at the terminal says yes.
pub fn confirms(question: &str) -> Result<bool> {
    output::text(&format_args!("{question} [y/N] "))?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

fn became(fix: &Kept) -> String {
    match (fix.state, &fix.why) {
        (FixState::Applied, _) => format!("  fixed, and read again: fix {}", fix.id),
        (_, Some(why)) => format!("  not fixed: {why}"),
        (state, None) => format!("  {}: fix {}", state.word(), fix.id),
    }
}
